/** The mixer's own benchmark, which lives beside the mixer, as measurements. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { z } from 'zod';
import type { Measurement } from './measurement.ts';

const Line = z.object({ name: z.string(), value: z.number(), unit: z.string(), conditions: z.string() });
const BENCH = fileURLToPath(new URL('../../media/bench/mixer.ts', import.meta.url));

export async function measureMixer(quick: boolean): Promise<Measurement[]> {
  const words = [BENCH, '--json', ...(quick ? ['--quick'] : [])];
  const { stdout } = await promisify(execFile)(process.execPath, words, { timeout: 600_000 });
  return stdout
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => Line.parse(JSON.parse(line)));
}
