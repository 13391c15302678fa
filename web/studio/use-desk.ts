import type { BusState, ErrorCode, SourceRef, Transition } from '@antenne/server/contract';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { ControlRoom } from '../realtime/index.ts';
import {
  type DeskCommand,
  type DeskEvent,
  type DeskNotice,
  deskStep,
  foreseen,
  idleDesk,
  pendingPreview,
} from './desk.ts';

/** What the producer is told beside the take button: an outcome of the desk, or why the server said no. */
export type DeskMessage = { type: DeskNotice } | { type: 'failed'; code: ErrorCode };

export type DeskHands = {
  preview: (source: SourceRef) => void;
  /** Takes what is on preview, or `source` directly. */
  take: (transition: Transition, source?: SourceRef) => void;
  /** The buses as they will be when everything pressed so far is done. */
  buses: () => BusState | null;
  /** On its way to preview. */
  pending: SourceRef | null;
  /** A take is on its way. */
  taking: boolean;
};

/** Runs the desk against the room. `tell` hears what did not go as meant. */
export function useDesk(room: ControlRoom, tell: (message: DeskMessage) => void): DeskHands {
  const [desk, setDesk] = useState(idleDesk);
  const current = useRef(desk);
  // An acknowledgement can be here before its event: the newer of the two is what the next press goes by.
  const answered = useRef<BusState | null>(null);
  const say = useRef(tell);
  useEffect(() => {
    say.current = tell;
  });

  const press = useCallback(
    (event: DeskEvent) => {
      const dispatch = (next: DeskEvent) => {
        const step = deskStep(current.current, next);
        current.current = step.desk;
        setDesk(step.desk);
        if (step.notice) say.current({ type: step.notice });
        if (step.send) void send(step.send);
      };
      const send = async (command: DeskCommand) => {
        const reply = await ask(room, command);
        if (reply.ok) answered.current = reply.data;
        else if (reply.error.code === 'conflict') say.current({ type: 'overtaken' });
        else say.current({ type: 'failed', code: reply.error.code });
        dispatch({ type: 'settled', bus: reply.ok ? reply.data : null });
      };
      dispatch(event);
    },
    [room],
  );

  const hands = useMemo(() => {
    const known = (): BusState | null => {
      const bus = room.store.getState().state?.bus ?? null;
      return answered.current && bus && answered.current.version > bus.version ? answered.current : bus;
    };
    return {
      preview: (source: SourceRef) => {
        const bus = known();
        if (bus) press({ type: 'preview', source, bus });
      },
      take: (transition: Transition, source?: SourceRef) => {
        const bus = known();
        if (bus) press({ type: 'take', take: { source: source ?? null, transition }, bus });
      },
      buses: () => {
        const bus = known();
        return bus && foreseen(current.current, bus);
      },
    };
  }, [room, press]);

  return {
    ...hands,
    pending: pendingPreview(desk),
    taking: desk.sending?.type === 'take' || desk.nextTake !== null,
  };
}

function ask({ call, slug }: ControlRoom, command: DeskCommand) {
  if (command.type === 'preview') return call('studio:preview', { slug, source: command.source });
  const { take, version } = command;
  return call('studio:take', {
    slug,
    version,
    transition: take.transition,
    ...(take.source && { source: take.source }),
  });
}
