import { expect, it } from 'vitest';
import { PartWatch } from './part-watch.ts';

const part = { programDateTime: 1_000_000, duration: 0.2, bytes: new Map([['main', 10]]) };
const at = (ms: number) => ({ wall: 1_000_000 + ms, steady: 5_000 + ms });

it('measures from a part’s last picture, and from the part before', () => {
  const watch = new PartWatch();
  // Five pictures at 25 a second: the last one comes 160 ms after the first.
  const first = watch.published(part, 25, at(210));
  expect([first.sincePrevious, first.delay]).toEqual([null, expect.closeTo(0.05, 6)]);
  const second = watch.published({ ...part, programDateTime: 1_000_200 }, 25, at(510));
  expect([second.sincePrevious, second.delay]).toEqual([0.3, expect.closeTo(0.15, 6)]);
});

it('expects nothing after the end, and no part before its pictures', () => {
  const watch = new PartWatch();
  watch.published(part, 25, at(200));
  watch.rest();
  expect(watch.published(part, 25, at(0))).toMatchObject({ sincePrevious: null, delay: 0 });
});
