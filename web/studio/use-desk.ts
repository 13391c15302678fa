import type { SourceRef } from '@antenne/server/contract';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { ControlRoom } from '../realtime/index.ts';
import { idleDesk, pendingPreview } from './desk.ts';
import { type DeskMessage, type DeskRunner, runDesk } from './desk-runner.ts';

export type DeskHands = Omit<DeskRunner, 'follow'> & {
  /** On its way to preview. */
  pending: SourceRef | null;
  /** A take is on its way. */
  taking: boolean;
};

/** The desk of this page. `tell` hears what did not go as meant. */
export function useDesk(room: ControlRoom, tell: (message: DeskMessage) => void): DeskHands {
  const [desk, setDesk] = useState(idleDesk);
  const say = useRef(tell);
  useEffect(() => {
    say.current = tell;
  });
  const runner = useMemo(() => runDesk(room, { show: setDesk, tell: (message) => say.current(message) }), [room]);
  useEffect(() => runner.follow(), [runner]);
  const { preview, take, buses } = runner;
  return {
    preview,
    take,
    buses,
    pending: pendingPreview(desk),
    taking: desk.sending?.type === 'take' || desk.nextTake !== null,
  };
}
