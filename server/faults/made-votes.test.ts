/** Votes that somebody makes up: noticed, taken out of the count, and given back where it was wrong. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  audienceCommands,
  ControlEnvelope,
  controlCommands,
  isBurst,
  Nothing,
  StaffQuestion,
} from '../contract/index.ts';
import type { TestClient } from '../testing/clients.ts';
import { makeQuestions, makeShow, removeShow, type Show } from '../testing/fixtures.ts';
import { type Harness, startHarness } from '../testing/harness.ts';
import { until } from '../testing/until.ts';

const Vote = audienceCommands['question:vote'].output;
const Origins = controlCommands['votes:origins'].output;
const Voided = controlCommands['votes:void'].output;
const Bursts = controlCommands['votes:bursts'].output;

let harness: Harness;
let show: Show;
beforeAll(async () => {
  harness = await startHarness({ settings: { TRUSTED_PROXIES: 1 } });
  show = await makeShow(harness.database);
}, 120_000);
afterAll(() => harness?.close());

async function viewerFrom(address: string): Promise<TestClient> {
  const extraHeaders = { cookie: await harness.voterCookie(), 'x-forwarded-for': address };
  const viewer = await harness.client('/audience', { extraHeaders }).connected();
  await viewer.ok('audience:join', { slug: show.slug }, audienceCommands['audience:join'].output);
  return viewer;
}

function alarms(desk: TestClient): number {
  return desk
    .messages('event')
    .map((message) => ControlEnvelope.parse(message).event)
    .filter((event) => event.type === 'log' && event.line.action === 'votes.burst').length;
}

test('a burst from one address is told once, its votes leave the count and come back, and those of others stay', async () => {
  const [id = '', other = ''] = await makeQuestions(harness.database, show, 2);
  const { slug } = show;
  const desk = await harness.control('moderator', show);
  const people = await Promise.all(['198.51.100.1', '198.51.100.2', '2001:db8:5::1'].map(viewerFrom));
  for (const person of people) await person.ok('question:vote', { slug, id, on: true }, Vote);
  expect(alarms(desk)).toBe(0);
  // A new address within one prefix each time: it is one place all the same.
  const script = await Promise.all(
    Array.from({ length: 45 }, (_, turn) => viewerFrom(`2001:db8:0:9:${(turn + 1).toString(16)}::1`)),
  );
  for (const voter of script) await voter.ok('question:vote', { slug, id, on: true }, Vote);
  await script[0]?.ok('question:vote', { slug, id: other, on: true }, Vote);
  await until('the alarm', () => alarms(desk) > 0);

  const { origins } = await desk.ok('votes:origins', { slug, id }, Origins);
  expect(origins.map(({ votes }) => votes)).toEqual([45, 1, 1, 1]);
  expect(origins.map(isBurst)).toEqual([true, false, false, false]);
  expect(await desk.ok('votes:bursts', { slug }, Bursts)).toEqual({ ids: [id] });
  const origin = origins[0]?.origin ?? '';
  expect(JSON.stringify(origins)).not.toContain('2001');
  const taken = { slug, id, origin, void: true };
  expect(await desk.ok('votes:void', taken, Voided)).toEqual({ votes: 3 });
  expect(await desk.ok('votes:void', taken, Voided)).toEqual({ votes: 3 });
  await until('everybody to see it', () => people[0]?.totals(id).at(-1) === 3);
  // Its voters cannot put them back one by one.
  expect(await script[0]?.ok('question:vote', { slug, id, on: true }, Vote)).toMatchObject({ votes: 3 });
  expect(await harness.database.client.question.findUnique({ where: { id: other } })).toMatchObject({ votes: 1 });

  expect(await desk.ok('votes:void', { ...taken, void: false }, Voided)).toEqual({ votes: 48 });
  expect(await harness.database.client.vote.count({ where: { questionId: id } })).toBe(48);
  expect(alarms(desk)).toBe(1);
  // Judged once, it is nobody's task any more; who judged what is told with it.
  expect(await desk.ok('votes:bursts', { slug }, Bursts)).toEqual({ ids: [] });
  await desk.ok('votes:accept', { slug, id }, Nothing);
  const { judgements } = await desk.ok('votes:origins', { slug, id }, Origins);
  expect(judgements.map(({ what, votes }) => [what, votes])).toEqual([
    ['accept', null],
    ['restore', 45],
    ['void', 45],
    ['burst', null],
  ]);

  // Merged, they are counted where it is counted now, and leave that count as well.
  const version = async (of: string) =>
    (await harness.database.client.question.findUniqueOrThrow({ where: { id: of } })).version;
  const merge = { slug, id, version: await version(id), move: { type: 'merge', into: other } };
  await desk.ok('question:move', merge, StaffQuestion);
  const votesOf = async (of: string) =>
    (await harness.database.client.question.findUniqueOrThrow({ where: { id: of } })).votes;
  expect(await votesOf(other)).toBe(48);
  expect(await desk.ok('votes:void', taken, Voided)).toEqual({ votes: 3 });
  expect(await votesOf(other)).toBe(4);
  // Whoever speaks for others is looked at with their votes.
  const all = await desk.ok('votes:origins', { slug, id: other }, Origins);
  expect(all.origins[0]).toMatchObject({ origin, votes: 1, voided: 45 });
  expect(await desk.ok('votes:void', { ...taken, id: other, void: false }, Voided)).toEqual({ votes: 48 });
}, 90_000);

test('made-up voters of one IPv6 prefix are told when to come back after some hundreds of votes; their neighbours are not', async () => {
  const crowded = await makeShow(harness.database);
  const ids = await makeQuestions(harness.database, crowded, 20);
  const from = (turn: number) => viewerFrom(`2001:db8:0:a:${(turn + 1).toString(16)}::1`);
  const script = await Promise.all(Array.from({ length: 40 }, (_, turn) => from(turn)));
  const replies = await Promise.all(
    script.flatMap((voter) => ids.map((id) => voter.command('question:vote', { slug: crowded.slug, id, on: true }))),
  );
  const refused = replies.flatMap((reply) => (reply.ok ? [] : [reply.error]));
  expect(refused.length).toBeGreaterThan(0);
  expect(replies.length - refused.length).toBeGreaterThanOrEqual(600);
  expect(refused.every(({ code, retryAfterMs }) => code === 'tooMany' && (retryAfterMs ?? 0) > 0)).toBe(true);
  const neighbour = await viewerFrom('2001:db8:0:b::1');
  await neighbour.ok('question:vote', { slug: crowded.slug, id: ids[0], on: true }, Vote);
  for (const voter of script) voter.close();
  await removeShow(harness.database, crowded);
}, 60_000);

test('only those who moderate or produce may look at where votes came from; other broadcasts’ questions are not found', async () => {
  const stranger = await makeShow(harness.database);
  const [foreign] = await makeQuestions(harness.database, stranger, 1);
  const presenter = await harness.control('presenter', show);
  const moderator = await harness.control('moderator', show);
  const wanted = { slug: show.slug, id: foreign };
  expect(await presenter.refused('votes:origins', wanted)).toMatchObject({ code: 'forbidden' });
  expect(await moderator.refused('votes:origins', wanted)).toMatchObject({ code: 'notFound' });
  const taking = { ...wanted, origin: 'x', void: true };
  expect(await moderator.refused('votes:void', taking)).toMatchObject({ code: 'notFound' });
  expect(await presenter.refused('votes:bursts', { slug: show.slug })).toMatchObject({ code: 'forbidden' });
  expect(await moderator.refused('votes:accept', wanted)).toMatchObject({ code: 'notFound' });
});
