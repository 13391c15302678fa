import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { ControlEvent, type Cue, controlCommands, DuplexState, duplexCommands } from '../contract/index.ts';
import type { TestClient } from '../testing/clients.ts';
import { makeShow, removeShow, type Show } from '../testing/fixtures.ts';
import { type Harness, startHarness } from '../testing/harness.ts';
import { until } from '../testing/until.ts';

const Joined = duplexCommands['duplex:join'].output;
const Sent = controlCommands['cue:send'].output;
const standBy = { type: 'template', template: 'standBy' } as const;

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

async function join(index: 0 | 1 | 2) {
  const contributorId = show.contributors[index];
  const { token } = await harness.invite('contributor', show.id, { contributorId, reusable: true });
  const client = await harness.client('/duplex').connected();
  const { state } = await client.ok('duplex:join', { token, peerId: randomUUID() }, Joined);
  await client.ok('duplex:step', { step: 'greenRoom' }, z.object({}));
  return { client, state, onScreen: () => DuplexState.optional().parse(client.messages('state').at(-1))?.cues };
}

const send = (to: 'all' | string[], content: z.input<typeof Cue.shape.content>, key = randomUUID()) =>
  producer.ok('cue:send', { slug: show.slug, key, to, content }, Sent);

/** Every news of cues that a studio got, in its order. */
const told = (client: TestClient) =>
  client.messages('event').flatMap((message) => {
    const { event } = z.object({ event: ControlEvent }).parse(message);
    return event.type === 'cue' ? [event.cue] : [];
  });

describe('a cue', () => {
  test('goes to whom it is for, is seen and confirmed once, and both sides know', async () => {
    const quito = await join(0);
    const bamako = await join(1);
    const [cue] = await send([show.contributors[0]], standBy);
    if (!cue) throw new Error('nothing was sent');
    expect(cue).toMatchObject({ contributorId: show.contributors[0], seenAt: null, confirmedAt: null });
    await until('the cue', () => quito.onScreen()?.length === 1);
    expect(quito.onScreen()?.[0]).toMatchObject({ id: cue.id, content: standBy, from: 'Essai producer' });
    expect(bamako.onScreen() ?? []).toEqual([]);

    await quito.client.command('duplex:seen', { ids: [cue.id] });
    await until('seen', () => told(producer).at(-1)?.seenAt);
    await quito.client.command('duplex:confirm', { ids: [cue.id] });
    await until('confirmed', () => told(producer).at(-1)?.confirmedAt);
    await until('an empty screen', () => quito.onScreen()?.length === 0);
    const { confirmedAt } = told(producer).at(-1) ?? {};

    await quito.client.command('duplex:confirm', { ids: [cue.id] });
    await quito.client.command('duplex:seen', { ids: [cue.id] });
    expect(told(producer)).toHaveLength(3);
    const { snapshot } = await producer.ok('control:join', { slug: show.slug }, controlCommands['control:join'].output);
    expect(snapshot?.cues).toEqual([expect.objectContaining({ id: cue.id, confirmedAt })]);
    expect(snapshot?.log[0]).toMatchObject({ action: 'cue.send', subject: 'Invitée de Quito' });
  });

  test('sent twice under one key is one', async () => {
    const key = randomUUID();
    const first = await send([show.contributors[0], show.contributors[1]], standBy, key);
    expect(first).toHaveLength(2);
    expect(await send([show.contributors[0], show.contributors[1]], standBy, key)).toEqual(first);
    expect(told(producer)).toHaveLength(2);
  });

  test('waits for a page that comes later; an old one does not', async () => {
    const [fresh] = await send([show.contributors[0]], { type: 'text', text: ' Le train part à 18 h. ' });
    const [old] = await send([show.contributors[0]], standBy);
    await harness.database.client.cue.update({
      where: { id: old?.id ?? '' },
      data: { sentAt: new Date(Date.now() - 16 * 60_000) },
    });
    const { state } = await join(0);
    expect(state.cues.map(({ id }) => id)).toEqual([fresh?.id]);
    expect(state.cues[0]?.content).toEqual({ type: 'text', text: 'Le train part à 18 h.' });
  });

  test('to all reaches those who are linked, and is refused when nobody is', async () => {
    const input = { slug: show.slug, key: randomUUID(), to: 'all', content: standBy };
    expect(await producer.refused('cue:send', input)).toMatchObject({ code: 'invalidState' });
    await join(1);
    expect((await send('all', standBy)).map(({ contributorId }) => contributorId)).toEqual([show.contributors[1]]);
  });

  test('of somebody else cannot be confirmed', async () => {
    const [cue] = await send([show.contributors[0]], standBy);
    const bamako = await join(1);
    await bamako.client.command('duplex:confirm', { ids: [cue?.id] });
    expect(await harness.database.client.cue.findUnique({ where: { id: cue?.id ?? '' } })).toMatchObject({
      seenAt: null,
      confirmedAt: null,
    });
  });
});

describe('what is refused', () => {
  test.each(['moderator', 'presenter'] as const)('a cue from a %s', async (role) => {
    const client = await harness.control(role, show);
    const input = { slug: show.slug, key: randomUUID(), to: [show.contributors[0]], content: standBy };
    expect(await client.refused('cue:send', input)).toMatchObject({ code: 'forbidden' });
  });

  test.each([
    ['too long', { type: 'text', text: 'x'.repeat(201) }],
    ['empty', { type: 'text', text: '   ' }],
    ['unknown', { type: 'template', template: 'dance' }],
  ])('a text that is %s', async (_what, content) => {
    const input = { slug: show.slug, key: randomUUID(), to: [show.contributors[0]], content };
    expect(await producer.refused('cue:send', input)).toMatchObject({ code: 'badRequest' });
  });

  test('somebody of another broadcast', async () => {
    const other = await makeShow(harness.database);
    const input = { slug: show.slug, key: randomUUID(), to: [other.contributors[0]], content: standBy };
    expect(await producer.refused('cue:send', input)).toMatchObject({ code: 'notFound' });
    await removeShow(harness.database, other);
  });
});
