import type { AccessUnit } from './access-unit.ts';

/** There are at most four (RFC 7741, section 4.2). */
const ALL_LAYERS = 3;

/**
 * Chooses the pictures that are worth decoding. Where not every picture is needed the base layer is enough, a quarter of
 * them with the three layers that browsers send; the way back needs no key frame, only a picture that says that it builds
 * on the base layer.
 */
export class TemporalFilter {
  /** Every picture is wanted. */
  full = true;
  /** Pictures of higher layers build on some that were not decoded. */
  #highest = ALL_LAYERS;

  admits({ key, temporalLayer, layerSync }: AccessUnit): boolean {
    if (key || (layerSync && temporalLayer > this.#highest)) this.#highest = key ? ALL_LAYERS : temporalLayer;
    if (!this.full) this.#highest = 0;
    return temporalLayer <= this.#highest;
  }
}
