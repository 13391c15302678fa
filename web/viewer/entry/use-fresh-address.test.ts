import { expect, it } from 'vitest';
import { fresher, renewIn } from './use-fresh-address.ts';

const at = (hours: number) => new Date(hours * 3_600_000).toISOString();
const addressed = (hlsUntil: string | null, slug = 'show') => ({ slug, hlsUntil, hlsUrl: `https://x/${hlsUntil}` });

it('asks for another pass well before this one runs out, and at once where it is late', () => {
  expect(renewIn(at(12), 0, 0)).toBe(11 * 3_600_000);
  expect(renewIn(at(12), 0, 1)).toBe(9 * 3_600_000);
  expect(renewIn(at(12), Date.parse(at(13)), 0.5)).toBe(0);
});

it('goes on with whichever is good for longer', () => {
  expect(fresher(addressed(at(6)), null).hlsUntil).toBe(at(6));
  expect(fresher(addressed(at(6)), addressed(at(12))).hlsUntil).toBe(at(12));
  expect(fresher(addressed(at(18)), addressed(at(12))).hlsUntil).toBe(at(18));
  expect(fresher(addressed(null), addressed(at(12))).hlsUntil).toBeNull();
  expect(fresher(addressed(at(6)), addressed(at(12), 'another')).hlsUntil).toBe(at(6));
});
