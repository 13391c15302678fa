/** Runs the desk against a room: sends what it decides, hears the answers, and knows when the connection was away. */
import type { BusState, ErrorCode, SourceRef, Transition } from '@antenne/server/contract';
import type { StoreApi } from 'zustand/vanilla';
import type { ControlRoom, Link } from '../realtime/index.ts';
import { type Desk, type DeskCommand, type DeskEvent, type DeskNotice, deskStep, foreseen, idleDesk } from './desk.ts';

/** Milliseconds after which a take that a slow network still carries is no longer meant. */
const TAKE_WITHIN = 3_000;

/** What the producer is told beside the take button: an outcome of the desk, or why the server said no. */
export type DeskMessage = { type: DeskNotice } | { type: 'failed'; code: ErrorCode };

/** What the desk needs of the room. */
export type DeskRoom = Pick<ControlRoom, 'call' | 'clock' | 'slug'> & {
  store: Pick<StoreApi<{ link: Link; state: { bus: BusState } | null }>, 'getState' | 'subscribe'>;
};

export type DeskRunner = {
  preview: (source: SourceRef) => void;
  /** Takes what is on preview, or `source` directly. */
  take: (transition: Transition, source?: SourceRef) => void;
  /** The buses as they will be when everything pressed so far is done. */
  buses: () => BusState | null;
  /** Follows the connection from now on. Returns what stops it. */
  follow: () => () => void;
};

export function runDesk(
  room: DeskRoom,
  { show, tell }: { show: (desk: Desk) => void; tell: (message: DeskMessage) => void },
): DeskRunner {
  let current = idleDesk;
  // An acknowledgement can be here before its event: the newer of the two is what the next press goes by.
  let answered: BusState | null = null;

  const isOnline = () => room.store.getState().link === 'online';
  const dispatch = (event: DeskEvent) => {
    const { desk, send: command, notice } = deskStep(current, event);
    current = desk;
    show(desk);
    if (notice) tell({ type: notice });
    if (command) void send(command);
  };
  const send = async (command: DeskCommand) => {
    const sent = isOnline();
    const reply = await ask(room, command);
    if (!reply.ok && reply.error.code === 'unavailable' && !isOnline()) return dispatch({ type: 'lost', sent });
    if (reply.ok) answered = reply.data;
    else tell(reply.error.code === 'conflict' ? { type: 'overtaken' } : { type: 'failed', code: reply.error.code });
    dispatch({ type: 'settled', bus: reply.ok ? reply.data : null });
  };
  const known = (): BusState | null => {
    const bus = room.store.getState().state?.bus ?? null;
    return answered && bus && answered.version > bus.version ? answered : bus;
  };

  return {
    preview: (source) => {
      const bus = known();
      if (bus) dispatch({ type: 'preview', source, bus, at: room.clock.monotonic() });
    },
    take: (transition, source) => {
      const bus = known();
      if (bus) dispatch({ type: 'take', take: { source: source ?? null, transition }, bus });
    },
    buses: () => {
      const bus = known();
      return bus && foreseen(current, bus);
    },
    follow: () =>
      room.store.subscribe(({ link, state }, before) => {
        if (link !== 'online' || before.link === 'online' || !state) return;
        dispatch({ type: 'back', bus: state.bus, at: room.clock.monotonic() });
      }),
  };
}

function ask({ call, clock, slug }: DeskRoom, command: DeskCommand) {
  if (command.type === 'preview') return call('studio:preview', { slug, source: command.source });
  const { take, version } = command;
  return call('studio:take', {
    slug,
    version,
    notAfter: new Date(clock.now() + TAKE_WITHIN).toISOString(),
    transition: take.transition,
    ...(take.source && { source: take.source }),
  });
}
