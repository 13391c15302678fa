/** Who may do what at the control room's desk: every role against every command that there is. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type controlCommands, StaffRole } from '../contract/index.ts';
import type { TestClient } from '../testing/clients.ts';
import { makeShow, removeShow, type Show } from '../testing/fixtures.ts';
import { type Harness, startHarness } from '../testing/harness.ts';

type Name = keyof typeof controlCommands;
type Seat = Exclude<StaffRole, 'owner'>;

const id = randomUUID();
const ids = [id];
const seen = [{ id, version: 1 }];
const slate = { type: 'slate' };
const key = randomUUID();
const now = new Date().toISOString();

const EVERYONE: readonly Seat[] = ['producer', 'moderator', 'presenter', 'captioner'];
const EDITORIAL: readonly Seat[] = ['producer', 'moderator', 'presenter'];
const RULERS: readonly Seat[] = ['producer', 'moderator'];
const STAGE: readonly Seat[] = ['producer', 'presenter'];
const WRITERS: readonly Seat[] = ['producer', 'captioner'];
const PRODUCER: readonly Seat[] = ['producer'];
const MODERATOR: readonly Seat[] = ['moderator'];
const OWNER: readonly Seat[] = [];

/** Who may besides the owner, who may everything; and what is asked for, of things that are not there where one is named. */
const TABLE: Record<Name, readonly [may: readonly Seat[], input: (show: Show) => object]> = {
  'control:join': [EVERYONE, () => ({})],
  rtc: [EVERYONE, () => ({ peerId: id, request: { type: 'join' } })],
  'question:search': [EDITORIAL, () => ({ text: 'prix' })],
  'question:similar': [EDITORIAL, () => ({ text: 'prix' })],
  'question:look': [EDITORIAL, () => ({ id: null })],
  'question:more': [EDITORIAL, () => ({ list: 'approved', themeId: null, offset: 0 })],
  'question:move': [EDITORIAL, () => ({ id, version: 1, move: { type: 'putOnAir' } })],
  'question:moveMany': [RULERS, () => ({ questions: seen, move: { type: 'queue' } })],
  'question:claim': [MODERATOR, () => ({ id, on: true })],
  'question:answer': [RULERS, () => ({ id, version: 1, text: 'Oui.' })],
  'question:policy': [RULERS, () => ({ policy: 'publishFirst' })],
  'theme:window': [RULERS, ({ themeId }) => ({ themeId, window: 'voteOnly' })],
  'theme:schedule': [
    RULERS,
    ({ themeId }) => ({ themeId, schedule: { preOpensAt: null, opensAt: now, votesOnlyAt: null, closesAt: null } }),
  ],
  'wordFilter:read': [RULERS, () => ({})],
  'wordFilter:set': [MODERATOR, () => ({ filter: { blocked: ['pub'], allowed: [] } })],
  'votes:origins': [RULERS, () => ({ id })],
  'votes:bursts': [RULERS, () => ({})],
  'votes:accept': [RULERS, () => ({ id })],
  'votes:void': [RULERS, () => ({ id, origin: 'x', void: true })],
  'person:purge': [OWNER, () => ({ questionId: id })],
  'caption:language': [WRITERS, () => ({ language: 'fr' })],
  'caption:send': [WRITERS, () => ({ language: 'fr', text: 'Bonsoir.' })],
  'caption:correct': [WRITERS, () => ({ id, text: 'Bonsoir.' })],
  'stage:mark': [STAGE, () => ({ ids, as: 'seen' })],
  'stage:cue': [PRODUCER, () => ({ key, content: { type: 'template', template: 'wrapUp' } })],
  'stage:message': [PRODUCER, () => ({ message: { text: 'Plus vite', flash: false } })],
  'stage:blackout': [PRODUCER, () => ({ on: true })],
  'studio:preview': [PRODUCER, () => ({ source: slate })],
  'studio:take': [PRODUCER, () => ({ source: slate, version: 1 })],
  'studio:fade': [PRODUCER, () => ({ type: 'mix', position: 0.5, version: 1 })],
  'sound:set': [PRODUCER, ({ contributors: [quito] }) => ({ contributorId: quito, sound: { muted: true } })],
  'sound:resetLoudness': [PRODUCER, () => ({})],
  'graphics:set': [PRODUCER, () => ({ graphics: { clock: { on: true } } })],
  'asset:upload': [PRODUCER, () => ({ kind: 'still', title: 'Affiche', bytes: 5_000 })],
  'asset:change': [PRODUCER, () => ({ assetId: id, change: { loop: true } })],
  'asset:remove': [PRODUCER, () => ({ assetId: id })],
  'clip:move': [PRODUCER, () => ({ assetId: id, move: { type: 'play' } })],
  'scene:save': [PRODUCER, () => ({ name: 'Duo' })],
  'scene:recall': [PRODUCER, () => ({ id })],
  'scene:rename': [PRODUCER, () => ({ id, name: 'Duo' })],
  'scene:remove': [PRODUCER, () => ({ id })],
  'rundown:bindScene': [PRODUCER, ({ items: [first] }) => ({ itemId: first, sceneId: null })],
  'simulcast:add': [PRODUCER, () => ({ name: 'Secours', address: 'rtmps://a.rtmps.example/live2/key' })],
  'simulcast:set': [PRODUCER, () => ({ id, enabled: false })],
  'simulcast:remove': [PRODUCER, () => ({ id })],
  'talkback:set': [PRODUCER, () => ({ peerId: id, to: null })],
  'talkback:ready': [PRODUCER, () => ({})],
  'talkback:press': [PRODUCER, () => ({ on: false })],
  'solo:press': [PRODUCER, () => ({ on: false })],
  'cue:send': [PRODUCER, () => ({ key, to: 'all', content: { type: 'template', template: 'standBy' } })],
  'recording:set': [PRODUCER, () => ({ wish: { isos: false } })],
  'recording:key': [PRODUCER, () => ({})],
  'recording:delete': [PRODUCER, () => ({ file: null })],
  'rundown:takeNext': [PRODUCER, () => ({ version: 1 })],
  'rundown:take': [PRODUCER, ({ items: [, , third] }) => ({ version: 1, itemId: third })],
  'rundown:takePrevious': [PRODUCER, () => ({ version: 1 })],
  'rundown:addTime': [PRODUCER, () => ({ ms: 60_000 })],
  'rundown:skip': [PRODUCER, ({ items: [, second] }) => ({ itemId: second, skip: true })],
  'rundown:hold': [PRODUCER, () => ({ on: true })],
  'rundown:pause': [PRODUCER, () => ({ on: true })],
  'rundown:rehearse': [PRODUCER, () => ({ on: true })],
  'rundown:add': [PRODUCER, () => ({ items: [{ id: randomUUID(), title: { fr: 'Journal' } }] })],
  'rundown:duplicate': [PRODUCER, ({ items: [, second] }) => ({ copies: [{ of: second, id: randomUUID() }] })],
  'rundown:remove': [PRODUCER, () => ({ items: seen })],
  'rundown:move': [PRODUCER, ({ items: [, second] }) => ({ ids: [second], after: null })],
  'rundown:change': [
    PRODUCER,
    ({ items: [, second] }) => ({ items: [{ id: second, version: 1 }], fields: { notes: 'x' } }),
  ],
  'rundown:undo': [PRODUCER, () => ({})],
  'rundown:redo': [PRODUCER, () => ({})],
  'rundown:copy': [PRODUCER, () => ({ from: { type: 'template', id }, replace: false })],
  'rundown:choices': [EVERYONE, () => ({})],
  'rundown:saveTemplate': [PRODUCER, () => ({ name: 'Hier' })],
  'rundown:removeTemplate': [PRODUCER, () => ({ id })],
  'rundown:editing': [PRODUCER, () => ({ itemId: null })],
  'broadcast:goLive': [PRODUCER, () => ({})],
  'broadcast:end': [PRODUCER, () => ({})],
};

let harness: Harness;
let other: Show;
beforeAll(async () => {
  harness = await startHarness();
  other = await makeShow(harness.database);
}, 120_000);
afterAll(() => harness?.close());

async function ownerOf(): Promise<TestClient> {
  const { cookie } = await harness.staff('owner', null);
  return harness.client('/control', { extraHeaders: { cookie } }).connected();
}

/** What each command says to somebody, by name: `ok`, or why not. */
async function answers(page: TestClient, show: Show, names: readonly string[]): Promise<Record<string, string>> {
  const said: Record<string, string> = {};
  for (const [name, [, input]] of Object.entries(TABLE)) {
    if (!names.includes(name)) continue;
    const reply = await page.command(name, { slug: show.slug, ...input(show) });
    said[name] = reply.ok ? 'ok' : reply.error.code;
  }
  return said;
}

const forAll = (names: readonly string[], code: string) => Object.fromEntries(names.map((name) => [name, code]));
const allowed = (role: StaffRole) =>
  Object.entries(TABLE).flatMap(([name, [may]]) => (role === 'owner' || may.some((one) => one === role) ? [name] : []));

describe.each(StaffRole.options)('%s', (role) => {
  test('is let in to their own commands, and to no other; what is refused leaves no trace', async () => {
    const show = await makeShow(harness.database);
    const page = role === 'owner' ? await ownerOf() : await harness.control(role, show);
    const mine = allowed(role);
    const foreign = Object.keys(TABLE).filter((name) => !mine.includes(name));
    const trace = () => harness.database.client.broadcast.findUniqueOrThrow({ where: { id: show.id } });
    const before = await trace();
    expect(await answers(page, show, foreign)).toEqual(forAll(foreign, 'forbidden'));
    expect(await trace()).toEqual(before);
    const said = await answers(page, show, mine);
    expect(
      Object.entries(said).filter(([, code]) => ['forbidden', 'notSignedIn', 'badRequest'].includes(code)),
    ).toEqual([]);
    page.close();
    await removeShow(harness.database, show);
  }, 60_000);
});

test('a producer of another show is let in to nothing', async () => {
  const show = await makeShow(harness.database);
  const page = await harness.control('producer', other);
  const names = Object.keys(TABLE);
  expect(await answers(page, show, names)).toEqual(forAll(names, 'forbidden'));
  await removeShow(harness.database, show);
}, 60_000);
