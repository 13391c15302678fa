import { expect, test } from 'vitest';
import { silenceStep } from './silence.ts';

test('silence is counted from its beginning and ends with the first sound', () => {
  let silence = silenceStep({ since: null }, -70, 1_000);
  silence = silenceStep(silence, -90, 4_000);
  expect(silence).toEqual({ since: 1_000 });
  expect(silenceStep(silence, -30, 5_000)).toEqual({ since: null });
});
