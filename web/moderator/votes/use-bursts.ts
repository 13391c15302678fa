import type { ControlSnapshot } from '@antenne/server/contract';
import { useEffect, useState } from 'react';
import type { ControlRoom, Link } from '../../realtime/index.ts';

export type Bursts = {
  /** Questions with many votes from one address that nobody has judged yet. */
  ids: ReadonlySet<string>;
  /** Changes with each line of the log about votes: whatever is known of them is to be read again. */
  version: string | null;
};

const NONE: ReadonlySet<string> = new Set();

/** Which votes look made, as long as this desk is open. `may`: this role judges them. */
export function useBursts(room: ControlRoom, { log }: ControlSnapshot, link: Link, may: boolean): Bursts {
  const [ids, setIds] = useState(NONE);
  const version = log.find(({ action }) => action.startsWith('votes.'))?.id ?? null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again whenever something was said about votes.
  useEffect(() => {
    if (!may || link !== 'online') return;
    let over = false;
    // When the answer is lost, the next line or the next connection asks again.
    void room.call('votes:bursts', { slug: room.slug }).then((reply) => {
      if (!over && reply.ok) setIds(new Set(reply.data.ids));
    });
    return () => {
      over = true;
    };
  }, [room, link, may, version]);
  return { ids, version };
}
