import type { QuestionMove, StaffQuestion } from '@antenne/server/contract';
import { useTranslation } from 'react-i18next';
import { Badge, Button, Byline, clockText, cx, StatePill, spaced, useLocale } from '../ui/index.ts';
import { useAsOpened } from './as-opened.ts';
import type { CardHands } from './card.ts';
import { textOf } from './columns.ts';
import { EditForm } from './EditForm.tsx';
import { canMove } from './moves.ts';
import { BurstNote } from './votes/BurstNote.tsx';

/** The question on the screen: what was asked for, since when, and the two ways out. */
export function OnAirCard({
  question,
  theme,
  now,
  busy,
  selected,
  editing,
  burst,
  hands,
}: {
  question: StaffQuestion;
  theme: string;
  now: number;
  busy: boolean;
  selected: boolean;
  editing: boolean;
  /** Many votes came from one address, and nobody has judged them yet. */
  burst: boolean;
  hands: CardHands;
}) {
  const { t } = useTranslation('moderator');
  const { locale } = useLocale();
  const move = (what: QuestionMove) => hands.onMove(question, what);
  const opened = useAsOpened(question, editing);
  return (
    <article
      data-testid="on-air-question"
      data-id={question.id}
      aria-current={selected || undefined}
      className={cx(
        'flex flex-col gap-3 rounded-m border-2 border-onair bg-onair-soft p-4',
        selected && 'outline-2 outline-accent-text outline-offset-2',
      )}
    >
      <div className="flex items-center justify-between gap-3">
        <StatePill state="onair" pulse>
          {t('card.onAir')}
        </StatePill>
        {question.onAirAt ? (
          <span className="text-ink-2 text-s tabular-nums">
            {t('card.since', { time: clockText(Math.max(0, now - Date.parse(question.onAirAt))) })}
          </span>
        ) : null}
      </div>
      <p className="written font-semibold text-l leading-snug">{spaced(textOf(question), locale)}</p>
      <p className="flex flex-wrap items-center gap-2 text-ink-2 text-s">
        <span>
          <Byline of={question} anonymous={t('card.anonymous')} />
        </span>
        <Badge>{theme}</Badge>
      </p>
      {burst && hands.onVotes ? <BurstNote question={question} onVotes={hands.onVotes} /> : null}
      {editing ? (
        <EditForm
          question={question}
          busy={busy}
          onSave={(edit) => hands.onMove(opened, { type: 'edit', ...edit })}
          onCancel={() => hands.onMode(question.id, 'browse')}
        />
      ) : null}
      <div className="flex flex-wrap gap-2">
        {canMove(hands.role, 'onAir', 'answered') ? (
          <Button
            variant="primary"
            busy={busy}
            data-testid="mark-answered"
            keyHint="D"
            onClick={() => move({ type: 'answered' })}
          >
            {t('move.answered')}
          </Button>
        ) : null}
        {canMove(hands.role, 'onAir', 'takeOffAir') ? (
          <Button disabled={busy} data-testid="take-off-air" onClick={() => move({ type: 'takeOffAir' })}>
            {t('move.takeOffAir')}
          </Button>
        ) : null}
        {canMove(hands.role, 'onAir', 'edit') && !editing ? (
          <Button
            variant="quiet"
            disabled={busy}
            data-testid="edit"
            onClick={() => hands.onMode(question.id, 'editing')}
          >
            {t('move.edit')}
          </Button>
        ) : null}
      </div>
    </article>
  );
}
