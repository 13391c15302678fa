/** A mixer with made-up feeds, ticked by hand. */
import { AV_PIX_FMT_YUV420P, AVCOL_SPC_SMPTE170M } from 'node-av/constants';
import type { Frame } from 'node-av/lib';
import { onTestFinished } from 'vitest';
import { createPicture, markProgramColour, SAMPLE_RATE } from '../../core/av.ts';
import type { ProgramDesired, ProgramSource } from '../../core/program-link.ts';
import { NO_GRAPHICS } from '../../testing/no-graphics.ts';
import { fillPicture, type Yuv } from '../../testing/rtp-media.ts';
import { people } from '../../testing/slots.ts';
import { type MixedPicture, Mixer, type MixerOptions } from '../mixer.ts';
import type { MixerFeed } from '../mixer-feed.ts';
import { ARTIST } from './artist.ts';

export const SIZE = { width: 640, height: 360, frameRate: 25 };
export const SAMPLES = SAMPLE_RATE / SIZE.frameRate;
export const GREY_A: Yuv = [60, 128, 128];
export const GREY_B: Yuv = [200, 128, 128];

export const TWO_UP: ProgramSource = { type: 'twoUp', slots: people('a', 'b') };
/** Inside the left and the right box of a two-up at 640×360, clear of the names. */
export const LEFT_BOX = { x: 100, y: 120, width: 100, height: 40 };
export const RIGHT_BOX = { x: 440, y: 120, width: 60, height: 40 };

type RigOptions = Pick<Partial<MixerOptions>, 'openClip' | 'wallClock' | 'loudnessTarget'>;

/** One colour and one tone for ever. */
export class TestFeed implements MixerFeed {
  state: MixerFeed['state'] = 'live';
  soundOnly = false;
  picture: Frame | null;
  pictures = 1;
  #sample = 0;
  readonly #hz: number;

  constructor(picture: Frame, hz: number) {
    this.picture = picture;
    this.#hz = hz;
  }

  advance(_tickAt: number, sound: Float32Array, samples: number): boolean {
    for (let i = 0; i < samples; i += 1) {
      sound[2 * i] = sound[2 * i + 1] = 0.5 * Math.sin((2 * Math.PI * this.#hz * this.#sample) / SAMPLE_RATE);
      this.#sample += 1;
    }
    return true;
  }
}

/** Of the programme's size and colours: it is shown as it is. */
export function makePicture(colour: Yuv): Frame {
  const picture = createPicture(SIZE.width, SIZE.height, AV_PIX_FMT_YUV420P);
  markProgramColour(picture);
  fillPicture(picture, colour);
  return picture;
}

/** As a browser sends it: BT.601, and of a size of its own. */
function makeWebcamPicture(width: number, height: number, colour: Yuv): Frame {
  const picture = createPicture(width, height, AV_PIX_FMT_YUV420P);
  picture.colorSpace = AVCOL_SPC_SMPTE170M;
  fillPicture(picture, colour);
  return picture;
}

/** The same with the pictures of two webcams: `a` is 16:9, `b` is 4:3. */
export function setUpWebcams(changes: Partial<ProgramDesired> = {}, options: RigOptions = {}) {
  return setUpMixer(changes, [makeWebcamPicture(320, 180, GREY_A), makeWebcamPicture(160, 120, GREY_B)], options);
}

/** Who is in it, in the order of their pictures. */
const PEOPLE = [
  { id: 'a', name: 'Awa Traoré', place: 'Bamako, Mali' },
  { id: 'b', name: 'Inés Muñoz', place: 'Quito, Équateur' },
  { id: 'c', name: 'Lalaina Rakoto', place: 'Antsirabe, Madagascar' },
  { id: 'd', name: 'Nguyễn Ánh', place: 'Huế, Viêt Nam' },
  { id: 'e', name: 'Zoé Martin', place: 'Lyon, France' },
  { id: 'f', name: 'ليلى بن علي', place: 'Sfax, Tunisie' },
];

/**
 * On air is `a` (grey 60, 500 Hz); `b` is lighter (200, 1,000 Hz). Freed when the test ends.
 *
 * @param pictures of up to six people, `a` to `f`
 */
export async function setUpMixer(
  changes: Partial<ProgramDesired> = {},
  pictures: readonly Frame[] = [makePicture(GREY_A), makePicture(GREY_B)],
  options: RigOptions = {},
) {
  const present = PEOPLE.slice(0, pictures.length);
  let desired: ProgramDesired = {
    title: 'Le Tour du Monde',
    accent: '#e4572e',
    contributors: present.map((person) => ({ ...person, role: null, zone: null, gain: 1 })),
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
  const [a, b, ...others] = pictures.map((picture, index) => new TestFeed(picture, 500 * (index + 1)));
  if (!a || !b) throw new Error('two pictures at least');
  const made = [a, b, ...others];
  const feeds = new Map<string, MixerFeed>(
    present.flatMap(({ id }, index): [string, MixerFeed][] => {
      const feed = made[index];
      return feed ? [[id, feed]] : [];
    }),
  );
  const mixer = new Mixer({ ...SIZE, desired, feeds, artist: ARTIST, ...options });
  onTestFinished(() => {
    mixer.close();
    for (const { picture } of made) picture?.free();
  });
  await mixer.prepare();
  await new Promise(setImmediate);
  let ticks = 0;
  return {
    a,
    b,
    mixer,
    feeds,
    want(next: Partial<ProgramDesired>) {
      desired = { ...desired, ...next };
      mixer.desired = desired;
    },
    /** Lets the artist finish. */
    drawn: () => new Promise(setImmediate),
    tick(): MixedPicture & { heard: Float32Array; returns: Record<string, Float32Array> } {
      const { sound, mixMinus, samples } = mixer.mixSound(ticks, ticks * 40);
      ticks += 1;
      const returns = Object.fromEntries([...mixMinus].map(([id, own]) => [id, own.slice(0, samples * 2)]));
      return { ...mixer.mixPicture(), heard: sound.slice(0, samples * 2), returns };
    },
  };
}
