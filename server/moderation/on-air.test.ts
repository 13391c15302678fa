/** Questions go on air from the studio and from the presenter's page, over real sockets. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AudienceEnvelope, StaffQuestion } from '../contract/index.ts';
import type { TestClient } from '../testing/clients.ts';
import { makeShow, type Show } from '../testing/fixtures.ts';
import { type Harness, startHarness } from '../testing/harness.ts';
import { until } from '../testing/until.ts';

let harness: Harness;
let show: Show;
let producer: TestClient;
let presenter: TestClient;
beforeAll(async () => {
  harness = await startHarness();
  show = await makeShow(harness.database);
  producer = await harness.control('producer', show);
  presenter = await harness.control('presenter', show);
}, 120_000);
afterAll(() => harness?.close());

const question = (original: string) =>
  harness.database.client.question.create({
    data: {
      id: randomUUID(),
      broadcastId: show.id,
      themeId: show.themeId,
      voterId: randomUUID(),
      key: randomUUID(),
      original,
      state: 'queued',
      submittedAt: new Date(),
    },
  });

const onAir = () => harness.database.client.question.findMany({ where: { broadcastId: show.id, state: 'onAir' } });

test('the presenter takes one question after the other; of two who replace the same one, one wins and the other is told', async () => {
  const [first, second, third] = [await question('Une ?'), await question('Deux ?'), await question('Trois ?')];
  const input = (id: string, version: number, move: object) => ({ slug: show.slug, id, version, move });
  const put = (id: string, replaces?: string) =>
    input(id, 1, { type: 'putOnAir', replace: replaces !== undefined, ...(replaces && { replaces }) });
  await presenter.ok('question:move', put(first.id), StaffQuestion);

  const replies = await Promise.all([
    presenter.command('question:move', put(second.id, first.id)),
    producer.command('question:move', put(third.id, first.id)),
  ]);
  const [winner] = await onAir();
  expect(await onAir()).toHaveLength(1);
  expect(replies.filter(({ ok }) => ok)).toHaveLength(1);
  const loser = replies.find(({ ok }) => !ok);
  expect(loser).toMatchObject({ error: { code: 'conflict', current: { id: winner?.id, state: 'onAir' } } });
  expect(await harness.database.client.question.findUnique({ where: { id: first.id } })).toMatchObject({
    state: 'answered',
  });

  // What was to be replaced is gone: nothing stands in the way.
  await presenter.ok('question:move', input(winner?.id ?? '', 2, { type: 'answered' }), StaffQuestion);
  const rest = winner?.id === second.id ? third.id : second.id;
  await presenter.ok('question:move', put(rest, winner?.id), StaffQuestion);
  const back = await presenter.ok('question:move', input(rest, 2, { type: 'takeOffAir' }), StaffQuestion);
  expect(back).toMatchObject({ state: 'queued', version: 3 });
  expect(await onAir()).toEqual([]);
});

test('whoever takes a replacement back has the one before on air again, as it was', async () => {
  const viewer = await harness.audience();
  await viewer.command('audience:join', { slug: show.slug });
  const [first, second, third] = [await question('Un ?'), await question('Deux ?'), await question('Trois ?')];
  const input = (id: string, version: number, move: object) => ({ slug: show.slug, id, version, move });
  const put = (id: string, version: number, replaces?: string) =>
    producer.ok(
      'question:move',
      input(id, version, { type: 'putOnAir', replace: replaces !== undefined, ...(replaces && { replaces }) }),
      StaffQuestion,
    );
  const since = (await put(first.id, 1)).onAirAt;
  await put(second.id, 1, first.id);
  const undo = { type: 'takeOffAir', restore: first.id };

  // It replaced that one and no other.
  const other = await presenter.refused('question:move', input(second.id, 2, { ...undo, restore: third.id }));
  expect(other).toMatchObject({ code: 'conflict', current: { id: third.id, state: 'queued' } });
  expect(await onAir()).toMatchObject([{ id: second.id }]);

  const off = await presenter.ok('question:move', input(second.id, 2, undo), StaffQuestion);
  expect(off).toMatchObject({ state: 'queued', onAirAt: null });
  expect(await onAir()).toMatchObject([{ id: first.id, answeredAt: null }]);
  expect((await onAir())[0]?.onAirAt?.toISOString()).toBe(since);
  const shown = () =>
    viewer.messages('event').flatMap((message) => {
      const { event } = AudienceEnvelope.parse(message);
      return event.type === 'question' && event.question.id === first.id ? [event.question.state] : [];
    });
  await until('the viewers to see the one before on air again', () => shown().join(' ') === 'onAir answered onAir');

  // Meanwhile the one before was taken up again: nothing is put back over that, and what is on air stays.
  const back = await put(second.id, 3, first.id);
  const { version } = await harness.database.client.question.findUniqueOrThrow({ where: { id: first.id } });
  const moderator = await harness.control('moderator', show);
  const reopen = input(first.id, version, { type: 'reopen', reason: 'pas finie' });
  await moderator.ok('question:move', reopen, StaffQuestion);
  const late = await producer.refused('question:move', input(second.id, back.version, undo));
  expect(late).toMatchObject({ code: 'conflict', current: { id: first.id, state: 'queued' } });
  expect(await onAir()).toMatchObject([{ id: second.id }]);
  await producer.ok('question:move', input(second.id, back.version, { type: 'answered' }), StaffQuestion);

  // The one that was to be replaced had been answered already: it was not replaced, and stays.
  const last = await put(third.id, 1, second.id);
  await producer.ok('question:move', input(third.id, last.version, { ...undo, restore: second.id }), StaffQuestion);
  expect(await onAir()).toEqual([]);
});
