/**
 * What the producer's hands ask of the buses, in order. The state of the buses is the server's alone; this only keeps
 * what is under way, so that `3` and `Enter` pressed quickly do what they say although the first answer is not there
 * yet, and so that two quick takes go on air once.
 */
import { type BusState, type SourceRef, sameSource, type Transition } from '@antenne/server/contract';

/** A take as it was pressed. `source` goes on air directly; null: what is on preview does. */
export type Take = { source: SourceRef | null; transition: Transition };

export type Desk = {
  /** The command that waits for its acknowledgement. */
  sending: DeskCommand | null;
  /** The preview to ask for once that is answered. */
  nextPreview: SourceRef | null;
  /** A take pressed while something else was on its way, with the programme that its producer saw then. */
  nextTake: (Take & { seen: SourceRef }) | null;
  /** The last preview that was pressed and not yet answered. It outlives a lost connection for a while. */
  wish: { source: SourceRef; over: SourceRef | null; at: number } | null;
  /** A take whose answer was lost with the connection, and the version that it was for. */
  unanswered: number | null;
};

/** Milliseconds for which a preview that was pressed without a connection is still meant. */
const WISH_LIFE = 10_000;

export type DeskEvent =
  /** `at`: milliseconds on any clock that only goes forward. */
  | { type: 'preview'; source: SourceRef; bus: BusState; at: number }
  | { type: 'take'; take: Take; bus: BusState }
  /** The acknowledgement of what was sent; null: it was refused. */
  | { type: 'settled'; bus: BusState | null }
  /** The connection went before the acknowledgement came; `sent`: there was one when it was pressed. */
  | { type: 'lost'; sent: boolean }
  /** The connection is back, and these are the buses. */
  | { type: 'back'; bus: BusState; at: number };

export type DeskCommand = { type: 'preview'; source: SourceRef } | { type: 'take'; take: Take; version: number };

/**
 * Why a take was not sent: nothing on preview, its source already on air, or another producer took first. `notTaken`: it
 * did not reach the server; `unanswered`: it may have. `previewLost`: what was pressed is too old by now, or somebody else
 * chose meanwhile.
 */
export type DeskNotice = 'nothingOnPreview' | 'alreadyOnAir' | 'overtaken' | 'notTaken' | 'unanswered' | 'previewLost';

export type DeskStep = { desk: Desk; send: DeskCommand | null; notice: DeskNotice | null };

export const idleDesk: Desk = { sending: null, nextPreview: null, nextTake: null, wish: null, unanswered: null };

export function deskStep(desk: Desk, event: DeskEvent): DeskStep {
  switch (event.type) {
    case 'preview':
      return onPreview(desk, event.source, event.bus, event.at);
    case 'take':
      return onTake(desk, event.take, event.bus);
    case 'settled':
      return onSettled(desk, event.bus);
    case 'lost':
      return onLost(desk, event.sent);
    case 'back':
      return onBack(desk, event.bus, event.at);
    default:
      return event satisfies never;
  }
}

/** The source that will be on preview when all that was asked for is done: shown as "on its way". */
export function pendingPreview(desk: Desk): SourceRef | null {
  const { sending, nextPreview, wish } = desk;
  if (sending) return nextPreview ?? (sending.type === 'preview' ? sending.source : null);
  return wish?.source ?? null;
}

/** The buses as they will be when all that was asked for is done: what the next press builds upon. */
export function foreseen(desk: Desk, bus: BusState): BusState {
  const { sending, nextPreview, nextTake, wish } = desk;
  let buses = bus;
  if (!sending && wish) buses = { ...buses, preview: wish.source };
  if (sending?.type === 'preview') buses = { ...buses, preview: sending.source };
  // An event with the result can be here before the acknowledgement.
  if (sending?.type === 'take' && bus.version === sending.version) buses = taken(buses, sending.take);
  if (nextPreview) buses = { ...buses, preview: nextPreview };
  return nextTake ? taken(buses, nextTake) : buses;
}

/** As the server does it: what is on preview changes places with the programme, anything else leaves it alone. */
function taken(bus: BusState, { source }: Take): BusState {
  const program = source ?? bus.preview;
  if (!program) return bus;
  return { ...bus, program, preview: sameSource(program, bus.preview) ? bus.program : bus.preview, held: [] };
}

function onPreview(desk: Desk, source: SourceRef, bus: BusState, at: number): DeskStep {
  // The last press wins; a take that was waiting for another preview no longer says what was meant.
  const wish = { source, over: bus.preview, at };
  if (desk.sending?.type === 'preview' && sameSource(desk.sending.source, source)) {
    return quiet({ ...desk, nextPreview: null, wish });
  }
  if (desk.sending) return quiet({ ...desk, nextPreview: source, nextTake: null, wish });
  if (sameSource(bus.preview, source)) return quiet({ ...desk, wish: null });
  return sendPreview({ ...desk, wish }, source, null);
}

/** A preview waits for the connection. A take never does: it would go on air at a time that nobody chose. */
function onLost({ sending, nextTake, wish }: Desk, sent: boolean): DeskStep {
  const desk = { ...idleDesk, wish };
  if (sending?.type === 'take' && sent) {
    return { desk: { ...desk, unanswered: sending.version }, send: null, notice: 'unanswered' };
  }
  return { desk, send: null, notice: nextTake || sending?.type === 'take' ? 'notTaken' : null };
}

function onBack(desk: Desk, bus: BusState, at: number): DeskStep {
  const { wish, unanswered, sending } = desk;
  // Pressed just now, on the new connection.
  if (sending) return quiet(desk);
  const notice = unanswered !== null && bus.version === unanswered ? 'notTaken' : null;
  if (!wish || sameSource(bus.preview, wish.source)) return { desk: idleDesk, send: null, notice };
  if (at - wish.at > WISH_LIFE || !sameSource(bus.preview, wish.over)) {
    return { desk: idleDesk, send: null, notice: notice ?? 'previewLost' };
  }
  return { ...sendPreview({ ...idleDesk, wish }, wish.source, null), notice };
}

function onTake(desk: Desk, take: Take, bus: BusState): DeskStep {
  if (!desk.sending) return sendTake(take, bus, desk.wish);
  // Of two presses for the same thing the first one counts, with its transition.
  const waiting = desk.nextTake ?? (desk.sending.type === 'take' && !desk.nextPreview ? desk.sending.take : null);
  if (waiting && sameSource(waiting.source, take.source)) return quiet(desk);
  return quiet({ ...desk, nextTake: { ...take, seen: bus.program } });
}

function onSettled(desk: Desk, bus: BusState | null): DeskStep {
  if (!bus) return quiet(idleDesk);
  const { nextPreview, nextTake } = desk;
  const took = desk.sending?.type === 'take';
  if (nextPreview && !sameSource(bus.preview, nextPreview)) {
    return sendPreview(desk, nextPreview, nextTake && took ? { ...nextTake, seen: bus.program } : nextTake);
  }
  if (!nextTake) return quiet(idleDesk);
  if (!took && !sameSource(nextTake.seen, bus.program)) {
    return { desk: idleDesk, send: null, notice: 'overtaken' };
  }
  return sendTake({ source: nextTake.source, transition: nextTake.transition }, bus);
}

function sendPreview(desk: Desk, source: SourceRef, nextTake: Desk['nextTake']): DeskStep {
  const send: DeskCommand = { type: 'preview', source };
  return { desk: { ...desk, sending: send, nextPreview: null, nextTake, unanswered: null }, send, notice: null };
}

function sendTake(take: Take, bus: BusState, wish: Desk['wish'] = null): DeskStep {
  const source = take.source ?? bus.preview;
  if (!source) return { desk: idleDesk, send: null, notice: 'nothingOnPreview' };
  // Whoever is held behind their slate comes back on air with another take of the same.
  if (sameSource(source, bus.program) && bus.held.length === 0) {
    return { desk: idleDesk, send: null, notice: 'alreadyOnAir' };
  }
  const send: DeskCommand = { type: 'take', take, version: bus.version };
  return { desk: { ...idleDesk, sending: send, wish }, send, notice: null };
}

function quiet(desk: Desk): DeskStep {
  return { desk, send: null, notice: null };
}
