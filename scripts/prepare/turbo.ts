import { run } from '../command.mjs';
import { step } from '../progress.mjs';
import { oneAtATime } from './one-at-a-time.ts';
import { root, tool } from './paths.ts';

/** For every call of turbo: no telemetry, no notice, nothing but this machine. */
export const turboEnv = { ...process.env, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1', FORCE_COLOR: '0' };

/** Builds the web pages; turbo knows whether anything changed since the last time. */
export async function buildWeb(signal: AbortSignal): Promise<void> {
  const args = ['run', 'build', '--output-logs=errors-only', '--no-update-notifier'];
  const build = () => run(tool('turbo'), args, { cwd: root, env: turboEnv, signal });
  await oneAtATime('web pages', signal, () => step('Building the web pages', build));
}
