import { spawn } from 'node:child_process';
import { Problem } from './problem.mjs';

/** Characters of a command's output that are kept, the newest ones. */
const KEPT = 200_000;

/**
 * @typedef {object} CommandOptions
 * @property {string} [cwd] Default: this process's own folder.
 * @property {NodeJS.ProcessEnv} [env] Default: this process's own environment.
 * @property {AbortSignal} [signal] Ends the command.
 * @property {number} [timeoutMs] Milliseconds after which the command is ended and counts as failed. Default: none.
 */

/**
 * Runs a command to its end, without standard input and without printing.
 * @param {string} command
 * @param {string[]} args
 * @param {CommandOptions} [options]
 * @returns {Promise<{ code: number | null, output: string }>} The exit code, null when a signal ended it, and what it
 *   printed. A command that is not there counts as code 127.
 * @throws The signal's reason when `signal` fires.
 */
export function attempt(command, args, options = {}) {
  const { cwd, env, signal, timeoutMs } = options;
  signal?.throwIfAborted();
  return new Promise((resolve, reject) => {
    // A group of its own, so that what the command started ends with it: a compiler's driver leaves its compilers behind.
    const child = spawn(command, args, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    const end = () => killGroup(child.pid, 'SIGTERM');
    const timer = timeoutMs === undefined ? undefined : setTimeout(() => killGroup(child.pid, 'SIGKILL'), timeoutMs);
    signal?.addEventListener('abort', end, { once: true });
    const over = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
    };
    let output = '';
    /** @param {Buffer} chunk */
    const keep = (chunk) => {
      output = (output + chunk.toString()).slice(-KEPT);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.once('error', (error) => {
      over();
      resolve({ code: 127, output: error.message });
    });
    child.once('close', (code) => {
      over();
      if (signal?.aborted) reject(signal.reason);
      else resolve({ code, output });
    });
  });
}

/**
 * Sends a signal to a process that leads a group, and to all that it started.
 * @param {number | undefined} leader Its process id; undefined when it never began.
 * @param {NodeJS.Signals} signal
 */
export function killGroup(leader, signal) {
  if (leader === undefined) return;
  try {
    process.kill(-leader, signal);
  } catch (error) {
    // ESRCH: nobody of the group is left, which is what was wanted.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

/**
 * Like {@link attempt}, for a command that must succeed.
 * @param {string} command
 * @param {string[]} args
 * @param {CommandOptions} [options]
 * @returns {Promise<string>} What it printed.
 * @throws {Problem} With the end of the output when it fails.
 */
export async function run(command, args, options) {
  const { code, output } = await attempt(command, args, options);
  if (code === 0) return output;
  const tail = output.trim().split('\n').slice(-25).join('\n');
  throw new Problem(`${[command, ...args].join(' ')} failed (${code ?? 'ended by a signal'}):\n${tail}`);
}
