/**
 * How many follow the live picture, told by the playlist requests that they leave with us: a low-latency player has one
 * with us nearly all the time. Behind a cache there is one for all of its viewers.
 */
import type { Gone } from './waiting.ts';

export class HeldViewers {
  private readonly freshMs: number;
  private readonly held = new Map<string, number>();
  private advance: { at: number; held: Map<string, number> } | null = null;

  /** `freshMs`: for how long the count at the playlist's last advance is believed. */
  constructor(freshMs: number) {
    this.freshMs = freshMs;
  }

  /** A request begins. */
  add(rendition: string, gone: Gone): void {
    this.held.set(rendition, (this.held.get(rendition) ?? 0) + 1);
    gone(() => this.held.set(rendition, (this.held.get(rendition) ?? 1) - 1));
  }

  /** The playlist is about to advance: now everybody who follows is here, a moment later nobody. */
  beforeAdvance(now = performance.now()): void {
    this.advance = { at: now, held: new Map(this.held) };
  }

  /** By rendition. */
  count(now = performance.now()): Map<string, number> {
    const counts = new Map(this.held);
    if (this.advance && now - this.advance.at <= this.freshMs) {
      for (const [rendition, held] of this.advance.held) {
        counts.set(rendition, Math.max(held, counts.get(rendition) ?? 0));
      }
    }
    return counts;
  }
}
