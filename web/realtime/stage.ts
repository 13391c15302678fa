import { type Failure, type StageServerEvents, StageView, stagePageCommands } from '@antenne/server/contract';
import { useStore } from 'zustand';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { keepClock } from './clock-keeper.ts';
import { connect, isPassing, type Link } from './connection.ts';
import { type Messages, revokedMessage } from './messages.ts';
import { sharedRooms, useShared } from './registry.ts';
import { createServerClock, type ServerClock } from './server-clock.ts';

const stage = {
  namespace: '/stage',
  commands: stagePageCommands,
  messages: { view: StageView, revoked: revokedMessage } satisfies Messages<StageServerEvents>,
} as const;

export type StageState = {
  link: Link;
  /** Set with `link: 'refused'`. */
  refusal: Failure | null;
  /** Null until the first join; stays while the link is lost. */
  view: StageView | null;
  /** When the server was heard last, ms on its clock. */
  heardAt: number;
};

export type StageRoom = {
  readonly store: StoreApi<StageState>;
  readonly clock: ServerClock;
  /** Safe twice. */
  close(): void;
};

/** Milliseconds after which a join that failed for a passing reason is tried again. */
const RETRY_MS = 2_000;
/** No network takes so long, ms: a view of another time than ours says that somebody has set the server's clock. */
const CLOCK_SET = 5_000;

/** Connects and joins, again after each reconnect. Without a token by this browser's session. The caller closes. */
export function openStage(slug: string, token: string | null): StageRoom {
  const connection = connect(stage, { pace: 'staff' });
  const clock = createServerClock();
  const store = createStore<StageState>(() => ({
    link: 'connecting',
    refusal: null,
    view: null,
    heardAt: clock.now(),
  }));
  const over = new AbortController();
  let retry: ReturnType<typeof setTimeout> | undefined;

  const refuse = (refusal: Failure) => {
    store.setState({ link: 'refused', refusal });
    close();
  };
  const join = async (): Promise<void> => {
    clearTimeout(retry);
    const sentAt = clock.monotonic();
    const reply = await connection.call('stage:join', { slug, ...(token ? { token } : {}) });
    if (over.signal.aborted) return;
    if (reply.ok) {
      clock.sync(reply.data.now, sentAt, clock.monotonic());
      store.setState({ link: 'online', refusal: null, view: reply.data.view, heardAt: clock.now() });
    } else if (!isPassing(reply.error)) refuse(reply.error);
    // Without a connection the next connect joins by itself.
    else if (connection.link() === 'online') retry = setTimeout(() => void join(), RETRY_MS);
  };
  const keeping = keepClock(clock, { pace: 'staff' });

  function close(): void {
    over.abort();
    clearTimeout(retry);
    keeping.close();
    connection.close();
  }

  connection.onConnect(() => void join());
  connection.on('view', (view) => {
    if (Math.abs(Date.parse(view.at) - clock.now()) > CLOCK_SET) keeping.measure();
    store.setState({ view, heardAt: clock.now() });
  });
  connection.on('revoked', ({ reason }) => refuse({ code: 'forbidden', message: reason }));
  connection.onLink((link, refusal) => {
    // A socket that is up is not yet a clock that is up to date: `join` says online.
    if (link === 'refused' && refusal) refuse(refusal);
    else if (link !== 'online') store.setState({ link });
  });
  return { store, clock, close };
}

/** Neither can hold a space. */
const keyOf = (slug: string, token: string | null) => `${slug} ${token ?? ''}`;

const rooms = sharedRooms((key) => {
  const [slug = '', token] = key.split(' ');
  return openStage(slug, token || null);
});

/** Everything on the stage clock, while mounted. */
export function useStage(slug: string, token: string | null): StageState & { clock: ServerClock } {
  const room = useShared(rooms, keyOf(slug, token));
  return { ...useStore(room.store), clock: room.clock };
}
