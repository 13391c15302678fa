/**
 * What a long evening costs the people who work on it: a queue of ten thousand questions (opened, searched, merged), and a
 * rundown of five hundred items that twenty screens follow. The real server with its embedded database in a process of its own.
 * `node server/bench/editorial.ts [--json] [--quick]`.
 */
import { rmSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { embeddedFolder } from '@antenne/prisma/testing';
import { z } from 'zod';
import { controlCommands, type QuestionMove, StaffQuestion } from '../contract/index.ts';
import { TestClient } from '../testing/clients.ts';
import { textOf } from './editorial/fixtures.ts';
import { now, type ShowUnderLoad } from './messages.ts';
import { listening, start, stop, stopAll } from './processes.ts';
import { percentile, printRow } from './row.ts';

const { values } = parseArgs({
  options: { json: { type: 'boolean' }, quick: { type: 'boolean', default: false } },
});
const QUESTIONS = values.quick ? 2_000 : 10_000;
const ITEMS = 500;
const SCREENS = 20;
const TURNS = values.quick ? 30 : 200;
/** Milliseconds between two commands: a desk may send fifty a second. */
const PACE = 22;
/** Milliseconds between two edits of the rundown, so that each is measured alone. */
const EDIT_EVERY = 150;
const QUEUE = `${QUESTIONS} questions in one broadcast`;
const RUNDOWN = `${ITEMS} items, ${SCREENS} screens on loopback`;
const SEARCHED = ['café', 'mad', 'prime coton', 'femmes pérou', 'salaire 2024', 'awa', 'kar bur', 'école du thé', '77'];

/** What a screen gets of an edit. */
const Told = z.object({
  event: z.discriminatedUnion('type', [
    z.object({ type: z.literal('rundownEdit'), edit: z.object({ changed: z.array(z.object({ id: z.string() })) }) }),
    z.object({ type: z.literal('broadcast') }),
  ]),
});

function say(name: string, samples: readonly number[], conditions: string): void {
  printRow(`editorial.${name}.p50`, percentile(samples, 50), 'ms', conditions);
  printRow(`editorial.${name}.p99`, percentile(samples, 99), 'ms', conditions);
}

/** One after the other. @returns how long each took, ms. */
async function timed(turns: number, run: (turn: number) => Promise<unknown>): Promise<number[]> {
  const waits: number[] = [];
  for (let turn = 0; turn < turns; turn += 1) {
    const begun = now();
    await run(turn);
    waits.push(now() - begun);
    await delay(PACE);
  }
  return waits;
}

const at = <Item>(items: readonly Item[], turn: number): Item => {
  const item = items[turn % items.length];
  if (item === undefined) throw new Error('there is nothing to measure with');
  return item;
};

async function desk(port: number, cookie: string): Promise<TestClient> {
  return new TestClient(`http://127.0.0.1:${port}/control`, { extraHeaders: { cookie }, timeout: 60_000 }).connected();
}

async function measureQueue(port: number, { slug, moderator, questions: approved }: ShowUnderLoad): Promise<void> {
  let bytes = 0;
  const joins = await timed(values.quick ? 10 : 30, async () => {
    const page = await desk(port, moderator);
    const reply = await page.ok('control:join', { slug }, z.unknown());
    bytes = Buffer.byteLength(JSON.stringify(reply));
    page.close();
  });
  say('queue.open', joins, `${QUEUE}, connecting and joining as a page does, until the reply is there`);
  printRow('editorial.queue.reply', bytes / 1_000, 'kB', QUEUE);

  const page = await desk(port, moderator);
  await page.ok('control:join', { slug }, z.unknown());
  const { output: found } = controlCommands['question:search'];
  const searches = await timed(TURNS, (turn) => page.ok('question:search', { slug, text: at(SEARCHED, turn) }, found));
  say('search', searches, `${QUEUE}, begun words and several`);

  const { output: listed } = controlCommands['question:more'];
  const pages = await timed(TURNS, async (turn) => {
    const offset = (turn * 300) % Math.floor(QUESTIONS / 2);
    return page.ok('question:more', { slug, list: 'waiting', themeId: null, offset }, listed);
  });
  say('more', pages, `${QUEUE}, 300 more of those that wait`);

  const { output: likest } = controlCommands['question:similar'];
  const similar = (turn: number) => page.ok('question:similar', { slug, text: textOf(turn * 7) }, likest);
  const [first = 0] = await timed(1, similar);
  printRow('editorial.similar.first', first, 'ms', `${QUEUE}, with the index that it makes`);
  say('similar', await timed(TURNS, similar), QUEUE);

  const move = (id: string, what: QuestionMove) =>
    page.ok('question:move', { slug, id, version: 1, move: what }, StaffQuestion);
  // Both have votes of their own: each voter must count once afterwards.
  const merges = await timed(TURNS, (turn) =>
    move(at(approved, 2 * turn), { type: 'merge', into: at(approved, 2 * turn + 1) }),
  );
  say('merge', merges, `${QUEUE}, votes united`);

  const { output: moved } = controlCommands['question:moveMany'];
  const waiting = await page.ok('question:more', { slug, list: 'waiting', themeId: null, offset: 0 }, listed);
  const chosen = waiting.questions.slice(0, 200).map(({ id, version }) => ({ id, version }));
  const [many = 0] = await timed(1, () =>
    page.ok('question:moveMany', { slug, questions: chosen, move: { type: 'approve' } }, moved),
  );
  printRow('editorial.approve200', many, 'ms', `${QUEUE}, 200 of them approved at once`);
  page.close();
}

async function measureRundown(port: number, { slug, producer, items }: ShowUnderLoad): Promise<void> {
  const screens = await Promise.all(Array.from({ length: SCREENS }, () => desk(port, producer)));
  const [producing] = screens;
  if (!producing) throw new Error('no screens');
  /** When each edited item was told, by its id. */
  const told = new Map<string, number[]>();
  let pageBytes = 0;
  for (const screen of screens) {
    await screen.ok('control:join', { slug }, z.unknown());
    screen.socket.on('event', (raw: unknown) => {
      const message = Told.safeParse(raw);
      if (!message.success) return;
      const { event } = message.data;
      if (event.type === 'broadcast') {
        pageBytes = Math.max(pageBytes, Buffer.byteLength(JSON.stringify(raw)));
        return;
      }
      for (const { id } of event.edit.changed) told.set(id, [...(told.get(id) ?? []), now()]);
    });
  }
  const { output: edited } = controlCommands['rundown:change'];
  const acknowledged: number[] = [];
  const lasts: number[] = [];
  for (let turn = 0; turn < TURNS; turn += 1) {
    const id = at(items, turn * 2);
    const begun = now();
    const fields = { title: { fr: `Élément changé ${turn}` } };
    await producing.ok('rundown:change', { slug, items: [{ id, version: 1 }], fields }, edited);
    acknowledged.push(now() - begun);
    while ((told.get(id)?.length ?? 0) < SCREENS) await delay(2);
    lasts.push(Math.max(...(told.get(id) ?? [])) - begun);
    await delay(EDIT_EVERY);
  }
  say('edit.acknowledged', acknowledged, RUNDOWN);
  say('edit.screens', lasts, `${RUNDOWN}, until the last of them`);
  // What marks of an evening's edits come to, once a second at most.
  await delay(2_000);
  printRow('editorial.edit.page', pageBytes / 1_000, 'kB', `${ITEMS} public items, to every page about a second later`);
  for (const screen of screens) screen.close();
}

const dataDir = await embeddedFolder();
try {
  const server = start('host', [dataDir, '0', String(QUESTIONS), String(ITEMS)]);
  const { port, show } = await listening(server);
  if (!show) throw new Error('the server has no show');
  await measureQueue(port, show);
  await measureRundown(port, show);
  await stop(server);
} finally {
  await stopAll();
  rmSync(dataDir, { recursive: true, force: true });
}
