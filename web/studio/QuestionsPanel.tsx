import type { QuestionMove, StaffQuestion, Theme } from '@antenne/server/contract';
import { ChevronUp, ListMinus, ListPlus } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import {
  Button,
  Byline,
  clockText,
  cx,
  IconButton,
  StatePill,
  shortTitle,
  spaced,
  useHeld,
  useLocale,
  useSteadyOrder,
} from '../ui/index.ts';
import { Panel } from './Panel.tsx';
import { studioQuestions } from './questions.ts';

/** The question on the screen, then those that could be, chosen ones first. */
export function QuestionsPanel({
  questions,
  waiting,
  themes,
  slug,
  now,
  live,
  busy,
  onMove,
  className,
}: {
  questions: readonly StaffQuestion[];
  /** How many moderators still have to decide. */
  waiting: number;
  themes: readonly Theme[];
  slug: string;
  now: number;
  /** Nothing goes on air before the show. */
  live: boolean;
  /** Questions with a move under way. */
  busy: ReadonlySet<string>;
  onMove: (question: StaffQuestion, move: QuestionMove) => void;
  className?: string;
}) {
  const { t } = useTranslation('studio');
  const { text } = useLocale();
  const [themeId, setThemeId] = useState<string | null>(null);
  const list = useRef<HTMLDivElement>(null);
  const held = useHeld(list);
  const { onAir, ...sorted } = studioQuestions(questions, themeId);
  const queued = useSteadyOrder(sorted.queued, held);
  const approved = useSteadyOrder(sorted.approved, held);
  const themeOf = (question: StaffQuestion) => {
    const theme = themes.find((candidate) => candidate.id === question.themeId);
    return theme ? shortTitle(text(theme.title)) : '';
  };
  const group = (title: string, members: readonly StaffQuestion[]) =>
    members.length === 0 ? null : (
      <section aria-label={title}>
        <h3 className="px-3 pt-3 pb-1 font-semibold text-ink-3 text-s">
          {title} <span className="tabular-nums">{members.length}</span>
        </h3>
        <ul>
          {members.map((question) => (
            <Candidate
              key={question.id}
              question={question}
              theme={themeOf(question)}
              busy={busy.has(question.id)}
              live={live}
              replaces={onAir !== null}
              onQueue={() => onMove(question, { type: question.state === 'queued' ? 'reopen' : 'queue' })}
              onPutOnAir={() =>
                onMove(question, { type: 'putOnAir', replace: onAir !== null, ...(onAir && { replaces: onAir.id }) })
              }
            />
          ))}
        </ul>
      </section>
    );
  return (
    <Panel
      title={t('questions.title')}
      className={className}
      aside={
        waiting > 0 ? (
          <Link
            to={`/moderate/${slug}`}
            target="_blank"
            className="truncate text-accent-text text-s underline-offset-4 hover:underline"
          >
            {t('questions.waiting', { count: waiting })}
          </Link>
        ) : null
      }
    >
      <OnScreen
        question={onAir}
        theme={onAir ? themeOf(onAir) : ''}
        now={now}
        busy={onAir ? busy.has(onAir.id) : false}
        onMove={onMove}
      />
      <fieldset className="flex min-w-0 shrink-0 gap-1 overflow-x-auto border-line border-b px-3 pb-2">
        <legend className="sr-only">{t('questions.theme')}</legend>
        <ThemeChip label={t('questions.all')} chosen={themeId === null} onChoose={() => setThemeId(null)} />
        {themes.map((theme) => (
          <ThemeChip
            key={theme.id}
            label={shortTitle(text(theme.title))}
            chosen={themeId === theme.id}
            onChoose={() => setThemeId(theme.id)}
          />
        ))}
      </fieldset>
      <div ref={list} className="min-h-0 flex-1 relative overflow-y-auto overscroll-contain pb-2">
        {queued.length + approved.length === 0 ? <p className="p-3 text-ink-2 text-s">{t('questions.none')}</p> : null}
        {group(t('questions.queued'), queued)}
        {group(t('questions.approved'), approved)}
      </div>
    </Panel>
  );
}

function ThemeChip({ label, chosen, onChoose }: { label: string; chosen: boolean; onChoose: () => void }) {
  return (
    <button
      type="button"
      aria-pressed={chosen}
      onClick={onChoose}
      title={label}
      className={cx(
        'min-h-7 max-w-28 shrink-0 truncate rounded-full px-2.5 font-medium text-s pointer-coarse:min-h-target',
        chosen ? 'bg-accent text-accent-ink' : 'bg-sunken text-ink-2 hover:text-ink',
      )}
    >
      {label}
    </button>
  );
}

function OnScreen({
  question,
  theme,
  now,
  busy,
  onMove,
}: {
  question: StaffQuestion | null;
  theme: string;
  now: number;
  busy: boolean;
  onMove: (question: StaffQuestion, move: QuestionMove) => void;
}) {
  const { t } = useTranslation('studio');
  const { locale } = useLocale();
  if (!question) return <p className="px-3 pb-3 text-ink-3 text-s">{t('questions.noneOnAir')}</p>;
  return (
    <article
      data-testid="studio-question"
      data-id={question.id}
      data-state="onAir"
      className="mx-2 mb-2 flex flex-col gap-2 rounded-m border-2 border-onair bg-onair-soft p-2.5"
    >
      <div className="flex items-center justify-between gap-2">
        <StatePill state="onair">{t('questions.onAir')}</StatePill>
        {question.onAirAt ? (
          <span className="text-ink-2 text-s tabular-nums">
            {t('questions.since', { time: clockText(Math.max(0, now - Date.parse(question.onAirAt))) })}
          </span>
        ) : null}
      </div>
      <p className="written line-clamp-5 font-semibold leading-snug">
        {spaced(question.edited ?? question.original, locale)}
      </p>
      <p className="truncate text-ink-2 text-s">
        <Byline of={question} anonymous={t('questions.anonymous')} /> · {theme}
      </p>
      <div className="flex gap-2">
        <Button
          variant="primary"
          size="s"
          busy={busy}
          data-testid="mark-answered"
          className="flex-1"
          onClick={() => onMove(question, { type: 'answered' })}
        >
          {t('questions.answered')}
        </Button>
        <Button size="s" title={t('questions.takeOffHint')} onClick={() => onMove(question, { type: 'takeOffAir' })}>
          {t('questions.takeOff')}
        </Button>
      </div>
    </article>
  );
}

function Candidate({
  question,
  theme,
  busy,
  live,
  replaces,
  onQueue,
  onPutOnAir,
}: {
  question: StaffQuestion;
  theme: string;
  busy: boolean;
  live: boolean;
  replaces: boolean;
  /** Chooses it for the show, where the presenter sees it too, or takes it back among the approved. */
  onQueue: () => void;
  onPutOnAir: () => void;
}) {
  const { t } = useTranslation('studio');
  const { locale } = useLocale();
  return (
    <li
      data-testid="studio-question"
      data-id={question.id}
      data-state={question.state}
      className="flex flex-col gap-1.5 border-line border-b px-3 py-2.5 last:border-b-0"
    >
      <p className="written line-clamp-3 leading-snug" title={question.edited ?? question.original}>
        {spaced(question.edited ?? question.original, locale)}
      </p>
      <div className="flex items-center gap-2 text-s">
        <span
          className="flex items-center font-semibold text-ink tabular-nums"
          title={t('questions.votes', { count: question.votes })}
        >
          <ChevronUp aria-hidden className="size-4 text-ink-3" />
          <span aria-hidden="true">{question.votes}</span>
          <span className="sr-only">{t('questions.votes', { count: question.votes })}</span>
        </span>
        <span className="min-w-0 flex-1 truncate text-ink-3">
          <Byline of={question} anonymous={t('questions.anonymous')} /> · {theme}
        </span>
        <IconButton
          size="s"
          data-testid="queue-question"
          disabled={busy}
          label={t(question.state === 'queued' ? 'questions.unqueue' : 'questions.queue')}
          icon={question.state === 'queued' ? <ListMinus aria-hidden /> : <ListPlus aria-hidden />}
          onClick={onQueue}
        />
        <Button
          variant="secondary"
          size="s"
          busy={busy}
          disabled={!live}
          data-testid="put-on-air"
          title={replaces ? t('questions.replaceHint') : undefined}
          onClick={onPutOnAir}
        >
          {t(replaces ? 'questions.replace' : 'questions.putOnAir')}
        </Button>
      </div>
    </li>
  );
}
