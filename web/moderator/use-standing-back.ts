import type { QuestionMove, StaffQuestion } from '@antenne/server/contract';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { toast } from '../ui/index.ts';
import { claimsOfOthers, type HeldBack, heldBack } from './standing-back.ts';
import type { Claims } from './use-claims.ts';

/** Whether to hold a decision back, because somebody else works on one of these: it was said then. */
export function useStandingBack(
  claims: Claims,
  me: string,
  now: number,
): (questions: readonly StaffQuestion[], type: QuestionMove['type']) => boolean {
  const { t } = useTranslation('moderator');
  const last = useRef<HeldBack | null>(null);
  const said = useRef<() => void>(undefined);
  return (questions, type) => {
    said.current?.();
    const others = claimsOfOthers(questions, claims.of, me);
    const held = heldBack(others, type, last.current, now);
    if (!held) return false;
    last.current = held;
    const name = [...new Set(others.map((claim) => claim.name))].join(', ');
    const text = questions.length === 1 ? t('claim.warn', { name }) : t('many.claimed', { name, count: others.length });
    said.current = toast({ tone: 'warn', text });
    return true;
  };
}
