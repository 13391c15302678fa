import type { BusState, PageCondition, SlotRef, SourceRef, StudioContributor } from '@antenne/server/contract';
import type { MouseEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { judgeLink } from '../realtime/link-advice.ts';
import { cx, timeIn, useLocale, WarnMark } from '../ui/index.ts';
import { LinkDetail } from './LinkDetail.tsx';
import { FeedMeter } from './levels.tsx';
import { useTile } from './media.tsx';
import { Picture } from './Picture.tsx';
import { Slate } from './Slate.tsx';
import { TalkStrip } from './TalkStrip.tsx';
import { feedOf, isSeenIn, type Tally, tallyOf } from './tally.ts';

const slate: SourceRef = { type: 'slate' };

/** Every source that can go on air, in the order of its key. */
export function Tiles({
  bus,
  contributors,
  title,
  now,
  pending,
  adding,
  onPreview,
  onAdd,
  onTake,
  className,
}: {
  bus: BusState;
  contributors: readonly StudioContributor[];
  title: string;
  now: number;
  /** Asked for, not confirmed yet. */
  pending: SourceRef | null;
  /** A press adds to the scene on preview or takes out of it, as it does with Shift. */
  adding: boolean;
  onPreview: (source: SourceRef) => void;
  onAdd: (slot: SlotRef) => void;
  /** Double click. */
  onTake: () => void;
  className?: string;
}) {
  const { t } = useTranslation('studio');
  const sorted = [...contributors].sort((a, b) => a.number - b.number);
  return (
    <section aria-label={t('tiles.title')} className={className}>
      {contributors.length === 0 ? <p className="pb-2 text-ink-2 text-s">{t('tiles.empty')}</p> : null}
      <div className="grid grid-cols-2 gap-2 sm:grid-cols-3 lg:*:max-w-80 lg:grid-cols-[repeat(auto-fit,minmax(7.5rem,1fr))] xl:grid-cols-[repeat(auto-fit,minmax(8.75rem,1fr))]">
        {sorted.map((contributor) => {
          const source = feedOf(contributor);
          return (
            <FeedTile
              key={contributor.id}
              contributor={contributor}
              tally={tallyOf(source, bus)}
              next={isSeenIn(source, bus.preview)}
              onWay={isSeenIn(source, pending)}
              now={now}
              adding={adding}
              onPreview={() => onPreview(source)}
              onAdd={() => onAdd(source)}
              onTake={onTake}
            />
          );
        })}
        <Tile
          number={0}
          name={t('source.slateShort')}
          feed="live"
          contributorId="slate"
          tally={tallyOf(slate, bus)}
          next={isSeenIn(slate, bus.preview)}
          onWay={isSeenIn(slate, pending)}
          onPreview={() => onPreview(slate)}
          onTake={onTake}
          picture={<Slate title={title} />}
          where={t('source.slate')}
        />
      </div>
    </section>
  );
}

/** What a press of a tile does. */
type Hands = {
  adding?: boolean;
  onPreview: () => void;
  /** Left out: what nobody is in goes with nobody. */
  onAdd?: () => void;
  onTake: () => void;
};

function FeedTile({
  contributor,
  tally,
  next,
  onWay,
  now,
  ...hands
}: Hands & {
  contributor: StudioContributor;
  tally: Tally;
  next: boolean;
  onWay: boolean;
  now: number;
}) {
  const { t } = useTranslation('studio');
  const { locale } = useLocale();
  const { stream, live } = useTile(contributor.feed === 'absent' ? null : contributor.id);
  const trouble = useTrouble(contributor);
  return (
    <div className="relative flex min-w-0 flex-col">
      <Tile
        number={contributor.number}
        name={contributor.name}
        feed={contributor.feed}
        contributorId={contributor.id}
        tally={tally}
        next={next}
        onWay={onWay}
        {...hands}
        picture={
          <>
            <Picture
              stream={stream}
              live={live}
              label={contributor.name}
              className={cx('object-cover!', contributor.feed === 'stalled' && 'opacity-35 grayscale')}
            >
              <span className="absolute inset-0 flex items-center justify-center p-2 text-center font-medium text-ink-2 text-s">
                {contributor.feed === 'absent' ? t(`tiles.${contributor.presence}`) : null}
              </span>
            </Picture>
            {contributor.feed === 'absent' ? null : (
              <FeedMeter contributorId={contributor.id} name={contributor.name} />
            )}
          </>
        }
        where={contributor.place}
        time={timeIn(now, locale, contributor.zone)}
        trouble={trouble}
      />
      <TalkStrip contributor={contributor} />
      {contributor.feed === 'absent' ? null : <LinkDetail contributor={contributor} />}
    </div>
  );
}

/** The name under the picture, in the colour of its bus: as under the monitors of a control room. */
const BAR: Record<Tally, string> = {
  onAir: 'bg-onair text-onair-ink',
  preview: 'bg-preview text-preview-ink',
  off: 'text-ink',
};
const RING: Record<Tally, string> = {
  onAir: 'border-onair',
  preview: 'border-preview',
  off: 'border-line hover:border-line-strong',
};

function Tile({
  number,
  name,
  feed,
  contributorId,
  tally,
  next,
  onWay,
  picture,
  where,
  time,
  trouble,
  adding = false,
  onPreview,
  onAdd,
  onTake,
}: Hands & {
  number: number;
  name: string;
  feed: StudioContributor['feed'];
  contributorId: string;
  tally: Tally;
  /** On preview, whether it is on air too or not. */
  next: boolean;
  onWay: boolean;
  picture: ReactNode;
  where: string;
  time?: string;
  /** Stands where the place does. */
  trouble?: ReactNode;
}) {
  const { t } = useTranslation('studio');
  const adds = (event: MouseEvent) => adding || event.shiftKey;
  const press = (event: MouseEvent) => {
    if (onAdd && adds(event)) onAdd();
    else onPreview();
  };
  const take = (event: MouseEvent) => {
    event.preventDefault();
    // Twice added and taken out again is not meant for the air.
    if (!onAdd || !adds(event)) onTake();
  };
  return (
    <button
      type="button"
      data-testid="tile"
      data-contributor={contributorId}
      data-number={number}
      data-tally={tally}
      data-feed={feed}
      title={t('tiles.press', { name, number })}
      aria-keyshortcuts={onAdd ? `${number} Shift+${number}` : String(number)}
      onClick={press}
      onDoubleClick={take}
      className={cx(
        'flex min-w-0 flex-1 select-none flex-col overflow-hidden rounded-m border-3 bg-surface text-left transition-[border-color]',
        RING[tally],
        onWay && tally === 'off' && 'border-preview! border-dashed!',
      )}
    >
      <span className="relative block aspect-video w-full bg-black">{picture}</span>
      <span className={cx('flex items-center gap-1.5 px-1.5 py-0.5 text-s leading-snug', BAR[tally])}>
        <span className="shrink-0 font-bold tabular-nums">{number}</span>
        <span className="min-w-0 flex-1 truncate font-semibold">{name}</span>
        {tally === 'onAir' ? <TallyMark bus="onAir" /> : null}
        {next ? <TallyMark bus="preview" /> : null}
      </span>
      <span className="flex min-w-0 justify-between gap-2 px-1.5 py-0.5 text-ink-2 text-s leading-snug">
        <span className="min-w-0 truncate">{trouble ?? where}</span>
        <span className="shrink-0 tabular-nums">{time}</span>
      </span>
    </button>
  );
}

/** Dot on air, frame on preview: the colour never stands alone. */
function TallyMark({ bus }: { bus: 'onAir' | 'preview' }) {
  const { t } = useTranslation('studio');
  return (
    <span
      className={cx(
        'flex size-4 shrink-0 items-center justify-center rounded-s',
        bus === 'preview' && 'bg-preview text-preview-ink',
      )}
    >
      <svg aria-hidden="true" viewBox="0 0 10 10" className="size-2.5">
        {bus === 'onAir' ? (
          <circle cx="5" cy="5" r="4.2" className="fill-current" />
        ) : (
          <rect x="1" y="1.6" width="8" height="6.8" rx="1" className="fill-none stroke-2 stroke-current" />
        )}
      </svg>
      <span className="sr-only">{t(`tiles.${bus}`)}</span>
    </span>
  );
}

/** What is wrong with the link or the page, in words; nothing while all is well: the bars say that. */
function useTrouble(contributor: StudioContributor): ReactNode {
  const { t } = useTranslation(['studio', 'link']);
  const { feed, quality, received, page, picture } = contributor;
  const trouble = page && troubleOf(page);
  if (trouble) return <Warn>{t(`link:tile.${trouble}`)}</Warn>;
  if (feed === 'stalled') return <Warn>{t('tiles.stalled')}</Warn>;
  // The picture's place says already that nobody is there.
  if (feed === 'absent') return null;
  const verdict = judgeLink({ quality, received, picture: picture !== null && page?.camera !== 'off' });
  if (verdict.level !== 'good') {
    const level = t(`link:level.${verdict.level}`);
    return <Warn>{verdict.advice ? `${level} · ${t(`link:studioAdvice.${verdict.advice}`)}` : level}</Warn>;
  }
  const note = page && noteOf(page);
  return note && t(`link:tile.${note}`);
}

/** What the control room has to do something about. */
function troubleOf({ camera, microphone, echo }: PageCondition) {
  if (microphone === 'lost') return 'microphoneLost';
  if (microphone === 'paused') return 'microphonePaused';
  if (camera === 'lost') return 'cameraLost';
  if (camera === 'paused') return 'cameraPaused';
  return echo ? 'echo' : null;
}

/** What it should know. */
function noteOf({ camera, microphone, hidden }: PageCondition) {
  if (microphone === 'off') return 'microphoneOff';
  if (camera === 'off') return 'cameraOff';
  return hidden ? 'hidden' : null;
}

function Warn({ children }: { children: string }) {
  return (
    <span className="flex items-center gap-1 font-medium text-warn-text" title={children}>
      <WarnMark />
      <span className="truncate">{children}</span>
    </span>
  );
}
