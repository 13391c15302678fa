import { AV_PIX_FMT_RGBA } from 'node-av/constants';
import { Frame, SoftwareScaleContext } from 'node-av/lib';
import { check, createPicture, markProgramColour } from '../core/av.ts';
import type { ProgramContributor, ProgramDesired } from '../core/program-link.ts';
import { drawBroadcastSlate, drawContributorSlate, type SlateSize } from './slate-art.ts';

/** What a slate's drawing depends on. */
export type SlateTexts = Pick<ProgramDesired, 'title' | 'accent' | 'contributors'>;

/**
 * The slates of one broadcast as programme pictures, drawn when first asked for or by `drawNext` ahead of time, and
 * again only when their words change. Owns the pictures.
 */
export class Slates {
  readonly #size: SlateSize;
  readonly #scaler = new SoftwareScaleContext();
  /** By contributor id; the broadcast's own under the empty id. `words` tells whether the drawing is still right. */
  readonly #drawn = new Map<string, { words: string; frame: Frame }>();
  #texts: SlateTexts = { title: '', accent: '#000000', contributors: [] };
  #closed = false;

  constructor(size: SlateSize) {
    this.#size = size;
    this.#scaler.allocContext();
  }

  set texts(texts: SlateTexts) {
    this.#texts = texts;
    const ids = new Set(texts.contributors.map(({ id }) => id));
    for (const [id, { frame }] of this.#drawn) {
      if (id === '' || ids.has(id)) continue;
      this.#drawn.delete(id);
      frame.free();
    }
  }

  /** The broadcast's own card; good until the next call of `drawNext` or `close`. */
  broadcast(): Frame {
    return this.#draw(null);
  }

  contributor(contributor: ProgramContributor): Frame {
    return this.#draw(contributor);
  }

  /** Draws one slate that is missing or outdated; false when there is none left. */
  drawNext(): boolean {
    const missing = [null, ...this.#texts.contributors].find((who) => !this.#isCurrent(who));
    if (missing === undefined) return false;
    this.#draw(missing);
    return true;
  }

  #words(who: ProgramContributor | null): string {
    const { title, accent } = this.#texts;
    return JSON.stringify([title, accent, who?.name, who?.place]);
  }

  #isCurrent(who: ProgramContributor | null): boolean {
    return this.#drawn.get(who?.id ?? '')?.words === this.#words(who);
  }

  #draw(who: ProgramContributor | null): Frame {
    const id = who?.id ?? '';
    const words = this.#words(who);
    const drawn = this.#drawn.get(id);
    if (drawn?.words === words) return drawn.frame;
    const { title, accent } = this.#texts;
    const rgba = who
      ? drawContributorSlate(this.#size, accent, title, who)
      : drawBroadcastSlate(this.#size, accent, title);
    const frame = this.#toPicture(rgba);
    drawn?.frame.free();
    this.#drawn.set(id, { words, frame });
    return frame;
  }

  #toPicture(rgba: Buffer): Frame {
    using drawing = Frame.fromVideoBuffer(rgba, { ...this.#size, format: AV_PIX_FMT_RGBA });
    const frame = createPicture(this.#size.width, this.#size.height);
    markProgramColour(frame);
    check(this.#scaler.scaleFrameSync(frame, drawing), 'bringing a slate to the programme colours');
    return frame;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const { frame } of this.#drawn.values()) frame.free();
    this.#drawn.clear();
    this.#scaler.freeContext();
  }
}
