/** The second stage of `npm run bench`: prepares as the start does, then measures. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { interruption } from './interruption.ts';
import { ensurePackages } from './prepare/debian.ts';
import { prepare } from './prepare/index.ts';
import { root } from './prepare/paths.ts';
import { explain } from './problem.mjs';
import { TEST_PACKAGES } from './test/steps.ts';

const stop = interruption();

try {
  await ensurePackages(TEST_PACKAGES, 'the benchmark', stop);
  const worker = await prepare(stop);
  const bench = spawn(process.execPath, [join(root, 'e2e', 'bench', 'main.ts'), ...process.argv.slice(2)], {
    cwd: root,
    env: { ...process.env, MEDIASOUP_WORKER_BIN: worker },
    stdio: 'inherit',
  });
  stop.addEventListener('abort', () => bench.kill('SIGTERM'), { once: true });
  bench.once('error', (error) => {
    throw error;
  });
  bench.once('exit', (code) => process.exit(code ?? 1));
} catch (error) {
  explain(error);
  process.exit(stop.aborted ? 130 : 1);
}
