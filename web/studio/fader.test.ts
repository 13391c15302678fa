import { FADER_FLOOR } from '@antenne/server/contract';
import { expect, it } from 'vitest';
import { afterFader, faderText } from './fader.ts';

it('says a fader’s position with its sign, and silence at the floor', () => {
  const text = (gainDb: number) => faderText(gainDb, FADER_FLOOR, 'silence');
  expect([12, 0, -0.3, -6, FADER_FLOOR].map(text)).toEqual(['+12 dB', '0 dB', '0 dB', '−6 dB', 'silence']);
});

it('shows a level as it leaves the fader', () => {
  expect(afterFader(-20, { gainDb: 6, muted: false })).toBe(-14);
  expect(afterFader(-20, { gainDb: 6, muted: true })).toBe(-90);
  expect(afterFader(-20, { gainDb: FADER_FLOOR, muted: false })).toBe(-90);
  expect(afterFader(-88, { gainDb: -12, muted: false })).toBe(-90);
});
