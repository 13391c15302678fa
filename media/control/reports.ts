/** What this node has told, so that a server that comes back can be told all of it again. */
import type { MediaReport } from '@antenne/server/contract';

/** Volatile reports (levels, where a clip plays) are not kept: they are old at once. */
export class Reports {
  readonly #current = new Map<string, MediaReport>();
  readonly #send: (report: MediaReport) => void;

  /** @param send hands a report to the server, or drops it while there is none */
  constructor(send: (report: MediaReport) => void) {
    this.#send = send;
  }

  report(report: MediaReport): void {
    const isVolatile =
      report.type === 'levels' || report.type === 'vitals' || (report.type === 'clip' && report.playing);
    if (isVolatile) this.#current.delete(keyOf(report));
    else this.#current.set(keyOf(report), report);
    // Where the fader is held the server has just said itself.
    if (report.type !== 'fade') this.#send(report);
  }

  /** Everything that is the case now, for a server that has just (re)connected. */
  current(): MediaReport[] {
    return [...this.#current.values()];
  }

  /** The broadcast is over here: nothing of it is the case any more. */
  forget(broadcastId: string): void {
    for (const [key, report] of this.#current) {
      if (report.broadcastId === broadcastId) this.#current.delete(key);
    }
  }
}

function keyOf(report: MediaReport): string {
  const about =
    'contributorId' in report
      ? report.contributorId
      : 'assetId' in report
        ? report.assetId
        : 'targetId' in report
          ? report.targetId
          : '';
  return [report.type, report.broadcastId, about].join();
}
