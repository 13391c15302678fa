/**
 * What captioners get of the control room: all that is seen and heard, but not the questions, nor the log that quotes them.
 * Captioning is often somebody's outside service, and what viewers wrote and nobody has approved is no business of theirs.
 */
import type { ControlEvent, ControlSnapshot, StaffRole } from '../contract/index.ts';

const EDITORIAL: ReadonlySet<ControlEvent['type']> = new Set([
  'staffQuestion',
  'questionsArchived',
  'questionsPurged',
  'log',
]);

/** Whether somebody whose most powerful role is `role` gets the questions and the log. */
export const seesQuestions = (role: StaffRole): boolean => role !== 'captioner';

/** Whether an event tells of questions. */
export const isEditorial = ({ type }: ControlEvent): boolean => EDITORIAL.has(type);

/** The same without the questions and the log. */
export const withoutQuestions = (snapshot: ControlSnapshot): ControlSnapshot => ({
  ...snapshot,
  questions: [],
  questionCounts: [],
  claims: [],
  log: [],
});
