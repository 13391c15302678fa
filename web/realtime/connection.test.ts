import { createServer, type Server as HttpServer } from 'node:http';
import { AudienceEnvelope, audienceCommands, type CommandData, type Reply } from '@antenne/server/contract';
import { Server } from 'socket.io';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type AudienceState, fromSnapshot, reduceAudience } from './audience-state.ts';
import { type Connection, connect } from './connection.ts';
import { openRoom, type Room } from './room.ts';
import type { Envelope, Joined } from './sequence.ts';
import { broadcast, ownQuestion, publicQuestion } from './testing.ts';

const protocol = {
  namespace: '/audience',
  commands: audienceCommands,
  messages: { event: AudienceEnvelope },
} as const;

type JoinInput = CommandData<typeof audienceCommands, 'audience:join'>;
type JoinReply = Reply<Record<string, unknown>>;

const SLUG = 'tour-du-monde';
const NOW = '2026-05-09T12:00:00.000Z';
const QUESTION = '00000000-0000-4000-8000-00000000000a';
const MINE = '00000000-0000-4000-8000-00000000000b';
const snapshot = {
  broadcast: broadcast({ themes: [] }),
  questions: [publicQuestion(QUESTION, { themeId: QUESTION })],
  own: [],
  votedFor: [],
};

/** A real Socket.IO server that can go away and come back on the same port. */
class Stage {
  joins: JoinInput[] = [];
  /** What came with each handshake. */
  auths: unknown[] = [];
  answer: (input: JoinInput) => JoinReply = () => ({ ok: true, data: { seq: 7, now: NOW, snapshot } });
  handshake: (() => Error | undefined) | undefined;
  #http: HttpServer | undefined;
  #io: Server | undefined;
  #port = 0;

  get origin(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  async up(): Promise<void> {
    const http = createServer();
    const io = new Server(http);
    const audience = io.of('/audience');
    audience.use((socket, next) => {
      this.auths.push(socket.handshake.auth);
      next(this.handshake?.());
    });
    audience.on('connection', (socket) => {
      socket.on('audience:join', (input: JoinInput, ack: (reply: JoinReply) => void) => {
        this.joins.push(input);
        ack(this.answer(input));
      });
      socket.on('question:submit', (input: { key: string }, ack: (reply: unknown) => void) => {
        if (input.key === MINE) ack({ ok: true, data: ownQuestion(MINE, { themeId: QUESTION }) });
        else ack('nonsense');
      });
    });
    await new Promise<void>((done) => http.listen(this.#port, '127.0.0.1', done));
    const address = http.address();
    if (typeof address === 'object' && address) this.#port = address.port;
    this.#http = http;
    this.#io = io;
  }

  tell(data: unknown): void {
    this.#io?.of('/audience').emit('event', data);
  }

  sockets(): number {
    return this.#io?.of('/audience').sockets.size ?? 0;
  }

  kick(): void {
    this.#io?.of('/audience').disconnectSockets(true);
  }

  async down(): Promise<void> {
    await this.#io?.close();
    this.#http?.close();
    this.#io = undefined;
  }
}

const opened: { close: () => void }[] = [];
let stage = new Stage();

afterEach(async () => {
  for (const thing of opened.splice(0)) thing.close();
  await stage.down();
  stage = new Stage();
});

/** `random: 0` halves the waits before reconnecting. */
function open(): Connection<typeof protocol> {
  const connection = connect(protocol, { origin: stage.origin, random: () => 0 });
  opened.push(connection);
  return connection;
}

function enter(): Room<AudienceState, AudienceEnvelope['event']> {
  const connection = open();
  const room = openRoom<AudienceState, AudienceEnvelope['event']>(
    {
      onConnect: connection.onConnect,
      onLink: connection.onLink,
      onEvent: (listener) =>
        connection.on('event', (envelope: Envelope<AudienceEnvelope['event']>) => listener(envelope)),
      join: async (since): Promise<Reply<Joined<AudienceState, AudienceEnvelope['event']> & { now: string }>> => {
        const reply = await connection.call('audience:join', { slug: SLUG, since });
        return reply.ok
          ? { ok: true, data: { ...reply.data, snapshot: reply.data.snapshot && fromSnapshot(reply.data.snapshot) } }
          : reply;
      },
      close: connection.close,
    },
    reduceAudience,
  );
  opened.push(room);
  return room;
}

const soon = { timeout: 10_000, interval: 10 };
const gone = (seq: number) => ({ seq, event: { type: 'questionGone', id: QUESTION } });

describe('a connection', () => {
  it('brings back what a command answers, parsed', async () => {
    await stage.up();
    const connection = open();
    await vi.waitFor(() => expect(connection.link()).toBe('online'), soon);
    const reply = await connection.call('question:submit', {
      slug: SLUG,
      key: MINE,
      themeId: QUESTION,
      text: 'Combien ?',
    });
    expect(reply).toMatchObject({ ok: true, data: { id: MINE, state: 'pending' } });
  });

  it('turns an answer that makes no sense, silence and absence into failures', async () => {
    await stage.up();
    const connection = open();
    const input = { slug: SLUG, key: QUESTION, themeId: QUESTION, text: 'Combien ?' };
    expect(await connection.call('question:submit', input)).toMatchObject({
      ok: false,
      error: { code: 'unavailable' },
    });
    await vi.waitFor(() => expect(connection.link()).toBe('online'), soon);
    expect(await connection.call('question:submit', input)).toMatchObject({ ok: false, error: { code: 'badRequest' } });
    const silent = connection.call('question:vote', { slug: SLUG, id: QUESTION, on: true }, { timeoutMs: 50 });
    expect(await silent).toMatchObject({ ok: false, error: { code: 'unavailable' } });
  });

  it('says why it is refused, and stops trying', async () => {
    stage.handshake = () => new Error('notSignedIn');
    await stage.up();
    const connection = open();
    const refused = new Promise((resolve) => connection.onLink((link, refusal) => resolve([link, refusal?.code])));
    expect(await refused).toEqual(['refused', 'notSignedIn']);
  });
});

describe('a room', () => {
  it('starts from the snapshot and follows the events', async () => {
    await stage.up();
    const room = enter();
    await vi.waitFor(() => expect(room.store.getState().link).toBe('online'), soon);
    expect(stage.joins).toEqual([{ slug: SLUG }]);
    expect(Object.keys(room.store.getState().state?.questions ?? {})).toEqual([QUESTION]);
    stage.tell(gone(8));
    await vi.waitFor(() => expect(room.store.getState().state?.questions).toEqual({}), soon);
  });

  it('ignores an event that it has seen, and one that is not as agreed', async () => {
    const warned = vi.spyOn(console, 'warn').mockImplementation(() => {});
    await stage.up();
    const room = enter();
    await vi.waitFor(() => expect(room.store.getState().link).toBe('online'), soon);
    stage.tell(gone(7));
    stage.tell({ seq: 8, event: { type: 'question', question: { id: 'half' } } });
    stage.tell({ seq: 9, event: { type: 'broadcast', broadcast: broadcast({ themes: [], title: 'Autre' }) } });
    await vi.waitFor(() => expect(room.store.getState().state?.broadcast.title).toBe('Autre'), soon);
    expect(Object.keys(room.store.getState().state?.questions ?? {})).toEqual([QUESTION]);
    expect(warned).toHaveBeenCalledOnce();
    warned.mockRestore();
  });

  it('keeps what it shows while the server is away, and asks for what it missed', async () => {
    await stage.up();
    const room = enter();
    await vi.waitFor(() => expect(room.store.getState().link).toBe('online'), soon);
    await stage.down();
    await vi.waitFor(() => expect(room.store.getState().link).toBe('reconnecting'), soon);
    expect(Object.keys(room.store.getState().state?.questions ?? {})).toEqual([QUESTION]);
    stage.answer = () => ({ ok: true, data: { seq: 9, now: NOW, missed: [gone(7), gone(9)] } });
    await stage.up();
    await vi.waitFor(() => expect(room.store.getState().link).toBe('online'), soon);
    expect(stage.joins.at(-1)).toEqual({ slug: SLUG, since: 7 });
    expect(room.store.getState().state?.questions).toEqual({});
  });

  it('comes back after the server hung up on purpose', async () => {
    await stage.up();
    const room = enter();
    await vi.waitFor(() => expect(room.store.getState().link).toBe('online'), soon);
    stage.kick();
    await vi.waitFor(() => expect(stage.joins).toHaveLength(2), soon);
    await vi.waitFor(() => expect(room.store.getState().link).toBe('online'), soon);
  });

  it('says with each handshake what the page knows by then', async () => {
    await stage.up();
    let voter = 0;
    const auth = () => {
      voter += 1;
      return { voter };
    };
    const connection = connect(protocol, { origin: stage.origin, random: () => 0, auth });
    opened.push(connection);
    await vi.waitFor(() => expect(connection.link()).toBe('online'), soon);
    stage.kick();
    await vi.waitFor(() => expect(stage.auths).toEqual([{ voter: 1 }, { voter: 2 }]), soon);
  });

  it('tells the page when there is no such broadcast, once and for all', async () => {
    stage.answer = () => ({ ok: false, error: { code: 'notFound', message: 'no such broadcast' } });
    await stage.up();
    const room = enter();
    await vi.waitFor(() => expect(room.store.getState().refusal?.code).toBe('notFound'), soon);
    expect(room.store.getState().link).toBe('refused');
  });

  it('tries again when the server asks to wait', async () => {
    stage.answer = () =>
      stage.joins.length === 1
        ? { ok: false, error: { code: 'tooMany', message: 'wait', retryAfterMs: 20 } }
        : { ok: true, data: { seq: 7, now: NOW, snapshot } };
    await stage.up();
    const room = enter();
    await vi.waitFor(() => expect(room.store.getState().link).toBe('online'), soon);
    expect(stage.joins).toHaveLength(2);
  });

  it('hangs up when it is closed, which may happen twice', async () => {
    await stage.up();
    const room = enter();
    await vi.waitFor(() => expect(room.store.getState().link).toBe('online'), soon);
    expect(stage.sockets()).toBe(1);
    room.close();
    room.close();
    await vi.waitFor(() => expect(stage.sockets()).toBe(0), soon);
  });
});
