import { expect, it } from 'vitest';
import { isOpen, linkState } from './link-state.ts';

const now = Date.parse('2026-05-09T12:00:00Z');
const link = { revokedAt: null, validFrom: null, validUntil: null, lastUsedAt: null };
const before = '2026-05-09T11:00:00Z';
const later = '2026-05-09T13:00:00Z';

it.each([
  ['fresh', {}, true],
  ['used', { lastUsedAt: before, validUntil: later }, true],
  ['early', { validFrom: later }, true],
  ['expired', { validUntil: before, lastUsedAt: before }, false],
  ['revoked', { revokedAt: before, validFrom: later }, false],
])('a link that is %s', (state, change, open) => {
  const found = linkState({ ...link, ...change }, now);
  expect(found).toBe(state);
  expect(isOpen(found)).toBe(open);
});
