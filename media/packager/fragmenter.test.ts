import { afterEach, describe, expect, it } from 'vitest';
import { decode } from './testing/decode.ts';
import { createTestProgram, type TestProgram, type TestProgramOptions } from './testing/program.ts';

let program: TestProgram | undefined;

afterEach(() => {
  program?.close();
  program = undefined;
});

function run(frames: number, options?: TestProgramOptions): TestProgram {
  program = createTestProgram(options);
  program.advance(frames);
  return program;
}

describe('parts', () => {
  it('are regular, and segments start exactly with the forced key frames', () => {
    const { parts } = run(150);
    expect(parts.slice(0, 29).every(({ duration }) => duration === 0.2)).toBe(true);
    expect(parts.flatMap(({ startsSegment }, index) => (startsSegment ? [index] : []))).toEqual([0, 10, 20]);
    expect(parts.every(({ independent, startsSegment }) => independent === startsSegment)).toBe(true);
  });

  it('say that they begin with a key frame, also where somebody asked for one within a segment', () => {
    const { parts } = run(101, { keyFrameEvery: 25 });
    expect(parts.flatMap(({ startsSegment }, index) => (startsSegment ? [index] : []))).toEqual([0, 10]);
    expect(parts.flatMap(({ independent }, index) => (independent ? [index] : []))).toEqual([0, 5, 10, 15]);
  });

  it('go out one frame after their last', () => {
    const { parts, advance } = run(5);
    expect(parts).toHaveLength(0);
    advance(1);
    expect(parts).toHaveLength(1);
  });

  it('carry the wall clock of their first picture', () => {
    const { parts } = run(60, { startedAt: 1_760_000_000_123 });
    expect(parts.map(({ programDateTime }) => programDateTime - 1_760_000_000_123)).toEqual(
      parts.map((_, index) => index * 200),
    );
  });

  it('of 30 frames a second are cut as regularly', () => {
    const { parts } = run(121, { format: { frameRate: 30 } });
    expect(parts.map(({ duration }) => duration)).toEqual(Array(20).fill(0.2));
    expect(parts.flatMap(({ startsSegment }, index) => (startsSegment ? [index] : []))).toEqual([0, 10]);
  });

  it('include the last one, when the programme ends in the middle of it', () => {
    const running = run(53);
    expect(running.parts).toHaveLength(10);
    running.close();
    program = undefined;
    expect(running.parts.at(-1)).toMatchObject({ startsSegment: true });
    expect(running.parts.at(-1)?.duration).toBeCloseTo(0.12, 6);
  });
});

describe('what comes out, decoded again', () => {
  it('is every picture, in order and without a gap, with sound all along', async () => {
    const { init, parts, close } = run(201);
    close();
    program = undefined;
    const { pictures, sounds, videoPackets } = await decode([init.data, ...parts.map(({ data }) => data)]);
    expect(pictures.map(({ number }) => number)).toEqual(Array.from({ length: 201 }, (_, index) => index));
    pictures.forEach(({ pts }, index) => {
      expect(pts).toBeCloseTo(index / 25, 4);
    });
    for (const { duration } of videoPackets) expect(duration).toBeCloseTo(0.04, 4);
    expect(sounds[0]?.pts).toBeCloseTo(0, 4);
    sounds.slice(1).forEach(({ pts }, index) => {
      expect(pts - (sounds[index]?.pts ?? 0)).toBeCloseTo(1024 / 48_000, 4);
    });
    // A sine of amplitude 0.3, but for where the encoder begins.
    for (const { rms } of sounds.slice(2)) expect(rms).toBeCloseTo(0.3 / Math.SQRT2, 1);
    expect(sounds.length * (1024 / 48_000)).toBeGreaterThan(7.9);
  });

  it('starts every segment with a picture that needs no other, and sound that starts with it', async () => {
    const { init, parts } = run(151);
    for (const segment of [0, 1, 2]) {
      const data = parts.slice(segment * 10, segment * 10 + 10).map((part) => part.data);
      const { pictures, sounds } = await decode([init.data, ...data]);
      expect(pictures[0]).toMatchObject({ key: true, number: segment * 50 });
      expect(pictures).toHaveLength(50);
      expect(pictures[0]?.pts).toBeCloseTo(segment * 2, 4);
      const frame = 1024 / 48_000;
      const last = sounds.at(-1);
      expect(Math.abs((sounds[0]?.pts ?? 0) - segment * 2)).toBeLessThan(frame);
      expect(Math.abs((last?.pts ?? 0) + (last?.duration ?? 0) - (segment * 2 + 2))).toBeLessThan(frame);
    }
  });
});

it('keeps parts regular and pictures without a gap when ticks are missed', async () => {
  const { init, parts, advance, miss } = run(4);
  miss(2);
  advance(43);
  // The key frame of the second segment is one tick late.
  miss(2);
  advance(30);
  expect(parts.map(({ duration }) => duration).slice(0, 14)).toEqual([
    ...Array(9).fill(0.2),
    0.24,
    ...Array(4).fill(0.2),
  ]);
  expect(parts.findIndex(({ startsSegment }, index) => index > 0 && startsSegment)).toBe(10);
  const { videoPackets, pictures } = await decode([init.data, ...parts.map(({ data }) => data)]);
  videoPackets.slice(1).forEach(({ pts }, index) => {
    const before = videoPackets[index];
    expect(pts).toBeCloseTo((before?.pts ?? 0) + (before?.duration ?? 0), 4);
  });
  expect(pictures.map(({ number }) => number).filter((number) => [4, 5, 49, 50].includes(number))).toEqual([]);
});

it('names the codecs from the stream itself', () => {
  const { init } = run(1);
  const profile = Buffer.from(init.data);
  const avcC = profile.indexOf('avcC') + 4;
  const fromBox = profile.subarray(avcC + 1, avcC + 4).toString('hex');
  expect(init.codecs).toBe(`avc1.${fromBox},mp4a.40.2`);
});

it('gives every run an epoch of its own', () => {
  const first = run(1);
  const { epoch } = first.init;
  first.close();
  expect(run(1).init.epoch).not.toBe(epoch);
});

describe('with smaller renditions', () => {
  const lower = [
    { name: '120p', width: 208, height: 120, videoBitrate: 200_000 },
    { name: '90p', width: 160, height: 90, videoBitrate: 100_000 },
  ];

  it('every part brings all of them, with the same pictures at the same times and the same sound', async () => {
    const { init, parts, close } = run(123, { format: { lower } });
    close();
    program = undefined;
    expect(init.lower.map(({ name, width, height }) => [name, width, height])).toEqual([
      ['120p', 208, 120],
      ['90p', 160, 90],
    ]);
    expect(init.lower.every(({ bandwidth }) => bandwidth < init.bandwidth)).toBe(true);
    const own = await decode([init.data, ...parts.map(({ data }) => data)]);
    expect(own.pictures).toHaveLength(123);
    for (const [index, { data }] of init.lower.entries()) {
      const other = await decode([data, ...parts.map((part) => part.lower[index] ?? new Uint8Array())]);
      expect(other.pictures).toEqual(own.pictures);
      expect(other.videoPackets).toEqual(own.videoPackets);
      expect(other.sounds).toEqual(own.sounds);
    }
  });

  it('every part can be cut at the same place: a segment begins with a key frame in each', async () => {
    const { init, parts } = run(101, { format: { lower } });
    const second = parts.findIndex(({ startsSegment }, index) => index > 0 && startsSegment);
    for (const [index, { data }] of init.lower.entries()) {
      const { pictures } = await decode([data, parts[second]?.lower[index] ?? new Uint8Array()]);
      expect(pictures[0]).toMatchObject({ key: true, number: 50 });
    }
  });
});
