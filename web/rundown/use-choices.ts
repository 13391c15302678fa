import { RundownChoices } from '@antenne/server/contract';
import { useEffect, useState } from 'react';
import type { ControlRoom, Link } from '../realtime/index.ts';

const NOTHING: RundownChoices = { themes: [], templates: [], broadcasts: [] };

/** What items can be given and rundowns made from; read again whenever the link comes back. */
export function useChoices(room: ControlRoom, link: Link): [RundownChoices, (next: RundownChoices) => void] {
  const [choices, setChoices] = useState(NOTHING);
  useEffect(() => {
    if (link !== 'online') return;
    let gone = false;
    void room.call('rundown:choices', { slug: room.slug }).then((reply) => {
      if (reply.ok && !gone) setChoices(RundownChoices.parse(reply.data));
    });
    return () => {
      gone = true;
    };
  }, [room, link]);
  return [choices, setChoices];
}
