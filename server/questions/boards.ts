import type { z } from 'zod';
import type { LiveView } from '../broadcasts/live-view.ts';
import { AudienceSnapshot } from '../contract/index.ts';
import { SharedRead } from '../platform/shared-read.ts';

/** What everybody sees alike. */
const Board = AudienceSnapshot.pick({ broadcast: true, questions: true });
export type Board = z.infer<typeof Board>;

/** Expected times move with the clock alone, so a board serves for so long at most. Milliseconds. */
const SERVES_MS = 1_000;

interface Kept {
  seq: number;
  readAt: number;
  board: Board;
}

/** The boards of broadcasts, each read and parsed once for all who join between two events. */
export class Boards {
  readonly #reads: SharedRead<Board>;
  readonly #kept = new Map<string, Kept>();
  /** Grows each time that a board was forgotten: what was being read then may be as it was before. */
  readonly #turns = new Map<string, number>();

  constructor(liveView: LiveView, questions: (broadcastId: string) => Promise<Board['questions']>) {
    this.#reads = new SharedRead(async (broadcastId) =>
      Board.parse({ broadcast: await liveView.view(broadcastId), questions: await questions(broadcastId) }),
    );
  }

  /** @param seq the newest event that the board must know of */
  async get(broadcastId: string, seq: number): Promise<Board> {
    const kept = this.#kept.get(broadcastId);
    if (kept && kept.seq >= seq && performance.now() - kept.readAt < SERVES_MS) return kept.board;
    const [readAt, turn] = [performance.now(), this.#turns.get(broadcastId)];
    const board = await this.#reads.get(broadcastId);
    if (this.#turns.get(broadcastId) === turn) this.#kept.set(broadcastId, { seq, readAt, board });
    return board;
  }

  /** What it says was changed by something that is no event: votes. */
  forget(broadcastId: string): void {
    this.#kept.delete(broadcastId);
    this.#turns.set(broadcastId, (this.#turns.get(broadcastId) ?? 0) + 1);
  }
}
