import { randomUUID } from 'node:crypto';
import type { Database, Queries } from '@antenne/prisma';
import type { AudienceEvent, ControlEvent, DesiredBroadcast, LogAction, LogLine } from '../contract/index.ts';
import { Refusal } from './failure.ts';
import type { Outbox, OutgoingEnvelope } from './outbox.ts';

/** Who does something: a person of the control room, or the system itself (`id` null). */
export interface Doer {
  id: string | null;
  name: string;
}

export const SYSTEM: Doer = { id: null, name: 'Antenne' };

/** One change to one broadcast: its queries, and what is written and told together with it. */
export interface Change {
  readonly broadcastId: string;
  readonly tx: Queries;
  readonly now: Date;
  /** Adds a line to the who-did-what log, `subject` in words. */
  audit(doer: Doer, action: LogAction, subject?: string, subjectId?: string): void;
  audience(event: AudienceEvent): void;
  control(event: ControlEvent): void;
  author(voterId: string, event: AudienceEvent): void;
  /**
   * What the media plane should do has changed. `part` is all that is different now, where that is known: media then
   * hears of it without another look at the database.
   */
  touchMedia(part?: DesiredPart): void;
}

/** What differs of a `DesiredBroadcast`. */
export type DesiredPart = Partial<Omit<DesiredBroadcast, 'broadcastId' | 'rev'>>;

/** A committed change of what media should do: its revision, and all that differs, where that is known. */
export interface MediaTouch {
  rev: number;
  part: DesiredPart | null;
}

type Recorded =
  | { scope: 'audience'; event: AudienceEvent }
  | { scope: 'control'; event: ControlEvent }
  | { scope: 'author'; voterId: string; event: AudienceEvent };

/**
 * Runs changes: the change, its audit lines and its numbered events are one transaction, and only one change to a
 * broadcast runs at a time. Events are handed to the outbox once they are committed.
 */
export class Changes {
  readonly #database: Database;
  readonly #outbox: Outbox;
  readonly #clock: () => Date;
  readonly #mediaListeners = new Set<(broadcastId: string, touch: MediaTouch) => void>();

  constructor(database: Database, outbox: Outbox, clock: () => Date = () => new Date()) {
    this.#database = database;
    this.#outbox = outbox;
    this.#clock = clock;
  }

  /** Called after each committed change that touched the media plane. @returns its undo. */
  onMediaTouched(listener: (broadcastId: string, touch: MediaTouch) => void): () => void {
    this.#mediaListeners.add(listener);
    return () => this.#mediaListeners.delete(listener);
  }

  /**
   * @throws Refusal `notFound` without such a broadcast; whatever `work` throws, after undoing everything.
   */
  run<Result>(broadcastId: string, work: (change: Change) => Promise<Result>): Promise<Result> {
    return this.#run(broadcastId, work, async () => undefined);
  }

  /** Like `run`, of a broadcast that `make` makes first, in the same transaction. */
  create<Result>(
    broadcastId: string,
    make: (tx: Queries, now: Date) => Promise<void>,
    work: (change: Change) => Promise<Result>,
  ): Promise<Result> {
    return this.#run(broadcastId, work, make);
  }

  async #run<Result>(
    broadcastId: string,
    work: (change: Change) => Promise<Result>,
    before: (tx: Queries, now: Date) => Promise<void>,
  ): Promise<Result> {
    const { result, envelopes, touch } = await this.#database.client.$transaction(async (tx) => {
      await before(tx, this.#clock());
      const [locked] = await tx.$queryRaw<
        { seq: number }[]
      >`SELECT "seq" FROM "broadcasts" WHERE "id" = ${broadcastId}::uuid FOR UPDATE`;
      if (!locked) throw new Refusal('notFound', 'no such broadcast');
      this.#outbox.begin(broadcastId, locked.seq);
      const recorded: Recorded[] = [];
      const lines: (LogLine & { actorId: string | null; subjectId: string | null })[] = [];
      const touches: (DesiredPart | null)[] = [];
      const now = this.#clock();
      const result = await work({
        broadcastId,
        tx,
        now,
        audit(doer, action, subject, subjectId) {
          const line: LogLine = {
            id: randomUUID(),
            at: now.toISOString(),
            actor: doer.name,
            action,
            subject: subject ?? null,
          };
          lines.push({ ...line, actorId: doer.id, subjectId: subjectId ?? null });
          recorded.push({ scope: 'control', event: { type: 'log', line } });
        },
        audience: (event) => void recorded.push({ scope: 'audience', event }),
        control: (event) => void recorded.push({ scope: 'control', event }),
        author: (voterId, event) => void recorded.push({ scope: 'author', voterId, event }),
        touchMedia: (part) => {
          touches.push(part ?? null);
        },
      });
      if (lines.length > 0) {
        await tx.auditLine.createMany({ data: lines.map((line) => ({ ...line, broadcastId, at: now })) });
      }
      const { envelopes, rev } = await this.#number(tx, broadcastId, recorded, touches.length > 0, now);
      const touch: MediaTouch | null = touches.length > 0 ? { rev, part: joined(touches) } : null;
      return { result, envelopes, touch };
    });
    if (envelopes.length > 0) this.#outbox.publish(broadcastId, envelopes);
    if (touch) for (const listener of this.#mediaListeners) listener(broadcastId, touch);
    return result;
  }

  async #number(
    tx: Queries,
    broadcastId: string,
    recorded: readonly Recorded[],
    mediaTouched: boolean,
    now: Date,
  ): Promise<{ envelopes: OutgoingEnvelope[]; rev: number }> {
    if (recorded.length === 0 && !mediaTouched) return { envelopes: [], rev: 0 };
    const { seq, mediaRev: rev } = await tx.broadcast.update({
      where: { id: broadcastId },
      data: { seq: { increment: recorded.length }, mediaRev: { increment: mediaTouched ? 1 : 0 } },
      select: { seq: true, mediaRev: true },
    });
    const first = seq - recorded.length + 1;
    const envelopes = recorded.map((entry, index) => ({ broadcastId, seq: first + index, ...entry }));
    if (envelopes.length > 0) {
      await tx.outgoingEvent.createMany({
        data: envelopes.map((envelope) => ({
          broadcastId,
          seq: envelope.seq,
          scope: envelope.scope,
          voterId: envelope.scope === 'author' ? envelope.voterId : null,
          payload: envelope.event,
          createdAt: now,
        })),
      });
    }
    return { envelopes, rev };
  }
}

/** All that several touches say; null as soon as one of them does not. */
function joined(touches: readonly (DesiredPart | null)[]): DesiredPart | null {
  const all: DesiredPart = {};
  for (const part of touches) {
    if (part === null) return null;
    Object.assign(all, part);
  }
  return all;
}
