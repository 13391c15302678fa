import { expect, it } from 'vitest';
import { hoursLeft, isWeak, type ShowHealth, worries } from './vitals.ts';

const vitals = {
  lateP99Ms: 3,
  skipped: 0,
  cores: 0.7,
  rssBytes: 1e8,
  restarts: 0,
  parts: { published: 1000, late: 20 },
};
const recording = { since: null, problem: null, program: true, isos: [], bytesPerSecond: 1e6, usableBytes: 2e10 };
const fine: ShowHealth = {
  id: 'id',
  slug: 'show',
  title: 'Show',
  state: 'live',
  program: 'running',
  vitals,
  recording,
  viewers: 3,
  contributors: [],
};

it('finds nothing to worry about in a show that fares well', () => {
  expect([...worries(fine)]).toEqual([]);
  expect(hoursLeft(fine)).toBe(5);
  expect(hoursLeft({ recording: { ...recording, bytesPerSecond: 0 } })).toBeNull();
});

it.each<[Partial<ShowHealth>, string]>([
  [{ program: 'restarting' }, 'programme'],
  [{ vitals: { ...vitals, lateP99Ms: 21 } }, 'ticks'],
  [{ vitals: { ...vitals, skipped: 1 } }, 'ticks'],
  [{ vitals: { ...vitals, parts: { published: 1000, late: 21 } } }, 'parts'],
  [{ vitals: { ...vitals, parts: { published: 1000, late: 0, memoryOnly: true } } }, 'rewind'],
  [{ recording: { ...recording, problem: 'tooSlow' } }, 'recorder'],
  [{ recording: { ...recording, usableBytes: 1e10 } }, 'disk'],
  [{ recording: { ...recording, bytesPerSecond: 0, usableBytes: 0 } }, 'disk'],
])('%o is worth a look at the line %s', (change, row) => {
  expect([...worries({ ...fine, ...change })]).toEqual([row]);
});

it('worries about weak links and frozen pictures, not about who is away', () => {
  const quality = { roundTripMs: 1, loss: 0, jitterMs: 0, bitrate: 0, layers: null, returns: null };
  expect(isWeak({ feed: 'live', quality: { ...quality, level: 'poor' } })).toBe(true);
  expect(isWeak({ feed: 'live', quality: { ...quality, level: 'fair' } })).toBe(false);
  expect(isWeak({ feed: 'stalled', quality: null })).toBe(true);
  expect(isWeak({ feed: 'absent', quality: { ...quality, level: 'poor' } })).toBe(false);
});
