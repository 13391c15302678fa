import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestPglite, type TestDatabase } from '../testing/index.ts';
import { seedDemonstration } from './index.ts';

const MINUTE = 60_000;
const now = new Date('2026-05-09T12:00:00Z');
let opened: TestDatabase;
beforeAll(async () => {
  opened = await openTestPglite();
}, 120_000);
afterAll(() => opened?.remove());

test('a database that declined the demonstration never gets it; one that has it is left alone', async () => {
  const { client } = opened.database;
  expect(await seedDemonstration(client, { wanted: false, now })).toBeNull();
  expect(await seedDemonstration(client, { wanted: true, now })).toBeNull();
  expect(await client.broadcast.count()).toBe(0);
  await client.installationFact.deleteMany();
  expect(await seedDemonstration(client, { wanted: true, now })).toMatchObject({
    slug: 'le-tour-du-monde-du-commerce-equitable',
  });
  expect(await seedDemonstration(client, { wanted: true, now })).toBeNull();
  expect(await client.broadcast.count()).toBe(2);
});

test('the tour is four hours long, on air since the start, with six duplexes and Ecuador for thirty minutes', async () => {
  const tour = await opened.database.client.broadcast.findUniqueOrThrow({
    where: { slug: 'le-tour-du-monde-du-commerce-equitable' },
    include: {
      items: { orderBy: { rank: 'asc' } },
      run: true,
      contributors: true,
      themes: true,
      questions: true,
      bus: true,
    },
  });
  expect(tour).toMatchObject({ state: 'live', startedAt: now, plannedStart: now });
  const minutes = tour.items.reduce((sum, item) => sum + item.plannedDurationMs / MINUTE, 0);
  expect(minutes).toBe(240);
  expect(tour.plannedEnd.getTime() - tour.plannedStart.getTime()).toBe(240 * MINUTE);
  expect(tour.items.length).toBeGreaterThanOrEqual(20);
  const duplexes = tour.items.filter((item) => item.type === 'duplex');
  expect(new Set(duplexes.map((item) => item.continent)).size).toBe(6);
  expect(duplexes.every((item) => item.place && item.zone && item.contributorId)).toBe(true);
  expect(duplexes.find((item) => item.zone === 'America/Guayaquil')?.plannedDurationMs).toBe(30 * MINUTE);
  expect(new Set(tour.items.map((item) => item.type))).toEqual(
    new Set(['segment', 'clip', 'duplex', 'questions', 'break', 'milestone']),
  );
  for (const { title } of tour.items)
    expect(title).toMatchObject({ fr: expect.any(String), en: expect.any(String), es: expect.any(String) });
  expect(tour.run).toMatchObject({ state: 'live', currentItemId: tour.items[0]?.id, currentStartedAt: now });
  expect(tour.contributors.map((one) => one.simulated).sort()).toEqual([0, 1, 2, 3, 4, 5]);
  expect(tour.themes).toHaveLength(3);
  expect(tour.questions).toHaveLength(8);
  expect(new Set(tour.questions.map((question) => question.state)).size).toBeGreaterThanOrEqual(5);
  expect(tour.bus?.program).toMatchObject({ type: 'feed' });
});

test('a hard start stands where the items before it end, so that the plan has neither gap nor overlap', async () => {
  const items = await opened.database.client.rundownItem.findMany({
    where: { broadcast: { slug: 'le-tour-du-monde-du-commerce-equitable' } },
    orderBy: { rank: 'asc' },
  });
  let start = now.getTime();
  for (const item of items) {
    if (item.hardStart) expect(item.hardStart.getTime()).toBe(start);
    start += item.plannedDurationMs;
  }
});
