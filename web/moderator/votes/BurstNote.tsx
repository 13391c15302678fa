import type { StaffQuestion } from '@antenne/server/contract';
import { useTranslation } from 'react-i18next';
import { Button, WarnMark } from '../../ui/index.ts';

/** On a question's card: many of its votes came from one address, and the way to look into them. */
export function BurstNote({
  question,
  onVotes,
}: {
  question: StaffQuestion;
  onVotes: (question: StaffQuestion) => void;
}) {
  const { t } = useTranslation('votes');
  return (
    <div
      data-testid="vote-burst"
      className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1 rounded-s bg-warn-soft py-1 pr-1 pl-2.5 font-medium text-s text-warn-text"
    >
      <span className="flex items-center gap-1.5">
        <WarnMark />
        {t('burst')}
      </span>
      <Button size="s" onClick={() => onVotes(question)} data-testid="examine-votes">
        {t('examine')}
      </Button>
    </div>
  );
}
