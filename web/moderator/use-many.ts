import type { QuestionMove, StaffQuestion } from '@antenne/server/contract';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ControlRoom } from '../realtime/index.ts';
import { toast } from '../ui/index.ts';
import { canMove } from './moves.ts';

export type Many = {
  marked: ReadonlySet<string>;
  toggle: (id: string) => void;
  mark: (ids: readonly string[]) => void;
  clear: () => void;
  busy: boolean;
  /** The same move with all that are marked and allow it. */
  run: (move: QuestionMove) => Promise<void>;
};

/** Questions that were chosen together, and one decision about them. */
export function useMany(
  room: ControlRoom,
  questions: readonly StaffQuestion[],
  role: Parameters<typeof canMove>[0],
): Many {
  const { t } = useTranslation('moderator');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [busy, setBusy] = useState(false);
  // What somebody else has decided meanwhile is not chosen any more.
  const marked = new Set(
    questions.flatMap(({ id, state }) => (chosen.has(id) && MARKABLE.includes(state) ? [id] : [])),
  );
  const clear = () => setChosen(new Set());
  return {
    marked,
    toggle: (id) => setChosen(new Set(marked.has(id) ? [...marked].filter((one) => one !== id) : [...marked, id])),
    mark: (ids) => setChosen(new Set(ids)),
    clear,
    busy,
    run: async (move) => {
      const allowed = questions.filter(({ id, state }) => marked.has(id) && canMove(role, state, move.type));
      if (allowed.length === 0) return void toast({ tone: 'warn', text: t('many.none') });
      setBusy(true);
      const reply = await room.call('question:moveMany', {
        slug: room.slug,
        questions: allowed.map(({ id, version }) => ({ id, version })),
        move,
      });
      setBusy(false);
      if (!reply.ok) return void toast({ tone: 'warn', text: t(`common:failure.${reply.error.code}`) });
      const { moved, refused } = reply.data;
      clear();
      toast({ text: t(`many.${move.type}`, { count: moved.length }) });
      if (refused.length > 0) toast({ tone: 'warn', text: t('many.refused', { count: refused.length }) });
    },
  };
}

const MARKABLE: readonly StaffQuestion['state'][] = ['held', 'pending', 'approved'];
