import { DATABASES, type TestDatabase } from '@antenne/prisma/testing';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Actor } from '../accounts/access.ts';
import { HlsAddresses } from '../broadcasts/hls-addresses.ts';
import { LiveView } from '../broadcasts/live-view.ts';
import { CueContent, changedRundown, type ItemFields, type Rundown, type SourceRef } from '../contract/index.ts';
import { ContributorBoard } from '../contributors/board.ts';
import { Changes, type DesiredPart } from '../platform/changes.ts';
import { ClockWatch } from '../platform/clock-watch.ts';
import { Outbox } from '../platform/outbox.ts';
import { RundownEditor } from '../rundown/editor.ts';
import { loadRundown, viewRundown } from '../rundown/store.ts';
import { makeShow, removeShow, type Show } from '../testing/fixtures.ts';
import { until } from '../testing/until.ts';
import { Air } from './air.ts';
import { loadBuses } from './bus-store.ts';
import { desiredBroadcast } from './desired-store.ts';
import { Graphics } from './graphics.ts';
import { Program } from './program.ts';
import { RunTimer } from './run-timer.ts';
import { ShowRun } from './show-run.ts';

const log = pino({ level: 'silent' });
const producer: Actor = { id: '11111111-1111-4111-8111-111111111111', name: 'Ada', roles: ['producer'] };
const MIN = 60_000;

describe.each(DATABASES)('the run on $name', ({ open }) => {
  let opened: TestDatabase;
  let show: Show;
  /** ms; what everything here takes the time from. */
  let now: number;
  let outbox: Outbox;
  let changes: Changes;
  let program: Program;
  let run: ShowRun;
  let board: ContributorBoard;
  let liveView: LiveView;
  beforeAll(async () => {
    opened = await open();
  }, 120_000);
  afterAll(() => opened?.remove());
  beforeEach(async () => {
    now = Date.now();
    await begin('live');
  });
  afterEach(async () => {
    await board.close();
    await removeShow(opened.database, show);
  });

  async function begin(state: 'live' | 'scheduled') {
    const { database } = opened;
    show = await makeShow(database, { state });
    outbox = new Outbox();
    changes = new Changes(database, outbox, () => new Date(now));
    board = new ContributorBoard(database, changes, () => {}, log);
    liveView = new LiveView(database, changes, new HlsAddresses('http://media.test', 'a secret of sixteen'), log);
    program = new Program(changes, new Air(database, changes, board, log), liveView, new Graphics(changes, log));
    run = new ShowRun(changes, program, liveView);
  }

  const client = () => opened.database.client;
  const feed = (index: 0 | 1 | 2): SourceRef => ({ type: 'feed', contributorId: show.contributors[index] });
  const rundown = async (): Promise<Rundown> => viewRundown(await loadRundown(client(), show.id), new Date(now));
  const takeNext = async () => run.takeNext(show.id, producer, (await rundown()).version);
  const ends = (index: 0 | 1 | 2, data: { endAction: 'next' | 'hold'; plannedDurationMs: number }) =>
    client().rundownItem.update({ where: { id: show.items[index] }, data });
  const actions = async () =>
    (await client().auditLine.findMany({ where: { broadcastId: show.id }, orderBy: { at: 'asc' } })).map(
      ({ action }) => action,
    );
  const statuses = ({ items }: Rundown) => items.map(({ status }) => status);
  const refusal = (code: string) => ({ failure: { code } });

  test('take next begins each item once, cuts to its contributor and puts the following one on preview', async () => {
    const { version } = await rundown();
    const both = await Promise.allSettled([
      run.takeNext(show.id, producer, version),
      run.takeNext(show.id, producer, version),
    ]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const first = await rundown();
    expect(first).toMatchObject({ currentItemId: show.items[0], nextItemId: show.items[1], run: 'live' });
    expect(await loadBuses(client(), show.id)).toMatchObject({ program: feed(0), preview: { type: 'slate' } });

    const mix = { type: 'mix', frames: 20 } as const;
    const second = await run.takeNext(show.id, producer, first.version, mix);
    expect(statuses(second)).toEqual(['done', 'onAir', 'next']);
    expect(second.items[0]?.actualEnd).toBe(second.currentStartedAt);
    expect(await loadBuses(client(), show.id)).toMatchObject({
      program: { type: 'slate' },
      preview: feed(1),
      transition: mix,
    });

    const third = await run.takeNext(show.id, producer, second.version);
    expect(third.nextItemId).toBeNull();
    expect(await loadBuses(client(), show.id)).toMatchObject({ program: feed(1), transition: { type: 'cut' } });
    await expect(run.takeNext(show.id, producer, third.version)).rejects.toMatchObject(refusal('invalidState'));
    expect(await client().asRun.count({ where: { broadcastId: show.id } })).toBe(3);
  });

  test('the next contributor who is linked is told, viewers see what is now and next, all with one take', async () => {
    const [, second] = show.contributors;
    await client().contributor.update({ where: { id: second }, data: { here: true } });
    await takeNext();
    await client().rundownItem.update({ where: { id: show.items[1] }, data: { skip: true } });
    const told: string[] = [];
    outbox.subscribe(({ scope, event }) => told.push(`${scope}:${event.type}`));
    await run.takePrevious(show.id, producer, (await rundown()).version).catch(() => undefined);
    expect(told).toEqual([]);
    await run.take(show.id, producer, (await rundown()).version, show.items[2]);
    await run.take(show.id, producer, (await rundown()).version, show.items[0]);
    const cues = await client().cue.findMany({ where: { broadcastId: show.id } });
    expect(cues).toMatchObject([
      { contributorId: second, content: { type: 'template', template: 'youAreNext' }, from: 'Antenne' },
    ]);
    expect(told).toEqual(
      expect.arrayContaining(['control:cue', 'control:bus', 'control:rundownEdit', 'audience:broadcast']),
    );
    expect(await liveView.view(show.id)).toMatchObject({ nowItemId: show.items[0], nextItemId: show.items[2] });
  });

  test('an edit that makes somebody else next tells them, and tells who had read it that they are not any more', async () => {
    const [, second, third] = show.contributors;
    await client().contributor.updateMany({ where: { broadcastId: show.id }, data: { here: true } });
    const editor = new RundownEditor(changes, liveView, (...edit) => program.nextChanged(...edit));
    /** In the order in which they were told. */
    const told = async () =>
      (await client().cue.findMany({ where: { broadcastId: show.id }, orderBy: { sentAt: 'asc' } })).map((cue) => [
        cue.contributorId,
        CueContent.options[0].parse(cue.content).template,
      ]);
    const edit = async (item: 0 | 1 | 2, fields: Partial<ItemFields>) => {
      now += 1_000;
      const { version } = await client().rundownItem.findUniqueOrThrow({ where: { id: show.items[item] } });
      await editor.change(show.id, producer, [{ id: show.items[item], version }], fields);
    };
    const seen = () =>
      client().cue.updateMany({ where: { broadcastId: show.id, seenAt: null }, data: { seenAt: new Date(now) } });
    await takeNext();
    expect(await told()).toEqual([]);

    // Their item is put before the others; a new title tells them nothing.
    await editor.move(show.id, producer, { ids: [show.items[2]], after: show.items[0] });
    await edit(2, { title: { fr: 'Bamako' } });
    const first = [[second, 'youAreNext']];
    expect(await told()).toEqual(first);

    // Who has not seen it yet is told nothing more: it is gone from their page by itself.
    await edit(2, { contributorId: third });
    await edit(2, { contributorId: second });
    expect(await told()).toEqual([...first, [third, 'youAreNext']]);

    await seen();
    await edit(2, { contributorId: third });
    const last = [...first, [third, 'youAreNext'], [second, 'notNext']];
    expect(await told()).toEqual(last);
    await run.skip(show.id, producer, show.items[2], true);
    expect(await told()).toEqual([...last, [third, 'notNext']]);

    // A take, too, leaves nobody in that belief; who goes on air is told nothing.
    now += 1_000;
    await run.skip(show.id, producer, show.items[2], false);
    await seen();
    const before = await told();
    await run.take(show.id, producer, (await rundown()).version, show.items[2]);
    expect(await told()).toEqual(before);
  });

  test('a page that is told only what changed has the whole rundown, whatever was pressed', async () => {
    let page = await rundown();
    const told: string[] = [];
    outbox.subscribe(({ event }) => {
      if (event.type === 'rundown') page = event.rundown;
      if (event.type === 'rundownEdit') page = changedRundown(page, event.edit);
      if (event.type.startsWith('rundown')) told.push(event.type);
    });
    const presses = [
      takeNext,
      takeNext,
      () => run.addTime(show.id, producer, MIN),
      () => run.pause(show.id, producer),
      () => run.hold(show.id, producer),
      async () => run.takePrevious(show.id, producer, page.version),
      () => run.skip(show.id, producer, show.items[1], true),
      async () => run.take(show.id, producer, page.version, show.items[2]),
    ];
    for (const press of presses) {
      now += MIN;
      await press();
      expect(page).toEqual(await rundown());
    }
    // One that ran and was gone back over is not forgotten.
    expect(statuses(page)).toEqual(['done', 'done', 'onAir']);
    expect(new Set(told)).toEqual(new Set(['rundownEdit']));
    expect(told).toHaveLength(presses.length);
  });

  test('media is told with each take which items went on air, but for those that are not public', async () => {
    const told: DesiredPart['chapters'][] = [];
    changes.onMediaTouched((_, { part }) => told.push(part?.chapters));
    await client().rundownItem.update({ where: { id: show.items[1] }, data: { public: false } });
    const begun: string[] = [];
    for (const _ of show.items) {
      begun.push(new Date(now).toISOString());
      await takeNext();
      now += MIN;
    }
    const [first, , third] = begun;
    expect(told.map((chapters) => chapters?.map(({ at }) => at))).toEqual([[first], [first], [first, third]]);
    expect(told.at(-1)?.[0]?.title.fr).toBe((await rundown()).items[0]?.title.fr);
    expect((await desiredBroadcast(client(), show.id)).chapters).toEqual(told.at(-1));
  });

  test('a chosen item is taken, and one goes back; what lies between is not lost', async () => {
    await takeNext();
    now += MIN;
    const last = await run.take(show.id, producer, (await rundown()).version, show.items[2]);
    expect(statuses(last)).toEqual(['done', 'skipped', 'onAir']);
    expect(await loadBuses(client(), show.id)).toMatchObject({ program: feed(1) });
    now += MIN;
    const back = await run.takePrevious(show.id, producer, last.version);
    expect(statuses(back)).toEqual(['done', 'onAir', 'next']);
    expect(back.currentStartedAt).toBe(new Date(now).toISOString());
    const first = await run.takePrevious(show.id, producer, back.version);
    await expect(run.takePrevious(show.id, producer, first.version)).rejects.toMatchObject(refusal('invalidState'));
    await expect(run.take(show.id, producer, first.version, show.items[0])).rejects.toMatchObject(
      refusal('invalidState'),
    );
    await expect(run.take(show.id, producer, first.version - 1, show.items[1])).rejects.toMatchObject(
      refusal('conflict'),
    );
    await expect(run.take(show.id, producer, first.version, show.id)).rejects.toMatchObject(refusal('notFound'));
  });

  test('time is added and taken away with each press, no further than to now, and gone with the next item', async () => {
    await expect(run.addTime(show.id, producer, MIN)).rejects.toMatchObject(refusal('invalidState'));
    await takeNext();
    await Promise.all([run.addTime(show.id, producer, MIN), run.addTime(show.id, producer, 30_000, show.items[0])]);
    expect(await rundown()).toMatchObject({ addedMs: 90_000 });
    now += 21 * MIN;
    expect(await run.addTime(show.id, producer, -5 * MIN)).toMatchObject({ addedMs: MIN });
    await expect(run.addTime(show.id, producer, MIN, show.items[1])).rejects.toMatchObject(refusal('conflict'));
    expect((await takeNext()).addedMs).toBe(0);
    expect(await client().auditLine.findMany({ where: { broadcastId: show.id, action: 'rundown.addTime' } })).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ subject: 'Élément 0 · +1:00' }),
        expect.objectContaining({ subject: 'Élément 0 · −0:30' }),
      ]),
    );
  });

  test('a pause keeps the clock where it is, also over the end of a process', async () => {
    await takeNext();
    now += 4 * MIN;
    await run.pause(show.id, producer);
    now += 10 * MIN;
    expect((await rundown()).items[0]?.expectedEnd).toBe(new Date(now + 16 * MIN).toISOString());
    expect(await run.pause(show.id, producer, true)).toMatchObject({ pausedAt: expect.any(String) });
    const resumed = await run.pause(show.id, producer);
    expect(resumed).toMatchObject({ pausedAt: null, pausedMs: 10 * MIN });
    expect(resumed.items[0]?.expectedEnd).toBe(new Date(now + 16 * MIN).toISOString());
    expect((await takeNext()).pausedMs).toBe(0);
  });

  test('what is skipped is not taken, and gives its place on preview to the one after it', async () => {
    await takeNext();
    const skipped = await run.skip(show.id, producer, show.items[1], true);
    expect(skipped).toMatchObject({ nextItemId: show.items[2] });
    expect(await loadBuses(client(), show.id)).toMatchObject({ program: feed(0), preview: feed(1) });
    await expect(run.take(show.id, producer, skipped.version, show.items[1])).rejects.toMatchObject(
      refusal('invalidState'),
    );
    await expect(run.skip(show.id, producer, show.items[0], true)).rejects.toMatchObject(refusal('invalidState'));
    await program.preview(show.id, producer, feed(2));
    const back = await run.skip(show.id, producer, show.items[1], false);
    expect(back).toMatchObject({ nextItemId: show.items[1] });
    expect(await loadBuses(client(), show.id)).toMatchObject({ preview: feed(2) });
  });

  describe('an item that ends with the next one', () => {
    const goOn = () => run.goOn(show.id);

    test('is followed when its time is over, once, with what was added; not a moment before', async () => {
      await ends(0, { endAction: 'next', plannedDurationMs: MIN });
      await takeNext();
      await run.addTime(show.id, producer, 30_000);
      const due = now + 90_000;
      now = due - 1;
      expect(await goOn()).toBe(due);
      now = due;
      await Promise.all([goOn(), goOn()]);
      expect(await rundown()).toMatchObject({ currentItemId: show.items[1] });
      expect(await client().asRun.count({ where: { broadcastId: show.id } })).toBe(2);
      expect(await loadBuses(client(), show.id)).toMatchObject({ program: { type: 'slate' }, preview: feed(1) });
      expect(await actions()).toEqual(['rundown.takeNext', 'rundown.addTime', 'rundown.goOn']);
      now += 60 * MIN;
      expect(await goOn()).toBeNull();
      expect(await rundown()).toMatchObject({ currentItemId: show.items[1] });
    });

    test('is followed by nothing while it is held or stands, and its clock goes on', async () => {
      await ends(0, { endAction: 'next', plannedDurationMs: MIN });
      await takeNext();
      await run.hold(show.id, producer);
      now += 2 * MIN;
      expect(await goOn()).toBeNull();
      expect((await rundown()).items[0]).toMatchObject({ status: 'onAir', overUnderMs: MIN });
      await run.pause(show.id, producer, true);
      await run.hold(show.id, producer, false);
      expect(await goOn()).toBeNull();
      await run.pause(show.id, producer, false);
      await goOn();
      expect(await rundown()).toMatchObject({ currentItemId: show.items[1], heldAt: null });
    });

    test('is followed by the server itself, also by one that starts after it should have been', async () => {
      await ends(0, { endAction: 'next', plannedDurationMs: 50 });
      await ends(1, { endAction: 'next', plannedDurationMs: 50 });
      const timer = () =>
        new RunTimer({ database: opened.database, outbox, run, clock: new ClockWatch(), log, now: () => now });
      await takeNext();
      now += 10 * MIN;
      const later = timer();
      await later.start();
      await until('the second item', async () => (await rundown()).currentItemId === show.items[1]);
      now += 50;
      await until('the third item', async () => (await rundown()).currentItemId === show.items[2]);
      await later.close();
      await later.close();
      expect(await client().asRun.count({ where: { broadcastId: show.id } })).toBe(3);
    });
  });

  test('a machine whose clock is set goes on counting from where it was', async () => {
    await ends(0, { endAction: 'next', plannedDurationMs: 20 * MIN });
    await takeNext();
    let monotonic = 0;
    const clock = new ClockWatch({ wall: () => now, monotonic: () => monotonic });
    const timer = new RunTimer({ database: opened.database, outbox, run, clock, log, now: () => now });
    const elapsed = async () => now - Date.parse((await rundown()).currentStartedAt ?? '');
    const pass = (ms: number) => {
      now += ms;
      monotonic += ms;
    };
    for (const jump of [60 * MIN, -120 * MIN, 0]) {
      pass(5 * MIN);
      const before = await elapsed();
      now += jump;
      await timer.look();
      expect(await elapsed()).toBe(before);
      expect((await run.goOn(show.id)) ?? 0).toBe(now + 20 * MIN - before);
    }
    expect((await actions()).toSorted()).toEqual(['rundown.clockJump', 'rundown.clockJump', 'rundown.takeNext']);
    const { items } = await takeNext();
    expect(items[0]?.overUnderMs).toBe(-5 * MIN);
    await timer.close();
  });

  describe('a rehearsal', () => {
    beforeEach(async () => {
      await board.close();
      await removeShow(opened.database, show);
      await begin('scheduled');
    });

    test('runs like the show and leaves nothing behind', async () => {
      await program.preview(show.id, producer, feed(2));
      const seen = await liveView.view(show.id, new Date(now));
      const before = await rundown();
      const buses = await loadBuses(client(), show.id);
      await client().contributor.updateMany({ where: { broadcastId: show.id }, data: { here: true } });
      const told: string[] = [];
      outbox.subscribe(({ scope, event }) => told.push(`${scope}:${event.type}`));

      now += 24 * 60 * MIN;
      expect(await run.rehearse(show.id, producer)).toMatchObject({ run: 'rehearsal', currentItemId: null });
      await ends(0, { endAction: 'next', plannedDurationMs: MIN });
      await takeNext();
      expect(await loadBuses(client(), show.id)).toMatchObject({ program: { type: 'slate' }, preview: feed(0) });
      now += MIN;
      await run.goOn(show.id);
      await run.addTime(show.id, producer, MIN);
      const running = await takeNext();
      expect(running.run).toBe('rehearsal');
      expect(running.overUnderMs).toBe(-20 * MIN - 19 * MIN);
      now -= 24 * 60 * MIN;
      expect(statuses(running)).toEqual(['done', 'done', 'onAir']);
      await ends(0, { endAction: 'hold', plannedDurationMs: 20 * MIN });
      expect(await liveView.view(show.id, new Date(now - MIN))).toEqual(seen);

      const after = await run.rehearse(show.id, producer);
      expect(after).toEqual({
        ...before,
        version: after.version,
        items: expect.any(Array),
        expectedEnd: after.expectedEnd,
        overUnderMs: after.overUnderMs,
        delayMs: after.delayMs,
      });
      expect(statuses(after)).toEqual(statuses(before));
      expect(after.items.map(({ actualStart }) => actualStart)).toEqual([null, null, null]);
      expect(await loadBuses(client(), show.id)).toMatchObject({ program: buses.program, preview: feed(2) });
      expect(told.filter((one) => !one.startsWith('control:'))).toEqual([]);
      expect(told).not.toContain('control:cue');
      expect(await client().asRun.count({ where: { broadcastId: show.id } })).toBe(0);
      expect(await client().cue.count({ where: { broadcastId: show.id } })).toBe(0);
      expect((await actions()).toSorted()).toEqual(['preview', 'rehearsal.begin', 'rehearsal.end']);
      expect(await client().run.findUnique({ where: { broadcastId: show.id } })).toMatchObject({
        state: 'idle',
        rehearsal: null,
      });
    });

    test('ends by itself when the broadcast goes live; a live one is not rehearsed', async () => {
      await run.rehearse(show.id, producer, true);
      await takeNext();
      await program.goLive(show.id, producer);
      expect(await rundown()).toMatchObject({ run: 'live', currentItemId: null, nextItemId: show.items[0] });
      expect(await loadBuses(client(), show.id)).toMatchObject({ program: { type: 'slate' }, preview: feed(0) });
      await expect(run.rehearse(show.id, producer)).rejects.toMatchObject(refusal('invalidState'));
      expect(await run.rehearse(show.id, producer, false)).toMatchObject({ run: 'live' });
    });

    test('what somebody put on preview before the show stays there when it goes live', async () => {
      await program.preview(show.id, producer, feed(2));
      await program.goLive(show.id, producer);
      expect(await loadBuses(client(), show.id)).toMatchObject({ preview: feed(2) });
    });

    test('without one nothing is taken before the show', async () => {
      await expect(takeNext()).rejects.toMatchObject(refusal('invalidState'));
    });
  });
});
