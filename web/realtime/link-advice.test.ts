import { expect, test } from 'vitest';
import { judgeLink } from './link-advice.ts';

const good = {
  level: 'good',
  roundTripMs: 40,
  loss: 0,
  jitterMs: 4,
  bitrate: 1_800_000,
  layers: { arriving: 3, of: 3 },
  returns: 'full',
} as const;
const received = { roundTripMs: 40, loss: 0, jitterMs: 5, bitrate: 2_000_000, picture: { width: 1280, height: 720 } };

test('a good link gets no advice', () => {
  expect(judgeLink({ quality: good, received })).toEqual({ level: 'good', advice: null });
});

test.each([
  [{ level: 'poor', loss: 0.2, jitterMs: 80 }, {}, { level: 'poor', advice: 'loss' }],
  [{ level: 'fair', jitterMs: 90 }, {}, { level: 'fair', advice: 'jitter' }],
  [{ level: 'fair', bitrate: 90_000 }, {}, { level: 'fair', advice: 'slow' }],
  [{ level: 'poor', bitrate: 0 }, {}, { level: 'poor', advice: 'silent' }],
  [{ level: 'fair', roundTripMs: 420 }, {}, { level: 'fair', advice: 'distance' }],
  [{}, { loss: 0.1 }, { level: 'poor', advice: 'return' }],
  [{ returns: 'off' }, {}, { level: 'poor', advice: 'return' }],
  // The gravest decides, not the first.
  [{ level: 'poor', loss: 0.03, jitterMs: 200 }, {}, { level: 'poor', advice: 'jitter' }],
] as const)('%o with %o: one sentence that fits', (up, down, verdict) => {
  expect(judgeLink({ quality: { ...good, ...up }, received: { ...received, ...down } })).toEqual(verdict);
});

test('sound alone needs little, and a machine that is too slow is told apart from its network', () => {
  const sound = { ...good, bitrate: 40_000 };
  expect(judgeLink({ quality: sound, received, picture: false }).level).toBe('good');
  expect(judgeLink({ quality: good, received, busy: true })).toEqual({ level: 'fair', advice: 'busy' });
});
