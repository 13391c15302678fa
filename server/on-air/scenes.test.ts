import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  BusState,
  ControlEnvelope,
  controlCommands,
  Rundown,
  SavedScene,
  type SourceRef,
  StudioGraphics,
} from '../contract/index.ts';
import type { TestClient } from '../testing/clients.ts';
import { makeShow, removeShow, type Show } from '../testing/fixtures.ts';
import { type Harness, startHarness } from '../testing/harness.ts';
import { loadBuses } from './bus-store.ts';
import { loadGraphics } from './graphics.ts';

let harness: Harness;
let show: Show;
let producer: TestClient;
beforeAll(async () => {
  harness = await startHarness();
}, 120_000);
afterAll(() => harness?.close());
beforeEach(async () => {
  show = await makeShow(harness.database);
  producer = await harness.control('producer', show);
});
afterEach(() => removeShow(harness.database, show));

const say = <Data>(name: string, input: object, parse: { parse(raw: unknown): Data }) =>
  producer.ok(name, { slug: show.slug, ...input }, parse);
const person = (index: 0 | 1 | 2): SourceRef => ({ type: 'feed', contributorId: show.contributors[index] });
const twoUp = (): SourceRef => ({
  type: 'twoUp',
  slots: show.contributors.slice(0, 2).map((contributorId) => ({ type: 'feed', contributorId })),
});
const preview = (source: SourceRef) => say('studio:preview', { source }, BusState);
const buses = () => loadBuses(harness.database.client, show.id);
const graphics = () => loadGraphics(harness.database.client, show.id);
const rundown = async () =>
  (await harness.database.client.broadcast.findUniqueOrThrow({ where: { id: show.id } })).rundownVersion;

/** A scene of two with its ticker on, saved while nothing of it is on air. */
async function savedScene(): Promise<SavedScene> {
  await preview(twoUp());
  await say('graphics:set', { graphics: { ticker: { on: true, text: 'Bonjour' } } }, StudioGraphics);
  const scene = await say('scene:save', { name: ' Deux voix ' }, SavedScene);
  await say('graphics:set', { graphics: { ticker: { on: false } } }, StudioGraphics);
  await preview(person(2));
  return scene;
}

test('a scene is saved from preview, recalled by one command, and brings its graphics when it is taken', async () => {
  const scene = await savedScene();
  expect(scene).toMatchObject({ name: 'Deux voix', source: twoUp(), graphics: { ticker: { on: true } } });
  const { version } = await say('scene:recall', { id: scene.id }, BusState);
  expect(await buses()).toMatchObject({ preview: twoUp(), version });
  expect((await graphics()).ticker.on).toBe(false);
  await say('studio:take', { version }, BusState);
  expect(await buses()).toMatchObject({ program: twoUp() });
  expect((await graphics()).ticker).toEqual({ on: true, text: 'Bonjour' });
});

test('another preview in between leaves the graphics alone, and so does a direct take of something else', async () => {
  const scene = await savedScene();
  const recalled = await say('scene:recall', { id: scene.id }, BusState);
  const direct = await say('studio:take', { version: recalled.version, source: person(0) }, BusState);
  expect((await graphics()).ticker.on).toBe(false);
  expect(direct.preview).toEqual(twoUp());
  const { version } = await preview(person(1));
  await say('studio:take', { version }, BusState);
  expect((await graphics()).ticker.on).toBe(false);
});

test('every page hears of it; renamed, removed, and nobody else’s', async () => {
  const scene = await savedScene();
  await say('scene:rename', { id: scene.id, name: 'Duo' }, SavedScene);
  const other = await makeShow(harness.database);
  const stranger = await harness.control('producer', other);
  expect(await stranger.refused('scene:recall', { slug: other.slug, id: scene.id })).toMatchObject({
    code: 'notFound',
  });
  await removeShow(harness.database, other);
  const moderator = await harness.control('moderator', show);
  expect(await moderator.refused('scene:remove', { slug: show.slug, id: scene.id })).toMatchObject({
    code: 'forbidden',
  });
  await say('scene:remove', { id: scene.id }, { parse: (raw) => raw });
  const lists = producer
    .messages('event')
    .map((message) => ControlEnvelope.parse(message).event)
    .flatMap((event) => (event.type === 'scenes' ? [event.scenes.map(({ name }) => name)] : []));
  expect(lists).toEqual([['Deux voix'], ['Duo'], []]);
  expect(await producer.refused('scene:recall', { slug: show.slug, id: scene.id })).toMatchObject({ code: 'notFound' });
});

test('an item of the rundown puts its scene on preview when it is next, and its graphics on air with it', async () => {
  const scene = await savedScene();
  const bound = await say('rundown:bindScene', { itemId: show.items[1], sceneId: scene.id }, Rundown);
  expect(bound.items.map(({ sceneId }) => sceneId)).toEqual([null, scene.id, null]);
  await say('rundown:takeNext', { version: await rundown() }, Rundown);
  expect(await buses()).toMatchObject({ program: person(0), preview: twoUp() });
  expect((await graphics()).ticker.on).toBe(false);
  await say('rundown:takeNext', { version: await rundown() }, Rundown);
  expect(await buses()).toMatchObject({ program: twoUp(), preview: person(1) });
  expect((await graphics()).ticker.on).toBe(true);
});

describe('the item that is next is on preview', () => {
  const takeNext = async () => say('rundown:takeNext', { version: await rundown() }, Rundown);
  const bind = (index: 0 | 1 | 2, sceneId: string | null) =>
    say('rundown:bindScene', { itemId: show.items[index], sceneId }, Rundown);
  const edit = (name: 'rundown:move' | 'rundown:change' | 'rundown:remove' | 'rundown:undo', input: object) =>
    say(name, input, controlCommands[name].output);
  const seen = async (index: 0 | 1 | 2) => {
    const { version } = await harness.database.client.rundownItem.findUniqueOrThrow({
      where: { id: show.items[index] },
    });
    return [{ id: show.items[index], version }];
  };

  test('with the scene that it is given or loses, also by its end', async () => {
    const scene = await savedScene();
    await takeNext();
    expect(await buses()).toMatchObject({ preview: { type: 'slate' } });
    await bind(1, scene.id);
    expect(await buses()).toMatchObject({ program: person(0), preview: twoUp() });
    await bind(1, null);
    expect(await buses()).toMatchObject({ preview: { type: 'slate' } });
    // A later one is nobody's business yet.
    await bind(2, scene.id);
    expect(await buses()).toMatchObject({ preview: { type: 'slate' } });
    await bind(1, scene.id);
    await say('scene:remove', { id: scene.id }, { parse: (raw) => raw });
    expect(await buses()).toMatchObject({ program: person(0), preview: { type: 'slate' } });
    expect((await graphics()).ticker.on).toBe(false);
    await takeNext();
    expect((await graphics()).ticker.on).toBe(false);
  });

  test('after every edit of the rundown that makes it another one', async () => {
    await takeNext();
    await edit('rundown:move', { ids: [show.items[2]], after: show.items[0] });
    expect(await buses()).toMatchObject({ program: person(0), preview: person(1) });
    await edit('rundown:change', { items: await seen(2), fields: { contributorId: show.contributors[2] } });
    expect(await buses()).toMatchObject({ preview: person(2) });
    await edit('rundown:undo', {});
    expect(await buses()).toMatchObject({ preview: person(1) });
    await edit('rundown:remove', { items: await seen(2) });
    expect(await buses()).toMatchObject({ program: person(0), preview: { type: 'slate' } });
  });

  test('unless somebody has put something else there, or holds the fader', async () => {
    const scene = await savedScene();
    await takeNext();
    await preview(person(2));
    await bind(1, scene.id);
    await edit('rundown:move', { ids: [show.items[2]], after: show.items[0] });
    expect(await buses()).toMatchObject({ preview: person(2) });
    const { version } = await preview(person(1));
    await say('studio:fade', { type: 'mix', position: 0.5, version }, { parse: (raw) => raw });
    await edit('rundown:move', { ids: [show.items[1]], after: show.items[0] });
    expect(await buses()).toMatchObject({ preview: person(1), version });
  });

  test('before the show is live no edit moves it', async () => {
    const soon = await makeShow(harness.database, { state: 'scheduled' });
    const ana = await harness.control('producer', soon);
    const input = { slug: soon.slug, ids: [soon.items[2]], after: null };
    await ana.ok('rundown:move', input, controlCommands['rundown:move'].output);
    expect(await loadBuses(harness.database.client, soon.id)).toMatchObject({ preview: null });
    await removeShow(harness.database, soon);
  });
});
