import type { QuestionMove, StaffQuestion } from '@antenne/server/contract';
import {
  Check,
  Hand,
  ListPlus,
  type LucideIcon,
  Merge,
  Pencil,
  Radio,
  RotateCcw,
  Split,
  UserX,
  Vote,
  X,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ButtonProps } from '../ui/Button.tsx';
import { Button } from '../ui/index.ts';
import type { CardCompany, CardHands } from './card.ts';
import { canMove, needsReason, toAir } from './moves.ts';

type ActionProps = Omit<ButtonProps, 'icon' | 'keyHint' | 'size'> & {
  icon: LucideIcon;
  /** For tests. */
  'data-testid': string;
  keyHint?: string;
};

/** What is decided often: as large as the card is. */
function Decision({ icon: Icon, large, ...button }: ActionProps & { large: boolean }) {
  return <Button size={large ? 'm' : 's'} icon={<Icon aria-hidden className="size-4" />} {...button} />;
}

/** What is done now and then. */
function Quiet({ icon: Icon, ...button }: ActionProps) {
  return (
    <Button size="s" variant="quiet" className="px-2!" icon={<Icon aria-hidden className="size-4" />} {...button} />
  );
}

/** What can be done to a question in its state, by this role: the chosen one's card offers all of it. */
export function CardActions({
  question,
  selected,
  busy,
  onAirId,
  company: { claim, claimIsMine, marked },
  hands,
}: {
  question: StaffQuestion;
  selected: boolean;
  busy: boolean;
  /** The question that is on the screen; null: none. */
  onAirId: string | null;
  company: Pick<CardCompany, 'claim' | 'claimIsMine' | 'marked'>;
  hands: CardHands;
}) {
  const { t } = useTranslation(['moderator', 'votes']);
  const { id, state } = question;
  const may = (move: QuestionMove['type']) => canMove(hands.role, state, move);
  const move = (what: QuestionMove) => hands.onMove(question, what);
  const { onVotes, onPurge } = hands;
  const back = state === 'merged' ? 'unmerge' : 'reopen';
  return (
    <div className="flex flex-wrap items-center gap-x-2 gap-y-1.5">
      {may('approve') ? (
        <Decision
          large={selected}
          variant={selected ? 'primary' : 'secondary'}
          icon={Check}
          busy={busy}
          data-testid="approve"
          keyHint="A"
          onClick={() => move({ type: 'approve' })}
        >
          {t('move.approve')}
        </Decision>
      ) : null}
      {may('putOnAir') ? (
        <Decision
          large={selected}
          variant={selected ? 'onair' : 'secondary'}
          icon={Radio}
          busy={busy}
          data-testid="put-on-air"
          keyHint="O"
          onClick={() => move(toAir(onAirId))}
        >
          {t(onAirId ? 'move.replace' : 'move.putOnAir')}
        </Decision>
      ) : null}
      {may('queue') ? (
        <Decision
          large={selected}
          icon={ListPlus}
          busy={busy}
          data-testid="queue"
          keyHint="Q"
          onClick={() => move({ type: 'queue' })}
        >
          {t('move.queue')}
        </Decision>
      ) : null}
      {may('reject') && (selected || state !== 'approved') ? (
        <Decision
          large={selected}
          variant={state === 'approved' ? 'quiet' : 'secondary'}
          icon={X}
          disabled={busy}
          data-testid="reject"
          keyHint="R"
          onClick={() => hands.onMode(id, 'rejecting')}
        >
          {t('move.reject')}
        </Decision>
      ) : null}
      {selected && may('merge') ? (
        <Quiet icon={Merge} disabled={busy} data-testid="merge" keyHint="M" onClick={() => hands.onMode(id, 'merging')}>
          {t('move.merge')}
        </Quiet>
      ) : null}
      {may(back) && (selected || state !== 'queued') ? (
        <Quiet
          icon={state === 'merged' ? Split : RotateCcw}
          busy={busy}
          data-testid="reopen"
          keyHint="U"
          onClick={() => (needsReason(question, back) ? hands.onMode(id, 'reopening') : move({ type: back }))}
        >
          {t(state === 'queued' ? 'move.unqueue' : state === 'merged' ? 'move.unmerge' : 'move.reopen')}
        </Quiet>
      ) : null}
      {selected && may('edit') ? (
        <>
          <Quiet
            icon={Pencil}
            disabled={busy}
            data-testid="edit"
            keyHint="E"
            onClick={() => hands.onMode(id, 'editing')}
          >
            {t('move.edit')}
          </Quiet>
          <Quiet
            icon={Hand}
            aria-pressed={claimIsMine}
            disabled={claim !== null && !claimIsMine}
            data-testid="claim"
            keyHint="C"
            onClick={() => hands.onClaim(question)}
          >
            {t(claimIsMine ? 'claim.drop' : 'claim.take')}
          </Quiet>
        </>
      ) : null}
      {selected && onVotes && question.votes > 0 ? (
        <Quiet icon={Vote} data-testid="votes" keyHint="V" onClick={() => onVotes(question)}>
          {t('votes:open')}
        </Quiet>
      ) : null}
      {selected && onPurge ? (
        <Quiet icon={UserX} data-testid="purge" onClick={() => onPurge(question)}>
          {t('purge.open')}
        </Quiet>
      ) : null}
      {may('approve') || may('queue') ? (
        <label className="ml-auto inline-flex min-h-9 cursor-pointer items-center gap-2 px-1 text-ink-2 text-s pointer-coarse:min-h-target">
          <input
            type="checkbox"
            checked={marked}
            onChange={() => hands.onMark(id)}
            className="size-4 accent-(--accent)"
            data-testid="mark"
          />
          {t('many.mark')}
        </label>
      ) : null}
    </div>
  );
}
