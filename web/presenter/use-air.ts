import type { QuestionMove, StaffQuestion } from '@antenne/server/contract';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ControlRoom } from '../realtime/index.ts';

export type Air = {
  /** A move is on its way: no other begins. */
  busy: boolean;
  /** What was refused, in words; empty when nothing was. */
  problem: string;
  answered: (question: StaffQuestion) => void;
  /** `onAir`: what the page showed as on air; another one that came meanwhile stays, and the presenter is told. */
  putOnAir: (question: StaffQuestion, onAir: StaffQuestion | null) => void;
  takeOffAir: (question: StaffQuestion) => void;
};

/** Moves questions on and off the air, one at a time. */
export function useAir(room: ControlRoom): Air {
  const { t } = useTranslation(['presenter', 'common']);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState('');
  const moving = useRef(false);
  const move = async ({ id, version }: StaffQuestion, what: QuestionMove) => {
    // Two presses before a render must be one.
    if (moving.current) return;
    moving.current = true;
    setBusy(true);
    setProblem('');
    const reply = await room.call('question:move', { slug: room.slug, id, version, move: what });
    moving.current = false;
    setBusy(false);
    if (!reply.ok)
      setProblem(reply.error.code === 'conflict' ? t('overtaken') : t(`common:failure.${reply.error.code}`));
  };
  return {
    busy,
    problem,
    answered: (question) => void move(question, { type: 'answered' }),
    putOnAir: (question, onAir) =>
      void move(question, { type: 'putOnAir', replace: onAir !== null, ...(onAir && { replaces: onAir.id }) }),
    takeOffAir: (question) => void move(question, { type: 'takeOffAir' }),
  };
}
