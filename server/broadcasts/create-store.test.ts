import { DATABASES, type TestDatabase } from '@antenne/prisma/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NewBroadcast } from '../contract/index.ts';
import { Changes } from '../platform/changes.ts';
import { Outbox } from '../platform/outbox.ts';
import { createBroadcast } from './create-store.ts';

describe.each(DATABASES)('a new broadcast on $name', ({ open }) => {
  let opened: TestDatabase;
  let changes: Changes;
  let told: string[];
  beforeAll(async () => {
    opened = await open();
    changes = new Changes(opened.database, new Outbox());
    told = [];
    changes.onMediaTouched((id) => told.push(id));
  }, 120_000);
  afterAll(() => opened?.remove());

  const doer = { id: null, name: 'Direction' };
  const wanted = (more: object = {}) =>
    NewBroadcast.parse({
      title: 'Café équitable',
      plannedStart: '2027-05-09T18:00:00.000Z',
      durationMinutes: 60,
      zone: 'Europe/Paris',
      ...more,
    });

  test('has all that a run needs, and media is told', async () => {
    const contributors = [
      { name: 'Rosa', place: 'Quito', zone: 'America/Guayaquil' },
      { name: 'Awa', place: 'Bamako', zone: 'Africa/Bamako' },
    ];
    const made = await createBroadcast(
      changes,
      wanted({ title: 'Tout', themes: [{ fr: 'Le prix', en: 'The price' }, { fr: 'Le goût' }], contributors }),
      doer,
    );
    const stored = await opened.database.client.broadcast.findUniqueOrThrow({
      where: { id: made.id },
      include: {
        themes: { orderBy: { rank: 'asc' } },
        contributors: { orderBy: { number: 'asc' } },
        items: { orderBy: { rank: 'asc' } },
        run: true,
        bus: true,
        audit: true,
      },
    });
    expect(stored).toMatchObject({
      slug: 'tout',
      state: 'scheduled',
      plannedEnd: new Date('2027-05-09T19:00:00.000Z'),
      run: { state: 'idle', currentItemId: null },
      bus: { program: { type: 'slate' }, preview: null },
      themes: [{ title: { fr: 'Le prix', en: 'The price' } }, { title: { fr: 'Le goût' } }],
      contributors: [
        { number: 1, name: 'Rosa', zone: 'America/Guayaquil', simulated: null },
        { number: 2, name: 'Awa', simulated: null },
      ],
      audit: [{ action: 'broadcast.create', actor: 'Direction', subject: 'Tout' }],
    });
    expect(stored.items.map(({ type }) => type)).toEqual(['segment', 'duplex', 'duplex', 'questions', 'segment']);
    expect(stored.items.map(({ contributorId }) => contributorId)).toEqual([
      null,
      ...stored.contributors.map(({ id }) => id),
      null,
      null,
    ]);
    expect(told).toContain(made.id);
  });

  test('without a theme there is a general one', async () => {
    const { id } = await createBroadcast(changes, wanted({ title: 'Sans thème' }), doer);
    const themes = await opened.database.client.theme.findMany({ where: { broadcastId: id } });
    expect(themes).toMatchObject([{ title: { fr: 'Vos questions', en: 'Your questions', es: 'Sus preguntas' } }]);
    const round = await opened.database.client.rundownItem.findFirst({ where: { broadcastId: id, type: 'questions' } });
    expect(round?.themeId).toBe(themes[0]?.id);
  });

  test('a slug that is taken gets a number, also for those who come at once', async () => {
    const made = await Promise.all([1, 2, 3, 4].map(() => createBroadcast(changes, wanted(), doer)));
    expect(made.map(({ slug }) => slug).sort()).toEqual([
      'cafe-equitable',
      'cafe-equitable-2',
      'cafe-equitable-3',
      'cafe-equitable-4',
    ]);
    expect((await createBroadcast(changes, wanted({ slug: 'cafe-equitable-2' }), doer)).slug).toBe(
      'cafe-equitable-2-2',
    );
  });

  test('nothing of it stays when a part cannot be kept', async () => {
    const before = await opened.database.client.broadcast.count();
    const unstorable = { ...wanted({ title: 'À moitié' }), zone: 'x\u0000' };
    await expect(createBroadcast(changes, unstorable, doer)).rejects.toThrow();
    expect(await opened.database.client.broadcast.count()).toBe(before);
  });
});
