import { DATABASES, type TestDatabase } from '@antenne/prisma/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { makeShow, type Show } from '../testing/fixtures.ts';
import { Changes, SYSTEM } from './changes.ts';
import { EventLog } from './event-log.ts';
import { Outbox, type OutgoingEnvelope } from './outbox.ts';

describe.each(DATABASES)('changes on $name', ({ open }) => {
  let opened: TestDatabase;
  let show: Show;
  let outbox: Outbox;
  let changes: Changes;
  let told: OutgoingEnvelope[];
  beforeAll(async () => {
    opened = await open();
  }, 120_000);
  afterAll(() => opened?.remove());
  beforeEach(async () => {
    show = await makeShow(opened.database);
    outbox = new Outbox();
    told = [];
    outbox.subscribe((envelope) => told.push(envelope));
    changes = new Changes(opened.database, outbox);
  });

  const client = () => opened.database.client;
  const gone = (id: string) => ({ type: 'questionGone', id }) as const;

  test('the change, its audit line and its events are there together, and told after that', async () => {
    const now = await changes.run(show.id, async (change) => {
      await change.tx.broadcast.update({ where: { id: show.id }, data: { title: 'Changé' } });
      change.audience(gone(show.themeId));
      change.audit(SYSTEM, 'take', 'Quito');
      change.touchMedia();
      expect(told).toEqual([]);
      return change.now;
    });
    expect(told.map(({ seq, scope, event }) => [seq, scope, event.type])).toEqual([
      [1, 'audience', 'questionGone'],
      [2, 'control', 'log'],
    ]);
    expect(await client().broadcast.findUnique({ where: { id: show.id } })).toMatchObject({
      title: 'Changé',
      seq: 2,
      mediaRev: 2,
    });
    expect(await client().auditLine.findMany({ where: { broadcastId: show.id } })).toMatchObject([
      { at: now, action: 'take', actor: 'Antenne', subject: 'Quito' },
    ]);
    expect(await client().outgoingEvent.count({ where: { broadcastId: show.id } })).toBe(2);
  });

  test('a change that fails leaves nothing and tells nobody', async () => {
    const touched: string[] = [];
    changes.onMediaTouched((id) => touched.push(id));
    const failing = changes.run(show.id, async (change) => {
      await change.tx.broadcast.update({ where: { id: show.id }, data: { title: 'Changé' } });
      change.audience(gone(show.themeId));
      change.touchMedia();
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(told).toEqual([]);
    expect(touched).toEqual([]);
    expect(await client().broadcast.findUnique({ where: { id: show.id } })).toMatchObject({
      title: 'Essai',
      seq: 0,
      mediaRev: 1,
    });
  });

  test('what differs for media is told where every touch says it, and not where one does not', async () => {
    const touched: unknown[] = [];
    changes.onMediaTouched((_id, touch) => touched.push(touch));
    await changes.run(show.id, async (change) => {
      change.touchMedia({ title: 'Un' });
      change.touchMedia({ program: { type: 'slate' } });
    });
    await changes.run(show.id, async (change) => {
      change.touchMedia({ title: 'Deux' });
      change.touchMedia();
    });
    await changes.run(show.id, async (change) => change.audience(gone(show.themeId)));
    expect(touched).toEqual([
      { rev: 2, part: { title: 'Un', program: { type: 'slate' } } },
      { rev: 3, part: null },
    ]);
  });

  test('many at once get numbers without gaps, and are told in that order', async () => {
    await Promise.all(
      Array.from({ length: 30 }, (_, index) =>
        changes
          .run(show.id, async (change) => {
            change.audience(gone(show.themeId));
            if (index % 3 === 0)
              change.control({
                type: 'log',
                line: { id: show.id, at: change.now.toISOString(), actor: 'x', action: 'x', subject: null },
              });
            if (index % 7 === 0) throw new Error('one that fails between the others');
          })
          .catch(() => undefined),
      ),
    );
    const stored = await client().outgoingEvent.findMany({ where: { broadcastId: show.id }, orderBy: { seq: 'asc' } });
    expect(stored.map(({ seq }) => seq)).toEqual(stored.map((_, index) => index + 1));
    expect(told.map(({ seq }) => seq)).toEqual(stored.map(({ seq }) => seq));
  });

  test('a broadcast that does not exist is not found', async () => {
    const failing = changes.run('00000000-0000-4000-8000-000000000000', async () => undefined);
    await expect(failing).rejects.toMatchObject({ failure: { code: 'notFound' } });
  });

  test('two questions on air in one broadcast are impossible, whoever writes them', async () => {
    const row = (key: string) => ({
      id: crypto.randomUUID(),
      broadcastId: show.id,
      themeId: show.themeId,
      voterId: crypto.randomUUID(),
      key,
      original: 'Une ?',
      state: 'onAir' as const,
      submittedAt: new Date(),
    });
    await client().question.create({ data: row(crypto.randomUUID()) });
    await expect(client().question.create({ data: row(crypto.randomUUID()) })).rejects.toMatchObject({ code: 'P2002' });
  });

  describe('the event log', () => {
    const log = () => new EventLog(opened.database);
    const add = (count: number) =>
      changes.run(show.id, async (change) => {
        for (let index = 0; index < count; index += 1) change.audience(gone(show.themeId));
        change.author(show.id, gone(show.themeId));
      });

    test('gives a viewer what is public and what is theirs', async () => {
      await add(3);
      expect(await log().missedByAudience(show.id, show.id, 1, 4)).toHaveLength(3);
      expect(await log().missedByAudience(show.id, show.themeId, 1, 4)).toHaveLength(2);
      expect(await log().missedByControl(show.id, 1, 4)).toEqual([]);
    });

    test('prefers a snapshot to hundreds of events, and to numbers from elsewhere', async () => {
      await add(400);
      expect(await log().missedByAudience(show.id, show.id, 0, 401)).toBeNull();
      expect(await log().missedByAudience(show.id, show.id, 500, 401)).toBeNull();
      expect(await log().missedByAudience(show.id, show.id, 390, 401)).toHaveLength(11);
    });

    test('keeps the newest five thousand', async () => {
      for (let index = 0; index < 6; index += 1) await add(899);
      await log().trim();
      expect(await client().outgoingEvent.count({ where: { broadcastId: show.id } })).toBe(5_000);
    });
  });
});
