import { randomUUID } from 'node:crypto';
import { DATABASES, type TestDatabase } from '@antenne/prisma/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeShow } from '../testing/fixtures.ts';
import { Ballots } from './ballots-store.ts';
import { voteTotals } from './store.ts';

describe.each(DATABASES)('on $name', ({ open }) => {
  let opened: TestDatabase;
  let show: Awaited<ReturnType<typeof makeShow>>;
  beforeAll(async () => {
    opened = await open();
    show = await makeShow(opened.database);
  });
  afterAll(() => opened.remove());

  const client = () => opened.database.client;
  const voters = (count: number) => Array.from({ length: count }, () => randomUUID());
  async function question(state: 'approved' | 'answered' | 'pending' = 'approved'): Promise<string> {
    const id = randomUUID();
    const { id: broadcastId, themeId } = show;
    const asked = { voterId: randomUUID(), key: randomUUID(), original: 'Pourquoi ?', submittedAt: new Date() };
    await client().question.create({ data: { id, broadcastId, themeId, state, ...asked } });
    return id;
  }
  const vote = (questionId: string, voterId: string, on = true) => ({
    ...{ broadcastId: show.id, questionId, voterId, origin: 'here', on },
  });

  test('a crowd that votes at once is counted, each voter once, whatever order they change their minds in', async () => {
    const ballots = new Ballots(opened.database);
    const [one, other] = [await question(), await question()];
    const crowd = voters(60);
    const cast = crowd.flatMap((voterId, index) => [
      ballots.cast(vote(one, voterId)),
      ballots.cast(vote(other, voterId)),
      ballots.cast(vote(one, voterId)),
      // Every third one takes it back, and every sixth gives it again.
      ...(index % 3 === 0 ? [ballots.cast(vote(one, voterId, false))] : []),
      ...(index % 6 === 0 ? [ballots.cast(vote(one, voterId))] : []),
    ]);
    const counted = await Promise.all(cast);
    expect(counted.filter(({ changed }) => changed)).toHaveLength(60 + 60 + 20 + 10);
    expect(await voteTotals(client(), show.id)).toMatchObject({ [one]: 50, [other]: 60 });
    expect(await client().vote.count({ where: { questionId: one } })).toBe(50);
  });

  test('what cannot be voted for is refused by itself, and the others of the same moment count', async () => {
    const ballots = new Ballots(opened.database);
    const [open, answered, pending] = [await question(), await question('answered'), await question('pending')];
    const [voterId = ''] = voters(1);
    const elsewhere = { ...vote(open, voterId), broadcastId: randomUUID() };
    const outcomes = await Promise.allSettled(
      [
        vote(answered, voterId),
        vote(pending, voterId),
        vote(randomUUID(), voterId),
        vote(open, voterId),
        elsewhere,
      ].map((each) => ballots.cast(each)),
    );
    const said = outcomes.map((outcome) =>
      outcome.status === 'fulfilled' ? outcome.value.votes : outcome.reason.failure.code,
    );
    expect(said.slice(0, 3)).toEqual(['invalidState', 'notFound', 'notFound']);
    // The same voter and question twice, one of them through another broadcast: it waits, and is refused.
    expect(said.slice(3)).toEqual([1, 'notFound']);
  });

  test('a theme that takes no votes refuses them; a voided vote stays out; one for a merged question counts above', async () => {
    const [closedAt, ballots] = [new Date(Date.now() + 3_600_000), new Ballots(opened.database)];
    await client().theme.update({
      where: { id: show.themeId },
      data: { window: null, opensAt: new Date(0), closesAt: closedAt },
    });
    const late = new Ballots(opened.database, () => closedAt);
    const [speaker, merged] = [await question(), await question()];
    const [first = '', second = '', third = ''] = voters(3);
    await expect(late.cast(vote(speaker, first))).rejects.toMatchObject({ failure: { code: 'closed' } });

    await client().voidedVote.create({
      data: { questionId: speaker, voterId: first, origin: 'here', createdAt: new Date() },
    });
    expect(await ballots.cast(vote(speaker, first))).toMatchObject({ votes: 0, changed: false });

    await client().question.update({ where: { id: merged }, data: { mergedIntoId: speaker } });
    await client().question.update({ where: { id: speaker }, data: { mergedCount: 1 } });
    const both = [
      ballots.cast(vote(merged, second)),
      ballots.cast(vote(speaker, second)),
      ballots.cast(vote(merged, third)),
    ];
    expect((await Promise.all(both)).map(({ id }) => id)).toEqual([speaker, speaker, speaker]);
    expect((await voteTotals(client(), show.id))[speaker]).toBe(2);
  });

  test('while the database is away every vote is told so', async () => {
    const gone = await open();
    await gone.remove();
    const ballots = new Ballots(gone.database);
    const outcomes = await Promise.allSettled(voters(3).map((voterId) => ballots.cast(vote(randomUUID(), voterId))));
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  });
});
