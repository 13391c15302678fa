/** The benchmarks that live beside the mixer, as measurements. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { z } from 'zod';
import type { Measurement } from './measurement.ts';

const Line = z.object({ name: z.string(), value: z.number(), unit: z.string(), conditions: z.string() });

export async function measureInMedia(
  name: 'mixer' | 'compare' | 'soak' | 'playlist' | 'audience' | 'serving',
  quick: boolean,
): Promise<Measurement[]> {
  const bench = fileURLToPath(new URL(`../../media/bench/${name}.ts`, import.meta.url));
  const words = [bench, '--json', ...(quick ? ['--quick'] : [])];
  const { stdout } = await promisify(execFile)(process.execPath, words, { timeout: 75 * 60_000 });
  return stdout
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => Line.parse(JSON.parse(line)));
}
