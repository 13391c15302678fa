import type { Failure, Reply } from '@antenne/server/contract';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { isPassing, type Link } from './connection.ts';
import { type Envelope, type Joined, join, type Reduce, receive, type Sequenced } from './sequence.ts';
import { createServerClock, type ServerClock } from './server-clock.ts';

/** What every room's page can show: how the link is, why it was refused, and what is known. */
export type RoomState<State> = {
  link: Link;
  /** Set with `link: 'refused'`. */
  refusal: Failure | null;
  /** `null` until the first join. Stays while reconnecting. */
  state: State | null;
};

/** What a room needs of its connection. */
export type RoomLink<State, Event> = {
  onConnect: (listener: () => void) => () => void;
  onLink: (listener: (link: Link, refusal: Failure | null) => void) => () => void;
  onEvent: (listener: (envelope: Envelope<Event>) => void) => () => void;
  join: (since: number | undefined) => Promise<Reply<Joined<State, Event> & { now: string }>>;
  close: () => void;
};

export type Room<State, Event> = {
  store: StoreApi<RoomState<State>>;
  clock: ServerClock;
  /** Changes what is known outside of the log (votes, presence). Does nothing before the first join. */
  update: (change: (state: State) => State) => void;
  /** Takes the room away from this page for good: no join will be tried again. */
  refuse: (failure: Failure) => void;
  receive: (envelope: Envelope<Event>) => void;
  /** Closes the link too. Safe twice. */
  close: () => void;
};

/**
 * Keeps one broadcast's state true: joins at each connect with what it saw last, counts every event once, tells the
 * server's time. Owns `link` and closes it.
 */
export function openRoom<State, Event>(
  link: RoomLink<State, Event>,
  reduce: Reduce<State, Event>,
  clock: ServerClock = createServerClock(),
): Room<State, Event> {
  const store = createStore<RoomState<State>>(() => ({ link: 'connecting', refusal: null, state: null }));
  let known: Sequenced<State> = null;
  /** Events that overtook the join's answer; `null` when no join is under way. */
  let early: Envelope<Event>[] | null = null;
  /** Which join counts: an answer to an older one, from before a reconnect, is dropped. */
  let attempt = 0;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let over = false;

  const show = (next: Sequenced<State>) => {
    known = next;
    store.setState({ state: next?.state ?? null });
  };
  const refuse = (failure: Failure) => {
    over = true;
    clearTimeout(retry);
    store.setState({ link: 'refused', refusal: failure });
  };
  const take = (envelope: Envelope<Event>) => {
    if (early) early.push(envelope);
    else show(receive(known, envelope, reduce));
  };
  const enter = async () => {
    if (over) return;
    clearTimeout(retry);
    attempt += 1;
    const mine = attempt;
    early = [];
    const sentAt = clock.monotonic();
    const reply = await link.join(known?.seq);
    if (mine !== attempt || over) return;
    if (reply.ok) {
      clock.sync(reply.data.now, sentAt, clock.monotonic());
      show(join(known, reply.data, early, reduce));
      early = null;
      store.setState({ link: 'online', refusal: null });
      return;
    }
    if (isPassing(reply.error)) retry = setTimeout(() => void enter(), reply.error.retryAfterMs ?? 2_000);
    else refuse(reply.error);
  };

  const undo = [
    link.onConnect(() => void enter()),
    link.onEvent(take),
    link.onLink((state, refusal) => {
      if (over) return;
      // A socket that is up is not yet a page that is up to date: `enter` says online.
      if (state === 'online') return;
      store.setState({ link: state, refusal });
    }),
  ];

  return {
    store,
    clock,
    update: (change) => {
      if (known) show({ seq: known.seq, state: change(known.state) });
    },
    refuse,
    receive: take,
    close: () => {
      over = true;
      attempt += 1;
      clearTimeout(retry);
      for (const stop of undo.splice(0)) stop();
      link.close();
    },
  };
}
