import { expect, test } from 'vitest';
import type { ChannelProcessing, ProgramSource } from '../core/program-link.ts';
import { largestStep, toneLevel } from '../testing/observe.ts';
import { people } from '../testing/slots.ts';
import { setUpWebcams } from './testing/mixer-rig.ts';

test('sound follows the picture at the same tick, without a click', async () => {
  const { tick, want } = await setUpWebcams();
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
  const { mixer, tick } = await setUpWebcams({ program: { type: 'twoUp', slots: people('a', 'b') }, contributors });
  mixer.listeners = ['b'];
  tick();
  const { heard, returns } = tick();
  expect(toneLevel(heard, 500)).toBeCloseTo(0.25, 2);
  expect(toneLevel(heard, 1_000)).toBeLessThan(0.001);
  expect(toneLevel(returns.b ?? new Float32Array(), 500)).toBeCloseTo(0.25, 2);
});

test('levels tell what each feed and the programme sound like', async () => {
  const { mixer, tick, want } = await setUpWebcams();
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
  const { mixer, tick } = await setUpWebcams({ program, contributors: [person('a', 200), person('b', 0)] });
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

test('the automatic trim goes for the loudness that is set, which is told', async () => {
  const trimmed: ChannelProcessing = { delayMs: 0, gate: 'off', compressor: 'off', trim: true };
  const contributors = [{ id: 'a', name: 'a', place: '', role: null, zone: null, gain: 1, processing: trimmed }];
  const levels: number[] = [];
  for (const loudnessTarget of [-9, -14]) {
    const { mixer, tick } = await setUpWebcams({ contributors }, { loudnessTarget });
    let heard: Float32Array = new Float32Array();

    for (let i = 0; i < 250; i += 1) heard = tick().heard;
    expect(mixer.takeLoudness().target).toBe(loudnessTarget);
    levels.push(20 * Math.log10(toneLevel(heard, 500) / 0.5));
  }
  // The tone reads about −6. Seven of the ten seconds move it by 0.8 dB each, at most.
  const [near = 0, far = 0] = levels;
  expect(near).toBeLessThan(-1.5);
  expect(near).toBeGreaterThan(-3.2);
  expect(far).toBeLessThan(near - 2);
});

test('the programme’s loudness is told, and the integrated one begun anew', async () => {
  const { mixer, tick, want } = await setUpWebcams();
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
