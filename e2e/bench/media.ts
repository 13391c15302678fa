/** The benchmarks that live beside what they measure, in media and in the server, as measurements. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { z } from 'zod';
import type { Measurement } from './measurement.ts';

const Line = z.object({ name: z.string(), value: z.number(), unit: z.string(), conditions: z.string() });

export function measureInMedia(
  name: 'mixer' | 'restart' | 'compare' | 'soak' | 'playlist' | 'audience' | 'serving',
  quick: boolean,
  more: readonly string[] = [],
): Promise<Measurement[]> {
  return measureIn(`media/bench/${name}.ts`, quick, more);
}

export function measureInServer(name: 'crowd' | 'editorial', quick: boolean): Promise<Measurement[]> {
  return measureIn(`server/bench/${name}.ts`, quick);
}

async function measureIn(path: string, quick: boolean, more: readonly string[] = []): Promise<Measurement[]> {
  const bench = fileURLToPath(new URL(`../../${path}`, import.meta.url));
  const words = [bench, '--json', ...(quick ? ['--quick'] : []), ...more];
  const { stdout } = await promisify(execFile)(process.execPath, words, { timeout: 75 * 60_000 });
  return stdout
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => Line.parse(JSON.parse(line)));
}
