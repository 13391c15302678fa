import {
  assetsIn,
  type BusState,
  type ChannelSound,
  contributorsIn,
  FADER_FLOOR,
  type StudioContributor,
} from '@antenne/server/contract';
import { Headphones, Volume2, VolumeX } from 'lucide-react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { cx, IconButton, Meter } from '../ui/index.ts';
import { useAssets } from './assets.tsx';
import { ChannelSettings } from './ChannelSettings.tsx';
import { ClipChannel } from './ClipChannel.tsx';
import { afterFader, faderText, useFader } from './fader.ts';
import { useStudioLevel } from './media.tsx';
import { Panel } from './Panel.tsx';
import { ProgramStrip } from './ProgramStrip.tsx';
import { useTalk } from './talk.tsx';

/**
 * The sound desk: a strip for each contributor (mute, fader, level after it, what is done before it), for each clip on a
 * bus, and the programme's own. What is on air is what is heard, and open channels under it.
 */
export function SoundPanel({
  contributors,
  bus: { onAir, preview, program },
  onSet,
  onResetLoudness,
  className,
}: {
  contributors: readonly StudioContributor[];
  bus: Pick<BusState, 'onAir' | 'preview' | 'program'>;
  onSet: (contributorId: string, sound: Partial<ChannelSound>) => Promise<unknown>;
  onResetLoudness: () => void;
  className?: string;
}) {
  const { t } = useTranslation('studio');
  const seen = contributorsIn(onAir);
  const isHeard = ({ id, sound }: StudioContributor): boolean =>
    seen.includes(id) || (sound.mode === 'open' && onAir !== null && onAir.type !== 'black');
  const onBuses = [onAir, program, preview].flatMap(assetsIn);
  const clips = useAssets().filter(({ id, kind }) => kind === 'clip' && onBuses.includes(id));
  const sorted = [...contributors].sort((a, b) => a.number - b.number);
  return (
    <Panel title={t('sound.title')} className={className} aside={<ProgramStrip onReset={onResetLoudness} />}>
      <ul
        tabIndex={0}
        aria-label={t('sound.title')}
        className="grid min-h-0 flex-1 content-start gap-x-5 gap-y-1.5 relative overflow-y-auto overscroll-contain px-2 pb-2 sm:max-lg:grid-cols-2 xl:grid-cols-3"
      >
        {clips.map((clip) => (
          <ClipChannel key={clip.id} clip={clip} heard={assetsIn(onAir).includes(clip.id)} />
        ))}
        {sorted.map((contributor) => (
          <Channel
            key={contributor.id}
            contributor={contributor}
            heard={isHeard(contributor)}
            onSet={(sound) => onSet(contributor.id, sound)}
          />
        ))}
      </ul>
    </Panel>
  );
}

function Channel({
  contributor,
  heard,
  onSet,
}: {
  contributor: StudioContributor;
  /** On air now. */
  heard: boolean;
  onSet: (sound: Partial<ChannelSound>) => Promise<unknown>;
}) {
  const { t } = useTranslation('studio');
  const id = useId();
  const { name, sound } = contributor;
  const talk = useTalk();
  const level = useStudioLevel(contributor.id);
  const { gainDb, move } = useFader(sound, (position) => onSet({ gainDb: position }));
  const position = faderText(gainDb, FADER_FLOOR, t('sound.silence'));
  return (
    <li data-testid="sound-channel" data-contributor={contributor.id} className="min-w-0">
      <div className="flex min-w-0 items-center gap-0.5">
        <IconButton
          size="s"
          data-testid="channel-mute"
          label={t(sound.muted ? 'sound.open' : 'sound.mute', { name })}
          pressed={sound.muted}
          icon={sound.muted ? <VolumeX aria-hidden /> : <Volume2 aria-hidden />}
          className={cx('shrink-0', sound.muted && 'text-warn-text')}
          onClick={() => void onSet({ muted: !sound.muted })}
        />
        <IconButton
          size="s"
          data-testid="channel-solo"
          label={t(talk.solo.has(contributor.id) ? 'talk.soloEnd' : 'talk.solo', { name })}
          pressed={talk.solo.has(contributor.id)}
          disabled={contributor.feed === 'absent' && !talk.solo.has(contributor.id)}
          icon={<Headphones aria-hidden />}
          className={cx('shrink-0', talk.solo.has(contributor.id) && 'bg-accent! text-accent-ink!')}
          onClick={() => talk.toggleSolo([contributor.id])}
        />
        <div className="flex min-w-0 flex-1 flex-col px-1.5">
          <span className="flex items-baseline justify-between gap-2 text-s leading-tight">
            <label htmlFor={id} className={cx('truncate', heard ? 'font-semibold text-ink' : 'text-ink-2')}>
              {name}
            </label>
            <span className={cx('shrink-0 tabular-nums', sound.muted ? 'text-warn-text' : 'text-ink-2')}>
              {sound.muted ? t('sound.muted') : position}
            </span>
          </span>
          <input
            id={id}
            type="range"
            data-testid="fader"
            min={FADER_FLOOR}
            max={12}
            step={1}
            value={gainDb}
            aria-valuetext={position}
            onChange={(event) => move(Number(event.currentTarget.value))}
            onDoubleClick={() => move(0)}
            className={cx('h-4.5 w-full accent-(--ink-2) pointer-coarse:h-target', sound.muted && 'opacity-45')}
          />
          <Meter
            source={level}
            adjust={(dbfs) => afterFader(dbfs, { ...sound, gainDb })}
            label={(dbfs) => t('tiles.level', { name, level: dbfs })}
          />
        </div>
        <ChannelSettings contributorId={contributor.id} name={name} sound={sound} onSet={onSet} />
      </div>
    </li>
  );
}
