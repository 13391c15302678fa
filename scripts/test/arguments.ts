import { parseArgs } from 'node:util';
import { Problem } from '../problem.mjs';
import { STEPS, type Step } from './steps.ts';

export interface TestArguments {
  steps: readonly Step[];
  /** Passed on to the one runner, e.g. a file's name. */
  rest: string[];
}

/**
 * `--only NAME` (again for more) picks steps; other words go to the step when it is a single one.
 * @throws Problem on a name or word that means nothing here.
 */
export function readArguments(words: string[]): TestArguments {
  const names = STEPS.map((step) => step.name);
  const usage = `npm test [-- --only ${names.join('|')} [what that step understands]]`;
  const only: string[] = [];
  let rest: string[] = [];
  try {
    const { values, positionals } = parseArgs({
      args: words,
      allowPositionals: true,
      options: { only: { type: 'string', multiple: true, default: [] } },
    });
    only.push(...values.only);
    rest = positionals;
  } catch (error) {
    throw new Problem(`${error instanceof Error ? error.message.split('. ')[0] : String(error)}. ${usage}`);
  }
  const unknown = only.find((name) => !names.includes(name));
  if (unknown !== undefined) throw new Problem(`There is no step ${unknown}. ${usage}`);
  const steps = STEPS.filter((step) => only.length === 0 || only.includes(step.name));
  if (rest.length > 0 && steps.length !== 1) throw new Problem(`${rest.join(' ')}: for which step? ${usage}`);
  return { steps, rest };
}
