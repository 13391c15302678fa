import type { ControlSnapshot, SourceRef, StudioContributor } from '@antenne/server/contract';
import { Maximize } from 'lucide-react';
import { type CSSProperties, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ControlRoom, type Link, useNow } from '../realtime/index.ts';
import { Clock, cx, IconButton, StatePill, timeIn, useLocale } from '../ui/index.ts';
import { useAssets } from './assets.tsx';
import type { DeskMessage } from './desk-runner.ts';
import { FeedMeter } from './levels.tsx';
import { type Listening, PreviewMonitor, ProgramMonitor } from './Monitors.tsx';
import { useTile } from './media.tsx';
import { Picture } from './Picture.tsx';
import { onAirText } from './questions.ts';
import { Slate } from './Slate.tsx';
import { filled, inRundownOrder } from './scene.ts';
import { feedOf, isSeenIn, type Tally, tallyOf, viewColumns } from './tally.ts';
import { useDesk } from './use-desk.ts';
import { useNotice } from './use-notice.ts';

const SLATE: SourceRef = { type: 'slate' };
/** More clips and stills than these would leave nobody room; the studio has them all. */
const MOST_ASSETS = 8;

/**
 * Preview and programme above, everybody, the card, clips and stills below, with tally borders and under-monitor names: what hangs over the desk in
 * a control room. It fills its window and never scrolls. A press puts on preview, so that a touch screen works as well.
 */
export function Multiview({ room, state, link }: { room: ControlRoom; state: ControlSnapshot; link: Link }) {
  const { t } = useTranslation('studio');
  const { locale } = useLocale();
  const now = useNow(room.clock);
  const [listening, setListening] = useState<Listening>('nothing');
  const [notice, say] = useNotice();
  const desk = useDesk(room, (message: DeskMessage) => {
    if (message.type === 'failed') say(t('take.failed', { reason: t(`common:failure.${message.code}`) }));
    else if (message.type === 'previewLost') say(t('take.previewLost'));
  });
  const { broadcast, bus, contributors } = state;
  const listen = (to: Listening) => setListening((before) => (before === to ? 'nothing' : to));
  /** With who is in the scene of everybody. */
  const seen = { ...bus, preview: filled(bus.preview, inRundownOrder(contributors, state.rundown.items)) };
  const sorted = [...contributors].sort((a, b) => a.number - b.number);
  const shelf = useAssets()
    .filter(({ state: ready, view }) => ready === 'ready' && view !== null)
    .slice(0, MOST_ASSETS);
  const handsOf = (source: SourceRef): Hands => ({
    tally: tallyOf(source, seen),
    asked: isSeenIn(source, desk.pending),
    onPreview: () => desk.preview(source),
  });
  const columns: CSSProperties & Record<'--columns', number> = {
    '--columns': viewColumns(sorted.length + 1 + shelf.length),
  };
  const onAirFor = bus.onAirSince === null ? null : Math.max(0, now - Date.parse(bus.onAirSince));
  return (
    <main
      data-desk="multiview"
      data-testid="multiview"
      className="grid h-dvh grid-rows-[auto_minmax(0,11fr)_minmax(0,9fr)] gap-1.5 overflow-hidden bg-black p-1.5 text-ink"
    >
      <header className="flex min-w-0 flex-wrap items-center gap-x-4 px-1">
        <h1 className="min-w-0 flex-1 truncate font-semibold text-m max-sm:basis-full">{broadcast.title}</h1>
        <p role="status" className="min-w-0 truncate text-s text-warn-text">
          {link === 'online' ? notice : t('health.offline')}
        </p>
        {broadcast.state === 'live' && broadcast.startedAt ? (
          <span className="flex items-center gap-2">
            <StatePill state="onair">{t('header.live')}</StatePill>
            <Clock ms={now - Date.parse(broadcast.startedAt)} className="text-l" />
          </span>
        ) : null}
        {broadcast.state === 'live' && onAirFor !== null ? (
          <span className="text-ink-2 text-s max-md:hidden">
            {t('multiview.shot')} <Clock ms={onAirFor} className="text-l text-ink" />
          </span>
        ) : null}
        <time className="font-semibold text-l tabular-nums" dateTime={new Date(now).toISOString()}>
          {timeIn(now, locale, broadcast.zone)}
          <span className="text-ink-3 text-m">:{String(Math.floor(now / 1000) % 60).padStart(2, '0')}</span>
        </time>
        <IconButton
          size="s"
          label={t('multiview.full')}
          icon={<Maximize aria-hidden />}
          onClick={() => void toggleFullScreen()}
        />
      </header>
      <div className="grid min-h-0 grid-cols-2 gap-1.5 *:flex *:min-h-0 *:flex-col [&_section>div]:aspect-auto! [&_section>div]:min-h-0 [&_section>div]:flex-1">
        <PreviewMonitor
          bus={seen}
          contributors={contributors}
          title={broadcast.title}
          plannedStart={broadcast.plannedStart}
          clock={room.clock}
          question={onAirText(state.questions)}
          listening={listening === 'preview'}
          onListen={() => listen('preview')}
        />
        <ProgramMonitor
          bus={bus}
          state={broadcast.state}
          contributors={contributors}
          online={link === 'online'}
          listening={listening === 'program'}
          onListen={() => listen('program')}
        />
      </div>
      <section
        aria-label={t('tiles.title')}
        className="grid min-h-0 auto-rows-[minmax(0,1fr)] grid-cols-[repeat(var(--columns),minmax(0,1fr))] gap-1.5"
        style={columns}
      >
        {sorted.map((contributor) => (
          <PersonView key={contributor.id} contributor={contributor} {...handsOf(feedOf(contributor))} />
        ))}
        <View name={t('source.slateShort')} number={0} title={t('source.slate')} {...handsOf(SLATE)}>
          <Slate title={broadcast.title} />
        </View>
        {shelf.map(({ id, kind, title, thumbnail }) => (
          <View
            key={id}
            name={title}
            title={title}
            note={t(`multiview.${kind}`)}
            {...handsOf({ type: kind, assetId: id })}
          >
            {thumbnail ? <img src={thumbnail} alt="" className="absolute inset-0 size-full object-contain" /> : null}
          </View>
        ))}
      </section>
    </main>
  );
}

const FRAME: Record<Tally, string> = {
  onAir: 'border-onair',
  preview: 'border-preview',
  off: 'border-line',
};
const NAME: Record<Tally, string> = {
  onAir: 'bg-onair text-onair-ink',
  preview: 'bg-preview text-preview-ink',
  off: 'bg-surface text-ink',
};

interface Hands {
  tally: Tally;
  /** On its way to preview. */
  asked: boolean;
  onPreview: () => void;
}

function PersonView({ contributor, ...hands }: Hands & { contributor: StudioContributor }) {
  const { t } = useTranslation('studio');
  const { id, number, name, place, feed, presence } = contributor;
  const { stream, live } = useTile(feed === 'absent' ? null : id);
  return (
    <View
      {...hands}
      contributorId={id}
      number={number}
      name={name}
      title={t('tiles.press', { name, number })}
      note={feed === 'stalled' ? t('tiles.stalled') : place}
    >
      <Picture stream={stream} live={live} label={name} className={cx(feed === 'stalled' && 'opacity-35 grayscale')}>
        <span className="absolute inset-0 flex items-center justify-center p-2 text-center text-ink-2 text-s">
          {feed === 'absent' ? t(`tiles.${presence}`) : null}
        </span>
      </Picture>
      {feed === 'absent' ? null : <FeedMeter contributorId={id} name={name} />}
    </View>
  );
}

/** One source: its picture over its name. A press puts it on preview. */
function View({
  contributorId,
  number,
  name,
  title,
  note,
  tally,
  asked,
  onPreview,
  children,
}: Hands & {
  contributorId?: string;
  /** Its key in the studio, where it has one. */
  number?: number;
  name: string;
  title: string;
  /** Beside the name: where it is, what it is. */
  note?: string;
  children: ReactNode;
}) {
  const { t } = useTranslation('studio');
  return (
    <button
      type="button"
      data-testid="view"
      data-contributor={contributorId}
      data-tally={tally}
      title={title}
      onClick={onPreview}
      className={cx(
        'flex min-h-0 min-w-0 select-none flex-col overflow-hidden rounded-s border-3 bg-black text-left',
        FRAME[tally],
        asked && tally === 'off' && 'border-preview! border-dashed!',
      )}
    >
      <span className="relative block min-h-0 w-full flex-1">{children}</span>
      <span className={cx('flex w-full items-baseline gap-2 px-2 py-0.5 text-s', NAME[tally])}>
        {number === undefined ? null : <span className="font-bold tabular-nums">{number}</span>}
        <span className="truncate font-semibold">{name}</span>
        <span className="min-w-0 flex-1 truncate text-right">{note}</span>
        {tally === 'off' ? null : <span className="sr-only">{t(`tiles.${tally}`)}</span>}
      </span>
    </button>
  );
}

async function toggleFullScreen(): Promise<void> {
  // Refused where the browser does not allow it; then the window stays as it is.
  const going = document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen();
  await going.catch(() => undefined);
}
