import type { Database } from '@antenne/prisma';
import { AudienceEnvelope, ControlEnvelope } from '../contract/index.ts';
import type { Log } from './logging.ts';

/** A page that missed more gets a snapshot: it is smaller than the events. */
const MOST_MISSED = 300;
/** As many events stay in the log per broadcast. */
const KEPT = 5_000;
/** Milliseconds between two trims. */
const TRIM_EVERY = 10 * 60_000;

/** The stored side of the event log: what reconnecting pages catch up from. */
export class EventLog {
  readonly #database: Database;
  #timer: NodeJS.Timeout | undefined;
  #trimming: Promise<void> = Promise.resolve();

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

  /** What a viewer missed after `since` up to `seq`; null when a snapshot serves better. */
  async missedByAudience(
    broadcastId: string,
    voterId: string,
    since: number,
    seq: number,
  ): Promise<AudienceEnvelope[] | null> {
    const rows = await this.#read(broadcastId, since, seq, [{ scope: 'audience' }, { scope: 'author', voterId }]);
    return rows?.map((row) => AudienceEnvelope.parse(row)) ?? null;
  }

  /** What a control page missed after `since` up to `seq`; null when a snapshot serves better. */
  async missedByControl(broadcastId: string, since: number, seq: number): Promise<ControlEnvelope[] | null> {
    const rows = await this.#read(broadcastId, since, seq, [{ scope: 'control' }]);
    return rows?.map((row) => ControlEnvelope.parse(row)) ?? null;
  }

  async #read(
    broadcastId: string,
    since: number,
    seq: number,
    scopes: ({ scope: 'audience' | 'control' } | { scope: 'author'; voterId: string })[],
  ): Promise<{ seq: number; event: unknown }[] | null> {
    // A number that we never gave out comes from another database.
    if (since > seq || since < seq - KEPT) return null;
    if (since === seq) return [];
    const rows = await this.#database.client.outgoingEvent.findMany({
      where: { broadcastId, seq: { gt: since, lte: seq }, OR: scopes },
      orderBy: { seq: 'asc' },
      take: MOST_MISSED + 1,
      select: { seq: true, payload: true },
    });
    return rows.length > MOST_MISSED ? null : rows.map((row) => ({ seq: row.seq, event: row.payload }));
  }
}
