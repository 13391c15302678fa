/** All broadcasts' playlists of this media process. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { Channel } from './channel.ts';
import { type Cuts, isSameCut } from './cuts.ts';
import { readCuts, writeCuts } from './cuts-file.ts';
import type { PublishedPart } from './part-watch.ts';
import { hasIndex } from './storage.ts';
import type { TimelineConfig } from './timeline.ts';

/**
 * 2 s segments: the shortest that keep key frames cheap. 0.2 s parts (5 pictures at 25 a second): 0.9 s from encoder to
 * screen with the project's player; 0.4 s would save 40 % of the requests and cost 0.2 s. Both divide the segment, so
 * that every part is regular; other frame rates have other parts (`partSecondsAt`). Six hours can be rewound: from the first
 * second of any show.
 */
export const DEFAULT_TIMELINE: TimelineConfig = { segmentSeconds: 2, partSeconds: 0.2, windowSeconds: 6 * 3600 };

export interface ChannelsOptions {
  /** Segments go to `hls/<slug>/` in it. */
  dataDir: string;
  log: Logger;
  /** Default: `DEFAULT_TIMELINE`. */
  config?: Partial<TimelineConfig>;
  /** Called for every part, once viewers can have it. */
  onPart?: (slug: string, part: PublishedPart) => void;
}

export interface Channels {
  /** The broadcast's playlist; made, or taken up again from disk, on the first call. @throws RangeError on a bad slug. */
  channel(slug: string): Channel;
  /** The same for a reader: null unless it is open already or there is one on disk. */
  find(slug: string): Promise<Channel | null>;
  /** What the broadcast's finished playlist leaves out, kept on disk. Nothing happens without such a broadcast. */
  cut(slug: string, cuts: Cuts): Promise<void>;
  /** Removes a broadcast's playlist and media for good. @throws StillLive */
  remove(slug: string): Promise<void>;
  /** As `Channel.replayFiles`; null without such a broadcast. */
  replayFiles(slug: string): Promise<ReturnType<Channel['replayFiles']>>;
  /** Closes all. Safe twice. */
  close(): Promise<void>;
}

/** Media that is being made cannot be removed. */
export class StillLive extends Error {
  override name = 'StillLive';
}

const SLUG = /^[a-z0-9](?:[a-z0-9-]{0,98}[a-z0-9])?$/;

export function createChannels(options: ChannelsOptions): Channels {
  const open = new Map<string, Channel>();
  const root = join(options.dataDir, 'hls');
  const config = { ...DEFAULT_TIMELINE, ...options.config };
  let cutting: Promise<void> = Promise.resolve();
  return {
    channel(slug) {
      if (!SLUG.test(slug)) throw new RangeError(`${JSON.stringify(slug)} is no slug`);
      const known = open.get(slug);
      if (known && !known.closed) return known;
      const onPart = options.onPart && ((part: PublishedPart) => options.onPart?.(slug, part));
      const channel = new Channel({ slug, folder: join(root, slug), config, log: options.log, onPart });
      open.set(slug, channel);
      return channel;
    },
    async find(slug) {
      const known = open.get(slug);
      if (known && !known.closed) return known;
      if (!SLUG.test(slug) || !(await hasIndex(join(root, slug)))) return null;
      return this.channel(slug);
    },
    cut(slug, cuts) {
      cutting = cutting.then(async () => {
        const folder = join(root, slug);
        try {
          if (!SLUG.test(slug) || !(await hasIndex(folder))) return;
          if (!isSameCut(cuts, await readCuts(folder))) await writeCuts(folder, cuts);
        } catch (err) {
          options.log.error({ err, slug }, 'the cuts of a replay could not be kept');
        }
        // One that is not open reads them when it is opened.
        open.get(slug)?.cut(cuts);
      });
      return cutting;
    },
    async remove(slug) {
      if (!SLUG.test(slug)) return;
      const channel = open.get(slug);
      await channel?.ready;
      if (channel && !channel.ended && !channel.closed) throw new StillLive(slug);
      await channel?.close();
      open.delete(slug);
      await rm(join(root, slug), { recursive: true, force: true });
    },
    async replayFiles(slug) {
      const channel = await this.find(slug);
      await channel?.ready;
      return channel?.replayFiles() ?? null;
    },
    async close() {
      await cutting;
      await Promise.all([...open.values()].map((channel) => channel.close()));
    },
  };
}
