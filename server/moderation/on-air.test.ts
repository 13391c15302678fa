/** Questions go on air from the studio and from the presenter's page, over real sockets. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { StaffQuestion } from '../contract/index.ts';
import type { TestClient } from '../testing/clients.ts';
import { makeShow, type Show } from '../testing/fixtures.ts';
import { type Harness, startHarness } from '../testing/harness.ts';

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
