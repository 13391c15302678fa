/** What a finished broadcast lies in on the disk. */
import type { Timeline } from './timeline.ts';

export interface ReplayFile {
  path: string;
  /** Path of its initialisation section. */
  init: string;
  bytes: number;
  /** Its timestamps go on from the file before. */
  continues: boolean;
}

/** The files of what is shown, in the programme's own rendition, in order. */
export function replayFilesOf(timeline: Timeline, pathOf: (name: string) => string): ReplayFile[] {
  const shown = timeline.shown().filter(({ gap }) => !gap);
  return shown.map(({ msn, name, init, lengths }, index) => ({
    path: pathOf(name),
    init: pathOf(init.name),
    bytes: lengths[0] ?? 0,
    continues: shown[index - 1]?.msn === msn - 1 && shown[index - 1]?.init === init,
  }));
}
