import { useEffect } from 'react';
import type { ControlRoom, Link } from '../realtime/index.ts';

/** Milliseconds on a card after which the others are told: who runs along the list looks at none. */
const STAY_MS = 300;

/** Tells the others which card is chosen here, anew after each reconnect. */
export function useLook(room: ControlRoom, link: Link, questionId: string | null): void {
  useEffect(() => {
    if (link !== 'online') return;
    const timer = setTimeout(() => void room.call('question:look', { slug: room.slug, id: questionId }), STAY_MS);
    return () => clearTimeout(timer);
  }, [room, link, questionId]);
}
