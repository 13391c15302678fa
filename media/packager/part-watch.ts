/** How punctually parts reach viewers. */

/** A part that viewers can have from now on. */
export interface PublishedPart {
  /** Seconds since the one before; null where there was none, or where the broadcast had ended in between. */
  sincePrevious: number | null;
  /** Seconds since its last picture was taken. */
  delay: number;
  /** By rendition. */
  bytes: ReadonlyMap<string, number>;
}

export class PartWatch {
  private previous: number | null = null;

  /**
   * @param part `programDateTime`: wall clock of its first picture, ms; `duration`: seconds of pictures; `bytes`: by
   *   rendition.
   * @param now `wall`: ms since the epoch; `steady`: ms of a clock that is never set.
   */
  published(
    part: { programDateTime: number; duration: number; bytes: ReadonlyMap<string, number> },
    frameRate: number,
    now = { wall: Date.now(), steady: performance.now() },
  ): PublishedPart {
    const lastPicture = part.programDateTime + (part.duration - 1 / frameRate) * 1000;
    const sincePrevious = this.previous === null ? null : (now.steady - this.previous) / 1000;
    this.previous = now.steady;
    // A clock that was set back makes no part come before its pictures.
    return { sincePrevious, delay: Math.max(0, now.wall - lastPicture) / 1000, bytes: part.bytes };
  }

  /** The broadcast is over: what comes after it was not waited for. */
  rest(): void {
    this.previous = null;
  }
}
