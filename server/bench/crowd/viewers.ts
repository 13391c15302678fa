/**
 * Some thousand viewers in one process. They speak Socket.IO's protocol by hand, so that measuring them costs little beside
 * what is measured: what is on the wire is what a page's own library sends.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { now } from '../messages.ts';
import type { Acts, FromViewers, ToViewers } from './messages.ts';

/** As many connections are being opened at the same time. */
const OPENING = 100;
/** Connections from one source address: there are 28,000 ports for each. */
const PER_ADDRESS = 10_000;
/** As the pages of viewers do (`web/realtime/connection.ts`) with Socket.IO's client, ms. */
const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 8_000;

const tell = (message: FromViewers) => process.send?.(message);
/** What a published text is known by, and an event's number. */
const MARK = /mark (\d+)/;
const SEQ = /"seq":(\d+)/;
const arrived = new Map<string, { count: number; lastAt: number }>();

function note(text: string): void {
  const mark = MARK.exec(text)?.[1];
  if (mark === undefined) return;
  const seen = arrived.get(mark) ?? { count: 0, lastAt: 0 };
  seen.count += 1;
  seen.lastAt = now();
  arrived.set(mark, seen);
}

class Viewer {
  readonly #url: string;
  readonly #address: string;
  readonly #bare: boolean;
  #socket: WebSocket | null = null;
  #seen: number | null = null;
  #acknowledged = 0;
  readonly #waiting = new Map<number, (reply: unknown) => void>();

  constructor(port: number, bare: boolean, address: string) {
    this.#bare = bare;
    this.#address = address;
    this.#url = `ws://127.0.0.1:${port}${bare ? '/' : '/socket.io/?EIO=4&transport=websocket'}`;
  }

  connect(): Promise<boolean> {
    return new Promise((resolve) => {
      const options = { localAddress: this.#address, perMessageDeflate: false, handshakeTimeout: 60_000 };
      const socket = new WebSocket(this.#url, options);
      this.#socket = socket;
      socket.on('open', () => {
        if (this.#bare) resolve(true);
        else socket.send('40/audience,');
      });
      socket.on('message', (data) => {
        const text = data.toString();
        if (text === '2') socket.send('3');
        else if (text.startsWith('40/audience')) resolve(true);
        else if (text.startsWith('43/audience,')) this.#answer(text.slice(12));
        else if (text.startsWith('42/audience,["event"') || this.#bare) {
          note(text);
          const seq = SEQ.exec(text)?.[1];
          if (seq !== undefined) this.#seen = Number(seq);
        }
      });
      socket.on('error', () => resolve(false));
      socket.on('close', () => {
        resolve(false);
        for (const give of this.#waiting.values()) give(null);
        this.#waiting.clear();
      });
    });
  }

  /** @returns the acknowledgement; null where the connection ended before. */
  command(name: string, input: object): Promise<unknown> {
    const socket = this.#socket;
    if (socket?.readyState !== WebSocket.OPEN) return Promise.resolve(null);
    this.#acknowledged += 1;
    const id = this.#acknowledged;
    socket.send(`42/audience,${id}${JSON.stringify([name, input])}`);
    return new Promise((resolve) => this.#waiting.set(id, resolve));
  }

  /** @returns whether a snapshot came; null where it failed. */
  async join(slug: string): Promise<boolean | null> {
    const since = this.#seen === null ? {} : { since: this.#seen };
    const reply = await this.command('audience:join', { slug, ...since });
    const data = isOk(reply) ? reply.data : null;
    if (typeof data !== 'object' || data === null || !('seq' in data)) return null;
    this.#seen = Number(data.seq);
    return 'snapshot' in data;
  }

  /** @returns whether a snapshot was needed, and the milliseconds that the attempt took that succeeded. */
  async comeBack(slug: string): Promise<{ snapshot: boolean; waited: number }> {
    for (let wait = FIRST_WAIT; ; wait *= 2) {
      await delay(Math.min(LONGEST_WAIT, wait * (0.5 + Math.random())));
      const begun = now();
      if (!(await this.connect())) continue;
      const snapshot = await this.join(slug);
      if (snapshot !== null) return { snapshot, waited: now() - begun };
      this.#socket?.terminate();
    }
  }

  #answer(text: string): void {
    const from = text.indexOf('[');
    const id = Number(text.slice(0, from));
    this.#waiting.get(id)?.(JSON.parse(text.slice(from))[0]);
    this.#waiting.delete(id);
  }
}

function isOk(reply: unknown): reply is { ok: true; data: unknown } {
  return typeof reply === 'object' && reply !== null && 'ok' in reply && reply.ok === true;
}

let viewers: Viewer[] = [];

/** Runs for every viewer, so many at once. @returns how many gave false or null. */
async function forAll(run: (viewer: Viewer) => Promise<boolean | null>): Promise<number> {
  let next = 0;
  let failed = 0;
  const one = async () => {
    for (let viewer = viewers[next++]; viewer; viewer = viewers[next++]) if (!(await run(viewer))) failed += 1;
  };
  await Promise.all(Array.from({ length: OPENING }, one));
  return failed;
}

/** Sends at a steady pace, whatever the answers do. */
async function act(perSecond: number, seconds: number, send: (turn: number) => Promise<unknown>): Promise<Acts> {
  const acts: Acts = { accepted: 0, refused: 0, waits: [] };
  const pending: Promise<void>[] = [];
  const begun = now();
  for (let turn = 0; turn < perSecond * seconds; turn += 1) {
    const ahead = begun + (turn * 1_000) / perSecond - now();
    if (ahead > 1) await delay(ahead);
    const sentAt = now();
    const done = send(turn).then((reply) => {
      acts.waits.push(now() - sentAt);
      if (isOk(reply)) acts.accepted += 1;
      else acts.refused += 1;
    });
    pending.push(done);
  }
  await Promise.all(pending);
  return acts;
}

const of = <Item>(items: readonly Item[], turn: number): Item => {
  const item = items[turn % items.length];
  if (item === undefined) throw new Error('nobody is connected');
  return item;
};

async function take(message: ToViewers): Promise<FromViewers> {
  switch (message.type) {
    case 'connect': {
      const { port, count, bare, firstAddress } = message;
      const address = (index: number) => `127.0.0.${firstAddress + Math.floor(index / PER_ADDRESS)}`;
      viewers = Array.from({ length: count }, (_, index) => new Viewer(port, bare, address(index)));
      return { type: 'connected', failed: await forAll((viewer) => viewer.connect()) };
    }
    case 'join':
      return { type: 'joined', failed: await forAll((viewer) => viewer.join(message.slug)) };
    case 'act': {
      const { show, votesPerSecond, questionsPerSecond, seconds } = message;
      const { slug, themeId } = show;
      const [votes, questions] = await Promise.all([
        act(votesPerSecond, seconds, (turn) => {
          const id = of(show.questions, Math.floor(turn / viewers.length) + turn);
          return of(viewers, turn).command('question:vote', { slug, id, on: true });
        }),
        act(questionsPerSecond, seconds, (turn) => {
          const question = { slug, themeId, key: randomUUID(), text: `Question ${turn} de la foule ?` };
          return of(viewers, turn * 7).command('question:submit', question);
        }),
      ]);
      return { type: 'acted', votes, questions };
    }
    case 'comeBack': {
      const back = await Promise.all(viewers.map((viewer) => viewer.comeBack(message.slug)));
      const snapshots = back.filter(({ snapshot }) => snapshot).length;
      return { type: 'back', snapshots, lastAt: now(), waits: back.map(({ waited }) => waited) };
    }
    case 'arrivals': {
      const marks = [...arrived].map(([mark, { count, lastAt }]): [string, number, number] => [mark, count, lastAt]);
      arrived.clear();
      return { type: 'arrivals', marks };
    }
    default:
      return message satisfies never;
  }
}

process.on('message', (message: ToViewers) => {
  take(message).then(tell, (error) => {
    console.error(error);
    process.exit(1);
  });
});
process.on('disconnect', () => process.exit(0));
