/** The last desired state on disk, so that a restarted media node is on air before the server answers. */
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DesiredBroadcast } from '@antenne/server/contract';
import type { Logger } from 'pino';
import { z } from 'zod';

const Content = z.object({ version: z.literal(1), broadcasts: z.array(DesiredBroadcast) });

export interface DesiredFile {
  /** Empty when there is none, or none that can be read (logged). */
  read(): Promise<DesiredBroadcast[]>;
  /** Atomic: after a crash the file is the old or the new one, whole. Writes happen in the order of the calls. */
  write(broadcasts: Iterable<DesiredBroadcast>): Promise<void>;
}

export function desiredFile(path: string, log: Logger): DesiredFile {
  let last: Promise<void> = Promise.resolve();
  const write = async (text: string): Promise<void> => {
    await mkdir(dirname(path), { recursive: true });
    const fresh = `${path}.new`;
    const file = await open(fresh, 'w', 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(fresh, path);
  };
  return {
    async read() {
      let text: string;
      try {
        text = await readFile(path, 'utf8');
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
        throw error;
      }
      try {
        return Content.parse(JSON.parse(text)).broadcasts;
      } catch (err) {
        log.warn({ err, path }, 'the kept desired state cannot be read: waiting for the server');
        return [];
      }
    },
    write(broadcasts) {
      const text = JSON.stringify({ version: 1, broadcasts: [...broadcasts] } satisfies z.input<typeof Content>);
      last = last.catch(() => undefined).then(() => write(text));
      return last;
    },
  };
}
