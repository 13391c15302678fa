import { describe, expect, test } from 'vitest';
import { mainRole, mayActAs } from './access.ts';
import { Cookies } from './cookies.ts';
import { newToken, readVoter, sameSecret, signVoter } from './tokens.ts';
import { validityOf } from './validity.ts';

const now = new Date('2026-05-09T12:00:00Z');
const before = new Date('2026-05-09T11:00:00Z');
const after = new Date('2026-05-09T13:00:00Z');
const open = { reusable: false, validFrom: null, validUntil: null, acceptedAt: null, revokedAt: null };

describe('an invitation', () => {
  test.each([
    ['fresh', {}, 'valid'],
    ['within its time', { validFrom: before, validUntil: after }, 'valid'],
    ['too early', { validFrom: after }, 'notYet'],
    ['too late', { validUntil: now }, 'expired'],
    ['accepted already', { acceptedAt: before }, 'spent'],
    ['accepted already, for many', { acceptedAt: before, reusable: true }, 'valid'],
    ['revoked, whatever else', { revokedAt: before, reusable: true, acceptedAt: before }, 'revoked'],
  ])('%s', (_what, more, validity) => {
    expect(validityOf({ ...open, ...more }, now)).toBe(validity);
  });
});

describe('a voter’s cookie', () => {
  const id = '0a3a7c3e-44e5-4b9b-9a55-0d5b6a1f2c11';
  test('is read back, and a forged or foreign one is not', () => {
    expect(readVoter(signVoter(id, 'key'), 'key')).toBe(id);
    expect(readVoter(signVoter(id, 'other'), 'key')).toBeNull();
    expect(readVoter(id, 'key')).toBeNull();
    expect(readVoter(`${id}.`, 'key')).toBeNull();
    expect(readVoter(undefined, 'key')).toBeNull();
  });

  test('scripts cannot read it, foreign forms do not send it, and TLS is asked for where there is TLS', () => {
    const plain = new Cookies('key', 'http://localhost:3000').setVoter(id);
    expect(plain).toMatch(/^antenne_voter_3000=/);
    expect(plain).toContain('HttpOnly');
    expect(plain).toContain('SameSite=Lax');
    expect(plain).not.toContain('Secure');
    expect(new Cookies('key', 'https://antenne.example').setSession('t')).toMatch(/^antenne_session=t;.*Secure/);
  });

  test('one of another instance on this machine is left alone', () => {
    const here = new Cookies('key', 'http://localhost:3000');
    const there = new Cookies('key', 'http://localhost:4000');
    const header = there.setVoter(id).split(';')[0];
    expect(here.voter(header)).toMatchObject({ isNew: true });
    expect(there.voter(header)).toEqual({ id, isNew: false });
  });
});

test('tokens are long and never the same, secrets are compared whole', () => {
  expect(newToken()).toHaveLength(43);
  expect(newToken()).not.toBe(newToken());
  expect(sameSecret('abc', 'abc')).toBe(true);
  expect(sameSecret('abc', 'abcd')).toBe(false);
});

test('the owner may act as anyone; others only as themselves', () => {
  const actor = (roles: Parameters<typeof mainRole>[0]['roles']) => ({ id: 'x', name: 'X', roles });
  expect(mayActAs(actor(['owner']), ['producer'])).toBe(true);
  expect(mayActAs(actor(['moderator']), ['producer'])).toBe(false);
  expect(mayActAs(actor([]), ['producer'])).toBe(false);
  expect(mainRole(actor(['moderator', 'producer']))).toBe('producer');
});
