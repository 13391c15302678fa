/** What was recorded of each broadcast, for those who may have it. Reads what recorders write. */
import { readdir, rm, stat, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { editOf, endOf } from './edit-list.ts';
import { edlOf } from './edl.ts';
import { readPartFile } from './file-name.ts';
import {
  forgetFiles,
  isAlive,
  Journal,
  type JournalEntry,
  MANIFEST,
  type Manifest,
  manifestOf,
  readJournal,
} from './journal.ts';
import { otioOf } from './otio.ts';

export interface ListedFile {
  file: string;
  contributorId: string | null;
  name: string;
  startedAt: string;
  timecode: string;
  /** Null while it grows. */
  seconds: number | null;
  bytes: number;
  growing: boolean;
}

export interface Listing {
  files: ListedFile[];
  takes: number;
  /** On the disk, without the reserve; null where it cannot be told. */
  usableBytes: number | null;
}

/** A file is being written: it cannot be deleted now. */
export class StillGrowing extends Error {
  override name = 'StillGrowing';
}

export interface RecordingLibrary {
  folder(slug: string): string;
  list(slug: string): Promise<Listing>;
  /** The path of a recorded file; null for any other name. */
  path(slug: string, file: string): string | null;
  /** The edit list; null where there is none. `edit.json`, `edit.edl` or `edit.otio`. */
  edit(slug: string, kind: string): Promise<{ type: string; body: string } | null>;
  /** Deletes one file, or everything. @throws StillGrowing */
  remove(slug: string, file: string | null): Promise<void>;
}

const SLUG = /^[a-z0-9](?:[a-z0-9-]{0,98}[a-z0-9])?$/;

export function createRecordingLibrary({
  root,
  reserveBytes,
}: {
  root: string;
  reserveBytes: number;
}): RecordingLibrary {
  const folder = (slug: string): string => {
    if (!SLUG.test(slug)) throw new RangeError(`${JSON.stringify(slug)} is no slug`);
    return join(root, slug);
  };
  const isGrowing = (entries: readonly JournalEntry[], file: string): boolean => {
    const begun = entries.findLast((entry) => entry.type === 'file' && entry.file === file);
    const ended = entries.some((entry) => entry.type === 'end' && entry.file === file);
    return begun?.type === 'file' && !ended && isAlive(begun.pid);
  };
  return {
    folder,
    async list(slug) {
      const entries = await readJournal(folder(slug));
      const manifest = manifestOf(entries);
      const files: ListedFile[] = [];
      for (const each of manifest?.files ?? []) {
        const found = await stat(join(folder(slug), each.file)).catch(() => null);
        if (!found || !manifest) continue;
        const growing = isGrowing(entries, each.file);
        const { file, contributorId, name, startedAt, timecode } = each;
        const seconds = growing ? null : (endOf(each, manifest) - each.startFrame) / manifest.frameRate;
        files.push({ file, contributorId, name, startedAt, timecode, seconds, bytes: found.size, growing });
      }
      // Before the first recording there is no folder of them yet.
      const room = await statfs(root).catch(() => statfs(dirname(root)).catch(() => null));
      const usableBytes = room && Math.max(0, room.bavail * room.bsize - reserveBytes);
      return { files, takes: manifest?.takes.length ?? 0, usableBytes };
    },
    path(slug, file) {
      return readPartFile(file) ? join(folder(slug), file) : null;
    },
    async edit(slug, kind) {
      const manifest = manifestOf(await readJournal(folder(slug)));
      if (!manifest) return null;
      const clips = editOf(manifest);
      switch (kind) {
        case 'edit.json':
          return { type: 'application/json', body: `${JSON.stringify(editJson(manifest), null, 2)}\n` };
        case 'edit.edl':
          return { type: 'text/plain; charset=utf-8', body: edlOf(manifest, clips) };
        case 'edit.otio':
          return { type: 'application/json', body: `${JSON.stringify(otioOf(manifest, clips), null, 2)}\n` };
        default:
          return null;
      }
    },
    async remove(slug, file) {
      const entries = await readJournal(folder(slug));
      if (file !== null) {
        if (isGrowing(entries, file)) throw new StillGrowing(file);
        await rm(join(folder(slug), file), { force: true });
        if (entries.length === 0) return;
        const journal = await Journal.open(folder(slug));
        journal.add({ type: 'deleted', file });
        await journal.flush();
        return;
      }
      for (const entry of entries)
        if (entry.type === 'file' && isGrowing(entries, entry.file)) throw new StillGrowing(entry.file);
      const names = await readdir(folder(slug)).catch(() => []);
      // What we did not make stays.
      const own = names.filter((name) => readPartFile(name) || name.startsWith(MANIFEST));
      for (const name of own) await rm(join(folder(slug), name), { force: true });
      if (entries.length > 0) await forgetFiles(folder(slug));
    },
  };
}

/** The edit for programs of one's own: the manifest, with the clips. */
function editJson(manifest: Manifest): object {
  const clips = editOf(manifest).map(({ file, ...clip }) => ({
    ...clip,
    file: file?.file ?? null,
    /** Of the file. */
    firstFrame: file && clip.from - file.startFrame,
  }));
  return { ...manifest, clips };
}
