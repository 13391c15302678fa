/**
 * The argument of a programme process that is loaded while another one runs, and waits for its `start` until that one goes.
 * Meanwhile it is in no hurry, and has another title, so that nobody takes it for the one on air.
 */
export const SPARE = '--spare';
