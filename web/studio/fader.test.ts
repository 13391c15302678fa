import { FADER_FLOOR } from '@antenne/server/contract';
import { expect, it } from 'vitest';
import { faderText } from './fader.ts';

it('says a fader’s position with its sign, and silence at the floor', () => {
  const text = (gainDb: number) => faderText(gainDb, FADER_FLOOR, 'silence');
  expect([12, 0, -0.3, -6, FADER_FLOOR].map(text)).toEqual(['+12 dB', '0 dB', '0 dB', '−6 dB', 'silence']);
});
