import { randomUUID } from 'node:crypto';
import { DATABASES, type TestDatabase } from '@antenne/prisma/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { QuestionState } from '../contract/index.ts';
import { Changes } from '../platform/changes.ts';
import { Outbox } from '../platform/outbox.ts';
import { makeShow, type Show } from '../testing/fixtures.ts';
import { searchQuestions } from './search-store.ts';
import { SimilarQuestions } from './similar.ts';
import { applyMove, createQuestion, findQuestion } from './store.ts';

describe.each(DATABASES)('finding questions on $name', ({ open }) => {
  let opened: TestDatabase;
  let show: Show;
  let outbox: Outbox;
  let changes: Changes;
  beforeAll(async () => {
    opened = await open();
  }, 120_000);
  afterAll(() => opened?.remove());
  beforeEach(async () => {
    show = await makeShow(opened.database);
    outbox = new Outbox();
    changes = new Changes(opened.database, outbox);
  });

  const ask = (text: string, author: string | null = null) =>
    changes.run(show.id, (change) =>
      createQuestion(change, { voterId: randomUUID(), key: randomUUID(), themeId: show.themeId, text, author }),
    );
  const move = (id: string, wanted: Parameters<typeof applyMove>[2]) =>
    changes.run(show.id, async (change) => applyMove(change, await findQuestion(change.tx, show.id, id), wanted));
  const search = async (text: string, more: { states?: QuestionState[]; themeId?: string; limit?: number } = {}) => {
    const { client } = opened.database;
    const { rows } = await searchQuestions(client, { broadcastId: show.id, limit: 10, text, ...more });
    return rows.map(({ original }) => original);
  };

  describe('by words', () => {
    const TEXTS = [
      'L’été à Thái Nguyên : quelle récolte ?',
      '¿Cuánto gana el PRODUCTOR por cada niño?',
      'Is the co-operative’s coffee price fair?',
      'ما هو السعر العادل للقهوة؟',
      'Œuvrez-vous contre l’esclavage ?',
    ] as const;
    const [summer, producer, price, arabic, work] = TEXTS;

    test.each([
      ['begun, without accents', 'recol', [summer]],
      ['behind an apostrophe', 'ete', [summer]],
      ['of Vietnamese, without its marks', 'thai nguyen', [summer]],
      ['of Spanish, in another case', 'PRODUCTOR nino', [producer]],
      ['of English, joined by a hyphen', 'co-op coffee', [price]],
      ['of Arabic', 'السعر', [arabic]],
      ['with a ligature', 'oeuvrez', [work]],
      ['of the author’s name', 'amelie', [work]],
      ['of two questions', 'recolte productor', []],
      ['from the middle of one', 'colte', []],
      ['that are operators of PostgreSQL', "récolte:* & !'été' | <-> \\", [summer]],
      ['that are none', '?! …', []],
      ['that is no word but a picture', '👍', []],
    ])('%s', async (_what, text, found) => {
      for (const one of TEXTS) await ask(one, one === work ? 'Amélie' : null);
      expect(await search(text)).toEqual(found);
    });

    test('of the moderator’s edit and of the original', async () => {
      const { id } = await ask('Kombien pour la rute ?');
      await move(id, { type: 'edit', text: 'Combien pour la route ?' });
      expect(await search('combien route')).toHaveLength(1);
      expect(await search('kombien')).toHaveLength(1);
    });

    test('in some states, of one theme, of this broadcast, most votes first', async () => {
      const [few, many, pending] = [await ask('banane une'), await ask('banane deux'), await ask('banane trois')];
      for (const { id } of [few, many]) await move(id, { type: 'approve' });
      await opened.database.client.question.update({ where: { id: many.id }, data: { votes: 9 } });
      const other = await makeShow(opened.database);
      await opened.database.client.question.update({
        where: { id: (await ask('banane ailleurs')).id },
        data: { broadcastId: other.id, themeId: other.themeId },
      });
      expect(await search('banane', { states: ['approved'] })).toEqual(['banane deux', 'banane une']);
      expect(await search('banane', { states: ['pending'] })).toEqual([pending.text]);
      expect(await search('banane', { themeId: other.themeId })).toEqual([]);
      const { rows, more } = await searchQuestions(opened.database.client, {
        broadcastId: show.id,
        text: 'banane',
        limit: 2,
      });
      expect([rows.length, more]).toEqual([2, true]);
    });

    test('through the index, where there are more than a few', async () => {
      const plan = await opened.database.client.$transaction(async (tx) => {
        await tx.$executeRaw`SET LOCAL enable_seqscan TO off`;
        await tx.$executeRaw`SET LOCAL enable_indexscan TO off`;
        return tx.$queryRaw<{ 'QUERY PLAN': string }[]>`
          EXPLAIN SELECT "id" FROM "questions" WHERE to_tsvector('simple', "question_folded"(coalesce("edited", '') || ' ' || "original" || ' ' || coalesce("author", ''))) @@ to_tsquery('simple', 'route')`;
      });
      expect(plan.map((line) => line['QUERY PLAN']).join('\n')).toContain('questions_words');
    });
  });

  describe('that ask the same', () => {
    const TEXT = 'Quelle marge revient au supermarché sur un kilo de bananes ?';

    test('by moderators in every open state, by others of the control room and viewers once they are public', async () => {
      const similar = new SimilarQuestions(opened.database, outbox);
      const { id } = await ask(TEXT);
      const find = async (by: 'moderator' | 'staff' | 'viewer', except?: string) =>
        (await similar.find(show.id, 'La marge du supermarché sur les bananes', { by, limit: 3, except })).map(
          ({ row }) => row.id,
        );
      expect(await find('moderator')).toEqual([id]);
      expect(await find('moderator', id)).toEqual([]);
      expect([await find('staff'), await find('viewer')]).toEqual([[], []]);
      await move(id, { type: 'approve' });
      expect([await find('staff'), await find('viewer')]).toEqual([[id], [id]]);
      await move(id, { type: 'reject', reason: 'duplicate' });
      expect([await find('moderator'), await find('staff'), await find('viewer')]).toEqual([[], [], []]);
      similar.close();
    });

    test('follows edits, and those that come while it is being made', async () => {
      const similar = new SimilarQuestions(opened.database, outbox);
      const { id } = await ask('Bonjour à toutes et à tous');
      const first = similar.find(show.id, TEXT, { by: 'moderator', limit: 3 });
      const newer = await ask(TEXT);
      await first;
      await move(id, { type: 'edit', text: 'Marge du supermarché : combien sur un kilo de bananes ?' });
      const found = await similar.find(show.id, TEXT, { by: 'moderator', limit: 3 });
      expect(found.map(({ row }) => row.id)).toEqual([newer.id, id]);
      expect(found[0]?.likeness).toBe(1);
      similar.close();
    });
  });
});
