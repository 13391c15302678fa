/** How the programme's picture is encoded, and which renditions are made beside it: as the machine can pay for, unless said otherwise. */
import type { LowerRendition, ProgramFormat } from '../core/program-link.ts';

/** What `PROGRAM_LADDER` may say: the machine's choice, none, or heights and sound alone. */
export type LadderWish = 'auto' | 'off' | readonly (number | 'sound')[];

/** The part of a programme's format that the ladder decides. */
export type Ladder = Pick<ProgramFormat, 'leanAudioBitrate'> & { lower: readonly LowerRendition[] };

/** A step is left out where the programme's own picture is hardly larger. */
const CLOSEST = 0.8;
/** What each height gets at 16:9, in bits per second; others lie between. */
const LADDER_BITRATES: readonly (readonly [height: number, bitrate: number])[] = [
  [270, 350_000],
  [480, 1_000_000],
  [720, 2_500_000],
];
/** Small enough for a phone's weak link; costs a tenth of a core. */
const SMALLEST = 270;
/** Between both; costs a quarter of a core. */
const MIDDLE = 480;
/** Below a programme of 1080 lines; costs more than half a core. */
const LARGE = 720;
/** Bits per second of sound alone: speech and music without a fault that a small loudspeaker shows. A hundredth of a core. */
const LEAN_AUDIO = 64_000;

/**
 * x264's preset. `superfast` takes less than half the processor of `veryfast` for a picture that is hardly worse at the same
 * bitrate (SSIM 0.9958 instead of 0.9964 for six people in the grid): on two cores it is what keeps the show fluent.
 */
export function presetFor(wish: 'auto' | ProgramFormat['preset'], cores: number): ProgramFormat['preset'] {
  if (wish !== 'auto') return wish;
  return cores <= 2 ? 'superfast' : 'veryfast';
}

/** @param cores of the machine; the programme's own encoding and mixing take the first one and a half */
export function ladderFor(
  own: Pick<ProgramFormat, 'width' | 'height' | 'videoBitrate'>,
  wish: LadderWish,
  cores: number,
): Ladder {
  const steps = wish === 'off' ? [] : wish === 'auto' ? affordable(cores) : wish;
  const heights = steps.filter((step) => step !== 'sound');
  const lower = [...new Set(heights)]
    .filter((height) => height <= own.height * CLOSEST)
    .sort((a, b) => b - a)
    .map((height) => ({
      name: `${height}p`,
      width: 2 * Math.round((own.width * height) / own.height / 2),
      height: 2 * Math.round(height / 2),
      videoBitrate: Math.min(bitrateOf(height), Math.round(own.videoBitrate * (height / own.height))),
    }));
  return { lower, leanAudioBitrate: steps.includes('sound') ? LEAN_AUDIO : undefined };
}

function affordable(cores: number): (number | 'sound')[] {
  if (cores <= 2) return [SMALLEST, 'sound'];
  return [...(cores > 6 ? [LARGE] : []), MIDDLE, SMALLEST, 'sound'];
}

/** In proportion to the pixels, from the next step that is known. */
function bitrateOf(height: number): number {
  const [known, bitrate] = LADDER_BITRATES.find(([step]) => height <= step) ?? LADDER_BITRATES[2] ?? [720, 2_500_000];
  return Math.round(bitrate * (height / known) ** 2);
}
