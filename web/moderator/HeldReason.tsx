import type { StaffQuestion } from '@antenne/server/contract';
import { useTranslation } from 'react-i18next';
import { Badge } from '../ui/index.ts';

/** Why a question is held. */
export function HeldReason({ question: { state, heldFor } }: { question: StaffQuestion }) {
  const { t } = useTranslation(['desk', 'moderator']);
  if (state !== 'held') return null;
  const why = heldFor ? t(`desk:held.${heldFor.kind}`, { match: heldFor.match }) : t('moderator:card.held');
  return <Badge tone="warn">{why}</Badge>;
}
