/** Asks for a key frame again after this many ms without one. */
export const KEY_FRAME_PATIENCE_MS = 300;

/** Keeps pictures from a decoder that cannot make sense of them: after a loss only a key frame passes. */
export class KeyFrameGate {
  #open = false;
  #askedAt = Number.NEGATIVE_INFINITY;

  get isOpen(): boolean {
    return this.#open;
  }

  /** A picture was lost or could not be decoded. */
  shut(): void {
    this.#open = false;
  }

  /** Whether the picture may go to the decoder. */
  admits(unit: { key: boolean }): boolean {
    if (unit.key) this.#open = true;
    return this.#open;
  }

  /** True when it is time to ask the sender for a key frame: at most once in `KEY_FRAME_PATIENCE_MS`. */
  shouldAsk(now: number): boolean {
    if (this.#open || now - this.#askedAt < KEY_FRAME_PATIENCE_MS) return false;
    this.#askedAt = now;
    return true;
  }
}
