import { createHash } from 'node:crypto';
import { AV_PIX_FMT_YUV420P, AVCOL_SPC_SMPTE170M } from 'node-av/constants';
import type { Frame } from 'node-av/lib';
import { afterEach, expect, test } from 'vitest';
import { createPicture, planesOf, SAMPLE_RATE } from '../core/av.ts';
import type { ProgramDesired, ProgramQuestion, ProgramSource } from '../core/program-link.ts';
import { NO_GRAPHICS } from '../testing/no-graphics.ts';
import { about, largestStep, meanColour, toneLevel } from '../testing/observe.ts';
import { fillPicture, type Yuv } from '../testing/rtp-media.ts';
import { people } from '../testing/slots.ts';
import { type MixedPicture, Mixer } from './mixer.ts';
import type { MixerFeed } from './mixer-feed.ts';
import { placeInside } from './picture-fit.ts';
import { ARTIST } from './testing/artist.ts';

const SIZE = { width: 640, height: 360, frameRate: 25 };
const SAMPLES = SAMPLE_RATE / SIZE.frameRate;
const GREY_A: Yuv = [60, 128, 128];
const GREY_B: Yuv = [200, 128, 128];
const QUESTION: ProgramQuestion = {
  id: 'q1',
  text: 'Où va l’argent du café ?',
  author: 'Zoé',
  theme: 'Le prix équitable',
};

class TestFeed implements MixerFeed {
  state: MixerFeed['state'] = 'live';
  soundOnly = false;
  picture: Frame | null;
  pictures = 1;
  #sample = 0;
  readonly #hz: number;

  constructor(width: number, height: number, colour: Yuv, hz: number) {
    this.picture = createPicture(width, height, AV_PIX_FMT_YUV420P);
    this.picture.colorSpace = AVCOL_SPC_SMPTE170M;
    fillPicture(this.picture, colour);
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

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

async function setUp(changes: Partial<ProgramDesired> = {}) {
  const a = new TestFeed(320, 180, GREY_A, 500);
  const b = new TestFeed(160, 120, GREY_B, 1_000);
  let desired: ProgramDesired = {
    title: 'Le Tour du Monde',
    accent: '#e4572e',
    contributors: [
      { id: 'a', name: 'Awa Traoré', place: 'Bamako, Mali', role: null, zone: null, gain: 1 },
      { id: 'b', name: 'Inés Muñoz', place: 'Quito, Équateur', role: null, zone: null, gain: 1 },
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
  const mixer = new Mixer({
    ...SIZE,
    desired,
    feeds: new Map([
      ['a', a],
      ['b', b],
    ]),
    artist: ARTIST,
  });
  closers.push(() => {
    mixer.close();
    a.picture?.free();
    b.picture?.free();
  });
  await mixer.prepare();
  await new Promise(setImmediate);
  let ticks = 0;
  return {
    a,
    b,
    mixer,
    want(next: Partial<ProgramDesired>) {
      desired = { ...desired, ...next };
      mixer.desired = desired;
    },
    /** Lets the artist finish. */
    async drawn() {
      await new Promise(setImmediate);
    },
    tick(): MixedPicture & { heard: Float32Array; returns: Record<string, Float32Array> } {
      const { sound, mixMinus, samples } = mixer.mixSound(ticks, ticks * 40);
      ticks += 1;
      const returns = Object.fromEntries([...mixMinus].map(([id, own]) => [id, own.slice(0, samples * 2)]));
      return { ...mixer.mixPicture(), heard: sound.slice(0, samples * 2), returns };
    },
  };
}

function fingerprint(frame: Frame): string {
  const hash = createHash('sha1');
  for (const plane of planesOf(frame)) hash.update(plane);
  return hash.digest('hex');
}

function brightest(frame: Frame): number {
  return (planesOf(frame)[0] ?? Buffer.alloc(0)).reduce((most, value) => Math.max(most, value), 0);
}

const CENTRE = { x: 300, y: 160, width: 40, height: 40 };
const LEFT = { x: 0, y: 0, width: 60, height: 360 };
const LOWER = { x: 60, y: 274, width: 520, height: 56 };

test('a picture is scaled into the middle with its proportions kept', () => {
  const target = { width: 1280, height: 720 };
  expect(placeInside({ width: 640, height: 360 }, target)).toEqual({ x: 0, y: 0, width: 1280, height: 720 });
  expect(placeInside({ width: 640, height: 480 }, target)).toEqual({ x: 160, y: 0, width: 960, height: 720 });
  expect(placeInside({ width: 360, height: 640 }, target)).toEqual({ x: 436, y: 0, width: 406, height: 720 });
  expect(placeInside({ width: 1920, height: 800 }, target)).toEqual({ x: 0, y: 92, width: 1280, height: 534 });
  expect(placeInside({ width: 1, height: 2_000 }, target)).toEqual({ x: 638, y: 0, width: 2, height: 720 });
});

test('a cut is whole at the very next tick: picture, letterbox and who is on air', async () => {
  const { tick, want } = await setUp();
  const before = tick();
  expect(before.source).toEqual({ type: 'feed', contributorId: 'a' });
  expect(meanColour(before.frame)).toEqual(about(GREY_A));
  want({ program: { type: 'feed', contributorId: 'b' } });
  const after = tick();
  expect(after.source).toEqual({ type: 'feed', contributorId: 'b' });
  expect(meanColour(after.frame, CENTRE)).toEqual(about(GREY_B));
  // 4:3 in 16:9: bars of 80 pixels.
  expect(meanColour(after.frame, LEFT)).toEqual([16, 128, 128]);
  want({ program: { type: 'feed', contributorId: 'a' } });
  expect(meanColour(tick().frame, LEFT)).toEqual(about(GREY_A));
});

test('colours keep their meaning from a browser’s BT.601 to the programme’s BT.709', async () => {
  const { a, tick } = await setUp();
  // Pure red, full saturation.
  if (a.picture) fillPicture(a.picture, [81, 90, 240]);
  expect(meanColour(tick().frame)).toEqual(about([63, 102, 240]));
});

test('a new picture of the feed is shown, the same one is not scaled again', async () => {
  const { a, tick } = await setUp();
  tick();
  if (a.picture) fillPicture(a.picture, GREY_B);
  expect(meanColour(tick().frame)).toEqual(about(GREY_A));
  a.pictures += 1;
  expect(meanColour(tick().frame)).toEqual(about(GREY_B));
});

test('a stalled feed gives way to its named slate, and comes back with the next take', async () => {
  const { a, tick, want, drawn } = await setUp();
  const live = fingerprint(tick().frame);
  a.state = 'stalled';
  const slate = tick();
  expect(slate.source).toEqual({ type: 'feed', contributorId: 'a' });
  const named = fingerprint(slate.frame);
  expect(named).not.toBe(live);
  // Words in white on the left, the channel's colour on the right.
  expect(brightest(slate.frame)).toBeGreaterThan(220);
  expect(meanColour(slate.frame, { x: 560, y: 160, width: 80, height: 40 })[2]).toBeGreaterThan(140);
  want({ contributors: [{ id: 'a', name: 'Awa', place: 'Bamako', role: null, zone: null, gain: 1 }] });
  expect(fingerprint(tick().frame)).toBe(named);
  await drawn();
  expect(fingerprint(tick().frame)).not.toBe(named);
  a.state = 'live';
  const waiting = tick();
  expect(fingerprint(waiting.frame)).not.toBe(live);
  expect([...waiting.held]).toEqual(['a']);
  expect(Math.max(...tick().heard)).toBe(0);
  want({ takes: 1 });
  const back = tick();
  expect(fingerprint(back.frame)).toBe(live);
  expect(back).toMatchObject({ takes: 1, held: new Set() });
  tick();
  expect(toneLevel(tick().heard, 500)).toBeCloseTo(0.5, 2);
});

test('whose picture is gone while the sound goes on is heard behind the slate, and seen again without a take', async () => {
  const { a, tick } = await setUp();
  const live = fingerprint(tick().frame);
  a.soundOnly = true;
  const slate = tick();
  expect(fingerprint(slate.frame)).not.toBe(live);
  expect(slate.held.size).toBe(0);
  tick();
  expect(toneLevel(tick().heard, 500)).toBeCloseTo(0.5, 2);
  a.soundOnly = false;
  expect(fingerprint(tick().frame)).toBe(live);
});

test('somebody held comes back by the transition of the take, picture and sound', async () => {
  const { a, tick, want } = await setUp();
  tick();
  a.state = 'stalled';
  const slate = meanColour(tick().frame, CENTRE)[0];
  a.state = 'live';
  want({ takes: 1, transition: { type: 'mix', frames: 9 } });
  const lumas = Array.from({ length: 10 }, () => meanColour(tick().frame, CENTRE)[0]);
  for (const [index, luma] of lumas.entries()) {
    expect(Math.abs(luma - (slate + ((GREY_A[0] - slate) * (index + 1)) / 10))).toBeLessThanOrEqual(3);
  }
});

test('a process that begins anew shows everyone again, but not who was held', async () => {
  const anew = await setUp({ program: TWO_UP, held: ['b'], takes: 4 });
  anew.a.state = 'absent';
  expect([...anew.tick().held]).toEqual(['b']);
  anew.a.state = 'live';
  const { frame, held } = anew.tick();
  expect([...held]).toEqual(['b']);
  expect(meanColour(frame, LEFT_BOX)).toEqual(about(GREY_A));
  expect(meanColour(frame, RIGHT_BOX)).not.toEqual(about(GREY_B));
});

test('after a fault of ours everyone comes back on air by themselves', async () => {
  const { a, mixer, tick } = await setUp();
  const live = fingerprint(tick().frame);
  mixer.excuseFeeds();
  a.state = 'stalled';
  for (let i = 0; i < 130; i += 1) tick();
  expect(fingerprint(tick().frame)).not.toBe(live);
  a.state = 'live';
  expect(fingerprint(tick().frame)).toBe(live);
  a.state = 'stalled';
  expect([...tick().held]).toEqual(['a']);
});

test('while tracks are exchanged the last picture stands', async () => {
  const { a, tick } = await setUp();
  const live = fingerprint(tick().frame);
  const { picture } = a;
  a.picture = null;
  expect(fingerprint(tick().frame)).toBe(live);
  a.picture = picture;
});

test('the broadcast’s slate stands where nobody is on air, and in place of a stranger', async () => {
  const { tick, want, drawn } = await setUp({ program: { type: 'slate' } });
  const slate = fingerprint(tick().frame);
  want({ program: { type: 'feed', contributorId: 'gone' } });
  expect(fingerprint(tick().frame)).toBe(slate);
  want({ program: { type: 'slate' }, title: 'Autre titre' });
  await drawn();
  expect(fingerprint(tick().frame)).not.toBe(slate);
});

test('sound follows the picture at the same tick, without a click', async () => {
  const { tick, want } = await setUp();
  tick();
  const before = tick().heard;
  want({ program: { type: 'feed', contributorId: 'b' } });
  const cut = tick().heard;
  const after = tick().heard;
  expect(toneLevel(before, 500)).toBeCloseTo(0.5, 2);
  expect(toneLevel(before, 1_000)).toBeLessThan(0.01);
  expect(toneLevel(after, 1_000)).toBeCloseTo(0.5, 2);
  expect(toneLevel(after, 500)).toBeLessThan(0.01);
  // 25 ms later the new one is there in full: 20 of the fade, 5 of the limiter.
  expect(toneLevel(cut.slice(2 * 1_248), 1_000)).toBeCloseTo(0.5, 2);
  const across = Float32Array.from([...before.slice(-400), ...cut, ...after.slice(0, 400)]);
  expect(largestStep(across)).toBeLessThan(0.07);
  want({ program: { type: 'slate' } });
  tick();
  expect(Math.max(...tick().heard)).toBe(0);
});

test('a fader moves one person in the programme and in what the others hear', async () => {
  const contributors = [
    { id: 'a', name: 'Awa', place: 'Bamako', role: null, zone: null, gain: 0.5 },
    { id: 'b', name: 'Inés', place: 'Quito', role: null, zone: null, gain: 0 },
  ];
  const { mixer, tick } = await setUp({ program: { type: 'twoUp', slots: people('a', 'b') }, contributors });
  mixer.listeners = ['b'];
  tick();
  const { heard, returns } = tick();
  expect(toneLevel(heard, 500)).toBeCloseTo(0.25, 2);
  expect(toneLevel(heard, 1_000)).toBeLessThan(0.001);
  expect(toneLevel(returns.b ?? new Float32Array(), 500)).toBeCloseTo(0.25, 2);
});

test('levels tell what each feed and the programme sound like', async () => {
  const { mixer, tick, want } = await setUp();
  for (let i = 0; i < 5; i += 1) tick();
  // A sine of amplitude 0.5 has an RMS of −9 dBFS.
  expect(mixer.levels.program).toEqual({ rms: -9, peak: -6 });
  expect(mixer.levels.feeds.b).toEqual({ rms: -9, peak: -6 });
  want({ program: { type: 'slate' } });
  for (let i = 0; i < 5; i += 1) tick();
  expect(mixer.levels.program).toEqual({ rms: -90, peak: -90 });
});

test('what is done to a channel is heard in the programme and in every mix-minus', async () => {
  const off = { delayMs: 0, gate: 'off', compressor: 'off', trim: false } as const;
  const person = (id: string, delayMs: number) => ({
    ...{ id, name: id, place: '', role: null, zone: null, gain: 1 },
    processing: { ...off, delayMs },
  });
  const program: ProgramSource = { type: 'twoUp', slots: people('a', 'b') };
  const { mixer, tick } = await setUp({ program, contributors: [person('a', 200), person('b', 0)] });
  mixer.listeners = ['b', 'c'];
  const early = [tick(), tick(), tick()][2];
  // The one who is held back by five ticks is not there yet, the other is.
  expect(toneLevel(early?.heard ?? new Float32Array(), 500)).toBeLessThan(0.01);
  expect(toneLevel(early?.returns.c ?? new Float32Array(), 1_000)).toBeCloseTo(0.5, 2);
  expect(Math.max(...(early?.returns.b ?? [1]))).toBeLessThan(0.001);
  for (let i = 0; i < 4; i += 1) tick();
  const late = tick();
  // Both together reach the limiter.
  expect(toneLevel(late.heard, 500)).toBeCloseTo(0.49, 2);
  expect(toneLevel(late.returns.b ?? new Float32Array(), 500)).toBeCloseTo(0.5, 2);
});

test('the programme’s loudness is told, and the integrated one begun anew', async () => {
  const { mixer, tick, want } = await setUp();
  for (let i = 0; i < 100; i += 1) tick();
  // A stereo tone of amplitude 0.5 at 500 Hz: −6 dBFS, and a little less for the ear.
  const { momentary, shortTerm, integrated, target, reductionDb } = mixer.takeLoudness();
  expect(momentary).toBeLessThan(-5.9);
  expect(momentary).toBeGreaterThan(-7);
  expect([shortTerm, integrated]).toEqual([momentary, momentary]);
  expect([target, reductionDb]).toEqual([-23, 0]);
  want({ loudnessRun: 1 });
  expect(mixer.takeLoudness().integrated).toBeNull();
});

test('a question comes into the picture as a lower third, and goes', async () => {
  const { tick, want, drawn } = await setUp();
  const plain = fingerprint(tick().frame);
  want({ question: QUESTION });
  expect(tick().questionId).toBeNull();
  await drawn();
  const first = tick();
  expect(first.questionId).toBe('q1');
  for (let i = 0; i < 10; i += 1) tick();
  const standing = tick();
  expect(meanColour(standing.frame, LOWER)[0]).toBeLessThan(50);
  expect(brightest(standing.frame)).toBeGreaterThan(230);
  expect(fingerprint(tick().frame)).toBe(fingerprint(standing.frame));
  // Above it, and left of it, nothing changed.
  expect(meanColour(standing.frame, { x: 0, y: 0, width: 640, height: 200 })).toEqual(about(GREY_A));
  want({ question: null });
  const ids = Array.from({ length: 8 }, () => tick().questionId);
  expect(ids[0]).toBe('q1');
  expect(ids.at(-1)).toBeNull();
  expect(fingerprint(tick().frame)).toBe(plain);
});

test('accents, words and names make a difference in the picture', async () => {
  const standing = async (question: ProgramQuestion): Promise<string> => {
    const { tick } = await setUp({ question });
    for (let i = 0; i < 10; i += 1) tick();
    return fingerprint(tick().frame);
  };
  const pictures = await Promise.all(
    [
      QUESTION,
      { ...QUESTION, text: 'Ou va l’argent du cafe ?' },
      { ...QUESTION, author: 'Zoe' },
      { ...QUESTION, author: null },
      { ...QUESTION, theme: 'Le prix equitable' },
    ].map(standing),
  );
  expect(new Set(pictures).size).toBe(pictures.length);
  // Composed or not, é is é; and direction overrides leave no trace.
  expect(await standing({ ...QUESTION, author: 'Zoe\u0301' })).toBe(pictures[0]);
  expect(await standing({ ...QUESTION, author: '\u202eZoé\u202c' })).toBe(pictures[0]);
});

test('the next question waits until the one before has gone', async () => {
  const { tick, want, drawn } = await setUp({ question: QUESTION });
  for (let i = 0; i < 10; i += 1) tick();
  want({ question: { ...QUESTION, id: 'q2', text: 'Autre' } });
  await drawn();
  const ids = Array.from({ length: 20 }, () => tick().questionId);
  expect([...new Set(ids)]).toEqual(['q1', 'q2']);
});

test('a lower third lies over slates and small pictures too', async () => {
  const { b, tick } = await setUp({ question: QUESTION, program: { type: 'feed', contributorId: 'b' } });
  for (let i = 0; i < 10; i += 1) tick();
  const over = tick().frame;
  const lower = meanColour(over, LOWER);
  expect(lower[0]).toBeLessThan(60);
  b.state = 'stalled';
  const { frame } = tick();
  expect(meanColour(frame, LOWER)).toEqual(about(lower));
});

const TWO_UP: ProgramSource = { type: 'twoUp', slots: people('a', 'b') };
/** Inside the left and the right box of a two-up at 640×360, clear of the names. */
const LEFT_BOX = { x: 100, y: 120, width: 100, height: 40 };
const RIGHT_BOX = { x: 440, y: 120, width: 60, height: 40 };
const ABOVE = { x: 0, y: 0, width: 640, height: 80 };

test('two people side by side are both seen, named and heard', async () => {
  const { b, tick, want, drawn } = await setUp({ program: TWO_UP });
  tick();
  await drawn();
  const { frame, source } = tick();
  expect(source).toEqual(TWO_UP);
  expect(meanColour(frame, LEFT_BOX)).toEqual(about(GREY_A));
  expect(meanColour(frame, RIGHT_BOX)).toEqual(about(GREY_B));
  expect(meanColour(frame, ABOVE)).toEqual([30, 130, 127]);
  // The name of the first one: white on its panel, in the lower left of the box.
  expect(brightest(frame)).toBeGreaterThan(225);
  expect(meanColour(frame, { x: 20, y: 232, width: 40, height: 20 })[0]).toBeLessThan(110);
  const { heard } = tick();
  expect(toneLevel(heard, 500)).toBeCloseTo(0.49, 2);
  expect(toneLevel(heard, 1_000)).toBeCloseTo(0.49, 2);

  // Who stalls gets their slate within the scene; the other one goes on.
  b.state = 'stalled';
  const stalled = tick().frame;
  expect(meanColour(stalled, LEFT_BOX)).toEqual(about(GREY_A));
  expect(meanColour(stalled, RIGHT_BOX)).not.toEqual(about(GREY_B));
  b.state = 'live';
  expect(meanColour(tick().frame, RIGHT_BOX)).not.toEqual(about(GREY_B));
  want({ program: { type: 'twoUp', slots: people('b', 'a') }, takes: 1 });
  expect(meanColour(tick().frame, LEFT_BOX)).toEqual(about(GREY_B));
  want({ program: { type: 'feed', contributorId: 'b' }, takes: 2 });
  expect(meanColour(tick().frame, CENTRE)).toEqual(about(GREY_B));
});

test('each listener hears the programme without themselves, on air and off', async () => {
  const { mixer, tick, want } = await setUp({ program: TWO_UP });
  mixer.listeners = ['a', 'b'];
  tick();
  const together = tick();
  for (const [listener, own, other] of [
    ['a', 500, 1_000],
    ['b', 1_000, 500],
  ] as const) {
    const back = together.returns[listener] ?? new Float32Array();
    expect(toneLevel(back, own)).toBeLessThan(0.001);
    expect(toneLevel(back, other)).toBeCloseTo(0.5, 2);
    // Both together reach the limiter.
    expect(toneLevel(together.heard, own)).toBeCloseTo(0.49, 2);
  }
  // Off air, a listener hears all of it.
  want({ program: { type: 'feed', contributorId: 'a' } });
  tick();
  const alone = tick();
  expect(toneLevel(alone.returns.b ?? new Float32Array(), 500)).toBeCloseTo(0.5, 2);
  expect(Math.max(...(alone.returns.a ?? [1]))).toBe(0);
  mixer.listeners = ['b'];
  expect(Object.keys(tick().returns)).toEqual(['b']);
});

test('an open channel is heard under everybody else’s picture and the card, not under black, and never comes back', async () => {
  const { mixer, tick, want } = await setUp();
  const person = (id: string) => ({ id, name: id, place: '', role: null, zone: null, gain: 1 });
  want({ contributors: [person('a'), { ...person('b'), mode: 'open' }] });
  mixer.listeners = ['a', 'b'];
  const level = (sound: Float32Array | undefined) => toneLevel(sound ?? new Float32Array(), 1_000);
  const at = (program: ProgramSource) => {
    want({ program });
    tick();
    return tick();
  };
  const beside = at({ type: 'feed', contributorId: 'a' });
  expect(level(beside.heard)).toBeCloseTo(0.5, 1);
  expect(level(beside.returns.a)).toBeCloseTo(0.5, 1);
  expect(level(beside.returns.b)).toBeLessThan(0.001);
  expect(toneLevel(beside.heard, 500)).toBeCloseTo(0.5, 1);
  const under = at({ type: 'slate' });
  expect(level(under.heard)).toBeCloseTo(0.5, 1);
  expect(level(under.returns.b)).toBeLessThan(0.001);
  expect(toneLevel(under.heard, 500)).toBeLessThan(0.01);
  expect(level(at({ type: 'colour', colour: '#204060' }).heard)).toBeCloseTo(0.5, 1);
  expect(level(at({ type: 'black' }).heard)).toBeLessThan(0.001);
});

test('who is talked to hears the programme 15 dB lower, nobody else does', async () => {
  const { mixer, tick, want } = await setUp();
  mixer.listeners = ['b', 'c'];
  const level = (sound: Float32Array | undefined) => toneLevel(sound ?? new Float32Array(), 500);
  for (let i = 0; i < 3; i += 1) tick();
  want({ ducked: ['b'] });
  for (let i = 0; i < 3; i += 1) tick();
  const low = tick();
  expect(20 * Math.log10(level(low.returns.b) / 0.5)).toBeCloseTo(-15, 1);
  expect(level(low.returns.c)).toBeCloseTo(0.5, 2);
  expect(level(low.heard)).toBeCloseTo(0.5, 2);
  want({ ducked: [] });
  for (let i = 0; i < 9; i += 1) tick();
  expect(level(tick().returns.b)).toBeCloseTo(0.5, 2);
});

test('a picture in picture lies over the large one, whichever of them is new', async () => {
  const pip: ProgramSource = { type: 'pip', slots: people('a', 'b'), corner: 'topRight', size: 'large' };
  const { a, tick } = await setUp({ program: pip });
  const inset = { x: 500, y: 40, width: 60, height: 30 };
  expect(meanColour(tick().frame, inset)).toEqual(about(GREY_B));
  if (a.picture) fillPicture(a.picture, [120, 128, 128]);
  a.pictures += 1;
  const { frame } = tick();
  expect(meanColour(frame, CENTRE)).toEqual(about([120, 128, 128]));
  expect(meanColour(frame, inset)).toEqual(about(GREY_B));
});

test('a mix takes exactly its pictures, one step each, in picture and sound', async () => {
  const { tick, want } = await setUp();
  tick();
  const [from, to] = [GREY_A[0], 200];
  const b: ProgramSource = { type: 'feed', contributorId: 'b' };
  want({ program: b, transition: { type: 'mix', frames: 9 } });
  const pictures = Array.from({ length: 11 }, () => {
    const { frame, source, heard } = tick();
    expect(source).toEqual(b);
    return { luma: meanColour(frame, CENTRE)[0], old: toneLevel(heard.slice(SAMPLES), 500) };
  });
  for (const [index, { luma, old }] of pictures.slice(0, 9).entries()) {
    const share = (index + 1) / 10;
    expect(Math.abs(luma - (from + (to - from) * share))).toBeLessThanOrEqual(2);
    expect(old).toBeCloseTo(0.5 * (1 - share), 1);
  }
  expect(pictures[9]?.luma).toBe(200);
  expect(pictures[10]?.luma).toBe(200);
  expect(pictures[10]?.old).toBeLessThan(0.01);
});

test('a wipe comes from the left, a dip goes through black', async () => {
  const wiped = await setUp();
  wiped.tick();
  const b: ProgramSource = { type: 'twoUp', slots: people('b', 'a') };
  wiped.want({ program: b, transition: { type: 'wipe', frames: 9 } });
  for (let i = 0; i < 4; i += 1) wiped.tick();
  const half = wiped.tick().frame;
  expect(meanColour(half, LEFT_BOX)).toEqual(about(GREY_B));
  expect(meanColour(half, RIGHT_BOX)).toEqual(about(GREY_A));

  const dipped = await setUp();
  dipped.tick();
  dipped.want({ program: { type: 'feed', contributorId: 'b' }, transition: { type: 'dip', frames: 9 } });
  const lumas = Array.from({ length: 10 }, () => meanColour(dipped.tick().frame, CENTRE)[0]);
  expect(lumas[0]).toBeLessThan(GREY_A[0]);
  expect(lumas[4]).toBeLessThanOrEqual(17);
  expect(lumas[9]).toBe(200);
});

test('another source in the middle of a transition ends it; black is black and silent', async () => {
  const { tick, want } = await setUp();
  tick();
  want({ program: { type: 'feed', contributorId: 'b' }, transition: { type: 'mix', frames: 20 } });
  for (let i = 0; i < 5; i += 1) tick();
  want({ program: { type: 'black' }, transition: { type: 'cut' } });
  const black = tick();
  expect(meanColour(black.frame)).toEqual([16, 128, 128]);
  expect(Math.max(...tick().heard)).toBe(0);
});
