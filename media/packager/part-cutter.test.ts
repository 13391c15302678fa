import { expect, it } from 'vitest';
import { type Cut, PartCutter } from './part-cutter.ts';

/** 25 frames a second in units of one frame: parts of 5, segments of 50. */
function cutter(): PartCutter {
  return new PartCutter({ partUnits: 5, segmentUnits: 50, halfFrameUnits: 0.5 });
}

/** Where it cuts, of these frames. */
function cuts(frames: number[], keys: number[]): [number, Cut['type']][] {
  const subject = cutter();
  return frames
    .map((pts) => subject.next(pts, keys.includes(pts)))
    .flatMap((cut) => (cut.type === 'none' ? [] : [[cut.at, cut.type] as [number, Cut['type']]]));
}

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);

it('cuts a part every five frames and a segment at every forced key frame', () => {
  const found = cuts(range(0, 101), [0, 50, 100]);
  expect(found.map(([pts]) => pts)).toEqual(range(0, 21).map((index) => index * 5));
  expect(found.filter(([, cut]) => cut === 'segment').map(([pts]) => pts)).toEqual([0, 50, 100]);
});

it('leaves out what comes before the first key frame', () => {
  expect(cuts(range(3, 20), [7])[0]).toEqual([7, 'segment']);
});

it('takes a key frame in the middle of a segment for what it is: no border', () => {
  const found = cuts(range(0, 60), [0, 23, 50]);
  expect(found.filter(([, cut]) => cut === 'segment').map(([pts]) => pts)).toEqual([0, 50]);
  expect(found.map(([pts]) => pts)).toContain(25);
});

it('keeps parts regular when ticks were missed; only a segment waits for its key frame', () => {
  const missed = [5, 6, 11, 50];
  const found = cuts(
    range(0, 110).filter((pts) => !missed.includes(pts)),
    [0, 51, 101],
  );
  expect(found.slice(0, 4).map(([pts]) => pts)).toEqual([0, 5, 10, 15]);
  expect(found.filter(([, cut]) => cut === 'segment').map(([pts]) => pts)).toEqual([0, 51, 101]);
});

it('does not begin a part that the late key frame would cut short at once', () => {
  const found = cuts(range(0, 60), [0, 52]);
  expect(found.slice(-3)).toEqual([
    [45, 'part'],
    [52, 'segment'],
    [57, 'part'],
  ]);
});

it('ends a segment whose key frame does not come', () => {
  expect(
    cuts(range(0, 120), [0])
      .filter(([, cut]) => cut === 'segment')
      .map(([pts]) => pts),
  ).toEqual([0, 55, 110]);
});
