import { parseArgs } from 'node:util';
import { Problem } from '../problem.mjs';

/** What the command line asks of the start; everything else is a setting. */
export interface StartArguments {
  demo: boolean;
}

/** @throws Problem on a word that means nothing here. */
export function readArguments(words: string[]): StartArguments {
  try {
    const { values } = parseArgs({ args: words, options: { 'no-demo': { type: 'boolean', default: false } } });
    return { demo: !values['no-demo'] };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Problem(`${reason.split('. ')[0]}. See npm start -- --help.`);
  }
}
