import type { Database } from '@antenne/prisma';
import type { Changes } from '../platform/changes.ts';
import { Coalescer } from '../platform/coalesce.ts';
import type { EventLog } from '../platform/event-log.ts';
import type { Log } from '../platform/logging.ts';
import type { Outbox } from '../platform/outbox.ts';
import type { LiveView } from './live-view.ts';
import { listThemeSteps, type ThemeStep } from './theme-store.ts';

/** Milliseconds after which what failed (the database is away) is tried again. */
const RETRY_AFTER = 1_000;
/** What the timer waits for at most, ms: then it sees schedules that nobody has published, too. */
const LONGEST = 60_000;

export interface ThemeTimerParts {
  database: Database;
  changes: Changes;
  outbox: Outbox;
  eventLog: EventLog;
  liveView: LiveView;
  log: Log;
  /** The machine's clock, ms. */
  now?: () => number;
}

/**
 * Lets pages know at the very moment at which a theme opens or closes by its schedule: one timer for the next step of all
 * broadcasts, set anew with whatever is published. What a window is at an instant is decided by `themeWindow` alone; this only
 * says when to look. The owner calls `start`, then `close`.
 */
export class ThemeTimer {
  readonly #parts: ThemeTimerParts;
  readonly #now: () => number;
  readonly #going: Coalescer;
  /** Every step up to here was told. */
  #seen: number;
  #timer: NodeJS.Timeout | undefined;
  #unsubscribe: (() => void) | undefined;
  #closed = false;

  constructor(parts: ThemeTimerParts) {
    this.#parts = parts;
    this.#now = parts.now ?? Date.now;
    this.#seen = this.#now();
    this.#going = new Coalescer(() => this.#go(), parts.log);
  }

  /** Tells what went by while no server ran, and begins to wait for what comes. */
  async start(): Promise<void> {
    this.#unsubscribe = this.#parts.outbox.subscribe(({ scope, event }) => {
      if (scope === 'audience' && event.type === 'broadcast') void this.#going.mark('');
    });
    try {
      await this.#tellPassed();
    } catch (error) {
      this.#parts.log.error({ err: error }, 'could not tell which themes have changed meanwhile');
    }
    await this.#going.mark('');
  }

  async #tellPassed(): Promise<void> {
    const { database, changes, eventLog, liveView } = this.#parts;
    const steps = await listThemeSteps(database.client);
    for (const [broadcastId, at] of latest(steps.filter(({ at }) => at.getTime() <= this.#seen))) {
      const told = await eventLog.newestAt(broadcastId);
      if (!told || told < at) await changes.run(broadcastId, (change) => liveView.publish(change));
    }
  }

  /** Has those looked at whose step has come, and waits for the next one. */
  async #go(): Promise<void> {
    const now = this.#now();
    try {
      const steps = await listThemeSteps(this.#parts.database.client);
      const coming = steps.filter(({ at }) => at.getTime() > this.#seen);
      const due = new Set(coming.flatMap(({ at, broadcastId }) => (at.getTime() <= now ? [broadcastId] : [])));
      if (due.size > 0) await this.#parts.liveView.look([...due]);
      this.#seen = now;
      const next = Math.min(...coming.map(({ at }) => at.getTime()).filter((at) => at > now));
      this.#wait(Math.min(next - this.#now(), LONGEST));
    } catch (error) {
      this.#wait(RETRY_AFTER);
      throw error;
    }
  }

  #wait(ms: number): void {
    clearTimeout(this.#timer);
    if (!this.#closed) this.#timer = setTimeout(() => void this.#going.mark(''), ms);
  }

  /** Waits for what is being told. Safe twice. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#unsubscribe?.();
    clearTimeout(this.#timer);
    await this.#going.close();
  }
}

/** The latest step of each broadcast. */
function latest(steps: readonly ThemeStep[]): Map<string, Date> {
  const byBroadcast = new Map<string, Date>();
  for (const { broadcastId, at } of steps) {
    const known = byBroadcast.get(broadcastId);
    if (!known || known < at) byBroadcast.set(broadcastId, at);
  }
  return byBroadcast;
}
