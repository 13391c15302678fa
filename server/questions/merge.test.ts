import { randomUUID } from 'node:crypto';
import { DATABASES, type TestDatabase } from '@antenne/prisma/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { QuestionMove } from '../contract/index.ts';
import type { Change } from '../platform/changes.ts';
import { Changes } from '../platform/changes.ts';
import { Outbox, type OutgoingEnvelope } from '../platform/outbox.ts';
import { makeShow, type Show } from '../testing/fixtures.ts';
import { listVotedFor } from './groups-store.ts';
import { mergeQuestion, releaseMerged, unmergeQuestion } from './merge-store.ts';
import { applyMove, archiveOpen, createQuestion, findQuestion, listOwn, setVote } from './store.ts';

describe.each(DATABASES)('merged questions on $name', ({ open }) => {
  let opened: TestDatabase;
  let show: Show;
  let changes: Changes;
  let told: OutgoingEnvelope[];
  beforeAll(async () => {
    opened = await open();
  }, 120_000);
  afterAll(() => opened?.remove());
  beforeEach(async () => {
    show = await makeShow(opened.database);
    const outbox = new Outbox();
    changes = new Changes(opened.database, outbox);
    told = [];
    outbox.subscribe((envelope) => told.push(envelope));
  });

  const client = () => opened.database.client;
  const within = <T>(work: (change: Change) => Promise<T>) => changes.run(show.id, work);
  const ask = (voterId = randomUUID(), state: 'pending' | 'approved' = 'approved') =>
    within((change) =>
      createQuestion(change, {
        voterId,
        key: randomUUID(),
        themeId: show.themeId,
        text: 'Pourquoi ?',
        author: null,
        state,
      }),
    ).then(({ id }) => id);
  const merge = (id: string, into: string) =>
    within(async (change) =>
      mergeQuestion(change, await findQuestion(change.tx, show.id, id), { type: 'merge', into }),
    );
  const unmerge = (id: string) =>
    within(async (change) =>
      unmergeQuestion(change, await findQuestion(change.tx, show.id, id), { type: 'unmerge', reason: 'autre sujet' }),
    );
  const move = (id: string, what: Exclude<QuestionMove, { type: 'merge' | 'unmerge' }>) =>
    within(async (change) => applyMove(change, await findQuestion(change.tx, show.id, id), what));
  const vote = (questionId: string, voterId: string, on = true) =>
    setVote(opened.database, { broadcastId: show.id, questionId, voterId, origin: 'here', on });
  const stored = (id: string) => findQuestion(client(), show.id, id);
  const votesOf = async (id: string) => (await stored(id)).votes;

  test('count each voter once, and each has its own back afterwards', async () => {
    const [one, other] = [await ask(), await ask()];
    const [both, first, second] = [randomUUID(), randomUUID(), randomUUID()];
    for (const voter of [both, first]) await vote(one, voter);
    for (const voter of [both, second]) await vote(other, voter);
    await merge(one, other);
    expect(await stored(one)).toMatchObject({ state: 'merged', mergedIntoId: other, mergedFrom: 'approved' });
    expect(await stored(other)).toMatchObject({ votes: 3, mergedCount: 1 });
    expect((await listVotedFor(client(), show.id, [first])).get(first)).toEqual([other]);
    // Voted already, by the one that was merged.
    expect(await vote(other, first)).toEqual({ id: other, votes: 3, changed: false });
    await unmerge(one);
    expect(await stored(one)).toMatchObject({ state: 'approved', mergedIntoId: null, votes: 2 });
    expect(await stored(other)).toMatchObject({ votes: 2, mergedCount: 0 });
    expect((await listVotedFor(client(), show.id, [first])).get(first)).toEqual([one]);
  });

  test('a vote for a merged one is one for the question that speaks for it; taken back, it is gone from both', async () => {
    const [one, other] = [await ask(), await ask()];
    const [early, late] = [randomUUID(), randomUUID()];
    await vote(one, early);
    await merge(one, other);
    expect(await vote(one, late)).toEqual({ id: other, votes: 2, changed: true });
    expect(await vote(other, early, false)).toEqual({ id: other, votes: 1, changed: true });
    await unmerge(one);
    expect([await votesOf(one), await votesOf(other)]).toEqual([0, 1]);
  });

  test('votes that are given while it is being merged are all counted, once', async () => {
    const [one, other] = [await ask(), await ask()];
    const voters = Array.from({ length: 16 }, () => randomUUID());
    await Promise.all([
      ...voters.map((voter) => vote(one, voter)),
      ...voters.slice(8).map((voter) => vote(other, voter)),
      merge(one, other),
    ]);
    expect(await votesOf(other)).toBe(16);
    const again = await Promise.all(voters.map((voter) => vote(one, voter)));
    expect(again.every(({ changed }) => !changed)).toBe(true);
  });

  test('two merges of two into each other at once: one holds, and there is no circle', async () => {
    const [one, other] = [await ask(), await ask()];
    const outcomes = await Promise.allSettled([merge(one, other), merge(other, one)]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const states = [(await stored(one)).state, (await stored(other)).state];
    expect(states.toSorted()).toEqual(['approved', 'merged']);
  });

  test('nothing is merged into itself, in a circle, or into what nobody will answer', async () => {
    const [a, b, c] = [await ask(), await ask(), await ask()];
    await expect(merge(a, a)).rejects.toMatchObject({ failure: { code: 'badRequest' } });
    await merge(a, b);
    await merge(b, c);
    for (const [id, into] of [
      [c, a],
      [c, b],
    ] as const) {
      await expect(merge(id, into)).rejects.toMatchObject({ failure: { code: 'invalidState' } });
    }
    const rejected = await ask();
    await move(rejected, { type: 'reject', reason: 'offTopic' });
    await expect(merge(c, rejected)).rejects.toMatchObject({ failure: { code: 'invalidState' } });
    expect(await stored(c)).toMatchObject({ state: 'approved', version: 1, mergedCount: 1 });
    const elsewhere = await makeShow(opened.database);
    const foreign = await changes.run(elsewhere.id, (change) =>
      createQuestion(change, {
        voterId: randomUUID(),
        key: randomUUID(),
        themeId: elsewhere.themeId,
        text: 'Ailleurs ?',
        author: null,
        state: 'approved',
      }),
    );
    await expect(merge(c, foreign.id)).rejects.toMatchObject({ failure: { code: 'notFound' } });
  });

  test('its author is told, and follows the question that speaks for it, over several steps', async () => {
    const author = randomUUID();
    const [a, b, c] = [await ask(author), await ask(), await ask()];
    await merge(a, b);
    await merge(b, c);
    await move(c, { type: 'putOnAir', replace: false });
    const own = () =>
      told.flatMap(({ scope, event, ...rest }) =>
        scope === 'author' && event.type === 'ownQuestion' && 'voterId' in rest && rest.voterId === author
          ? [event.question]
          : [],
      );
    expect(own().at(-1)).toMatchObject({ id: a, state: 'onAir', mergedInto: { id: c, text: 'Pourquoi ?' } });
    expect((await listOwn(client(), show.id, [author])).get(author)).toEqual([own().at(-1)]);
    await move(c, { type: 'answered' });
    expect(own().at(-1)).toMatchObject({ id: a, state: 'answered' });
  });

  test('a question that nobody may read yet is not read out to the author of another', async () => {
    const author = randomUUID();
    const [mine, theirs] = [await ask(author, 'pending'), await ask(randomUUID(), 'pending')];
    await merge(mine, theirs);
    expect((await listOwn(client(), show.id, [author])).get(author)).toMatchObject([
      { id: mine, state: 'pending', mergedInto: { id: theirs, text: null } },
    ]);
  });

  test('who spoke for others and goes gives them back', async () => {
    const [one, other] = [await ask(), await ask()];
    const voter = randomUUID();
    await vote(one, voter);
    await merge(one, other);
    await within(async (change) => {
      const speaker = await findQuestion(change.tx, show.id, other);
      await releaseMerged(change, speaker);
      await applyMove(change, speaker, { type: 'withdraw' });
    });
    expect(await stored(one)).toMatchObject({ state: 'approved', votes: 1 });
    expect(await stored(other)).toMatchObject({ state: 'withdrawn', votes: 0, mergedCount: 0 });
  });

  test('at the end of the show everything open is archived, in one event, and nothing is deleted', async () => {
    const [pending, approved, onAir, merged] = [
      await ask(randomUUID(), 'pending'),
      await ask(),
      await ask(),
      await ask(),
    ];
    await merge(merged, approved);
    await move(onAir, { type: 'putOnAir', replace: false });
    const before = told.length;
    await within(archiveOpen);
    expect((await stored(pending)).state).toBe('archived');
    expect((await stored(approved)).state).toBe('archived');
    expect((await stored(onAir)).state).toBe('answered');
    expect((await stored(merged)).state).toBe('merged');
    const types = told.slice(before).map(({ scope, event }) => `${scope} ${event.type}`);
    expect(types.filter((type) => type.endsWith('questionsArchived'))).toEqual([
      'control questionsArchived',
      'audience questionsArchived',
    ]);
    expect(await client().question.count({ where: { broadcastId: show.id } })).toBe(4);
  });

  test('whatever is voted, merged and taken apart in whatever order, the totals are those of a count by hand', async () => {
    const voters = Array.from({ length: 4 }, () => randomUUID());
    const step = fc.oneof(
      fc.record({ type: fc.constant('vote' as const), on: fc.boolean(), voter: fc.nat(3), at: fc.nat(3) }),
      fc.record({ type: fc.constant('merge' as const), at: fc.nat(3), into: fc.nat(3) }),
      fc.record({ type: fc.constant('unmerge' as const), at: fc.nat(3) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
        const ids = [await ask(), await ask(), await ask(), await ask()];
        const into: (number | null)[] = [null, null, null, null];
        const votes = ids.map(() => new Set<number>());
        const speaker = (at: number): number => (into[at] === null ? at : speaker(into[at] ?? at));
        const group = (at: number): number[] => [
          at,
          ...into.flatMap((target, index) => (target === at ? group(index) : [])),
        ];
        for (const one of steps) {
          const id = ids[one.at] ?? '';
          if (one.type === 'vote') {
            const at = speaker(one.at);
            const members = group(at);
            const has = members.some((member) => votes[member]?.has(one.voter));
            await vote(id, voters[one.voter] ?? '', one.on);
            if (one.on && !has) votes[at]?.add(one.voter);
            if (!one.on) for (const member of members) votes[member]?.delete(one.voter);
          } else if (one.type === 'merge') {
            const possible = one.at !== one.into && into[one.at] === null && into[one.into] === null;
            await merge(id, ids[one.into] ?? '').then(
              () => expect(possible).toBe(true),
              () => expect(possible).toBe(false),
            );
            if (possible) into[one.at] = one.into;
          } else {
            const possible = into[one.at] !== null;
            await unmerge(id).then(
              () => expect(possible).toBe(true),
              () => expect(possible).toBe(false),
            );
            into[one.at] = null;
          }
        }
        for (const [at, id] of ids.entries()) {
          if (into[at] !== null) continue;
          const counted = new Set(group(at).flatMap((member) => [...(votes[member] ?? [])])).size;
          expect(await votesOf(id)).toBe(counted);
        }
      }),
      { numRuns: 4 },
    );
  }, 120_000);
});
