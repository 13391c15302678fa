/**
 * The programme as a viewer gets it: mixed, coded as H.264, packaged, decoded again. One session shows many things one
 * after the other; at its end every picture is looked at.
 */
import { AV_LOG_QUIET } from 'node-av/constants';
import { type Frame, Log } from 'node-av/lib';
import { pino } from 'pino';
import { expect } from 'vitest';
import { planesOf } from '../core/av.ts';
import type { ProgramFormat } from '../core/program-link.ts';
import type { ProgramOutput } from '../core/program-output.ts';
import { ProgramEncoder } from '../encoder/program-encoder.ts';
import { SIZE, setUpMixer } from '../mixer/testing/mixer-rig.ts';
import { createFragmenter } from '../packager/fragmenter.ts';
import { decodeMp4Pictures } from './decode.ts';
import { type Area, meanColour } from './observe.ts';

const FORMAT: ProgramFormat = {
  ...SIZE,
  videoBitrate: 2_000_000,
  preset: 'superfast',
  segmentSeconds: 2,
  partSeconds: 0.2,
  audioBitrate: 96_000,
};
/** Steps of 255 that coding may change an area's mean luma by. */
const TOLERANCE = 6;
/** What is written in white is as light as this somewhere. */
const LIGHT = 190;

/** What should stand in an area: its mean luma, or words in white. */
export type Look = readonly [Area, number | 'words'];

/** What should stand in the `n`th picture, counted from 0. Null: anything. */
type Looks = (n: number) => readonly Look[] | null;

/** Begins a session; everything of `setUpMixer` comes with it. */
export async function startGolden(...how: Parameters<typeof setUpMixer>) {
  Log.setLevel(AV_LOG_QUIET);
  const rig = await setUpMixer(...how);
  const outputs: ProgramOutput[] = [];
  const stream = createFragmenter({
    format: FORMAT,
    emit: (output) => outputs.push(output),
    log: pino({ level: 'silent' }),
  });
  const monitor = { isHeard: false, open() {}, write() {}, writeMixMinus() {}, close() {} };
  const encoder = new ProgramEncoder({ format: FORMAT, stream, monitor });
  encoder.open(0);
  const expected: { name: string; looks: readonly Look[] | null }[] = [];
  let last: Frame | null = null;
  return {
    ...rig,
    /** Mean luma of an area of the last picture, before it was coded. */
    lumaOf: (area: Area): number => (last ? meanColour(last, area)[0] : 0),
    /** Goes on by `count` pictures. @param looks what should stand in them; a list is about the last one */
    async show(name: string, count: number, looks: Looks | readonly Look[]): Promise<void> {
      for (let n = 0; n < count; n += 1) {
        const { frame, heard } = rig.tick();
        last = frame;
        encoder.encodePicture(frame, expected.length);
        encoder.encodeSound(heard, heard.length / 2, new Map());
        const wanted = typeof looks === 'function' ? looks(n) : n === count - 1 ? looks : null;
        expected.push({ name: `${name}, picture ${n}`, looks: wanted });
        await encoder.encoded;
        await rig.drawn();
      }
    },
    /** Ends the session: every tick has its picture, a frame after the one before, and shows what it should. */
    async verify(): Promise<void> {
      await encoder.close();
      const times: number[] = [];
      const wrong: string[] = [];
      decodeMp4Pictures(
        outputs.map(({ data }) => data),
        ({ frame, seconds }) => {
          const { name = 'one too many', looks = null } = expected[times.length] ?? {};
          times.push(seconds);
          for (const look of looks ?? []) if (!isSo(frame, look)) wrong.push(`${name}: ${differs(frame, look)}`);
        },
      );
      expect(wrong).toEqual([]);
      expect(times).toHaveLength(expected.length);
      for (const [index, seconds] of times.entries()) expect(seconds).toBeCloseTo(index / SIZE.frameRate, 6);
    },
  };
}

function isSo(frame: Frame, [area, luma]: Look): boolean {
  return luma === 'words' ? lightest(frame, area) > LIGHT : Math.abs(meanColour(frame, area)[0] - luma) <= TOLERANCE;
}

function differs(frame: Frame, [area, luma]: Look): string {
  const { x, y, width, height } = area;
  const seen = luma === 'words' ? lightest(frame, area) : meanColour(frame, area)[0];
  return `${width}×${height} at ${x}, ${y} is ${seen}, not ${luma}`;
}

/** The greatest luma of an area. */
function lightest(frame: Frame, { x, y, width, height }: Area): number {
  const [luma] = planesOf(frame);
  const stride = frame.linesize[0] ?? 0;
  let most = 0;
  for (let row = y; row < y + height; row += 1) {
    const line = luma?.subarray(row * stride + x, row * stride + x + width) ?? [];
    for (const value of line) most = Math.max(most, value);
  }
  return most;
}
