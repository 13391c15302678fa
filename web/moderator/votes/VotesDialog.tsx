import type { StaffQuestion, VoteOrigin } from '@antenne/server/contract';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ControlRoom } from '../../realtime/index.ts';
import { Button, Dialog, quoted, toast, useLocale } from '../../ui/index.ts';
import { textOf } from '../columns.ts';
import { type VoteFacts, VoteOrigins } from './VoteOrigins.tsx';

/** Where a question's votes came from: taking an address's out of the count, giving them back, leaving them. */
export function VotesDialog({
  room,
  question,
  burst,
  version,
  onClose,
}: {
  room: ControlRoom;
  question: StaffQuestion;
  /** Nobody has judged its votes yet. */
  burst: boolean;
  /** Changes when what is shown has to be read again. */
  version: string | null;
  onClose: () => void;
}) {
  const { t } = useTranslation(['votes', 'common']);
  const { locale } = useLocale();
  const [facts, setFacts] = useState<VoteFacts | 'failed' | null>(null);
  const [busy, setBusy] = useState(false);
  const { slug } = room;
  const { id } = question;

  const read = async () => {
    const reply = await room.call('votes:origins', { slug, id });
    setFacts((known) => (reply.ok ? reply.data : (known ?? 'failed')));
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: read again whenever something was said about votes.
  useEffect(() => void read(), [room, slug, id, version]);

  /** Takes an address's votes out of the count, or gives them back; either can be undone. */
  const judge = async (origin: VoteOrigin, out: boolean): Promise<void> => {
    const count = out ? origin.votes : origin.voided;
    setBusy(true);
    const reply = await room.call('votes:void', { slug, id, origin: origin.origin, void: out });
    setBusy(false);
    if (!reply.ok) return void toast({ tone: 'warn', text: t(`common:failure.${reply.error.code}`) });
    toast({ text: t(out ? 'done.void' : 'done.restore', { count }), onUndo: () => void judge(turned(origin), !out) });
    await read();
  };
  const accept = async () => {
    setBusy(true);
    const reply = await room.call('votes:accept', { slug, id });
    setBusy(false);
    if (!reply.ok) return void toast({ tone: 'warn', text: t(`common:failure.${reply.error.code}`) });
    toast({ text: t('done.accept') });
    onClose();
  };

  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t('title')}
      description={quoted(textOf(question), locale)}
      actions={
        <>
          <Button onClick={onClose}>{t('close')}</Button>
          {burst ? (
            <Button busy={busy} onClick={() => void accept()} data-testid="accept-votes">
              {t('accept')}
            </Button>
          ) : null}
        </>
      }
    >
      {facts === 'failed' ? (
        <div role="alert" className="flex flex-wrap items-center justify-between gap-3">
          {t('failed')}
          <Button size="s" onClick={() => void read()}>
            {t('common:retry')}
          </Button>
        </div>
      ) : facts === null ? (
        <p role="status" className="text-ink-2">
          {t('common:loading')}
        </p>
      ) : (
        <VoteOrigins facts={facts} total={question.votes} busy={busy} onJudge={judge} />
      )}
    </Dialog>
  );
}

/** The same votes on the other side. */
function turned({ votes, voided, ...origin }: VoteOrigin): VoteOrigin {
  return { ...origin, votes: voided, voided: votes };
}
