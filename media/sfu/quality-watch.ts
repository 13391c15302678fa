/** Reads every sending contributor's link once a second and says how good it is. */
import type { types } from 'mediasoup';
import type { Feed } from './feed.ts';
import { judgeLink, keepWindow, type LinkReading, type LinkShape, type MeasuredQuality, readLink } from './quality.ts';
import type { ReturnSize } from './return-size.ts';

export type ReportedQuality = MeasuredQuality & LinkShape;

export interface QualityWatchOptions {
  feeds(): Iterable<Feed>;
  /** What the browsers that send a feed receive: their reports measure the round trip. */
  consumersOf(peerIds: Set<string>): types.Consumer[];
  /** What of the programme's picture these browsers get; null: none of them receives it. */
  returnsOf(peerIds: Set<string>): ReturnSize | null;
  report(contributorId: string, quality: ReportedQuality | null): void;
  /** Milliseconds between readings. Default 1000. */
  everyMs?: number;
}

export class QualityWatch {
  readonly #options: QualityWatchOptions;
  readonly #readings = new Map<string, LinkReading[]>();
  readonly #timer: NodeJS.Timeout;
  #reading = false;

  constructor(options: QualityWatchOptions) {
    this.#options = options;
    this.#timer = setInterval(() => void this.#readAll(), options.everyMs ?? 1000);
  }

  close(): void {
    clearInterval(this.#timer);
    this.#readings.clear();
  }

  async #readAll(): Promise<void> {
    if (this.#reading) return;
    this.#reading = true;
    await Promise.all([...this.#options.feeds()].map((feed) => this.#read(feed)));
    this.#reading = false;
  }

  async #read(feed: Feed): Promise<void> {
    const { contributorId } = feed;
    const producers = feed.producers();
    if (producers.length === 0) {
      if (this.#readings.delete(contributorId)) this.#options.report(contributorId, null);
      return;
    }
    try {
      const consumers = this.#options.consumersOf(feed.peerIds());
      const [received, sent] = await Promise.all([
        Promise.all(producers.map((producer) => producer.getStats())),
        Promise.all(consumers.map((consumer) => consumer.getStats())),
      ]);
      const trips = sent.flat().flatMap((stat) => (stat.type === 'outbound-rtp' ? (stat.roundTripTime ?? []) : []));
      const reading = readLink(received.flat(), trips, performance.now());
      const readings = keepWindow(this.#readings.get(contributorId) ?? [], reading);
      this.#readings.set(contributorId, readings);
      const picture = feed.producer('video');
      const quality = judgeLink(readings, picture !== null && !picture.paused);
      const returns = this.#options.returnsOf(feed.peerIds());
      const layers = layersOf(picture, picture ? (received[producers.indexOf(picture)] ?? []) : []);
      if (quality) this.#options.report(contributorId, { ...quality, layers, returns });
    } catch {
      // A producer or consumer was closed while it was being read: the next reading sees what is left.
    }
  }
}

function layersOf(picture: types.Producer | null, stats: readonly { bitrate: number }[]): LinkShape['layers'] {
  if (picture?.type !== 'simulcast') return null;
  const arriving = stats.filter(({ bitrate }) => bitrate > 0).length;
  return { arriving, of: picture.rtpParameters.encodings?.length ?? arriving };
}
