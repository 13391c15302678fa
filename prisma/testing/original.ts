/**
 * What tests copy because making it costs seconds of computing: the first test that asks makes the original, and all get
 * copies.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const cache = join(import.meta.dirname, '../../.cache/test');

/**
 * @param contents All that it depends on: when that changes, it is made anew.
 * @param make Fills the empty folder.
 * @returns the original's folder, which nobody writes to.
 */
export async function originalFolder(
  name: string,
  contents: string,
  make: (folder: string) => Promise<void>,
): Promise<string> {
  const folder = join(cache, `${name}-${createHash('sha256').update(contents).digest('hex').slice(0, 16)}`);
  if (existsSync(folder)) return folder;
  mkdirSync(cache, { recursive: true });
  const making = mkdtempSync(join(cache, 'making-'));
  await make(making);
  try {
    renameSync(making, folder);
  } catch {
    // Another test process was quicker: its folder is as good.
    rmSync(making, { recursive: true, force: true });
  }
  return folder;
}
