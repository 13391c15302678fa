/** A small programme: the test encoder through the real fragmenter. */
import pino from 'pino';
import type { LowerRendition } from '../../core/program-link.ts';
import type { ProgramOutput } from '../../core/program-output.ts';
import { createFragmenter } from '../fragmenter.ts';
import { createTestMedia, type TestMedia } from './test-media.ts';

export type InitOutput = Extract<ProgramOutput, { type: 'init' }>;
export type PartOutput = Extract<ProgramOutput, { type: 'part' }>;

export const FORMAT = {
  width: 320,
  height: 180,
  frameRate: 25,
  videoBitrate: 400_000,
  audioBitrate: 96_000,
  segmentSeconds: 2,
  partSeconds: 0.2,
};

export interface TestProgram extends TestMedia {
  init: InitOutput;
  /** All parts so far. */
  parts: PartOutput[];
}

export interface TestProgramOptions {
  /** Gets each message as it comes. */
  emit?: (output: ProgramOutput) => void;
  startedAt?: number;
  firstNumber?: number;
  /** Pictures from one key frame to the next. Default: those of a segment. */
  keyFrameEvery?: number;
  format?: Partial<typeof FORMAT> & { lower?: readonly LowerRendition[]; leanAudioBitrate?: number | undefined };
}

export function createTestProgram(options: TestProgramOptions = {}): TestProgram {
  const { emit, startedAt = 1_750_000_000_000, firstNumber = 0 } = options;
  const format = { ...FORMAT, ...options.format };
  const { keyFrameEvery = 2 * format.frameRate } = options;
  const inits: InitOutput[] = [];
  const parts: PartOutput[] = [];
  const take = (output: ProgramOutput): void => {
    if (output.type === 'init') inits.push(output);
    else if (output.type === 'part') parts.push(output);
    emit?.(output);
  };
  const sink = createFragmenter({ format, emit: take, log: pino({ level: 'silent' }) });
  const media = createTestMedia({ sink, startedAt, firstNumber, ...format, keyFrameEvery });
  const [init] = inits;
  if (!init) throw new Error('the fragmenter said nothing when opened');
  return { ...media, init, parts };
}
