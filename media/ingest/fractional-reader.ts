import { CHANNELS } from '../core/av.ts';

/** Samples that one output sample is made of: half of them before its position, half after. */
export const TAPS = 16;
/** Samples behind the last position that interpolation looks at. */
export const LOOK_AHEAD = TAPS / 2;
const PHASES = 256;
/** The kernel is made anew after so many samples: at 500 ppm the position between samples moves by 0.004 meanwhile. */
const STRIDE = 8;
/** Kaiser's window: the images of 1 kHz are under −90 dB, 15 kHz passes with less than 0.5 dB lost. */
const BETA = 6;

const KERNELS = makeKernels();

/**
 * Reads interleaved sound at positions between its samples (windowed sinc, polyphase, linear between phases).
 * `source[0]` is the sample `TAPS / 2 - 1` before the whole part of the first position.
 *
 * @param fraction of the first position, 0–1
 * @param ratio input samples per output sample, close to 1
 */
export function readBetween(
  source: Float32Array,
  fraction: number,
  ratio: number,
  out: Float32Array,
  count: number,
): void {
  const kernel = new Float32Array(TAPS);
  for (let first = 0; first < count; first += STRIDE) {
    const last = Math.min(count, first + STRIDE);
    // The kernel of the stride's middle serves all of it, as far as the whole part stays the same.
    const whole = Math.floor(fraction + first * ratio);
    fill(kernel, fraction + ((first + last - 1) / 2) * ratio - (first + last - 1) / 2 - (whole - first));
    for (let i = first; i < last; i += 1) {
      let at = (whole + i - first) * CHANNELS;
      // Two sums each, so that one addition need not wait for the one before.
      let left = 0;
      let right = 0;
      let otherLeft = 0;
      let otherRight = 0;
      for (let tap = 0; tap < TAPS; tap += 2) {
        const weight = kernel[tap] ?? 0;
        const next = kernel[tap + 1] ?? 0;
        left += weight * (source[at] ?? 0);
        right += weight * (source[at + 1] ?? 0);
        otherLeft += next * (source[at + 2] ?? 0);
        otherRight += next * (source[at + 3] ?? 0);
        at += 2 * CHANNELS;
      }
      out[i * CHANNELS] = left + otherLeft;
      out[i * CHANNELS + 1] = right + otherRight;
    }
  }
}

/** The kernel for a position so far behind a sample; may lie a little outside 0–1. */
function fill(kernel: Float32Array, fraction: number): void {
  const phase = Math.min(PHASES - 1, Math.max(0, Math.floor(fraction * PHASES)));
  const share = fraction * PHASES - phase;
  const at = phase * TAPS;
  for (let tap = 0; tap < TAPS; tap += 1) {
    const here = KERNELS[at + tap] ?? 0;
    kernel[tap] = here + ((KERNELS[at + TAPS + tap] ?? 0) - here) * share;
  }
}

/** One kernel for each phase, and one more for the interpolation of the last; each passes constants unchanged. */
function makeKernels(): Float32Array {
  const kernels = new Float32Array((PHASES + 1) * TAPS);
  for (let phase = 0; phase <= PHASES; phase += 1) {
    const weights = Array.from({ length: TAPS }, (_, tap) => {
      const distance = tap - (TAPS / 2 - 1) - phase / PHASES;
      const window = bessel(BETA * Math.sqrt(Math.max(0, 1 - (distance / (TAPS / 2)) ** 2))) / bessel(BETA);
      return sinc(distance) * window;
    });
    const sum = weights.reduce((total, weight) => total + weight, 0);
    for (const [tap, weight] of weights.entries()) kernels[phase * TAPS + tap] = weight / sum;
  }
  return kernels;
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

/** Modified Bessel function of the first kind, order 0. */
function bessel(x: number): number {
  let sum = 1;
  let term = 1;
  for (let k = 1; term > sum * 1e-12; k += 1) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}
