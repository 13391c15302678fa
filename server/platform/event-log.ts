import type { Database } from '@antenne/prisma';
import { AudienceEnvelope, ControlEnvelope } from '../contract/index.ts';
import type { Log } from './logging.ts';
import { SharedRead } from './shared-read.ts';

/** A page that missed more gets a snapshot: it is smaller than the events. */
const MOST_MISSED = 300;
/** As many are read for everybody together, those for single authors among them. */
const MOST_READ = 2_000;
/** As many events stay in the log per broadcast. */
const KEPT = 5_000;
/** Milliseconds between two trims. */
const TRIM_EVERY = 10 * 60_000;

/** The stored side of the event log: what reconnecting pages catch up from. */
export class EventLog {
  readonly #database: Database;
  #timer: NodeJS.Timeout | undefined;
  #trimming: Promise<void> = Promise.resolve();
  readonly #missed = new SharedRead(async (range) => {
    const [broadcastId = '', since, seq] = range.split(' ');
    const rows = await this.#read(broadcastId, Number(since), Number(seq), ['audience', 'author'], MOST_READ);
    return rows?.map((row) => ({
      voterId: row.voterId,
      envelope: AudienceEnvelope.parse({ seq: row.seq, event: row.payload }),
    }));
  });

  constructor(database: Database) {
    this.#database = database;
  }

  /** Trims now and from time to time. The owner calls `close`. */
  start(log: Log): void {
    const trim = () => {
      this.#trimming = this.trim().catch((error) => log.error({ err: error }, 'trimming the event log failed'));
    };
    trim();
    this.#timer = setInterval(trim, TRIM_EVERY);
  }

  /** Waits for a trim under way. Safe twice. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#trimming;
  }

  /** Drops what no page will ask for. */
  async trim(): Promise<void> {
    const broadcasts = await this.#database.client.broadcast.findMany({ select: { id: true, seq: true } });
    for (const { id, seq } of broadcasts) {
      await this.#database.client.outgoingEvent.deleteMany({ where: { broadcastId: id, seq: { lte: seq - KEPT } } });
    }
  }

  /** The number of the newest event. */
  async position(broadcastId: string): Promise<number> {
    const { seq } = await this.#database.client.broadcast.findUniqueOrThrow({
      where: { id: broadcastId },
      select: { seq: true },
    });
    return seq;
  }

  /** When the newest event was told; null: none is kept. */
  async newestAt(broadcastId: string): Promise<Date | null> {
    const newest = await this.#database.client.outgoingEvent.findFirst({
      where: { broadcastId },
      orderBy: { seq: 'desc' },
      select: { createdAt: true },
    });
    return newest?.createdAt ?? null;
  }

  /**
   * What a viewer missed after `since` up to `seq`; null when a snapshot serves better. A crowd that comes back at once
   * misses the same: it is read once for all of them.
   */
  async missedByAudience(
    broadcastId: string,
    voterId: string,
    since: number,
    seq: number,
  ): Promise<AudienceEnvelope[] | null> {
    const rows = await this.#missed.get(`${broadcastId} ${since} ${seq}`);
    const missed = rows?.flatMap((row) => (row.voterId === null || row.voterId === voterId ? row.envelope : []));
    return missed && missed.length <= MOST_MISSED ? missed : null;
  }

  /** What a control page missed after `since` up to `seq`; null when a snapshot serves better. */
  async missedByControl(broadcastId: string, since: number, seq: number): Promise<ControlEnvelope[] | null> {
    const rows = await this.#read(broadcastId, since, seq, ['control'], MOST_MISSED);
    return rows?.map(({ seq: number, payload }) => ControlEnvelope.parse({ seq: number, event: payload })) ?? null;
  }

  async #read(
    broadcastId: string,
    since: number,
    seq: number,
    scopes: ('audience' | 'author' | 'control')[],
    most: number,
  ): Promise<{ seq: number; payload: unknown; voterId: string | null }[] | null> {
    // A number that we never gave out comes from another database.
    if (since > seq || since < seq - KEPT) return null;
    if (since === seq) return [];
    const rows = await this.#database.client.outgoingEvent.findMany({
      where: { broadcastId, seq: { gt: since, lte: seq }, scope: { in: scopes } },
      orderBy: { seq: 'asc' },
      take: most + 1,
      select: { seq: true, payload: true, voterId: true },
    });
    return rows.length > most ? null : rows;
  }
}
