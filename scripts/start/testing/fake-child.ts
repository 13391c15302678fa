import { spawn } from 'node:child_process';
import { createServer } from 'node:http';

/**
 * Behaves towards the launcher as server and media do, without doing anything: listens, says that it is ready, ends on
 * SIGTERM and when the launcher is gone. `FAKE_STUBBORN` makes it ignore SIGTERM, `FAKE_BROKEN` unable to start.
 * `FAKE_HEIR` is a child of it that outlives it for so many seconds with the same streams. On its port it tells its process
 * id.
 */
export function fakeChild(port: string | undefined, afterReady: () => void = () => {}): void {
  if (process.env.FAKE_BROKEN) throw new Error('no disk under the moon');
  if (process.env.FAKE_HEIR) spawn('sleep', [process.env.FAKE_HEIR], { stdio: 'inherit' });
  const http = createServer((_, response) => response.end(String(process.pid)));
  http.listen(Number(port), '127.0.0.1', () => {
    process.send?.({ type: 'ready' });
    afterReady();
  });
  process.on('SIGTERM', () => {
    if (!process.env.FAKE_STUBBORN) process.exit(0);
  });
  process.on('disconnect', () => process.exit(0));
}
