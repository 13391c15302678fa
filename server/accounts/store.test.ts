import { randomUUID } from 'node:crypto';
import { DATABASES, type TestDatabase } from '@antenne/prisma/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeShow, type Show } from '../testing/fixtures.ts';
import { Access } from './access.ts';
import {
  acceptInvitation,
  createInvitation,
  endSession,
  findContributorInvitation,
  findSession,
  hasOwner,
  revokeInvitation,
  voterKey,
} from './store.ts';

const now = new Date('2026-05-09T12:00:00Z');
const later = new Date('2026-05-09T13:00:00Z');

describe.each(DATABASES)('accounts on $name', ({ open }) => {
  let opened: TestDatabase;
  let show: Show;
  beforeAll(async () => {
    opened = await open();
    show = await makeShow(opened.database);
  }, 120_000);
  afterAll(() => opened?.remove());

  const client = () => opened.database.client;
  const invite = async (more: Partial<Parameters<typeof createInvitation>[1]> = {}) =>
    createInvitation(
      client(),
      { role: 'producer', broadcastId: show.id, label: 'Régie', reusable: false, ...more },
      now,
    );
  const accept = (token: string, current: { id: string; name: string } | null = null, at = now) =>
    acceptInvitation(opened.database, { token, name: undefined, current }, at);

  test('an invitation accepted by many at once is accepted once', async () => {
    const { token } = await invite();
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => accept(token)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ failure: { code: 'closed' } });
    }
    expect(await client().grant.count({ where: { invitation: { label: 'Régie' } } })).toBe(1);
  });

  test('the browser that accepted it may come back; another may not', async () => {
    const { token } = await invite();
    const first = await accept(token);
    expect(await accept(token, first.session)).toMatchObject({ session: first.session, newToken: null });
    const stranger = await accept((await invite()).token);
    await expect(accept(token, stranger.session)).rejects.toMatchObject({ failure: { code: 'closed' } });
  });

  test('a reusable one is for every browser that has it', async () => {
    const { token } = await invite({ reusable: true });
    const [a, b] = await Promise.all([accept(token), accept(token)]);
    expect(a?.session.id).not.toBe(b?.session.id);
  });

  test.each([
    ['expired', { validUntil: now }],
    ['not valid yet', { validFrom: later }],
  ])('an invitation that is %s is refused', async (_what, more) => {
    const { token } = await invite(more);
    await expect(accept(token)).rejects.toMatchObject({ failure: { code: 'closed' } });
  });

  test('a token that was never given out is not found; neither is a contributor’s as a role', async () => {
    await expect(accept('x'.repeat(43))).rejects.toMatchObject({ failure: { code: 'notFound' } });
    const { token } = await invite({ role: 'contributor', contributorId: show.contributors[0], reusable: true });
    await expect(accept(token)).rejects.toMatchObject({ failure: { code: 'notFound' } });
    expect(await findContributorInvitation(client(), token, now)).toMatchObject({
      contributorId: show.contributors[0],
    });
  });

  test('neither tokens of links nor of sessions are stored', async () => {
    const { token } = await invite();
    const { newToken } = await accept(token);
    const stored = JSON.stringify([await client().invitation.findMany(), await client().session.findMany()]);
    expect(stored).not.toContain(token);
    expect(newToken).toBeTruthy();
    expect(stored).not.toContain(newToken);
  });

  test('a role holds in its broadcast only, until it is revoked, the session ends or is too old', async () => {
    const other = await makeShow(opened.database);
    const access = new Access(opened.database);
    const { token, invitation } = await invite();
    const { session, newToken } = await accept(token, null, new Date());
    expect(await access.requireRole(session, show.id, ['producer'])).toMatchObject({
      id: session.id,
      roles: ['producer'],
    });
    await expect(access.requireRole(session, other.id, ['producer'])).rejects.toMatchObject({
      failure: { code: 'forbidden' },
    });
    await expect(access.requireRole(session, show.id, ['moderator'])).rejects.toMatchObject({
      failure: { code: 'forbidden' },
    });
    await expect(access.requireOwner(session)).rejects.toMatchObject({ failure: { code: 'forbidden' } });
    await expect(access.requireRole(null, show.id, ['producer'])).rejects.toMatchObject({
      failure: { code: 'notSignedIn' },
    });

    await expect(revokeInvitation(client(), other.id, invitation.id, new Date())).rejects.toMatchObject({
      failure: { code: 'notFound' },
    });
    expect(await revokeInvitation(client(), show.id, invitation.id, new Date())).toMatchObject({
      sessionIds: [session.id],
    });
    await expect(access.requireRole(session, show.id, ['producer'])).rejects.toMatchObject({
      failure: { code: 'forbidden' },
    });

    expect(await findSession(client(), newToken ?? '', new Date())).toMatchObject({ id: session.id });
    const inAMonth = new Date(Date.now() + 31 * 24 * 3_600_000);
    expect(await findSession(client(), newToken ?? '', inAMonth)).toBeNull();
    await endSession(client(), session.id, new Date());
    expect(await findSession(client(), newToken ?? '', new Date())).toBeNull();
  });

  test('an owner acts everywhere, and the way to become one is known', async () => {
    await client().invitation.deleteMany({ where: { role: 'owner' } });
    expect(await hasOwner(client(), now)).toBe(false);
    const { token } = await invite({ role: 'owner', broadcastId: null });
    expect(await hasOwner(client(), now)).toBe(true);
    const { session } = await accept(token, null, new Date());
    expect(await hasOwner(client(), new Date())).toBe(true);
    const access = new Access(opened.database);
    expect(await access.requireRole(session, show.id, ['moderator'])).toMatchObject({ roles: ['owner'] });
    await endSession(client(), session.id, new Date());
    expect(await hasOwner(client(), new Date())).toBe(false);
  });

  test('the voters’ key is made once, however many servers start', async () => {
    const keys = await Promise.all([voterKey(opened.database), voterKey(opened.database), voterKey(opened.database)]);
    expect(new Set(keys).size).toBe(1);
    expect(randomUUID()).not.toBe(keys[0]);
  });
});
