import type { BusState, ErrorCode, SourceRef } from '@antenne/server/contract';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { ControlRoom } from '../realtime/index.ts';
import { type DeskCommand, type DeskEvent, type DeskNotice, deskStep, idleDesk, pendingPreview } from './desk.ts';

/** What the producer is told beside the take button: an outcome of the desk, or why the server said no. */
export type DeskMessage = { type: DeskNotice } | { type: 'failed'; code: ErrorCode };

export type DeskHands = {
  preview: (source: SourceRef) => void;
  take: () => void;
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
        const reply =
          command.type === 'preview'
            ? await room.call('studio:preview', { slug: room.slug, source: command.source })
            : await room.call('studio:take', { slug: room.slug, version: command.version });
        if (reply.ok) answered.current = reply.data;
        else if (reply.error.code === 'conflict') say.current({ type: 'overtaken' });
        else say.current({ type: 'failed', code: reply.error.code });
        dispatch({ type: 'settled', bus: reply.ok ? reply.data : null });
      };
      dispatch(event);
    },
    [room],
  );

  const bus = useCallback((): BusState | null => {
    const known = room.store.getState().state?.bus ?? null;
    return answered.current && known && answered.current.version > known.version ? answered.current : known;
  }, [room]);
  const preview = useCallback(
    (source: SourceRef) => {
      const seen = bus();
      if (seen) press({ type: 'preview', source, bus: seen });
    },
    [bus, press],
  );
  const take = useCallback(() => {
    const seen = bus();
    if (seen) press({ type: 'take', bus: seen });
  }, [bus, press]);

  return {
    preview,
    take,
    pending: pendingPreview(desk),
    taking: desk.sending?.type === 'take' || desk.nextTake !== null,
  };
}
