import { DATABASES, type TestDatabase } from '@antenne/prisma/testing';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Actor } from '../accounts/access.ts';
import { HlsAddresses } from '../broadcasts/hls-addresses.ts';
import { LiveView } from '../broadcasts/live-view.ts';
import { FADER_FLOOR, type SourceRef } from '../contract/index.ts';
import { ContributorBoard } from '../contributors/board.ts';
import { makeMove } from '../moderation/move.ts';
import { Changes } from '../platform/changes.ts';
import { Outbox } from '../platform/outbox.ts';
import { createQuestion } from '../questions/store.ts';
import { makeShow, type Show } from '../testing/fixtures.ts';
import { Air } from './air.ts';
import { loadBuses } from './bus-store.ts';
import { desiredBroadcast } from './desired-store.ts';
import { Graphics } from './graphics.ts';
import { latestLog } from './log-store.ts';
import { Program } from './program.ts';
import { SoundDesk } from './sound-desk.ts';

const log = pino({ level: 'silent' });
const producer: Actor = { id: '11111111-1111-4111-8111-111111111111', name: 'Ada', roles: ['producer'] };

describe.each(DATABASES)('the programme on $name', ({ open }) => {
  let opened: TestDatabase;
  let show: Show;
  let changes: Changes;
  let program: Program;
  let board: ContributorBoard;
  beforeAll(async () => {
    opened = await open();
  }, 120_000);
  afterAll(() => opened?.remove());
  beforeEach(async () => {
    const { database } = opened;
    show = await makeShow(database);
    changes = new Changes(database, new Outbox());
    board = new ContributorBoard(database, changes, () => {}, log);
    program = new Program(
      changes,
      new Air(database, changes, board, log),
      new LiveView(database, changes, new HlsAddresses('http://media.test', 'a secret of sixteen'), log),
      new Graphics(changes, log),
    );
  });

  afterEach(() => board.close());

  const client = () => opened.database.client;
  const feed = (index: 0 | 1 | 2): SourceRef => ({ type: 'feed', contributorId: show.contributors[index] });

  test('two producers who press take at once cut once, and the second sees what is on air', async () => {
    const { version } = await program.preview(show.id, producer, feed(0));
    const outcomes = await Promise.allSettled([
      program.take(show.id, producer, version, {}),
      program.take(show.id, { ...producer, name: 'Bob' }, version, {}),
    ]);
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const rejected = outcomes.find((outcome) => outcome.status === 'rejected');
    expect(rejected?.reason).toMatchObject({
      failure: { code: 'conflict', current: { program: feed(0), version: version + 1 } },
    });
    expect(await loadBuses(client(), show.id)).toEqual({
      version: version + 1,
      program: feed(0),
      preview: { type: 'slate' },
      transition: { type: 'cut' },
      takes: 1,
      held: [],
    });
    expect(await client().auditLine.count({ where: { broadcastId: show.id, action: 'take' } })).toBe(1);
  });

  test('previewing the same source again leaves the version alone', async () => {
    const first = await program.preview(show.id, producer, feed(1));
    expect(await program.preview(show.id, producer, feed(1))).toEqual(first);
  });

  test('a source of another broadcast is not found', async () => {
    const other = await makeShow(opened.database);
    const stranger: SourceRef = { type: 'feed', contributorId: other.contributors[0] };
    await expect(program.preview(show.id, producer, stranger)).rejects.toMatchObject({ failure: { code: 'notFound' } });
    await expect(program.take(show.id, producer, 1, { source: stranger })).rejects.toMatchObject({
      failure: { code: 'notFound' },
    });
    expect(await loadBuses(client(), show.id)).toMatchObject({ version: 1 });
  });

  test('a take and a preview grow the number of what media should do', async () => {
    const before = await desiredBroadcast(client(), show.id);
    const { version } = await program.preview(show.id, producer, feed(2));
    expect(await desiredBroadcast(client(), show.id)).toMatchObject({ rev: before.rev + 1, standby: feed(2) });
    await program.take(show.id, producer, version, {});
    expect(await desiredBroadcast(client(), show.id)).toMatchObject({
      rev: before.rev + 2,
      program: feed(2),
      stage: 'live',
    });
  });

  test('a scene names all its people, and one whom the broadcast does not know is refused', async () => {
    const other = await makeShow(opened.database);
    const scene = (contributorIds: string[]): SourceRef => ({
      type: 'twoUp',
      slots: contributorIds.map((contributorId) => ({ type: 'feed', contributorId })),
    });
    const [first, second] = show.contributors;
    const { version } = await program.preview(show.id, producer, scene([first, second]));
    const mix = { type: 'mix', frames: 12 } as const;
    await program.take(show.id, producer, version, { transition: mix });
    const desired = await desiredBroadcast(client(), show.id);
    expect(desired).toMatchObject({ program: scene([first, second]), transition: mix });
    const names = desired.contributors.slice(0, 2).map(({ name }) => name);
    expect(
      await client().auditLine.findFirst({ where: { broadcastId: show.id, action: 'take' }, orderBy: { at: 'desc' } }),
    ).toMatchObject({ subject: names.join(' + ') });
    await expect(program.preview(show.id, producer, scene([first, other.contributors[0]]))).rejects.toMatchObject({
      failure: { code: 'notFound' },
    });
  });

  test('a fader reaches media as a gain and the tiles as it stands; muting is logged, moving is not', async () => {
    const [id] = show.contributors;
    const desk = new SoundDesk(changes, board);
    const gain = async () => (await desiredBroadcast(client(), show.id)).contributors[0]?.gain;
    expect(await gain()).toBe(1);
    expect(await desk.set(show.id, producer, id, { gainDb: -6 })).toMatchObject({ gainDb: -6, muted: false });
    expect(await gain()).toBeCloseTo(0.501, 3);
    await desk.set(show.id, producer, id, { muted: true });
    expect(await gain()).toBe(0);
    expect((await board.list(show.id))[0]?.sound).toMatchObject({ gainDb: -6, muted: true });
    await desk.set(show.id, producer, id, { gainDb: FADER_FLOOR, muted: false });
    expect(await gain()).toBe(0);
    const actions = await client().auditLine.findMany({ where: { broadcastId: show.id }, orderBy: { at: 'asc' } });
    expect(actions.map(({ action }) => action)).toEqual(['sound.mute', 'sound.open']);
    const other = await makeShow(opened.database);
    await expect(desk.set(show.id, producer, other.contributors[0], { muted: true })).rejects.toMatchObject({
      failure: { code: 'notFound' },
    });
  });

  test('what is done before the fader reaches media and the tiles; the integrated loudness is begun anew by number', async () => {
    const [id] = show.contributors;
    const desk = new SoundDesk(changes, board);
    const desired = () => desiredBroadcast(client(), show.id);
    const before = await desired();
    expect(before.contributors[0]?.processing).toEqual({ delayMs: 0, gate: 'off', compressor: 'off', trim: true });
    await desk.set(show.id, producer, id, { delayMs: 120, gate: 'soft', trim: false });
    await desk.set(show.id, producer, id, { compressor: 'voice', gate: undefined });
    const processing = { delayMs: 120, gate: 'soft', compressor: 'voice', trim: false };
    const after = await desired();
    expect(after.contributors[0]?.processing).toEqual(processing);
    expect(after.rev).toBeGreaterThan(before.rev);
    const hears = { program: true, others: [] };
    const plain = { gainDb: 0, muted: false, mode: 'follow', hears, ...processing };
    expect((await board.list(show.id))[0]?.sound).toEqual(plain);
    await desk.set(show.id, producer, id, { delayMs: 120 });
    expect((await desired()).rev).toBe(after.rev);
    await desk.set(show.id, producer, id, { mode: 'open' });
    expect((await desired()).contributors[0]?.mode).toBe('open');
    await desk.resetLoudness(show.id);
    expect((await desired()).loudnessRun).toBe((before.loudnessRun ?? 0) + 1);
  });

  test('what a contributor hears reaches media and the log; nobody is made to hear themselves', async () => {
    const [id, other] = show.contributors;
    const desk = new SoundDesk(changes, board);
    const heard = async () => (await desiredBroadcast(client(), show.id)).contributors[0]?.hears;
    expect(await heard()).toEqual({ program: true, others: [] });
    await desk.set(show.id, producer, id, { hears: { program: false, others: [other] } });
    expect(await heard()).toEqual({ program: false, others: [other] });
    await desk.set(show.id, producer, id, { gainDb: -6 });
    expect((await board.list(show.id))[0]?.sound).toMatchObject({
      gainDb: -6,
      hears: { program: false, others: [other] },
    });
    expect((await latestLog(client(), show.id)).map(({ action }) => action)).toContain('sound.hears');
    const refused = (others: string[]) => desk.set(show.id, producer, id, { hears: { program: true, others } });
    await expect(refused([id])).rejects.toMatchObject({ failure: { code: 'badRequest' } });
    await expect(refused(['11111111-1111-4111-8111-111111111112'])).rejects.toMatchObject({
      failure: { code: 'notFound' },
    });
    expect(await heard()).toEqual({ program: false, others: [other] });
  });

  test('the show goes live once and ends once; open questions become history', async () => {
    const scheduled = await makeShow(opened.database, { state: 'scheduled', window: 'preOpen' });
    await expect(program.end(scheduled.id, producer)).rejects.toMatchObject({ failure: { code: 'invalidState' } });
    expect(await program.goLive(scheduled.id, producer)).toMatchObject({
      state: 'live',
      startedAt: expect.any(String),
    });
    await expect(program.goLive(scheduled.id, producer)).rejects.toMatchObject({ failure: { code: 'invalidState' } });
    const [pending, onAir] = [await ask(scheduled), await ask(scheduled)];
    await client().question.update({ where: { id: onAir }, data: { state: 'onAir' } });
    expect(await program.end(scheduled.id, producer)).toMatchObject({
      state: 'ended',
      nowItemId: null,
      themes: [{ window: 'closed' }],
    });
    const states = await client().question.findMany({ where: { id: { in: [pending, onAir] } } });
    expect(Object.fromEntries(states.map(({ id, state }) => [id, state]))).toEqual({
      [pending]: 'archived',
      [onAir]: 'answered',
    });
    expect(await desiredBroadcast(client(), scheduled.id)).toMatchObject({ stage: 'closed', question: null });
  });

  async function ask(of: Show): Promise<string> {
    const question = {
      voterId: crypto.randomUUID(),
      key: crypto.randomUUID(),
      themeId: of.themeId,
      text: 'Pourquoi ?',
      author: 'Zoé',
      place: 'Lyon',
    };
    return (await changes.run(of.id, (change) => createQuestion(change, question))).id;
  }
  const move = (
    id: string,
    version: number,
    wanted: Parameters<typeof makeMove>[2]['move'],
    actor: Actor = { ...producer, roles: ['moderator', 'producer'] },
  ) => changes.run(show.id, (change) => makeMove(change, actor, { id, version, move: wanted }));

  test('two moderators on one question: one wins, the other gets the current state', async () => {
    const id = await ask(show);
    const outcomes = await Promise.allSettled([
      move(id, 1, { type: 'approve' }),
      move(id, 1, { type: 'reject', reason: 'offTopic' }),
    ]);
    const winner = outcomes.find((outcome) => outcome.status === 'fulfilled');
    const loser = outcomes.find((outcome) => outcome.status === 'rejected');
    expect(loser?.reason).toMatchObject({ failure: { code: 'conflict', current: winner?.value } });
    expect(winner?.value).toMatchObject({ version: 2 });
  });

  test('two takes of two questions: exactly one is on air, in the picture too', async () => {
    const ids = [await ask(show), await ask(show)];
    for (const id of ids) await move(id, 1, { type: 'approve' });
    const outcomes = await Promise.allSettled(ids.map((id) => move(id, 2, { type: 'putOnAir', replace: false })));
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const onAir = await client().question.findMany({ where: { broadcastId: show.id, state: 'onAir' } });
    expect(onAir).toHaveLength(1);
    const loser = outcomes.find((outcome) => outcome.status === 'rejected');
    expect(loser?.reason).toMatchObject({
      failure: { code: 'conflict', current: { id: onAir[0]?.id, state: 'onAir' } },
    });
    expect(await desiredBroadcast(client(), show.id)).toMatchObject({
      question: { id: onAir[0]?.id, text: 'Pourquoi ?', author: 'Zoé', place: 'Lyon', theme: 'Le prix' },
    });
  });

  test('a question that replaces another answers it', async () => {
    const [first, second] = [await ask(show), await ask(show)];
    for (const id of [first, second]) await move(id, 1, { type: 'approve' });
    await move(first, 2, { type: 'putOnAir', replace: false });
    const { rev } = await desiredBroadcast(client(), show.id);
    await move(second, 2, { type: 'putOnAir', replace: true });
    expect(await client().question.findUnique({ where: { id: first } })).toMatchObject({ state: 'answered' });
    expect(await desiredBroadcast(client(), show.id)).toMatchObject({ question: { id: second }, rev: rev + 1 });
  });

  test('an edit on air changes the picture; the original stays', async () => {
    const id = await ask(show);
    await move(id, 1, { type: 'approve' });
    await move(id, 2, { type: 'putOnAir', replace: false });
    const edited = await move(id, 3, { type: 'edit', text: '  Pourquoi\u202e donc ?' });
    expect(edited).toMatchObject({ original: 'Pourquoi ?', edited: 'Pourquoi donc ?', version: 4 });
    expect(await desiredBroadcast(client(), show.id)).toMatchObject({ question: { text: 'Pourquoi donc ?' } });
  });

  test.each([
    ['presenter', { type: 'approve' }],
    ['producer', { type: 'approve' }],
    ['presenter', { type: 'reject', reason: 'offTopic' }],
  ] as const)('a %s may not %o', async (role, wanted) => {
    const id = await ask(show);
    await expect(move(id, 1, wanted, { ...producer, roles: [role] })).rejects.toMatchObject({
      failure: { code: 'forbidden' },
    });
  });

  test('a question of another broadcast is not found', async () => {
    const other = await makeShow(opened.database);
    const id = await ask(other);
    await expect(move(id, 1, { type: 'approve' })).rejects.toMatchObject({ failure: { code: 'notFound' } });
  });
});
