import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import {
  changedRundown,
  controlCommands,
  RundownChoices,
  RundownEdit,
  RundownItem,
  rundownAt,
} from '../contract/index.ts';
import type { TestClient } from '../testing/clients.ts';
import { makeShow, removeShow, type Show } from '../testing/fixtures.ts';
import { type Harness, startHarness } from '../testing/harness.ts';

const WITHIN = { timeout: 15_000 };
type EditName = Extract<keyof typeof controlCommands, `rundown:${string}`>;

let harness: Harness;
let show: Show;
let ana: TestClient;
let ben: TestClient;
beforeAll(async () => {
  harness = await startHarness();
}, 120_000);
afterAll(() => harness?.close());
beforeEach(async () => {
  show = await makeShow(harness.database, { state: 'scheduled' });
  ana = await harness.control('producer', show);
  ben = await harness.control('producer', show);
});
afterEach(() => removeShow(harness.database, show));

const say = (by: TestClient, name: EditName, input: object) =>
  by.ok(name, { slug: show.slug, ...input }, controlCommands['rundown:change'].output);
const choose = (by: TestClient, name: EditName, input: object = {}) =>
  by.ok(name, { slug: show.slug, ...input }, RundownChoices);
const refused = (by: TestClient, name: EditName, input: object = {}) => by.refused(name, { slug: show.slug, ...input });
const rundown = async (by = ana) => {
  const { snapshot } = await by.ok('control:join', { slug: show.slug }, controlCommands['control:join'].output);
  if (!snapshot) throw new Error('no snapshot');
  return snapshot.rundown;
};
const items = async () => (await rundown()).items;
const titles = async () => (await items()).map(({ title }) => title.fr);
const seen = async (...ranks: number[]) => {
  const all = await items();
  return ranks.map((rank) => {
    const { id, version } = all[rank] ?? expect.fail(`no item ${rank}`);
    return { id, version };
  });
};
const actions = async () =>
  (await harness.database.client.auditLine.findMany({ where: { broadcastId: show.id }, orderBy: { at: 'asc' } })).map(
    ({ action, actor, subject }) => [action, actor, subject],
  );
const newItem = (fr: string, more: object = {}) => ({ id: randomUUID(), title: { fr }, ...more });

test('an item is added where it was wanted, once, and every page has it at once', async () => {
  const item = newItem('Sommaire', { plannedDurationMs: 90_000, title: { fr: 'Sommaire', en: '', es: 'Sumario' } });
  const input = { items: [item], after: show.items[0] };
  const before = await rundown(ben);
  await say(ana, 'rundown:add', input);
  await say(ana, 'rundown:add', input);
  expect(await titles()).toEqual(['Élément 0', 'Sommaire', 'Élément 1', 'Élément 2']);
  expect((await items())[1]).toMatchObject({
    title: { fr: 'Sommaire', es: 'Sumario' },
    plannedDurationMs: 90_000,
    type: 'segment',
    editedBy: 'Essai producer',
    version: 1,
  });
  expect(await actions()).toEqual([['rundown.add', 'Essai producer', 'Sommaire']]);
  const edit = await vi.waitFor(() => lastEditTo(ben), WITHIN);
  expect(edit.changed.map(({ id }) => id)).toEqual([item.id]);
  // Who had the rundown before has all of it, with the times of what comes after.
  expect(changedRundown(before, edit)).toEqual(rundownAt(await rundown(), Date.parse(edit.at)));
});

test('pages are told what was written, and of the rest nothing that they know or can derive', async () => {
  const before = await rundown(ben);
  await say(ana, 'rundown:change', { items: await seen(0), fields: { plannedDurationMs: 90_000 } });
  const edit = await vi.waitFor(() => lastEditTo(ben), WITHIN);
  expect(edit).toMatchObject({ order: null, changed: [{ id: show.items[0], plannedDurationMs: 90_000 }] });
  expect(edit.changed).toHaveLength(1);
  const page = changedRundown(before, edit);
  expect(page).toEqual(rundownAt(await rundown(), Date.parse(edit.at)));
  expect(page.items[1]?.plannedStart).not.toBe(before.items[1]?.plannedStart);
});

test('an item that somebody changed meanwhile is not written over: both are shown', async () => {
  const [item] = await seen(0);
  await say(ana, 'rundown:change', { items: [item], fields: { title: { fr: 'De Ana' } } });
  const failure = await refused(ben, 'rundown:change', { items: [item], fields: { title: { fr: 'De Ben' } } });
  expect(failure.code).toBe('conflict');
  expect(RundownItem.array().parse(failure.current)).toMatchObject([{ title: { fr: 'De Ana' }, version: 2 }]);
  expect((await titles())[0]).toBe('De Ana');
  expect(await refused(ben, 'rundown:remove', { items: [item] })).toMatchObject({ code: 'conflict' });
});

test('of two who write the same version at once, one wins', async () => {
  const [item] = await seen(1);
  const replies = await Promise.all(
    [ana, ben].map((by, index) =>
      by.command('rundown:change', { slug: show.slug, items: [item], fields: { plannedDurationMs: index * 1_000 } }),
    ),
  );
  expect(replies.map(({ ok }) => ok).sort()).toEqual([false, true]);
});

test('several change together or not at all', async () => {
  const [first, second] = await seen(0, 2);
  await say(ana, 'rundown:change', { items: [first, second], fields: { group: 'Ouverture', skip: true } });
  expect((await items()).map(({ group, skip, version }) => [group, skip, version])).toEqual([
    ['Ouverture', true, 2],
    [null, false, 1],
    ['Ouverture', true, 2],
  ]);
  const [now] = await seen(0);
  expect(await refused(ben, 'rundown:change', { items: [now, second], fields: { skip: false } })).toMatchObject({
    code: 'conflict',
  });
  expect((await items())[0]?.skip).toBe(true);
});

test('one or several move, in the order in which they stood', async () => {
  await say(ana, 'rundown:move', { ids: [show.items[2], show.items[1]], after: null, group: 'En tête' });
  expect(await titles()).toEqual(['Élément 1', 'Élément 2', 'Élément 0']);
  expect((await items()).map(({ group }) => group)).toEqual(['En tête', 'En tête', null]);
  expect(await refused(ana, 'rundown:move', { ids: [show.items[0]], after: randomUUID() })).toMatchObject({
    code: 'notFound',
  });
});

test('of two who move or copy the same item, the one who saw it elsewhere is told', async () => {
  const [last] = await seen(2);
  const move = { ids: [show.items[2]], seen: [last] };
  await say(ana, 'rundown:move', { ...move, after: null });
  const failure = await refused(ben, 'rundown:move', { ...move, after: show.items[0] });
  expect(failure.code).toBe('conflict');
  expect(RundownItem.array().parse(failure.current)).toMatchObject([{ id: show.items[2], version: 2 }]);
  const copies = [{ of: show.items[2], id: randomUUID(), version: 1 }];
  expect(await refused(ben, 'rundown:duplicate', { copies })).toMatchObject({ code: 'conflict' });
  expect(await titles()).toEqual(['Élément 2', 'Élément 0', 'Élément 1']);

  // Pages know the new version, and those of the others stay as they were.
  const edit = await vi.waitFor(() => lastEditTo(ben), WITHIN);
  expect(edit.changed).toMatchObject([{ id: show.items[2], version: 2, editedBy: 'Essai producer' }]);
  await say(ben, 'rundown:move', { ...move, seen: await seen(0), after: show.items[1] });
  await say(ben, 'rundown:duplicate', {
    copies: (await seen(2)).map(({ id: of, version }) => ({ of, version, id: randomUUID() })),
  });
  // Taken back, it stands elsewhere again.
  await say(ben, 'rundown:undo', {});
  const [stale] = await seen(2);
  await say(ben, 'rundown:undo', {});
  expect(await titles()).toEqual(['Élément 2', 'Élément 0', 'Élément 1']);
  expect(await refused(ana, 'rundown:move', { ids: [show.items[2]], seen: [stale], after: null })).toMatchObject({
    code: 'conflict',
  });
  // Where it stands already, nothing moves and nothing is new.
  const before = await items();
  await say(ana, 'rundown:move', { ids: [show.items[2]], seen: await seen(0), after: null });
  expect(await items()).toMatchObject(before.map(({ id, version }) => ({ id, version })));
});

test('one’s own last edits are taken back one by one and done again; another’s are not', async () => {
  const [item] = await seen(0);
  await say(ana, 'rundown:change', { items: [item], fields: { title: { fr: 'Bonsoir' } } });
  await say(ana, 'rundown:remove', { items: await seen(1) });
  await say(ben, 'rundown:duplicate', { copies: [{ of: show.items[2], id: randomUUID() }] });
  await say(ana, 'rundown:move', { ids: [show.items[2]], after: null });
  expect(await titles()).toEqual(['Élément 2', 'Bonsoir', 'Élément 2']);

  expect(await say(ana, 'rundown:undo', {})).toMatchObject({ action: 'move' });
  expect(await say(ana, 'rundown:undo', {})).toMatchObject({ action: 'remove', count: 1, itemId: show.items[1] });
  expect(await titles()).toEqual(['Bonsoir', 'Élément 1', 'Élément 2', 'Élément 2']);
  await say(ana, 'rundown:undo', {});
  expect(await titles()).toEqual(['Élément 0', 'Élément 1', 'Élément 2', 'Élément 2']);
  expect(await refused(ana, 'rundown:undo')).toMatchObject({ code: 'invalidState' });

  await say(ana, 'rundown:redo', {});
  await say(ana, 'rundown:redo', {});
  expect(await titles()).toEqual(['Bonsoir', 'Élément 2', 'Élément 2']);
  await say(ana, 'rundown:add', { items: [newItem('Fin')] });
  expect(await refused(ana, 'rundown:redo')).toMatchObject({ code: 'invalidState' });
  expect((await actions()).filter(([action]) => action === 'rundown.undo')).toHaveLength(3);
});

test('an edit is not taken back where somebody changed the same since', async () => {
  await say(ana, 'rundown:change', { items: await seen(0), fields: { title: { fr: 'De Ana' } } });
  await say(ben, 'rundown:change', { items: await seen(0), fields: { notes: 'Micro-cravate' } });
  await say(ana, 'rundown:undo', {});
  expect((await items())[0]).toMatchObject({ title: { fr: 'Élément 0' }, notes: 'Micro-cravate' });
  await say(ana, 'rundown:redo', {});
  await say(ben, 'rundown:change', { items: await seen(0), fields: { title: { fr: 'De Ben' } } });
  const failure = await refused(ana, 'rundown:undo');
  expect(failure.code).toBe('conflict');
  expect(RundownItem.array().parse(failure.current)).toMatchObject([{ title: { fr: 'De Ben' } }]);
  expect((await titles())[0]).toBe('De Ben');
});

test('while the show is live its item on air cannot go, but it can change', async () => {
  await removeShow(harness.database, show);
  show = await makeShow(harness.database);
  ana = await harness.control('producer', show);
  const { version } = await rundown();
  await ana.ok('rundown:takeNext', { slug: show.slug, version }, controlCommands['rundown:takeNext'].output);
  expect(await refused(ana, 'rundown:remove', { items: await seen(0) })).toMatchObject({ code: 'invalidState' });
  await say(ana, 'rundown:change', { items: await seen(0), fields: { plannedDurationMs: 60_000 } });
  expect((await items())[0]).toMatchObject({ status: 'onAir', plannedDurationMs: 60_000 });
  // What has been on air stays when the rest is written anew.
  await say(ana, 'rundown:add', { items: [newItem('Suite')], replace: true });
  expect(await titles()).toEqual(['Élément 0', 'Suite']);
});

test('an import is whole or not at all', async () => {
  const good = newItem('Un');
  for (const bad of [
    newItem('Deux', { contributorId: randomUUID() }),
    newItem('Deux', { plannedDurationMs: -1 }),
    newItem('Deux', { zone: 'Mars/Olympus' }),
    newItem('x'.repeat(201)),
  ]) {
    const failure = await refused(ana, 'rundown:add', { items: [good, bad], imported: true });
    expect(['badRequest', 'notFound']).toContain(failure.code);
  }
  expect(await titles()).toEqual(['Élément 0', 'Élément 1', 'Élément 2']);
  expect(await refused(ana, 'rundown:change', { items: await seen(0), fields: { startMode: 'hard' } })).toMatchObject({
    code: 'badRequest',
  });
});

test('yesterday’s show is taken over, and a template of it', async () => {
  const today = await makeShow(harness.database, { state: 'scheduled' });
  try {
    const start = (id: string) =>
      harness.database.client.broadcast.findUniqueOrThrow({ where: { id }, select: { plannedStart: true } });
    const from = (await start(show.id)).plannedStart.getTime();
    await harness.database.client.broadcast.update({
      where: { id: today.id },
      data: { plannedStart: new Date(from + 24 * 3_600_000), zone: 'UTC' },
    });
    await harness.database.client.broadcast.update({ where: { id: show.id }, data: { zone: 'UTC' } });
    const hardStart = new Date(from + 30 * 60_000).toISOString();
    await say(ana, 'rundown:change', {
      items: await seen(1),
      fields: { startMode: 'hard', hardStart, group: 'Duplex' },
    });
    const choices = await choose(ana, 'rundown:saveTemplate', { name: 'Quotidienne' });
    const template = choices.templates.find(({ name }) => name === 'Quotidienne');
    expect(template).toMatchObject({ items: 3, createdBy: 'Essai producer' });

    const { cookie } = await harness.staff('owner', null);
    const owner = await harness.client('/control', { extraHeaders: { cookie } }).connected();
    const there = (name: EditName, input: object) => owner.command(name, { slug: today.slug, ...input });
    const copy = { from: { type: 'broadcast', slug: show.slug }, replace: true };
    expect(await there('rundown:copy', copy)).toMatchObject({ ok: true, data: { action: 'copy' } });
    const joined = async () => {
      const { snapshot } = await owner.ok('control:join', { slug: today.slug }, controlCommands['control:join'].output);
      return snapshot?.rundown.items ?? [];
    };
    const copied = await joined();
    expect(copied.map(({ title }) => title.fr)).toEqual(['Élément 0', 'Élément 1', 'Élément 2']);
    expect(copied[1]).toMatchObject({
      group: 'Duplex',
      hardStart: new Date(Date.parse(hardStart) + 24 * 3_600_000).toISOString(),
    });
    // The people of both shows have the same names.
    expect(copied[0]?.contributorId).toBe(today.contributors[0]);
    await there('rundown:copy', { from: { type: 'template', id: template?.id }, replace: false });
    expect(await joined()).toHaveLength(6);
    await there('rundown:undo', {});
    await there('rundown:undo', {});
    expect((await joined()).map(({ id }) => id)).toEqual(today.items);

    // Who produces one show does not read the other’s notes.
    const foreign = { from: { type: 'broadcast', slug: today.slug }, replace: true };
    expect(await refused(ana, 'rundown:copy', foreign)).toMatchObject({ code: 'forbidden' });
    expect((await choose(ana, 'rundown:choices', {})).broadcasts).toEqual([]);
    expect((await choose(ana, 'rundown:removeTemplate', { id: template?.id })).templates).toEqual([]);
  } finally {
    await removeShow(harness.database, today);
  }
});

test('moderators read and do not write; objects of another broadcast are not theirs', async () => {
  const moderator = await harness.control('moderator', show);
  expect(await refused(moderator, 'rundown:add', { items: [newItem('x')] })).toMatchObject({ code: 'forbidden' });
  expect(await refused(moderator, 'rundown:undo')).toMatchObject({ code: 'forbidden' });
  expect((await choose(moderator, 'rundown:choices', {})).themes).toHaveLength(1);
  const other = await makeShow(harness.database);
  try {
    const theirs = [{ id: other.items[0], version: 1 }];
    expect(await refused(ana, 'rundown:change', { items: theirs, fields: { skip: true } })).toMatchObject({
      code: 'notFound',
    });
    const fields = { contributorId: other.contributors[0] };
    expect(await refused(ana, 'rundown:change', { items: await seen(0), fields })).toMatchObject({ code: 'notFound' });
  } finally {
    await removeShow(harness.database, other);
  }
});

test('everybody sees who is editing which item, until they leave', async () => {
  await ana.command('rundown:editing', { slug: show.slug, itemId: show.items[1] });
  const editing = () => JSON.stringify(ben.messages('presence').at(-1) ?? {}).includes(`"itemId":"${show.items[1]}"`);
  await vi.waitFor(() => expect(editing()).toBe(true), WITHIN);
  ana.close();
  await vi.waitFor(() => expect(editing()).toBe(false), WITHIN);
});

test('viewers hear of what changed for them, and of nothing private', async () => {
  const viewer = await harness.audience();
  await viewer.command('audience:join', { slug: show.slug });
  await say(ana, 'rundown:change', { items: await seen(0), fields: { title: { fr: 'Bonsoir' }, notes: 'Secret' } });
  await vi.waitFor(() => expect(JSON.stringify(viewer.messages('event'))).toContain('Bonsoir'), WITHIN);
  expect(JSON.stringify(viewer.messages('event'))).not.toContain('Secret');
});

function lastEditTo(client: TestClient): RundownEdit {
  const edits = client.messages('event').flatMap((message) => {
    const text = JSON.stringify(message);
    return text.includes('"type":"rundownEdit"') ? [JSON.parse(text).event.edit] : [];
  });
  return RundownEdit.parse(edits.at(-1));
}
