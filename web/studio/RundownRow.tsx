import type { RundownItem, SavedScene } from '@antenne/server/contract';
import type { ReactNode } from 'react';
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
} from '../ui/index.ts';
import type { RunHands } from './use-run.ts';

const EDGE: Record<RundownItem['status'], string> = {
  onAir: 'border-onair bg-onair-soft',
  next: 'border-preview bg-preview-soft',
  done: 'border-transparent text-ink-3',
  skipped: 'border-transparent text-ink-3 line-through',
  upcoming: 'border-transparent',
};

/** What an item still to come puts on preview when it is next. Nothing while there are no saved scenes. */
export function ItemScene({
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

/** One item of the order: when, what, how long, and what is to be done about it. `children` stand below its words. */
export function RundownRow({
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

/** What can be done with an item that is not on air. */
export function ItemActions({
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
export function lengthText(ms: number): string {
  if (ms >= 3_600_000) return elapsedText(ms);
  return ms % 60_000 === 0 ? `${ms / 60_000}′` : clockText(ms);
}
