/** Something that the person at the terminal can mend; `message` is the one line that tells them what and how. */
export class Problem extends Error {
  /** @override */
  name = 'Problem';
}

/**
 * Says in one line why nothing more can happen; an unexpected error keeps its stack, for the report about it.
 * @param {unknown} error
 */
export function explain(error) {
  if (error instanceof Problem) console.error(error.message);
  else console.error(error);
}
