import type { StaffQuestion } from '@antenne/server/contract';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toast } from '../ui/index.ts';
import { canMove, mergeable } from './moves.ts';
import type { ManyMove, Moves } from './use-moves.ts';

/** What the bar below the lists asks for. */
export type ManyMode = 'browse' | 'rejecting' | 'merging';

export type Many = {
  marked: ReadonlySet<string>;
  mode: ManyMode;
  setMode: (mode: ManyMode) => void;
  toggle: (id: string) => void;
  clear: () => void;
  busy: boolean;
  /** The same move with all that are marked and allow it. */
  run: (move: ManyMove) => Promise<void>;
  /** Of those that are marked, the ones that can speak for the others. */
  speakers: readonly StaffQuestion[];
};

/** Questions that were chosen together, and one decision about them. `standsBack`: see `useStandingBack`. */
export function useMany(
  moves: Moves,
  questions: readonly StaffQuestion[],
  role: Parameters<typeof canMove>[0],
  standsBack: (questions: readonly StaffQuestion[], type: ManyMove['type']) => boolean,
): Many {
  const { t } = useTranslation('moderator');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [mode, setMode] = useState<ManyMode>('browse');
  // What somebody else has decided meanwhile is not chosen any more.
  const members = questions.filter(({ id, state }) => chosen.has(id) && MARKABLE.includes(state));
  const marked = new Set(members.map(({ id }) => id));
  const busy = members.some(({ id }) => moves.busy.has(id));
  const clear = () => {
    setChosen(new Set());
    setMode('browse');
  };
  return {
    marked,
    mode: marked.size > 0 ? mode : 'browse',
    setMode,
    toggle: (id) => setChosen(new Set(marked.has(id) ? [...marked].filter((one) => one !== id) : [...marked, id])),
    clear,
    busy,
    run: async (move) => {
      if (busy) return;
      const allowed = members.filter(
        ({ id, state }) => canMove(role, state, move.type) && !(move.type === 'merge' && move.into === id),
      );
      if (allowed.length === 0) return void toast({ tone: 'warn', text: t('many.none') });
      if (standsBack(allowed, move.type)) return;
      setMode('browse');
      await moves.runMany(allowed, move);
      clear();
    },
    speakers: mergeable(members),
  };
}

const MARKABLE: readonly StaffQuestion['state'][] = ['held', 'pending', 'approved'];
