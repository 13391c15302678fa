/** A mixer with two made-up feeds, ticked by hand. */
import { AV_PIX_FMT_YUV420P } from 'node-av/constants';
import type { Frame } from 'node-av/lib';
import { onTestFinished } from 'vitest';
import { createPicture, markProgramColour, SAMPLE_RATE } from '../../core/av.ts';
import type { ProgramDesired } from '../../core/program-link.ts';
import { NO_GRAPHICS } from '../../testing/no-graphics.ts';
import { fillPicture, type Yuv } from '../../testing/rtp-media.ts';
import { type MixedPicture, Mixer } from '../mixer.ts';
import type { MixerFeed } from '../mixer-feed.ts';
import { ARTIST } from './artist.ts';

export const SIZE = { width: 640, height: 360, frameRate: 25 };
export const SAMPLES = SAMPLE_RATE / SIZE.frameRate;
export const GREY_A: Yuv = [60, 128, 128];
export const GREY_B: Yuv = [200, 128, 128];

/** One colour and one tone for ever. */
function makeFeed(picture: Frame, hz: number): MixerFeed {
  let sample = 0;
  return {
    state: 'live',
    soundOnly: false,
    picture,
    pictures: 1,
    advance(_tickAt, sound, samples) {
      for (let i = 0; i < samples; i += 1) {
        sound[2 * i] = sound[2 * i + 1] = 0.5 * Math.sin((2 * Math.PI * hz * sample) / SAMPLE_RATE);
        sample += 1;
      }
      return true;
    },
  };
}

function makePicture(colour: Yuv): Frame {
  const picture = createPicture(SIZE.width, SIZE.height, AV_PIX_FMT_YUV420P);
  markProgramColour(picture);
  fillPicture(picture, colour);
  return picture;
}

/** On air is `a` (grey 60, 500 Hz); `b` is lighter (200, 1,000 Hz). Freed when the test ends. */
export async function setUpMixer(changes: Partial<ProgramDesired> = {}) {
  const pictures = [makePicture(GREY_A), makePicture(GREY_B)] as const;
  let desired: ProgramDesired = {
    title: 'Le Tour du Monde',
    accent: '#e4572e',
    contributors: [
      { id: 'a', name: 'Awa Traoré', role: null, place: 'Bamako, Mali', zone: null, gain: 1 },
      { id: 'b', name: 'Inés Muñoz', role: null, place: 'Quito, Équateur', zone: null, gain: 1 },
    ],
    program: { type: 'feed', contributorId: 'a' },
    standby: null,
    assets: [],
    plannedStart: '2026-05-09T18:00:00.000Z',
    transition: { type: 'cut' },
    question: null,
    graphics: NO_GRAPHICS,
    zone: 'Europe/Paris',
    takes: 0,
    held: [],
    ...changes,
  };
  const feeds = new Map([
    ['a', makeFeed(pictures[0], 500)],
    ['b', makeFeed(pictures[1], 1_000)],
  ]);
  const mixer = new Mixer({ ...SIZE, desired, feeds, artist: ARTIST });
  onTestFinished(() => {
    mixer.close();
    for (const picture of pictures) picture.free();
  });
  await mixer.prepare();
  await new Promise(setImmediate);
  let ticks = 0;
  return {
    mixer,
    feeds,
    want(next: Partial<ProgramDesired>) {
      desired = { ...desired, ...next };
      mixer.desired = desired;
    },
    /** Lets the artist finish. */
    drawn: () => new Promise(setImmediate),
    tick(): MixedPicture & { heard: Float32Array } {
      const { sound, samples } = mixer.mixSound(ticks, ticks * 40);
      ticks += 1;
      return { ...mixer.mixPicture(), heard: sound.slice(0, samples * 2) };
    },
  };
}
