import {
  type BroadcastState,
  type BusState,
  contributorsIn,
  type StudioContributor,
  slotsIn,
  sourceKey,
} from '@antenne/server/contract';
import { Volume2, VolumeX } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { cx, IconButton } from '../ui/index.ts';
import { ClipClock } from './AssetPicture.tsx';
import { clipIn } from './clip.ts';
import { Ear } from './Ear.tsx';
import { ProgramMeter } from './levels.tsx';
import { useProgram } from './media.tsx';
import { Note } from './Note.tsx';
import { Picture } from './Picture.tsx';
import { PreviewPicture } from './PreviewPicture.tsx';
import { isTaking } from './tally.ts';
import { useSourceName } from './use-source-name.ts';

/** What the producer hears in the headphones: one thing at a time. */
export type Listening = 'nothing' | 'program' | 'preview';

type Tone = 'onair' | 'preview' | 'off';

const FRAME: Record<Tone, string> = {
  onair: 'border-onair',
  preview: 'border-preview',
  off: 'border-line',
};
const BAR: Record<Tone, string> = {
  onair: 'bg-onair text-onair-ink',
  preview: 'bg-preview text-preview-ink',
  off: 'bg-sunken text-ink-2',
};

/** A picture between its word and its colour: the bar says which bus, and what is on it. */
function Monitor({
  tone,
  word,
  name,
  aside,
  children,
}: {
  tone: Tone;
  word: string;
  name: string | null;
  aside?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section
      aria-label={word}
      className={cx('min-w-0 flex-1 overflow-hidden rounded-m border-2 lg:border-3', FRAME[tone])}
    >
      <header className={cx('flex h-8 items-center gap-2 pr-1 pl-2 lg:h-9 lg:pl-3 pointer-coarse:h-target', BAR[tone])}>
        <h2 className="font-bold text-s uppercase tracking-[0.06em]">{word}</h2>
        <span className="min-w-0 flex-1 truncate text-s max-sm:hidden">{name}</span>
        {aside}
      </header>
      <div className="relative aspect-video bg-black">{children}</div>
    </section>
  );
}

function Listen({
  on,
  label,
  keyHint,
  onToggle,
}: {
  on: boolean;
  label: string;
  keyHint: string;
  onToggle: () => void;
}) {
  return (
    <IconButton
      size="s"
      label={label}
      keyHint={keyHint}
      pressed={on}
      onClick={onToggle}
      icon={on ? <Volume2 aria-hidden /> : <VolumeX aria-hidden />}
      className="pointer-fine:h-7! text-current! hover:bg-black/20!"
    />
  );
}

export function PreviewMonitor({
  bus,
  contributors,
  title,
  plannedStart,
  clock,
  question,
  listening,
  quiet = false,
  onListen,
}: {
  bus: BusState;
  /** The text on air, for the scene that holds it. */
  question: string | null;
  contributors: readonly StudioContributor[];
  /** The broadcast's, for its slate. */
  title: string;
  /** The broadcast's, for countdowns. */
  plannedStart: string;
  clock: { now: () => number };
  listening: boolean;
  /** Somebody is heard alone meanwhile. */
  quiet?: boolean;
  onListen: () => void;
}) {
  const { t } = useTranslation('studio');
  const name = useSourceName(contributors)(bus.preview);
  return (
    <Monitor
      tone={bus.preview ? 'preview' : 'off'}
      word={t('monitor.preview')}
      name={name}
      aside={
        <Listen
          on={listening}
          label={t(listening ? 'monitor.mute' : 'monitor.soundPreview')}
          keyHint="P"
          onToggle={onListen}
        />
      }
    >
      <div data-testid="preview-monitor" data-source={sourceKey(bus.preview)} className="absolute inset-0">
        <PreviewPicture
          source={bus.preview}
          contributors={contributors}
          title={title}
          plannedStart={plannedStart}
          clock={clock}
          question={question}
        />
        <ClipClock assetId={clipIn(bus.preview)} onAir={false} />
        {listening && !quiet ? contributorsIn(bus.preview).map((id) => <Ear key={id} contributorId={id} />) : null}
      </div>
    </Monitor>
  );
}

export function ProgramMonitor({
  bus,
  state,
  contributors,
  online,
  listening,
  quiet = false,
  onListen,
}: {
  bus: BusState;
  state: BroadcastState;
  /** Levels arrive. */
  online: boolean;
  contributors: readonly StudioContributor[];
  listening: boolean;
  /** Somebody is heard alone meanwhile. */
  quiet?: boolean;
  onListen: () => void;
}) {
  const { t } = useTranslation('studio');
  const { stream, live } = useProgram();
  const nameOf = useSourceName(contributors);
  const running = bus.health === 'running' && state === 'live';
  const name = nameOf(bus.onAir);
  return (
    <Monitor
      tone={running ? 'onair' : 'off'}
      word={t('monitor.program')}
      name={isTaking(bus) ? t('monitor.taking', { name: nameOf(bus.program) }) : running ? name : null}
      aside={
        <Listen
          on={listening}
          label={t(listening ? 'monitor.mute' : 'monitor.sound')}
          keyHint="S"
          onToggle={onListen}
        />
      }
    >
      <Picture
        stream={stream}
        live={live}
        muted={!listening || quiet}
        onBlocked={onListen}
        label={t('monitor.program')}
        testId="program-monitor"
      >
        <Note>{t(`monitor.without.${state}`)}</Note>
      </Picture>
      <ClipClock assetId={clipIn(bus.onAir)} onAir />
      <ProgramMeter
        onAir={running && online}
        sounding={slotsIn(bus.onAir).some(({ type }) => type === 'feed' || type === 'testPattern')}
      />
    </Monitor>
  );
}
