import { openTestPglite, type TestDatabase } from '@antenne/prisma/testing';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { Changes } from '../platform/changes.ts';
import { EventLog } from '../platform/event-log.ts';
import { Outbox, type OutgoingEnvelope } from '../platform/outbox.ts';
import { makeShow, removeShow, type Show } from '../testing/fixtures.ts';
import { until } from '../testing/until.ts';
import { HlsAddresses } from './hls-addresses.ts';
import { LiveView } from './live-view.ts';
import { viewBroadcast } from './store.ts';
import { ThemeTimer } from './theme-timer.ts';

const log = pino({ level: 'silent' });
const addresses = new HlsAddresses('http://media.test', 'a secret of sixteen');
let opened: TestDatabase;
let show: Show;
let told: OutgoingEnvelope[];
let changes: Changes;
let outbox: Outbox;
let liveView: LiveView;
beforeAll(async () => {
  opened = await openTestPglite();
}, 120_000);
afterAll(() => opened?.remove());
beforeEach(async () => {
  if (show) await removeShow(opened.database, show);
  show = await makeShow(opened.database);
  outbox = new Outbox();
  told = [];
  outbox.subscribe((envelope) => told.push(envelope));
  changes = new Changes(opened.database, outbox);
  liveView = new LiveView(opened.database, changes, addresses, log);
});

test('what time alone changes is told once, to viewers and to the control room', async () => {
  const { client } = opened.database;
  await client.theme.update({
    where: { id: show.themeId },
    data: { window: null, opensAt: new Date(Date.now() + 60_000) },
  });
  await client.broadcast.update({ where: { id: show.id }, data: { plannedStart: new Date(Date.now() + 3_600_000) } });
  await liveView.look();
  await liveView.look();
  expect(told).toEqual([]);
  // A minute passes for this theme.
  await client.theme.update({ where: { id: show.themeId }, data: { opensAt: new Date() } });
  await liveView.look();
  await liveView.look();
  expect(told.map(({ scope, event }) => [scope, event.type])).toEqual([
    ['audience', 'broadcast'],
    ['control', 'broadcast'],
  ]);
  expect(told[0]?.event).toMatchObject({ broadcast: { themes: [{ window: 'open' }] } });
});

describe('a theme by schedule', () => {
  /** What the clock of the machine says. It stands still until somebody moves it. */
  let now: Date;
  const clock = () => now;
  const after = (ms: number) => new Date(now.getTime() + ms);
  beforeEach(() => {
    now = new Date();
    changes = new Changes(opened.database, outbox, clock);
  });

  const windowsTold = () =>
    told.flatMap(({ scope, event }) =>
      scope === 'audience' && event.type === 'broadcast' ? [event.broadcast.themes[0]?.window] : [],
    );
  const schedule = (times: { opensAt: Date; closesAt?: Date }) =>
    opened.database.client.theme.update({ where: { id: show.themeId }, data: { window: null, ...times } });

  /** As a server that begins; nobody looks at the clock from time to time. */
  async function timed(work: (liveView: LiveView) => Promise<void>): Promise<void> {
    const { database } = opened;
    const begun = new LiveView(database, changes, addresses, log, clock);
    const parts = { database, changes, outbox, eventLog: new EventLog(database), liveView: begun, log };
    const timer = new ThemeTimer({ ...parts, now: () => now.getTime() });
    try {
      await begun.look();
      await timer.start();
      await work(begun);
    } finally {
      await timer.close();
      await timer.close();
    }
  }

  test('is told at the moment of each step, and not before', async () => {
    const [opensAt, closesAt] = [after(20), after(50)];
    await schedule({ opensAt, closesAt });
    await timed(async () => {
      now = new Date(opensAt.getTime() - 1);
      expect(told).toEqual([]);
      now = opensAt;
      await until('the first step', () => windowsTold().length === 1);
      now = closesAt;
      await until('the second step', () => windowsTold().length === 2);
      expect(windowsTold()).toEqual(['open', 'closed']);
    });
  });

  test('that was changed meanwhile is told when the new one says', async () => {
    await schedule({ opensAt: after(3_600_000) });
    await timed(async (begun) => {
      await schedule({ opensAt: after(20) });
      await changes.run(show.id, (change) => begun.publish(change));
      now = after(20);
      await until('the step', () => windowsTold().includes('open'));
      expect(windowsTold()).toEqual([undefined, 'open']);
    });
  });

  test('is told when a server comes that was away at its step, and once', async () => {
    await changes.run(show.id, (change) => liveView.publish(change));
    now = after(1_000);
    await schedule({ opensAt: now });
    now = after(1_000);
    told.length = 0;
    await timed(async () => expect(windowsTold()).toEqual(['open']));
    await timed(async () => expect(windowsTold()).toEqual(['open']));
  });
});

test('what was marked is told, also when the clock was looked at for the first time in between', async () => {
  await opened.database.client.rundownItem.update({ where: { id: show.items[0] }, data: { title: { fr: 'Bonsoir' } } });
  liveView.mark(show.id);
  await liveView.look();
  await vi.waitFor(() => expect(told.map(({ scope }) => scope)).toEqual(['audience', 'control']), { timeout: 10_000 });
  await liveView.look();
  expect(told).toHaveLength(2);
});

test('hidden themes and items that are not public stay inside; their time still counts', async () => {
  const { client } = opened.database;
  await client.theme.update({ where: { id: show.themeId }, data: { window: 'hidden' } });
  await client.rundownItem.update({ where: { id: show.items[0] }, data: { public: false } });
  const now = new Date();
  await client.run.update({
    where: { broadcastId: show.id },
    data: { state: 'live', currentItemId: show.items[0], currentStartedAt: now },
  });
  const view = await viewBroadcast(client, show.id, addresses, now);
  expect(view.themes).toEqual([]);
  expect(view.program.map(({ id }) => id)).toEqual([show.items[1], show.items[2]]);
  expect(view.nowItemId).toBeNull();
  expect(view.nextItemId).toBe(show.items[1]);
  expect(Date.parse(view.program[0]?.plannedStart ?? '') - Date.parse(view.plannedStart)).toBe(20 * 60_000);
});

test('expected times are whole minutes, so that an item that runs over does not change the page every second', async () => {
  const view = await viewBroadcast(opened.database.client, show.id, addresses, new Date('2026-05-09T12:00:31.500Z'));
  for (const { expectedStart } of view.program) expect(Date.parse(expectedStart) % 60_000).toBe(0);
});
