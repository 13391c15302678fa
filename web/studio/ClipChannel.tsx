import { type AssetChange, FADER_FLOOR, type StudioAsset } from '@antenne/server/contract';
import { Film, Volume2, VolumeX } from 'lucide-react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { cx, IconButton, Meter } from '../ui/index.ts';
import { useAssetCommands } from './assets.tsx';
import { afterFader, faderText, useFader } from './fader.ts';
import { useStudioLevel } from './media.tsx';

/** A clip's strip on the sound desk: mute, fader, level after it. */
export function ClipChannel({ clip, heard }: { clip: StudioAsset; heard: boolean }) {
  const { t } = useTranslation(['studio', 'media']);
  const { call, slug } = useAssetCommands();
  const id = useId();
  const { title, muted } = clip;
  const level = useStudioLevel(clip.id);
  const isSilent = clip.facts?.hasSound === false;
  const change = (wanted: AssetChange) => call('asset:change', { slug, assetId: clip.id, change: wanted });
  const { gainDb, move } = useFader(clip, (position) => change({ gainDb: position }));
  const position = faderText(gainDb, FADER_FLOOR, t('sound.silence'));
  const state = isSilent ? t('media:clip.noSound') : muted ? t('sound.muted') : position;
  return (
    <li data-testid="clip-channel" data-asset={clip.id} className="flex min-w-0 items-center gap-0.5">
      <IconButton
        size="s"
        data-testid="channel-mute"
        label={t(muted ? 'sound.open' : 'sound.mute', { name: title })}
        pressed={muted}
        disabled={isSilent}
        icon={muted ? <VolumeX aria-hidden /> : <Volume2 aria-hidden />}
        className={cx('shrink-0', muted && 'text-warn-text')}
        onClick={() => void change({ muted: !muted })}
      />
      <Film aria-hidden className="mx-2 size-5 shrink-0 text-ink-2" />
      <div className="mr-9.5 flex min-w-0 flex-1 flex-col px-1.5">
        <span className="flex items-baseline justify-between gap-2 text-s leading-tight">
          <label htmlFor={id} className={cx('truncate', heard ? 'font-semibold text-ink' : 'text-ink-2')}>
            {title}
          </label>
          <span className={cx('shrink-0 tabular-nums', muted ? 'text-warn-text' : 'text-ink-2')}>{state}</span>
        </span>
        <input
          id={id}
          type="range"
          data-testid="fader"
          min={FADER_FLOOR}
          max={12}
          step={1}
          value={gainDb}
          disabled={isSilent}
          aria-valuetext={position}
          onChange={(event) => move(Number(event.currentTarget.value))}
          onDoubleClick={() => move(0)}
          className={cx('h-4.5 w-full accent-(--ink-2) pointer-coarse:h-target', (muted || isSilent) && 'opacity-45')}
        />
        <Meter
          source={level}
          adjust={(dbfs) => afterFader(dbfs, { muted, gainDb })}
          label={(dbfs) => t('tiles.level', { name: title, level: dbfs })}
        />
      </div>
    </li>
  );
}
