import type { Rundown, RundownGroup, RundownItem, SavedScene, StudioContributor } from '@antenne/server/contract';
import { ChevronDown, SkipForward } from 'lucide-react';
import { Fragment, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  Button,
  clockText,
  cx,
  elapsedText,
  ItemOverUnder,
  LocalTime,
  MustStart,
  timeIn,
  useLocale,
  WarnMark,
} from '../ui/index.ts';
import { Panel } from './Panel.tsx';
import { RunNow } from './RunNow.tsx';
import { foldPast, groupAbove } from './run-clock.ts';
import { Shortcut } from './Shortcut.tsx';
import type { RunHands } from './use-run.ts';

/** Now and next with their clocks, and the whole order below. */
export function RundownPanel({
  rundown,
  contributors,
  zone,
  now,
  onTakeNext,
  taking,
  scenes,
  onBind,
  run,
  className,
}: {
  rundown: Rundown;
  contributors: readonly StudioContributor[];
  /** The broadcast's own zone: expected times are said in it. */
  zone: string;
  /** The server's clock, ms. */
  now: number;
  /** Null: there is nothing to go to, or the show is not live. */
  onTakeNext: (() => void) | null;
  taking: boolean;
  scenes: readonly SavedScene[];
  /** Gives an item its scene, or takes it away. */
  onBind: (itemId: string, sceneId: string | null) => void;
  run: RunHands;
  className?: string;
}) {
  const { t } = useTranslation('studio');
  const { text } = useLocale();
  const [pastOpen, setPastOpen] = useState(false);
  const { past, rest } = foldPast(rundown.items);
  const next = rundown.items.find((item) => item.id === rundown.nextItemId) ?? null;
  const [chosen, setChosen] = useState<string | null>(null);
  const shown = pastOpen ? rundown.items : rest;
  const runs = rundown.run === 'live' || rundown.run === 'rehearsal';
  const row = (item: RundownItem) => (
    <Fragment key={item.id}>
      <GroupHeading group={groupAbove(rundown, shown, item)} />
      <Row
        item={item}
        zone={zone}
        now={now}
        rehearsed={rundown.run === 'rehearsal'}
        open={chosen === item.id}
        onOpen={() => setChosen(chosen === item.id ? null : item.id)}
      >
        {chosen === item.id ? <ItemActions item={item} runs={runs} run={run} onDone={() => setChosen(null)} /> : null}
        <ItemScene item={item} scenes={scenes} onBind={onBind} />
      </Row>
    </Fragment>
  );
  return (
    <Panel title={t('rundown.title')} className={className} aside={<RehearseButton rundown={rundown} run={run} />}>
      <div className="flex flex-col gap-3 border-line border-b px-3 pb-3">
        <RunNow rundown={rundown} zone={zone} now={now} run={run} />
        <Next item={next} contributors={contributors} zone={zone} now={now} />
        <Button
          variant="primary"
          size="m"
          icon={<SkipForward aria-hidden className="size-5" />}
          busy={taking}
          disabled={!onTakeNext}
          onClick={() => onTakeNext?.()}
          data-testid="take-next"
          aria-keyshortcuts="n"
          title={next ? t('rundown.takeNextHint', { title: text(next.title) }) : undefined}
        >
          {t('rundown.takeNext')}
          <Shortcut>N</Shortcut>
        </Button>
      </div>
      <div tabIndex={0} className="min-h-0 flex-1 relative overflow-y-auto overscroll-contain">
        {rundown.items.length === 0 ? <p className="p-4 text-ink-2 text-s">{t('rundown.empty')}</p> : null}
        {past.length > 0 ? (
          <button
            type="button"
            aria-expanded={pastOpen}
            onClick={() => setPastOpen(!pastOpen)}
            className="flex min-h-9 w-full items-center gap-2 px-3 text-ink-3 text-s hover:text-ink pointer-coarse:min-h-target"
          >
            <ChevronDown aria-hidden className={cx('size-4 transition-transform', !pastOpen && '-rotate-90')} />
            {t('rundown.done', { count: past.length })}
          </button>
        ) : null}
        <ol>{shown.map(row)}</ol>
      </div>
    </Panel>
  );
}

function Next({
  item,
  contributors,
  zone,
  now,
}: {
  item: RundownItem | null;
  contributors: readonly StudioContributor[];
  zone: string;
  now: number;
}) {
  const { t } = useTranslation('studio');
  const { locale, text } = useLocale();
  if (!item) return <p className="text-ink-3 text-s">{t('rundown.nothingNext')}</p>;
  const contributor = contributors.find((candidate) => candidate.id === item.contributorId) ?? null;
  return (
    <div className="flex flex-col gap-0.5">
      <p className="font-semibold text-preview-text text-s">
        {t('rundown.next')}{' '}
        <span className="text-ink-3 tabular-nums">· {timeIn(item.expectedStart, locale, zone)}</span>
      </p>
      <p className="line-clamp-2 font-semibold leading-snug">{text(item.title)}</p>
      {item.place && item.zone ? (
        <p className="truncate text-ink-2 text-s">
          {t('rundown.localTime', { place: item.place, time: timeIn(now, locale, item.zone) })}
        </p>
      ) : null}
      {contributor ? <NextLink contributor={contributor} /> : null}
    </div>
  );
}

/** Whether the next one is there: the question that a producer asks before each duplex. */
function NextLink({ contributor }: { contributor: StudioContributor }) {
  const { t } = useTranslation('studio');
  const name = contributor.name;
  if (contributor.feed === 'live')
    return <p className="truncate text-ink-2 text-s">{t('rundown.linkReady', { name })}</p>;
  return (
    <p className="flex items-center gap-1.5 font-medium text-s text-warn-text">
      <WarnMark />
      {t(contributor.feed === 'stalled' ? 'rundown.linkStalled' : 'rundown.linkMissing', { name })}
    </p>
  );
}

const EDGE: Record<RundownItem['status'], string> = {
  onAir: 'border-onair bg-onair-soft',
  next: 'border-preview bg-preview-soft',
  done: 'border-transparent text-ink-3',
  skipped: 'border-transparent text-ink-3 line-through',
  upcoming: 'border-transparent',
};

/** What an item still to come puts on preview when it is next. Nothing while there are no saved scenes. */
function ItemScene({
  item,
  scenes,
  onBind,
}: {
  item: RundownItem;
  scenes: readonly SavedScene[];
  onBind: (itemId: string, sceneId: string | null) => void;
}) {
  const { t } = useTranslation('graphics');
  const { text } = useLocale();
  if (scenes.length === 0 || !['next', 'upcoming'].includes(item.status)) return null;
  return (
    <select
      data-testid="item-scene"
      aria-label={t('scenes.ofItem', { title: text(item.title) })}
      value={item.sceneId ?? ''}
      onChange={(event) => onBind(item.id, event.currentTarget.value || null)}
      className="mt-0.5 w-full truncate rounded-s border border-line bg-surface py-0.5 text-ink-2 text-s pointer-coarse:min-h-target"
    >
      <option value="">{t(item.type === 'clip' ? 'scenes.noneOfClip' : 'scenes.none')}</option>
      {scenes.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </select>
  );
}

function Row({
  item,
  zone,
  now,
  rehearsed,
  open,
  onOpen,
  children,
}: {
  item: RundownItem;
  zone: string;
  now: number;
  /** It runs, but nothing of it is on air. */
  rehearsed: boolean;
  /** What can be done with it is shown. */
  open: boolean;
  onOpen: () => void;
  children: ReactNode;
}) {
  const { t } = useTranslation(['studio', 'run']);
  const { locale, text } = useLocale();
  const start = item.actualStart ?? item.expectedStart;
  const drift = Date.parse(start) - Date.parse(item.plannedStart);
  const details = [t(`rundown.type.${item.type}`), item.place].filter(Boolean).join(' · ');
  return (
    <li
      data-testid="rundown-item"
      data-id={item.id}
      data-status={item.status}
      className={cx(
        'grid grid-cols-[3.25rem_1fr_auto] items-start gap-x-2 border-l-3 px-3 py-1.5 text-s',
        rehearsed && item.status === 'onAir' ? 'border-warn bg-warn-soft' : EDGE[item.status],
      )}
    >
      <span className="flex flex-col tabular-nums">
        <LocalTime at={start} zone={zone} className={cx('font-semibold', item.status === 'upcoming' && 'text-ink-2')} />
        <Drift ms={drift} />
      </span>
      <span className="min-w-0">
        <span
          className={cx(
            'line-clamp-2 leading-snug',
            item.status !== 'done' && item.status !== 'skipped' && 'font-medium text-ink',
          )}
        >
          {item.status === 'onAir' ? (
            <span className="sr-only">{t(rehearsed ? 'run:rehearsed' : 'rundown.now')}, </span>
          ) : null}
          {item.status === 'next' ? <span className="sr-only">{t('rundown.next')}, </span> : null}
          {item.status === 'onAir' ? (
            text(item.title)
          ) : (
            <button
              type="button"
              data-testid="item-more"
              aria-expanded={open}
              onClick={onOpen}
              className="text-left hover:underline pointer-coarse:min-h-9"
            >
              {text(item.title)}
            </button>
          )}
        </span>
        <span className="flex gap-1.5 text-ink-3">
          <span className="truncate">{details}</span>
          {item.zone && item.status !== 'done' ? (
            <span className="shrink-0 tabular-nums">{timeIn(now, locale, item.zone)}</span>
          ) : null}
        </span>
        <Fixed item={item} zone={zone} />
        <MustStart item={item} zone={zone} />
        {children}
      </span>
      <span className="flex flex-col items-end text-ink-3 tabular-nums">
        {lengthText(item.plannedDurationMs)}
        <ItemOverUnder ms={item.overUnderMs} />
      </span>
    </li>
  );
}

/** Before the show: begins a rehearsal, or ends it. */
function RehearseButton({ rundown, run }: { rundown: Rundown; run: RunHands }) {
  const { t } = useTranslation('run');
  if (rundown.run !== 'idle' && rundown.run !== 'rehearsal') return null;
  const rehearses = rundown.run === 'rehearsal';
  return (
    <Button
      size="s"
      variant={rehearses ? 'secondary' : 'quiet'}
      data-testid="rehearse"
      title={t('rehearseHint')}
      aria-label={rehearses ? t('rehearseEnd') : undefined}
      onClick={() => run.rehearse(!rehearses)}
    >
      {t(rehearses ? 'end' : 'rehearse')}
    </Button>
  );
}

function GroupHeading({ group }: { group: RundownGroup | null }) {
  if (!group) return null;
  return (
    <li
      data-testid="rundown-group"
      className="flex items-baseline justify-between gap-2 bg-sunken px-3 py-1 font-semibold text-ink-2 text-s"
    >
      <span className="truncate">{group.name}</span>
      <span className="flex shrink-0 gap-2 font-normal tabular-nums">
        <ItemOverUnder ms={group.overUnderMs} />
        {lengthText(group.plannedDurationMs)}
      </span>
    </li>
  );
}

/** What can be done with an item that is not on air. */
function ItemActions({
  item,
  runs,
  run,
  onDone,
}: {
  item: RundownItem;
  runs: boolean;
  run: RunHands;
  onDone: () => void;
}) {
  const { t } = useTranslation('run');
  return (
    <span className="mt-1 flex flex-wrap gap-1.5">
      {runs && !item.skip ? (
        <Button
          size="s"
          variant="onair"
          data-testid="take-item"
          onClick={() => {
            run.take(item.id);
            onDone();
          }}
        >
          {t('take')}
        </Button>
      ) : null}
      {item.status === 'done' ? null : (
        <Button
          size="s"
          data-testid="skip-item"
          onClick={() => {
            run.skip(item.id, !item.skip);
            onDone();
          }}
        >
          {t(item.skip ? 'unskip' : 'skip')}
        </Button>
      )}
    </span>
  );
}

/** Lateness that somebody should do something about, ms. */
const ACT_MS = 5 * 60_000;

function Drift({ ms }: { ms: number }) {
  const { t } = useTranslation('studio');
  // Under half a minute is on time; a few minutes are every show's, many need somebody to act.
  if (Math.abs(ms) < 30_000) return null;
  const late = ms > 0;
  return (
    <span className={ms >= ACT_MS ? 'text-warn-text' : 'text-ink-3'}>
      {t(late ? 'rundown.late' : 'rundown.early', {
        time: lengthText(Math.max(1, Math.round(Math.abs(ms) / 60_000)) * 60_000),
      })}
    </span>
  );
}

function Fixed({ item, zone }: { item: RundownItem; zone: string }) {
  const { t } = useTranslation('studio');
  const { locale } = useLocale();
  if (item.startMode !== 'hard' || !item.hardStart || item.status === 'done') return null;
  const overlap = item.gapMs < -30_000;
  return (
    <span className={cx('block', overlap ? 'font-medium text-warn-text' : 'text-ink-3')}>
      {t('rundown.hard')} {timeIn(item.hardStart, locale, zone)}
      {Math.abs(item.gapMs) > 30_000
        ? ` · ${t(overlap ? 'rundown.overlap' : 'rundown.gap', { time: clockText(Math.abs(item.gapMs)) })}`
        : ''}
    </span>
  );
}

/** `30′`, `1 h 05`: planned durations, short. */
function lengthText(ms: number): string {
  if (ms >= 3_600_000) return elapsedText(ms);
  return ms % 60_000 === 0 ? `${ms / 60_000}′` : clockText(ms);
}
