import { createHmac, randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import {
  assetKeyText,
  BusState,
  ControlEnvelope,
  controlCommands,
  Rundown,
  SavedScene,
  type SourceRef,
  StudioAsset,
  StudioGraphics,
  type Transition,
  UploadTicket,
} from '../contract/index.ts';
import type { TestClient } from '../testing/clients.ts';
import { FakeMedia } from '../testing/fake-media.ts';
import { makeShow, removeShow, type Show } from '../testing/fixtures.ts';
import { type Harness, MEDIA_SECRET, startHarness } from '../testing/harness.ts';
import { loadBuses } from './bus-store.ts';

const Upload = controlCommands['asset:upload'].output;
const FACTS = { width: 1_920, height: 1_080, durationMs: 60_000, hasSound: true };

let harness: Harness;
let show: Show;
let media: FakeMedia;
let producer: TestClient;
beforeAll(async () => {
  harness = await startHarness();
}, 120_000);
afterAll(() => harness?.close());
beforeEach(async () => {
  show = await makeShow(harness.database);
  media = new FakeMedia(harness);
  await media.hello();
  producer = await harness.control('producer', show);
});
afterEach(async () => {
  producer.socket.disconnect();
  media.client.socket.disconnect();
  await removeShow(harness.database, show);
});

const slug = () => ({ slug: show.slug });
const events = () => producer.messages('event').map((message) => ControlEnvelope.parse(message).event);
const asset = (id: string) => events().findLast((event) => event.type === 'asset' && event.asset.id === id);
const buses = () => events().flatMap((event) => (event.type === 'bus' ? [event.bus] : []));
const logged = () =>
  events().flatMap((event) => (event.type === 'log' ? [[event.line.action, event.line.subject]] : []));
const desired = (id: string) => media.latest(show.id)?.assets.find((one) => one.id === id);

/** Allowed, uploaded and made ready, as media tells it. */
async function ready(kind: 'clip' | 'still' = 'clip', title = 'Reportage'): Promise<string> {
  const { asset: made } = await producer.ok('asset:upload', { ...slug(), kind, title, bytes: 5_000 }, Upload);
  const facts = kind === 'clip' ? FACTS : { ...FACTS, durationMs: null, hasSound: false };
  const news = { type: 'asset', broadcastId: show.id, assetId: made.id, problem: null } as const;
  media.report({ ...news, state: 'uploading', progress: 0.5, facts: null });
  media.report({ ...news, state: 'ready', progress: 1, facts });
  await vi.waitFor(() => expect(asset(made.id)).toMatchObject({ asset: { state: 'ready' } }));
  return made.id;
}

async function take(source: SourceRef): Promise<BusState> {
  const { version } = await producer.ok('studio:preview', { ...slug(), source }, BusState);
  return producer.ok('studio:take', { ...slug(), version }, BusState);
}

describe('uploads', () => {
  test('a ticket names one upload, is signed with the secret of media, and holds for two minutes', async () => {
    const upload = { ...slug(), kind: 'clip', title: '  Le karité ', bytes: 1_234 };
    const { url, ticket, asset: made } = await producer.ok('asset:upload', upload, Upload);
    expect(url).toBe(`http://media.test/assets/${made.id}`);
    const [body = '', signature] = ticket.split('.');
    expect(createHmac('sha256', MEDIA_SECRET).update(`antenne upload ticket.${body}`).digest('base64url')).toBe(
      signature,
    );
    const said = UploadTicket.parse(JSON.parse(Buffer.from(body, 'base64url').toString()));
    expect(said).toMatchObject({ assetId: made.id, broadcastId: show.id, kind: 'clip', bytes: 1_234 });
    expect(Date.parse(said.validUntil) - Date.now()).toBeGreaterThan(100_000);
    expect(made).toMatchObject({ title: 'Le karité', state: 'waiting', thumbnail: null, view: null });
    await vi.waitFor(() => expect(desired(made.id)).toMatchObject({ kind: 'clip', gain: 1 }));
    expect(logged()).toContainEqual(['asset.upload', 'Le karité']);
  });

  test('what is too large, or not a producer’s, is refused', async () => {
    const upload = { ...slug(), kind: 'still', title: 'Carte', bytes: 30_000_001 };
    expect(await producer.refused('asset:upload', upload)).toMatchObject({ code: 'badRequest' });
    const moderator = await harness.control('moderator', show);
    for (const [name, input] of [
      ['asset:upload', { ...upload, bytes: 1 }],
      ['asset:change', { assetId: randomUUID(), change: {} }],
      ['asset:remove', { assetId: randomUUID() }],
      ['clip:move', { assetId: randomUUID(), move: { type: 'play' } }],
    ] as const) {
      expect(await moderator.refused(name, { ...slug(), ...input })).toMatchObject({ code: 'forbidden' });
    }
  });

  test('an upload that broke off is out of the pool; one that cannot be read says why', async () => {
    const [cut, noise] = [await ready(), await ready()];
    const news = { type: 'asset', broadcastId: show.id, state: 'failed', progress: 0, facts: null } as const;
    media.report({ ...news, assetId: cut, problem: 'cut' });
    media.report({ ...news, assetId: noise, problem: 'unreadable' });
    await vi.waitFor(() => expect(asset(noise)).toMatchObject({ asset: { state: 'failed', problem: 'unreadable' } }));
    expect(events()).toContainEqual({ type: 'assetGone', id: cut });
    expect(desired(cut)).toBeUndefined();
    const source = { type: 'clip', assetId: noise } as const;
    expect(await producer.refused('studio:preview', { ...slug(), source })).toMatchObject({ code: 'invalidState' });
  });

  test('the pool is in the snapshot, with its progress', async () => {
    const id = await ready('still', 'Carte');
    const Joined = controlCommands['control:join'].output;
    const { snapshot } = await producer.ok('control:join', slug(), Joined);
    expect(snapshot?.assets).toMatchObject([
      {
        id,
        kind: 'still',
        title: 'Carte',
        thumbnail: expect.stringMatching(`^http://media.test/assets/${id}/thumbnail\\?`),
        facts: { durationMs: null },
      },
    ]);
    // Media finds the server's signature on it, good for a day at least and two at most.
    const query = new URL(snapshot?.assets[0]?.view ?? '').searchParams;
    const expires = Number(query.get('expires'));
    expect(expires - Date.now() / 1000).toBeGreaterThan(24 * 3_600 - 1);
    expect(expires - Date.now() / 1000).toBeLessThan(48 * 3_600);
    const right = createHmac('sha256', MEDIA_SECRET).update(assetKeyText(id, expires)).digest('base64url');
    expect(query.get('signature')).toBe(right);
  });
});

describe('clips on the buses', () => {
  test('a take plays the clip; what comes after it rests it at its cue', async () => {
    const id = await ready();
    await producer.ok(
      'asset:change',
      { ...slug(), assetId: id, change: { cueMs: 2_000, title: 'Le fonio' } },
      StudioAsset,
    );
    await take({ type: 'clip', assetId: id });
    await vi.waitFor(() =>
      expect(desired(id)?.playout).toMatchObject({ playing: true, positionMs: 2_000, serial: 1, jump: false }),
    );
    expect(logged()).toContainEqual(['take', 'Le fonio']);
    await take({ type: 'slate' });
    // Its number stays: a clip that goes in a transition plays to the end of that.
    await vi.waitFor(() =>
      expect(desired(id)?.playout).toMatchObject({ playing: false, positionMs: 2_000, serial: 1 }),
    );
  });

  test('a clip that is not to play by itself stands until it is told', async () => {
    const id = await ready();
    await producer.ok('asset:change', { ...slug(), assetId: id, change: { playOnTake: false } }, StudioAsset);
    await take({ type: 'clip', assetId: id });
    expect(desired(id)?.playout.playing).toBe(false);
    const move = (type: 'play' | 'pause' | 'restart') =>
      producer.ok('clip:move', { ...slug(), assetId: id, move: { type } }, StudioAsset);
    expect((await move('play')).playout).toMatchObject({ playing: true, positionMs: 0, serial: 1 });
    media.report({
      ...{ type: 'clip', broadcastId: show.id, assetId: id, positionMs: 7_000, durationMs: 60_000 },
      ...{ playing: true, ended: false, serial: 1 },
    });
    await vi.waitFor(() =>
      expect(producer.messages('clip')).toContainEqual(expect.objectContaining({ positionMs: 7_000 })),
    );
    // Where it really is, as media said.
    const paused = (await move('pause')).playout;
    expect(paused).toMatchObject({ playing: false, serial: 2, jump: false });
    expect(paused.positionMs).toBeGreaterThanOrEqual(7_000);
    expect(paused.positionMs).toBeLessThan(20_000);
    expect((await move('restart')).playout).toMatchObject({ playing: false, positionMs: 0, serial: 3, jump: true });
    expect(logged().map(([action]) => action)).toEqual(
      expect.arrayContaining(['clip.play', 'clip.pause', 'clip.restart']),
    );
  });

  const ended = (assetId: string, serial = 1) =>
    media.report({
      ...{ type: 'clip', broadcastId: show.id, assetId, positionMs: 60_000, durationMs: 60_000 },
      ...{ playing: false, ended: true, serial },
    });

  /** The programme went on by itself. */
  const took = (source: SourceRef, takes: number, transition: Transition = { type: 'cut' }) =>
    media.report({ type: 'tookAtEnd', broadcastId: show.id, takes, source, transition });
  const feed = (): SourceRef => ({ type: 'feed', contributorId: show.contributors[1] });

  test('what the programme took at its end is what the buses say, once, with its transition', async () => {
    const id = await ready();
    const endTransition = { type: 'mix', frames: 12 } as const;
    await producer.ok('asset:change', { ...slug(), assetId: id, change: { endTransition } }, StudioAsset);
    await take({ type: 'clip', assetId: id });
    await producer.ok('studio:preview', { ...slug(), source: feed() }, BusState);
    await vi.waitFor(() =>
      expect(desired(id)).toMatchObject({
        atEnd: 'take',
        playOnTake: true,
        endTransition: { type: 'mix', frames: 12 },
      }),
    );
    took(feed(), 1, endTransition);
    await vi.waitFor(() =>
      expect(buses().at(-1)).toMatchObject({ program: feed(), preview: { type: 'clip', assetId: id } }),
    );
    await vi.waitFor(() =>
      expect(media.latest(show.id)).toMatchObject({ program: feed(), takes: 2, transition: endTransition }),
    );
    expect(desired(id)?.playout).toMatchObject({ playing: false, positionMs: 0 });
    expect(logged()).toContainEqual(['clip.end', 'Reportage']);
    // Said again after a reconnection.
    took(feed(), 1, endTransition);
    const other: SourceRef = { type: 'slate' };
    const { program } = await producer.ok('studio:preview', { ...slug(), source: other }, BusState);
    expect(program).toEqual(feed());
    expect(logged().filter(([action]) => action === 'clip.end')).toHaveLength(1);
  });

  test('a producer who took meanwhile was quicker; what one put on preview meanwhile stays there', async () => {
    const id = await ready();
    await take({ type: 'clip', assetId: id });
    await take({ type: 'slate' });
    took(feed(), 1);
    const clip: SourceRef = { type: 'clip', assetId: id };
    expect((await take(clip)).program).toEqual(clip);
    expect(logged().filter(([action]) => action === 'clip.end')).toHaveLength(0);
    const { program } = await producer.ok('studio:preview', { ...slug(), source: { type: 'black' } }, BusState);
    expect(program).toEqual(clip);
    took(feed(), 3);
    await vi.waitFor(() => expect(buses().at(-1)).toMatchObject({ program: feed(), preview: { type: 'black' } }));
  });

  test('a clip that follows a clip is played on from the take that the programme made', async () => {
    const [first, second] = [await ready(), await ready('clip', 'Suite')];
    await take({ type: 'clip', assetId: first });
    await producer.ok('studio:preview', { ...slug(), source: { type: 'clip', assetId: second } }, BusState);
    took({ type: 'clip', assetId: second }, 1);
    await vi.waitFor(() =>
      expect(desired(second)?.playout).toMatchObject({ playing: true, positionMs: 0, serial: 1, jump: false }),
    );
  });

  test('graphics that came with the preview go on air when the programme takes it', async () => {
    const id = await ready();
    await producer.ok('studio:preview', { ...slug(), source: feed() }, BusState);
    const clock = { on: true, where: 'onAir' } as const;
    await producer.ok('graphics:set', { ...slug(), graphics: { clock } }, StudioGraphics);
    const scene = await producer.ok('scene:save', { ...slug(), name: 'Débat' }, SavedScene);
    await producer.ok('graphics:set', { ...slug(), graphics: { clock: { on: false } } }, StudioGraphics);
    await take({ type: 'clip', assetId: id });
    await producer.ok('scene:recall', { ...slug(), id: scene.id }, BusState);
    took(feed(), 1);
    await vi.waitFor(() => expect(media.latest(show.id)?.graphics.clock.on).toBe(true));
  });

  test('a clip that ended and stays stands at its end, and begins anew when it is played', async () => {
    const id = await ready();
    await producer.ok('asset:change', { ...slug(), assetId: id, change: { atEnd: 'hold' } }, StudioAsset);
    await take({ type: 'clip', assetId: id });
    ended(id);
    await vi.waitFor(() =>
      expect(asset(id)).toMatchObject({ asset: { playout: { playing: false, positionMs: 60_000 } } }),
    );
    expect(buses().at(-1)?.program).toEqual({ type: 'clip', assetId: id });
    await producer.ok('clip:move', { ...slug(), assetId: id, move: { type: 'play' } }, StudioAsset);
    await vi.waitFor(() =>
      expect(desired(id)?.playout).toMatchObject({ playing: true, positionMs: 0, jump: true, serial: 2 }),
    );
  });

  test('what is on a bus cannot be removed; what is not, can, and media is told', async () => {
    const id = await ready();
    await producer.ok('studio:preview', { ...slug(), source: { type: 'clip', assetId: id } }, BusState);
    expect(await producer.refused('asset:remove', { ...slug(), assetId: id })).toMatchObject({ code: 'invalidState' });
    await producer.ok('studio:preview', { ...slug(), source: { type: 'slate' } }, BusState);
    await producer.ok('asset:remove', { ...slug(), assetId: id }, z.object({}));
    await vi.waitFor(() => expect(desired(id)).toBeUndefined());
    expect(events()).toContainEqual({ type: 'assetGone', id });
    const other = await makeShow(harness.database);
    const input = { slug: other.slug, assetId: await ready(), change: { title: 'Mien' } };
    const owner = await harness.control('owner', other);
    expect(await owner.refused('asset:change', input)).toMatchObject({ code: 'notFound' });
  });

  test('what is done to a clip before its fader reaches media and the desk; nothing is by itself', async () => {
    const id = await ready();
    const off = { delayMs: 0, gate: 'off', compressor: 'off', trim: false };
    expect(desired(id)?.processing).toEqual(off);
    const change = { delayMs: 120, compressor: 'strong' };
    const told = await producer.ok('asset:change', { ...slug(), assetId: id, change }, StudioAsset);
    expect(told).toMatchObject({ ...off, ...change });
    await vi.waitFor(() => expect(desired(id)?.processing).toEqual({ ...off, ...change }));
    await producer.ok('asset:change', { ...slug(), assetId: id, change: { gate: 'hard' } }, StudioAsset);
    await vi.waitFor(() => expect(desired(id)?.processing).toEqual({ ...off, ...change, gate: 'hard' }));
    for (const wrong of [{ delayMs: 501 }, { delayMs: -1 }, { gate: 'loud' }]) {
      const refused = await producer.refused('asset:change', { ...slug(), assetId: id, change: wrong });
      expect(refused).toMatchObject({ code: 'badRequest' });
    }
    // What producers hear alone: of a clip with sound, by an address that media opens.
    expect(told.sound).toMatch(new RegExp(`^http://media\\.test/assets/${id}/sound\\?expires=\\d+&signature=`));
    const still = await ready('still');
    expect(asset(still)).toMatchObject({ asset: { sound: null } });
  });

  test('a fader and a mute reach media as a gain', async () => {
    const id = await ready();
    await producer.ok('asset:change', { ...slug(), assetId: id, change: { gainDb: -6 } }, StudioAsset);
    await vi.waitFor(() => expect(desired(id)?.gain).toBeCloseTo(0.501, 3));
    await producer.ok('asset:change', { ...slug(), assetId: id, change: { muted: true } }, StudioAsset);
    await vi.waitFor(() => expect(desired(id)?.gain).toBe(0));
  });
});

test('a saved scene can hold a clip, and bring it on preview by itself or by its item of the rundown', async () => {
  const clip: SourceRef = { type: 'clip', assetId: await ready() };
  await producer.ok('studio:preview', { ...slug(), source: clip }, BusState);
  const scene = await producer.ok('scene:save', { ...slug(), name: 'Reportage' }, SavedScene);
  await producer.ok('studio:preview', { ...slug(), source: { type: 'black' } }, BusState);
  const recalled = await producer.ok('scene:recall', { ...slug(), id: scene.id }, BusState);
  expect(recalled.preview).toEqual(clip);
  const binding = { ...slug(), itemId: show.items[0], sceneId: scene.id };
  const { version } = await producer.ok('rundown:bindScene', binding, Rundown);
  await producer.ok('rundown:takeNext', { ...slug(), version }, Rundown);
  await vi.waitFor(() => expect(buses().at(-1)).toMatchObject({ program: clip }));
});

async function takeNext() {
  const { client } = harness.database;
  const { rundownVersion } = await client.broadcast.findUniqueOrThrow({ where: { id: show.id } });
  await producer.ok('rundown:takeNext', { ...slug(), version: rundownVersion }, Rundown);
  return loadBuses(client, show.id);
}

test('an item of type clip plays the clip of its name, and the card without one', async () => {
  const clip = { type: 'clip', assetId: await ready('clip', 'élément 1') };
  expect(await takeNext()).toMatchObject({ preview: clip });
  expect(await takeNext()).toMatchObject({ program: clip });
  await vi.waitFor(() => expect(desired(clip.assetId)?.playout).toMatchObject({ playing: true }));
});

describe('a clip or still that a saved scene had, and that is gone', () => {
  const feed = (index: 0 | 1 | 2) => ({ type: 'feed', contributorId: show.contributors[index] }) as const;
  const Removed = controlCommands['asset:remove'].output;

  /** A scene of an item, kept before preview went black. */
  async function bound(itemId: string, source: SourceRef, name: string): Promise<SavedScene> {
    await producer.ok('studio:preview', { ...slug(), source }, BusState);
    const scene = await producer.ok('scene:save', { ...slug(), name }, SavedScene);
    await producer.ok('rundown:bindScene', { ...slug(), itemId, sceneId: scene.id }, Rundown);
    await producer.ok('studio:preview', { ...slug(), source: { type: 'black' } }, BusState);
    return scene;
  }

  test('is said when it goes, and stops neither the rundown nor the scene: what is left of it goes on', async () => {
    const [clip, still] = [await ready(), await ready('still', 'Carte')];
    const alone = await bound(show.items[0], { type: 'clip', assetId: clip }, 'Reportage seul');
    const slots = [feed(2), { type: 'still', assetId: still } as const];
    const both = await bound(show.items[1], { type: 'twoUp', slots }, 'Carte et voix');
    expect(await producer.ok('asset:remove', { ...slug(), assetId: clip }, Removed)).toEqual({
      scenes: ['Reportage seul'],
    });
    expect(await producer.ok('asset:remove', { ...slug(), assetId: still }, Removed)).toEqual({
      scenes: ['Carte et voix'],
    });

    // The item's own person, where nothing of its scene is left.
    expect(await takeNext()).toMatchObject({ program: feed(0), preview: feed(2) });
    expect(await takeNext()).toMatchObject({ program: feed(2), preview: feed(1) });
    expect(await producer.refused('scene:recall', { ...slug(), id: alone.id })).toMatchObject({ code: 'notFound' });
    const recalled = await producer.ok('scene:recall', { ...slug(), id: both.id }, BusState);
    expect(recalled.preview).toEqual(feed(2));
  });
});

describe('scenes with clips and stills', () => {
  const feed = (index: number) => ({ type: 'feed', contributorId: show.contributors[index] ?? '' }) as const;

  test('a scene takes people, clips, stills and colours, and says them all in the log', async () => {
    const [clip, still] = [await ready(), await ready('still', 'Carte')];
    const source: SourceRef = {
      type: 'grid',
      slots: [feed(0), { type: 'clip', assetId: clip }, { type: 'still', assetId: still }, { type: 'testPattern' }],
    };
    const bus = await take(source);
    expect(bus.program).toEqual(source);
    expect(logged().at(-1)?.[1]).toMatch(/^.+ \+ Reportage \+ Carte \+ testPattern$/);
    // It plays with the take, as by itself.
    await vi.waitFor(() => expect(desired(clip)?.playout).toMatchObject({ playing: true, serial: 1 }));
    expect(await producer.refused('asset:remove', { ...slug(), assetId: still })).toMatchObject({
      code: 'invalidState',
    });
    // From the scene to the whole picture it goes on; then it rests.
    await take({ type: 'clip', assetId: clip });
    await vi.waitFor(() => expect(media.latest(show.id)?.program.type).toBe('clip'));
    expect(desired(clip)?.playout).toMatchObject({ playing: true, serial: 1 });
    await take({ type: 'slate' });
    await vi.waitFor(() => expect(desired(clip)?.playout).toMatchObject({ playing: false }));
  });

  test('what is not there, not ready, or twice in it is refused', async () => {
    const still = await ready('still', 'Carte');
    const refused = (slots: unknown[]) =>
      producer.refused('studio:preview', { ...slug(), source: { type: 'twoUp', slots } });
    expect(await refused([feed(0), { type: 'clip', assetId: randomUUID() }])).toMatchObject({ code: 'notFound' });
    expect(await refused([feed(0), { type: 'clip', assetId: still }])).toMatchObject({ code: 'invalidState' });
    expect(await refused([feed(0), feed(0)])).toMatchObject({ code: 'badRequest' });
    expect(await refused([feed(0)])).toMatchObject({ code: 'badRequest' });
    expect(await refused([feed(0), { type: 'black' }])).toMatchObject({ code: 'badRequest' });
  });

  test('a scene said by its people alone, as it was before, is the same scene', async () => {
    const ids = show.contributors.slice(0, 2);
    const { preview } = await producer.ok(
      'studio:preview',
      { ...slug(), source: { type: 'pip', contributorIds: ids, corner: 'topLeft', size: 'large' } },
      BusState,
    );
    const pip: SourceRef = { type: 'pip', slots: [feed(0), feed(1)], corner: 'topLeft', size: 'large' };
    expect(preview).toEqual(pip);
    // Kept so by an older version, it is read the same way.
    const old = { type: 'twoUp', contributorIds: ids };
    await harness.database.client.bus.update({ where: { broadcastId: show.id }, data: { preview: old } });
    const joined = await producer.ok('control:join', slug(), controlCommands['control:join'].output);
    expect(joined.snapshot?.bus.preview).toEqual({ type: 'twoUp', slots: [feed(0), feed(1)] });
  });
});
