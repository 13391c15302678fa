/** The processes of a benchmark: started, asked and ended by whoever measures. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { FromServer, ToServer } from './messages.ts';

const children = new Set<ChildProcess>();

/** `name`: the script, beside this file, without its ending. */
export function start(name: string, words: readonly string[] = [], flags: readonly string[] = []): ChildProcess {
  const path = join(import.meta.dirname, `${name}.ts`);
  const child = fork(path, words, { execArgv: ['--expose-gc', ...flags] });
  children.add(child);
  child.once('exit', () => children.delete(child));
  return child;
}

/** Kills it, as a machine that fails would. Safe twice. @returns when it has ended. */
export async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}

/** Lets it end by itself, as nothing else lets Node write a profile. */
export async function leave(child: ChildProcess): Promise<void> {
  const exited = once(child, 'exit');
  child.disconnect();
  await exited;
}

/** Whatever still runs. */
export async function stopAll(): Promise<void> {
  await Promise.all([...children].map(stop));
}

/** The next message of this type. @throws when the process ends before. */
export function next<Message extends { type: string }, Type extends Message['type']>(
  child: ChildProcess,
  type: Type,
): Promise<Extract<Message, { type: Type }>> {
  return new Promise((resolve, reject) => {
    const done = () => {
      child.off('message', heard);
      child.off('exit', ended);
    };
    const heard = (message: Message) => {
      if (message.type !== type) return;
      done();
      // Narrowed by the line above; the compiler does not see it through the type parameter.
      resolve(message as Extract<Message, { type: Type }>);
    };
    const ended = () => {
      done();
      reject(new Error(`a process ended while ${type} was awaited`));
    };
    child.on('message', heard);
    child.on('exit', ended);
  });
}

export async function listening(server: ChildProcess): Promise<Extract<FromServer, { type: 'listening' }>> {
  return next<FromServer, 'listening'>(server, 'listening');
}

/** After a collection of garbage. */
export async function memory(server: ChildProcess): Promise<Extract<FromServer, { type: 'memory' }>> {
  const message: ToServer = { type: 'memory' };
  const answer = next<FromServer, 'memory'>(server, 'memory');
  server.send(message);
  return answer;
}
