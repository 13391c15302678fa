import type { Frame } from 'node-av/lib';
import { assetFiles } from '../core/asset-files.ts';
import { createPicture, fillFromPlanar, markProgramColour } from '../core/av.ts';
import type { HouseSource } from '../core/house-source.ts';
import type { Artist } from './drawing-orders.ts';
import type { Size } from './scene.ts';

/** A picture from the disk, drawn once by the artist. */
export class Still implements HouseSource {
  readonly gain = 0;
  readonly pictures = 0;
  readonly opened: Promise<void>;
  #frame: Frame | null = null;
  #closed = false;

  constructor(size: Size, artist: Artist, folder: string) {
    this.opened = artist.still({ ...size, path: assetFiles(folder).picture }).then((picture) => {
      if (this.#closed) return;
      const frame = createPicture(size.width, size.height);
      fillFromPlanar(frame, picture);
      markProgramColour(frame);
      this.#frame = frame;
    });
  }

  get ready(): boolean {
    return this.#frame !== null;
  }

  step(): void {}

  picture(): Frame | null {
    return this.#frame;
  }

  sound(): boolean {
    return false;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#frame?.free();
  }
}
