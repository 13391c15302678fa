import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { Problem } from '../problem.mjs';
import { writePrivately } from './private-file.ts';

const Secrets = z.object({ MEDIA_SECRET: z.string().min(16) });

/**
 * The secrets of this data folder, made on the first start and kept beside the data that they protect.
 * @throws Problem when the file is there and cannot be read: making new ones silently would lock out media elsewhere.
 */
export function secretsOf(dataDir: string): z.infer<typeof Secrets> {
  const path = join(dataDir, 'secrets.json');
  if (!existsSync(path)) {
    const made = { MEDIA_SECRET: randomBytes(32).toString('base64url') };
    writePrivately(path, `${JSON.stringify(made, null, 2)}\n`);
    return made;
  }
  try {
    return Secrets.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    throw new Problem(`${path} is damaged: remove it to have new secrets made.`);
  }
}
