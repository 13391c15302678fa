/** The report over real HTTP, of a show that really went through the control room. */
import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Replay, Report, Rundown } from '../contract/index.ts';
import type { TestClient } from '../testing/clients.ts';
import { makeShow, type Show } from '../testing/fixtures.ts';
import { type Harness, startHarness } from '../testing/harness.ts';
import { addViewers } from './store.ts';
import { ViewerSamples } from './viewer-samples.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
}, 120_000);
afterAll(() => harness?.close());

const path = (show: Show, rest = '') => `/api/admin/broadcasts/${show.slug}/report${rest}`;

async function reportOf(show: Show, cookie: string): Promise<Report> {
  const response = await harness.http('GET', path(show), { cookie });
  expect(response.status).toBe(200);
  return Report.strict().parse(await response.json());
}

async function table(show: Show, cookie: string, part: string): Promise<string[]> {
  const response = await harness.http('GET', path(show, `.csv?part=${part}&lang=fr`), { cookie });
  expect(response.headers.get('content-type')).toContain('text/csv');
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(await response.arrayBuffer());
  expect(text.startsWith('\ufeff')).toBe(true);
  return text.slice(1).trimEnd().split('\r\n');
}

async function takeNext(control: TestClient, { slug }: Show, version: number): Promise<Rundown> {
  return control.ok('rundown:takeNext', { slug, version }, Rundown);
}

test('tells what was planned when the show went live, and what went out, skipped and repeated items too', async () => {
  const show = await makeShow(harness.database, { state: 'scheduled' });
  const { client } = harness.database;
  const [quito, clip, bamako] = show.items;
  await client.rundownItem.update({ where: { id: quito }, data: { title: { fr: '=1+1' } } });
  const control = await harness.control('producer', show);
  expect((await control.command('broadcast:goLive', { slug: show.slug })).ok).toBe(true);
  // A late edit is measured against the plan as it was.
  await client.rundownItem.update({ where: { id: quito }, data: { plannedDurationMs: 5 * 60_000 } });
  const { rundownVersion } = await client.broadcast.findUniqueOrThrow({ where: { id: show.id } });
  await takeNext(control, show, rundownVersion);
  await client.rundownItem.update({ where: { id: clip }, data: { skip: true } });
  const last = await client.broadcast.findUniqueOrThrow({ where: { id: show.id } });
  await takeNext(control, show, last.rundownVersion);
  // Quito once more: the control room's own way back is the rundown's matter.
  await client.asRun.updateMany({ where: { broadcastId: show.id, endedAt: null }, data: { endedAt: new Date() } });
  const again = { id: randomUUID(), broadcastId: show.id, itemId: quito, startedAt: new Date(), endedAt: null };
  await client.asRun.create({ data: again });
  expect((await control.command('broadcast:end', { slug: show.slug })).ok).toBe(true);

  const { cookie } = await harness.staff('owner', null);
  const report = await reportOf(show, cookie);
  expect(report.planKeptAt).not.toBeNull();
  expect(report.items.map(({ id, runs }) => [id, runs.length])).toEqual([
    [quito, 2],
    [clip, 0],
    [bamako, 1],
  ]);
  expect(report.items.map(({ plan }) => plan?.durationMs)).toEqual([20, 20, 20].map((minutes) => minutes * 60_000));
  expect(report.items.flatMap(({ runs }) => runs).every(({ until }) => until !== null)).toBe(true);
  const [head, first, left] = await table(show, cookie, 'programme');
  expect(head).toMatch(/^title,type,group,planned_start,planned_seconds,/);
  // A spreadsheet does not calculate what somebody wrote.
  expect(first).toMatch(/^"?'=1\+1/);
  expect(first?.endsWith(',2')).toBe(true);
  expect(left?.endsWith(',,,,,0')).toBe(true);

  // What was left out is no chapter, what was on air twice is two.
  const replay = Replay.parse(await (await harness.http('GET', `/api/broadcasts/${show.slug}/replay`)).json());
  expect(replay.chapters.map(({ title }) => title.fr)).toEqual(['=1+1', 'Élément 2', '=1+1']);
});

test('keeps items that left the rundown, and says of others that they were added', async () => {
  const show = await makeShow(harness.database, { state: 'scheduled' });
  const { client } = harness.database;
  const control = await harness.control('producer', show);
  expect((await control.command('broadcast:goLive', { slug: show.slug })).ok).toBe(true);
  const [quito, clip, bamako] = show.items;
  const added = randomUUID();
  await client.rundownItem.delete({ where: { id: clip } });
  await client.rundownItem.create({
    data: { id: added, broadcastId: show.id, rank: 1, type: 'segment', title: { fr: 'Invité' }, plannedDurationMs: 1 },
  });
  const run = { id: randomUUID(), broadcastId: show.id, itemId: added, startedAt: new Date(), endedAt: null };
  await client.asRun.create({ data: run });
  const { items } = await reportOf(show, (await harness.staff('producer', show.id)).cookie);
  expect(items.map(({ id, plan, runs }) => [id, plan !== null, runs.length])).toEqual([
    [quito, true, 0],
    [added, false, 1],
    [bamako, true, 0],
    [clip, true, 0],
  ]);
});

test('counts each question at every stage that it reached', async () => {
  const show = await makeShow(harness.database);
  const { client } = harness.database;
  const asked = (
    state: 'pending' | 'rejected' | 'answered' | 'archived',
    more: { onAirAt?: Date; votes?: number; submittedAt?: Date; heldFor?: object } = {},
  ) =>
    client.question.create({
      data: {
        ...{ id: randomUUID(), broadcastId: show.id, themeId: show.themeId, voterId: randomUUID(), key: randomUUID() },
        ...{ original: 'Combien ?', state, submittedAt: new Date(), ...more },
      },
    });
  await asked('pending');
  await asked('rejected');
  await asked('answered', { onAirAt: new Date(), votes: 4 });
  // Approved, and not reached before the end: one has votes, of the other only the log knows.
  await asked('archived', { votes: 2 });
  const { id: subjectId } = await asked('archived');
  await client.auditLine.create({
    data: {
      ...{ id: randomUUID(), broadcastId: show.id, at: new Date(), actor: 'Awa' },
      ...{ action: 'question.approve', subjectId },
    },
  });
  await asked('archived');
  // While questions were published first they were public without anybody's approval, unless something spoke against them.
  const policy = (action: string, minutes: number) =>
    client.auditLine.create({
      data: {
        id: randomUUID(),
        broadcastId: show.id,
        at: new Date(Date.now() + minutes * 60_000),
        actor: 'Awa',
        action,
      },
    });
  await policy('questions.publishFirst', 10);
  await policy('questions.moderateFirst', 20);
  const during = { submittedAt: new Date(Date.now() + 15 * 60_000) };
  await asked('archived', during);
  await asked('archived', { ...during, heldFor: { kind: 'word', match: 'x' } });
  const { cookie } = await harness.staff('producer', show.id);
  const { themes, questions } = await reportOf(show, cookie);
  const counts = { received: 8, approved: 4, rejected: 1, onAir: 1, answered: 1, votes: 6 };
  expect(themes).toEqual([{ id: show.themeId, title: { fr: 'Le prix' }, counts }]);
  expect(questions).toEqual(counts);
  expect(await table(show, cookie, 'questions')).toEqual([
    'theme,received,approved,rejected,on_air,answered,votes',
    'Le prix,8,4,1,1,1,6',
  ]);
});

test('looks at what is live alone', async () => {
  const [live, scheduled] = [
    await makeShow(harness.database),
    await makeShow(harness.database, { state: 'scheduled' }),
  ];
  const samples = new ViewerSamples(harness.database, () => 7, pino({ level: 'silent' }));
  const minute = new Date('2026-05-09T22:59:00.000Z');
  await samples.look(minute);
  const { viewerMinute } = harness.database.client;
  expect(await viewerMinute.findMany({ where: { broadcastId: live.id, minute } })).toMatchObject([{ most: 7 }]);
  expect(await viewerMinute.count({ where: { broadcastId: scheduled.id } })).toBe(0);
});

test('keeps how many watched by the minute', async () => {
  // It is over: the running server does not look as well.
  const show = await makeShow(harness.database, { state: 'ended' });
  for (const [seconds, viewers] of [
    [0, 10],
    [50, 40],
    [59, 25],
    [60, 5],
  ] as const) {
    await addViewers(harness.database.client, show.id, viewers, new Date(Date.UTC(2026, 4, 9, 22, 59, seconds)));
  }

  const { cookie } = await harness.staff('owner', null);
  const { audience } = await reportOf(show, cookie);
  expect(audience).toEqual({
    minutes: [
      { at: '2026-05-09T22:59:00.000Z', least: 10, mean: 25, most: 40 },
      { at: '2026-05-09T23:00:00.000Z', least: 5, mean: 5, most: 5 },
    ],
    peak: { at: '2026-05-09T22:59:00.000Z', viewers: 40 },
    mean: 20,
    watchedSeconds: 800,
  });
  expect(await table(show, cookie, 'audience')).toEqual([
    'minute,least,mean,most',
    '2026-05-09T22:59:00.000Z,10,25,40',
    '2026-05-09T23:00:00.000Z,5,5,5',
  ]);
});

test('is for the owner and producers of this show, once it has begun', async () => {
  const show = await makeShow(harness.database);
  const scheduled = await makeShow(harness.database, { state: 'scheduled' });
  const status = async (of: Show, cookie?: string) =>
    (await harness.http('GET', path(of), cookie ? { cookie } : {})).status;
  const { cookie: producer } = await harness.staff('producer', show.id);
  const { cookie: moderator } = await harness.staff('moderator', show.id);
  const { cookie: owner } = await harness.staff('owner', null);
  expect(await status(show)).toBe(401);
  expect(await status(show, moderator)).toBe(403);
  expect(await status(scheduled, producer)).toBe(403);
  expect(await status(show, producer)).toBe(200);
  expect(await status(scheduled, owner)).toBe(409);
  expect((await harness.http('GET', path(show, '.csv?part=all'), { cookie: owner })).status).toBe(400);
});
