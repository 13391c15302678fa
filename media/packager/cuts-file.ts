/** A broadcast's cuts on disk, beside its index: a media process that comes back without a server shows the same replay. */
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Cuts, isSameCut, UNCUT } from './cuts.ts';

const CUTS = 'cuts.json';

/** The cuts of a broadcast's folder; none where there is no file of them, or none that can be read. */
export async function readCuts(folder: string): Promise<Cuts> {
  const text = await readFile(join(folder, CUTS), 'utf8').catch(() => null);
  if (text === null) return UNCUT;
  try {
    return Cuts.parse(JSON.parse(text));
  } catch {
    return UNCUT;
  }
}

/** Keeps them. @throws the file system's error */
export async function writeCuts(folder: string, cuts: Cuts): Promise<void> {
  const path = join(folder, CUTS);
  if (isSameCut(cuts, UNCUT)) {
    await rm(path, { force: true });
    return;
  }
  await writeFile(`${path}.tmp`, JSON.stringify(Cuts.parse(cuts)), { flush: true });
  await rename(`${path}.tmp`, path);
}
