import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { entryKey, keepEntryKey } from './entry-keys.ts';

const kept = new Map<string, string>();
const at = (pathname: string, hash = '') => vi.stubGlobal('location', { pathname, hash });

beforeEach(() => {
  kept.clear();
  vi.stubGlobal('localStorage', {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => kept.set(name, value),
  });
});
afterEach(() => vi.unstubAllGlobals());

it('is the one in the address of that broadcast’s page, and known afterwards', () => {
  at('/b/show');
  expect(entryKey('show')).toBeUndefined();
  at('/b/show', '#key=abc');
  expect([entryKey('show'), entryKey('other')]).toEqual(['abc', undefined]);
  at('/b/show');
  expect([entryKey('show'), [...kept.values()]]).toEqual(['abc', ['abc']]);
  at('/embed/show', '#key=newer');
  expect(entryKey('show')).toBe('newer');
});

it('is what was got for the password, where the browser keeps nothing, too', () => {
  at('/b/assembly');
  expect(keepEntryKey('assembly', 'got')).toBe(true);
  expect([...kept]).toEqual([['antenne:key:assembly', 'got']]);
  vi.stubGlobal('localStorage', {
    setItem: () => {
      throw new DOMException('full', 'QuotaExceededError');
    },
  });
  expect(keepEntryKey('assembly', 'other')).toBe(false);
  expect(entryKey('assembly')).toBe('other');
});
