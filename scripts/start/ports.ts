import { createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { Problem } from '../problem.mjs';

/**
 * Makes sure that a port can be listened on.
 * @param setting The setting that chose it, for the message.
 * @param patienceMs Milliseconds to wait for it to become free. Default 0.
 * @throws Problem when it cannot be had.
 */
export async function ensurePort(setting: string, port: number, host: string, patienceMs = 0): Promise<void> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    const failure = await tryPort(port, host);
    if (failure === null) return;
    if (failure !== 'EADDRINUSE' || performance.now() > deadline) {
      const reason = REASONS[failure] ?? `cannot be used (${failure})`;
      throw new Problem(
        `${setting}=${port} on ${host} ${reason}: choose another, e.g. ${setting}=${port + 10} npm start`,
      );
    }
    await wait(100);
  }
}

const REASONS: Record<string, string> = {
  EADDRINUSE: 'is in use by another process',
  EACCES: 'is not allowed for this user',
  EADDRNOTAVAIL: 'is not an address of this machine',
};

function tryPort(port: number, host: string): Promise<string | null> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', (error) => resolve('code' in error ? String(error.code) : error.message));
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(null)));
  });
}
