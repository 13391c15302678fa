/** PostgreSQL goes away in the middle of a show, and comes back. */
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { openDatabase } from '@antenne/prisma';
import { startPostgres } from '@antenne/prisma/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { audienceCommands, BusState, OwnQuestion } from '../contract/index.ts';
import { FakeMedia } from '../testing/fake-media.ts';
import { makeShow, type Show } from '../testing/fixtures.ts';
import { type Harness, newQuestion, startHarness } from '../testing/harness.ts';
import { until } from '../testing/until.ts';

/** The cable between the server and its database. */
class Cable {
  readonly #sockets = new Set<Socket>();
  readonly #to: number;
  #listener: Server | null = null;
  #port = 0;

  constructor(to: number) {
    this.#to = to;
  }

  async plug(): Promise<number> {
    const listener = createServer((near) => {
      const far = connect(this.#to, '127.0.0.1');
      for (const [one, other] of [
        [near, far],
        [far, near],
      ] as const) {
        this.#sockets.add(one);
        one.on('error', () => other.destroy());
        one.on('close', () => {
          this.#sockets.delete(one);
          other.destroy();
        });
        one.pipe(other);
      }
    }).listen(this.#port, '127.0.0.1');
    await once(listener, 'listening');
    this.#listener = listener;
    const address = listener.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    this.#port = address.port;
    return this.#port;
  }

  /** Safe twice. */
  async pull(): Promise<void> {
    const listener = this.#listener;
    if (!listener) return;
    this.#listener = null;
    listener.close();
    for (const socket of this.#sockets) socket.destroy();
    await once(listener, 'close');
  }
}

let cable: Cable;
let harness: Harness;
let show: Show;
let media: FakeMedia;
beforeAll(async () => {
  const cluster = await startPostgres();
  const address = new URL(await cluster.createDatabase());
  cable = new Cable(Number(address.port));
  address.port = String(await cable.plug());
  harness = await startHarness({
    open: async () => {
      const database = await openDatabase({ url: address.href });
      return {
        database,
        remove: async () => {
          await database.close();
          await cable.pull();
          await cluster.stop();
        },
      };
    },
  });
  show = await makeShow(harness.database);
  media = new FakeMedia(harness);
  await media.hello();
}, 120_000);
afterAll(() => harness?.close());

test('without its database the server refuses writes and says when to try again, keeps every socket and the picture, and goes on by itself', async () => {
  const producer = await harness.control('producer', show);
  const cookie = await harness.voterCookie();
  const viewer = await harness.audience(cookie);
  const Joined = audienceCommands['audience:join'].output;
  await viewer.ok('audience:join', { slug: show.slug }, Joined);
  const before = await viewer.ok('question:submit', newQuestion(show), OwnQuestion);
  const told = media.desired.length;
  const lost = newQuestion(show, 'Et sans base de données ?');
  const take = { slug: show.slug, source: { type: 'slate' }, version: 1 };

  await cable.pull();
  const refusals = [
    await viewer.refused('question:submit', lost),
    await viewer.refused('audience:join', { slug: show.slug, since: 0 }),
    await producer.refused('studio:take', take),
  ];
  for (const refusal of refusals) {
    expect(refusal).toEqual({ code: 'unavailable', message: 'this failed on our side', retryAfterMs: 1_000 });
  }
  const accepting = await harness.http('POST', '/api/session/accept', { body: { token: 'x'.repeat(43), name: 'A' } });
  expect([accepting.status, await accepting.json()]).toMatchObject([503, { error: { code: 'unavailable' } }]);
  expect((await harness.http('GET', '/health')).status).toBe(200);
  expect(await (await harness.http('GET', '/ready')).json()).toEqual({ ok: false, database: false, media: true });
  // Nobody was thrown out, and media was told nothing: it keeps the picture as it is.
  for (const { socket } of [viewer, producer, media.client]) expect(socket.connected).toBe(true);
  expect(media.desired.length).toBe(told);

  await cable.plug();
  await until('the database again', async () => (await harness.http('GET', '/ready')).status === 200);
  const after = await viewer.ok('question:submit', lost, OwnQuestion);
  const { snapshot } = await viewer.ok('audience:join', { slug: show.slug }, Joined);
  expect(snapshot?.own.map(({ id }) => id).toSorted()).toEqual([before.id, after.id].toSorted());
  expect(await producer.ok('studio:take', take, BusState)).toMatchObject({ program: { type: 'slate' } });
  await until('media to hear of it', () => media.desired.length > told);
}, 60_000);
