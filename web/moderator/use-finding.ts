import type { StaffQuestion } from '@antenne/server/contract';
import { useCallback, useEffect, useRef } from 'react';
import type { ControlRoom } from '../realtime/index.ts';
import { type Filter, textOf } from './columns.ts';
import { canSpeakForOthers } from './moves.ts';

/** As many are offered to merge into. */
const MOST_OFFERED = 6;
/** Questions that a search in the header brings besides those that are here. */
const MOST_FOUND = 100;
const PAUSE_MS = 200;

/**
 * Finds questions on the server, which has them all. What the header's search finds appears in the lists; the answer finds what
 * a question can be merged into (null: the server did not say); without a question, what any could be.
 */
export function useFinding(
  room: ControlRoom,
  { search, themeId }: Filter,
  admit: (ids: readonly string[]) => void,
): (question: StaffQuestion | null, text: string) => Promise<readonly StaffQuestion[] | null> {
  const { slug } = room;
  const letIn = useRef(admit);
  useEffect(() => {
    letIn.current = admit;
  });
  useEffect(() => {
    const text = search.trim();
    if (text.length < 2) return;
    let over = false;
    const timer = setTimeout(async () => {
      const input = { slug, text, limit: MOST_FOUND, ...(themeId === null ? {} : { themeId }) };
      const reply = await room.call('question:search', input);
      if (over || !reply.ok) return;
      letIn.current(reply.data.questions.map(({ id }) => id));
      room.learn(reply.data.questions);
    }, PAUSE_MS);
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [room, slug, search, themeId]);

  return useCallback(
    async (question, text) => {
      const possible = (found: readonly StaffQuestion[]) => {
        room.learn(found);
        return found.filter(({ id, state }) => id !== question?.id && canSpeakForOthers(state)).slice(0, MOST_OFFERED);
      };
      if (text.trim() === '') {
        if (!question) return [];
        const input = { slug, text: textOf(question), except: question.id, limit: MOST_OFFERED };
        const reply = await room.call('question:similar', input);
        return reply.ok ? possible(reply.data.similar.map((one) => one.question)) : null;
      }
      const states: StaffQuestion['state'][] = ['pending', 'approved', 'queued', 'onAir', 'answered'];
      const reply = await room.call('question:search', { slug, text, states, limit: MOST_OFFERED + 1 });
      return reply.ok ? possible(reply.data.questions) : null;
    },
    [room, slug],
  );
}
