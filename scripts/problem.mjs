/** Something that the person at the terminal can mend; `message` is the one line that tells them what and how. */
export class Problem extends Error {
  /** @override */
  name = 'Problem';
}

/** Names of errors whose message says it all. */
const ONE_LINE = new Set(['Problem', 'Interrupted']);

/**
 * Says in one line why nothing more can happen; an unexpected error keeps its stack, for the report about it.
 * @param {unknown} error
 */
export function explain(error) {
  if (error instanceof Error && ONE_LINE.has(error.name)) console.error(error.message);
  else console.error(error);
}
