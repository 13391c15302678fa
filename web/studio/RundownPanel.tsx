import type { Rundown, RundownGroup, RundownItem, SavedScene, StudioContributor } from '@antenne/server/contract';
import { ChevronDown, SkipForward } from 'lucide-react';
import { Fragment, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, cx, ItemOverUnder, timeIn, useLocale, WarnMark } from '../ui/index.ts';
import { Panel } from './Panel.tsx';
import { ItemActions, ItemScene, lengthText, RundownRow } from './RundownRow.tsx';
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
  const over = past.filter(({ status }) => status === 'done').length;
  const next = rundown.items.find((item) => item.id === rundown.nextItemId) ?? null;
  const [chosen, setChosen] = useState<string | null>(null);
  const shown = pastOpen ? rundown.items : rest;
  const runs = rundown.run === 'live' || rundown.run === 'rehearsal';
  const row = (item: RundownItem) => (
    <Fragment key={item.id}>
      <GroupHeading group={groupAbove(rundown, shown, item)} />
      <RundownRow
        item={item}
        zone={zone}
        now={now}
        rehearsed={rundown.run === 'rehearsal'}
        open={chosen === item.id}
        onOpen={() => setChosen(chosen === item.id ? null : item.id)}
      >
        {chosen === item.id ? <ItemActions item={item} runs={runs} run={run} onDone={() => setChosen(null)} /> : null}
        <ItemScene item={item} scenes={scenes} onBind={onBind} />
      </RundownRow>
    </Fragment>
  );
  return (
    <Panel title={t('rundown.title')} className={className} aside={<RehearseButton rundown={rundown} run={run} />}>
      <div className="flex flex-col gap-3 border-line border-b px-3 pb-3">
        <RunNow rundown={rundown} zone={zone} now={now} run={run} />
        {rundown.run === 'ended' ? null : <Next item={next} contributors={contributors} zone={zone} now={now} />}
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
            {[
              over > 0 ? t('rundown.done', { count: over }) : '',
              over < past.length ? t('rundown.skipped', { count: past.length - over }) : '',
            ]
              .filter(Boolean)
              .join(' · ')}
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
