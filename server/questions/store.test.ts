import { randomUUID } from 'node:crypto';
import { DATABASES, type TestDatabase } from '@antenne/prisma/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Changes } from '../platform/changes.ts';
import { Outbox } from '../platform/outbox.ts';
import { makeShow, type Show } from '../testing/fixtures.ts';
import { listForStaff } from './desk-store.ts';
import { listVotedFor } from './groups-store.ts';
import { applyMove, createQuestion, findQuestion, listPublic, setVote, voteTotals } from './store.ts';
import { Submissions } from './submit.ts';

describe.each(DATABASES)('questions on $name', ({ open }) => {
  let opened: TestDatabase;
  let show: Show;
  let changes: Changes;
  beforeAll(async () => {
    opened = await open();
  }, 120_000);
  afterAll(() => opened?.remove());
  beforeEach(async () => {
    show = await makeShow(opened.database);
    changes = new Changes(opened.database, new Outbox());
  });

  const client = () => opened.database.client;
  const ask = (text = 'Pourquoi ?') =>
    changes.run(show.id, (change) =>
      createQuestion(change, { voterId: randomUUID(), key: randomUUID(), themeId: show.themeId, text, author: null }),
    );
  const approve = (id: string) =>
    changes.run(show.id, async (change) =>
      applyMove(change, await findQuestion(change.tx, show.id, id), { type: 'approve' }),
    );

  test('the same key at the same moment makes one question; in another broadcast it is refused', async () => {
    const submissions = new Submissions(opened.database, changes);
    const sender = { voterId: randomUUID(), address: { family: 4 as const, key: '203.0.113.9' } };
    const question = { slug: show.slug, key: randomUUID(), themeId: show.themeId, text: 'Pourquoi ?' };
    const asked = await Promise.all([1, 2, 3].map(() => submissions.submit(question, sender)));
    expect(new Set(asked.map(({ id }) => id)).size).toBe(1);
    const other = await makeShow(opened.database);
    const elsewhere = submissions.submit({ ...question, slug: other.slug, themeId: other.themeId }, sender);
    await expect(elsewhere).rejects.toMatchObject({ failure: { code: 'badRequest' } });
  });

  test('votes of many at once are all counted, and each voter once', async () => {
    const { id } = await ask();
    await approve(id);
    const voters = Array.from({ length: 12 }, () => randomUUID());
    const votes = [...voters, ...voters].map((voterId) =>
      setVote(opened.database, { broadcastId: show.id, questionId: id, voterId, origin: 'here', on: true }),
    );
    const outcomes = await Promise.all(votes);
    expect(outcomes.filter(({ changed }) => changed)).toHaveLength(12);
    expect(await voteTotals(client(), show.id)).toEqual({ [id]: 12 });
    const [first = ''] = voters;
    await Promise.all(
      [1, 2].map(() =>
        setVote(opened.database, { broadcastId: show.id, questionId: id, voterId: first, origin: 'here', on: false }),
      ),
    );
    expect(await voteTotals(client(), show.id)).toEqual({ [id]: 11 });
    expect(await listVotedFor(client(), show.id, [first])).toEqual(new Map());
    expect(await client().vote.count({ where: { questionId: id } })).toBe(11);
  });

  test('the public list has the one on air first, then by votes, and nothing that is not public', async () => {
    const [low, high, onAir, pending] = [
      await ask('peu'),
      await ask('beaucoup'),
      await ask('à l’antenne'),
      await ask('attend'),
    ];
    for (const { id } of [low, high, onAir]) await approve(id);
    await setVote(opened.database, {
      broadcastId: show.id,
      questionId: high.id,
      voterId: randomUUID(),
      origin: 'here',
      on: true,
    });
    await client().question.update({ where: { id: onAir.id }, data: { state: 'onAir' } });
    const listed = await listPublic(client(), show.id);
    expect(listed.map(({ text }) => text)).toEqual(['à l’antenne', 'beaucoup', 'peu']);
    expect(JSON.stringify(listed)).not.toContain('voterId');
    expect((await listForStaff(client(), show.id)).map(({ id }) => id)).toContain(pending.id);
  });

  test('a move that does not exist changes nothing', async () => {
    const { id } = await ask();
    const answering = changes.run(show.id, async (change) =>
      applyMove(change, await findQuestion(change.tx, show.id, id), { type: 'answered' }),
    );
    await expect(answering).rejects.toMatchObject({ failure: { code: 'invalidState' } });
    expect(await client().question.findUnique({ where: { id } })).toMatchObject({ state: 'pending', version: 1 });
  });
});
