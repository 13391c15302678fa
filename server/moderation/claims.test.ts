import { randomUUID } from 'node:crypto';
import { DATABASES, type TestDatabase } from '@antenne/prisma/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Actor } from '../accounts/access.ts';
import { CLAIM_MS, type QuestionClaim } from '../contract/index.ts';
import { Changes } from '../platform/changes.ts';
import { Outbox } from '../platform/outbox.ts';
import { createQuestion } from '../questions/store.ts';
import { makeShow, type Show } from '../testing/fixtures.ts';
import { Claims } from './claims.ts';

const someone = (name: string): Actor => ({ id: randomUUID(), name, roles: ['moderator'] });

describe.each(DATABASES)('claims on $name', ({ open }) => {
  let opened: TestDatabase;
  let show: Show;
  let now: number;
  let told: QuestionClaim[][];
  beforeAll(async () => {
    opened = await open();
  }, 120_000);
  afterAll(() => opened?.remove());
  beforeEach(async () => {
    show = await makeShow(opened.database);
    now = Date.UTC(2026, 4, 9, 12);
    told = [];
  });

  const clock = () => new Date(now);
  /** As a server that has just started has it. */
  const started = () => {
    const changes = new Changes(opened.database, new Outbox(), clock);
    return { changes, claims: new Claims(opened.database, changes, (_id, list) => void told.push(list), clock) };
  };
  const ask = async (changes: Changes) => {
    const question = { voterId: randomUUID(), key: randomUUID(), themeId: show.themeId, text: 'Qui ?', author: null };
    return (await changes.run(show.id, (change) => createQuestion(change, question))).id;
  };

  test('a claim stands for a minute, longer when it is renewed, and then it is anybody’s', async () => {
    const { changes, claims } = started();
    const id = await ask(changes);
    const [ines, paul] = [someone('Inès'), someone('Paul')];
    await claims.take(show.id, ines, id);
    now += CLAIM_MS - 1;
    await expect(claims.take(show.id, paul, id)).rejects.toMatchObject({
      failure: { code: 'conflict', current: { by: ines.id, name: 'Inès' } },
    });
    await claims.take(show.id, ines, id);
    now += CLAIM_MS - 1;
    expect(await claims.list(show.id)).toHaveLength(1);
    now += 1;
    expect(await claims.list(show.id)).toEqual([]);
    expect(await claims.take(show.id, paul, id)).toMatchObject({ by: paul.id });
    expect(told.at(-1)).toMatchObject([{ by: paul.id, questionId: id }]);
  });

  test('a restart neither loses it nor keeps it for ever', async () => {
    const before = started();
    const id = await ask(before.changes);
    const ines = someone('Inès');
    await before.claims.take(show.id, ines, id);
    now += CLAIM_MS / 2;
    const { claims } = started();
    expect(await claims.list(show.id)).toMatchObject([{ by: ines.id, questionId: id }]);
    now += CLAIM_MS / 2;
    expect(await claims.list(show.id)).toEqual([]);
  });

  test('only one’s own can be let go, and two who take it at once are not both told that they have it', async () => {
    const { changes, claims } = started();
    const id = await ask(changes);
    const [ines, paul] = [someone('Inès'), someone('Paul')];
    const outcomes = await Promise.allSettled([claims.take(show.id, ines, id), claims.take(show.id, paul, id)]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const [{ by } = { by: '' }] = await claims.list(show.id);
    const [owner, other] = by === ines.id ? [ines, paul] : [paul, ines];
    await claims.drop(show.id, other, id);
    expect(await claims.list(show.id)).toHaveLength(1);
    await claims.drop(show.id, owner, id);
    expect(await claims.list(show.id)).toEqual([]);
  });

  test('is for questions of this broadcast', async () => {
    const { claims } = started();
    await expect(claims.take(show.id, someone('Inès'), randomUUID())).rejects.toMatchObject({
      failure: { code: 'notFound' },
    });
  });
});
