import type { StaffQuestion } from '@antenne/server/contract';
import { useTranslation } from 'react-i18next';
import type { ControlRoom } from '../realtime/index.ts';
import { Button, Dialog, HoldButton, toast } from '../ui/index.ts';

/** Before somebody is forgotten for good: what that means, and one deliberate gesture. */
export function PurgeDialog({
  room,
  question,
  onClose,
}: {
  room: ControlRoom;
  /** Whose author is meant; null: closed. */
  question: StaffQuestion | null;
  onClose: () => void;
}) {
  const { t } = useTranslation('moderator');
  const purge = async () => {
    if (!question) return;
    const reply = await room.call('person:purge', { slug: room.slug, questionId: question.id });
    onClose();
    toast(
      reply.ok
        ? { text: t('purge.done', { count: reply.data.questions, votes: reply.data.votes }) }
        : { tone: 'warn', text: t(`common:failure.${reply.error.code}`) },
    );
  };
  return (
    <Dialog
      open={question !== null}
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={t('purge.title', { name: question?.author ?? t('card.anonymous') })}
      description={t('purge.text')}
      actions={
        <>
          <Button onClick={onClose}>{t('move.cancel')}</Button>
          <HoldButton onHold={() => void purge()} data-testid="purge-confirm">
            {t('purge.confirm')}
          </HoldButton>
        </>
      }
    />
  );
}
