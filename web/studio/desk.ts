/**
 * What the producer's hands ask of the buses, in order. The state of the buses is the server's alone; this only keeps
 * what is under way, so that `3` and `Enter` pressed quickly do what they say although the first answer is not there
 * yet, and so that two quick takes cut once.
 */
import { type BusState, type SourceRef, sameSource } from '@antenne/server/contract';

export type Desk = {
  /** The command that waits for its acknowledgement. */
  sending: { type: 'preview'; source: SourceRef } | { type: 'take' } | null;
  /** The preview to ask for once that is answered. */
  nextPreview: SourceRef | null;
  /** A take pressed while a preview was on its way, with the programme that its producer saw then. */
  nextTake: { seen: SourceRef } | null;
};

export type DeskEvent =
  | { type: 'preview'; source: SourceRef; bus: BusState }
  | { type: 'take'; bus: BusState }
  /** The acknowledgement of what was sent; null: it was refused or lost. */
  | { type: 'settled'; bus: BusState | null };

export type DeskCommand = { type: 'preview'; source: SourceRef } | { type: 'take'; version: number };

/** Why a take was not sent: nothing on preview, preview already on air, or another producer cut first. */
export type DeskNotice = 'nothingOnPreview' | 'alreadyOnAir' | 'overtaken';

export type DeskStep = { desk: Desk; send: DeskCommand | null; notice: DeskNotice | null };

export const idleDesk: Desk = { sending: null, nextPreview: null, nextTake: null };

export function deskStep(desk: Desk, event: DeskEvent): DeskStep {
  switch (event.type) {
    case 'preview':
      return onPreview(desk, event.source, event.bus);
    case 'take':
      return onTake(desk, event.bus);
    case 'settled':
      return onSettled(desk, event.bus);
    default:
      return event satisfies never;
  }
}

/** The source that will be on preview when all that was asked for is done: shown as "on its way". */
export function pendingPreview(desk: Desk): SourceRef | null {
  return desk.nextPreview ?? (desk.sending?.type === 'preview' ? desk.sending.source : null);
}

function onPreview(desk: Desk, source: SourceRef, bus: BusState): DeskStep {
  // The last press wins; a take that was waiting for another preview no longer says what was meant.
  if (desk.sending?.type === 'preview' && sameSource(desk.sending.source, source)) {
    return quiet({ ...desk, nextPreview: null });
  }
  if (desk.sending) return quiet({ ...desk, nextPreview: source, nextTake: null });
  if (sameSource(bus.preview, source)) return quiet(desk);
  return sendPreview(source, null);
}

function onTake(desk: Desk, bus: BusState): DeskStep {
  if (desk.sending?.type === 'take' && !desk.nextPreview) return quiet(desk);
  if (desk.sending) return quiet({ ...desk, nextTake: { seen: bus.program } });
  return sendTake(bus);
}

function onSettled(desk: Desk, bus: BusState | null): DeskStep {
  if (!bus) return quiet(idleDesk);
  const took = desk.sending?.type === 'take';
  if (desk.nextPreview && !sameSource(bus.preview, desk.nextPreview)) {
    return sendPreview(desk.nextPreview, desk.nextTake && took ? { seen: bus.program } : desk.nextTake);
  }
  if (!desk.nextTake) return quiet(idleDesk);
  if (!took && !sameSource(desk.nextTake.seen, bus.program)) {
    return { desk: idleDesk, send: null, notice: 'overtaken' };
  }
  return sendTake(bus);
}

function sendPreview(source: SourceRef, nextTake: Desk['nextTake']): DeskStep {
  return {
    desk: { sending: { type: 'preview', source }, nextPreview: null, nextTake },
    send: { type: 'preview', source },
    notice: null,
  };
}

function sendTake(bus: BusState): DeskStep {
  if (!bus.preview) return { desk: idleDesk, send: null, notice: 'nothingOnPreview' };
  if (sameSource(bus.preview, bus.program)) return { desk: idleDesk, send: null, notice: 'alreadyOnAir' };
  return {
    desk: { sending: { type: 'take' }, nextPreview: null, nextTake: null },
    send: { type: 'take', version: bus.version },
    notice: null,
  };
}

function quiet(desk: Desk): DeskStep {
  return { desk, send: null, notice: null };
}
