import { randomUUID } from 'node:crypto';
import { openTestPglite, type TestDatabase } from '@antenne/prisma/testing';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { addressKey } from '../platform/address.ts';
import { Changes } from '../platform/changes.ts';
import { Outbox } from '../platform/outbox.ts';
import { makeShow, type Show } from '../testing/fixtures.ts';
import { Submissions } from './submit.ts';

let opened: TestDatabase;
let show: Show;
let submissions: Submissions;
beforeAll(async () => {
  opened = await openTestPglite();
}, 120_000);
afterAll(() => opened?.remove());
beforeEach(async () => {
  show = await makeShow(opened.database);
  submissions = new Submissions(opened.database, new Changes(opened.database, new Outbox()));
});

/** A new voter sends one question from an address. @returns whether it was taken. */
async function send(address: string): Promise<boolean> {
  const submission = { slug: show.slug, key: randomUUID(), themeId: show.themeId, text: 'Pourquoi ?' };
  try {
    await submissions.submit(submission, { voterId: randomUUID(), address: addressKey(address) });
    return true;
  } catch (error) {
    expect(error).toMatchObject({ failure: { code: 'tooMany', retryAfterMs: expect.any(Number) } });
    return false;
  }
}

test('three hundred people behind one address are not blocked together', async () => {
  const taken = [];
  for (let person = 0; person < 300; person += 1) taken.push(await send('203.0.113.9'));
  expect(taken.filter(Boolean)).toHaveLength(300);
}, 120_000);

test('who changes addresses within one IPv6 prefix is limited; the neighbours are not', async () => {
  const taken = [];
  for (let turn = 1; turn <= 80; turn += 1) taken.push(await send(`2001:db8:1:2:${turn.toString(16)}::1`));
  const accepted = taken.filter(Boolean).length;
  expect(accepted).toBeGreaterThanOrEqual(60);
  expect(accepted).toBeLessThan(80);
  expect(await send('2001:db8:1:3::1')).toBe(true);
});

test('a text, a name and a theme are checked before anything is counted', async () => {
  const sender = { voterId: randomUUID(), address: addressKey('203.0.113.9') };
  const good = { slug: show.slug, key: randomUUID(), themeId: show.themeId, text: 'Pourquoi ?' };
  for (let turn = 0; turn < 10; turn += 1) {
    await expect(submissions.submit({ ...good, text: ' ' }, sender)).rejects.toMatchObject({
      failure: { code: 'badRequest' },
    });
    await expect(submissions.submit({ ...good, author: 'a'.repeat(61) }, sender)).rejects.toMatchObject({
      failure: { code: 'badRequest' },
    });
  }
  expect(
    await submissions.submit({ ...good, author: ' Zoé\u200b ', place: ' Saint-\u200bDenis\n(La Réunion) ' }, sender),
  ).toMatchObject({ author: 'Zoé', place: 'Saint-Denis (La Réunion)' });
});
