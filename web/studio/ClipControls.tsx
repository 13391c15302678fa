import {
  type AssetChange,
  type ClipMove,
  FADER_FLOOR,
  type StudioAsset,
  type Transition,
} from '@antenne/server/contract';
import { Pause, Play, Repeat, SkipBack, Volume2, VolumeX } from 'lucide-react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { clockText, cx, IconButton, Select, useLocale } from '../ui/index.ts';
import { useAssetCommands, useClipPosition } from './assets.tsx';
import { clipTime, leftSeconds } from './clip.ts';
import { faderText, useFader } from './fader.ts';
import { CUT, FRAMES_PER_SECOND, LENGTHS, TRANSITIONS } from './transition.ts';

/** What is done to a clip: play, pause, back, loop, its cue, its end, its sound. */
export function ClipControls({
  asset,
  onAir,
  onFailed,
}: {
  asset: StudioAsset;
  onAir: boolean;
  onFailed: (code: string) => void;
}) {
  const { t } = useTranslation('media');
  const { call, slug } = useAssetCommands();
  const id = useId();
  const time = clipTime(asset, useClipPosition(asset.id), onAir);
  const change = async (wanted: AssetChange) => {
    const reply = await call('asset:change', { slug, assetId: asset.id, change: wanted });
    if (!reply.ok) onFailed(reply.error.code);
  };
  const move = async (wanted: ClipMove) => {
    const reply = await call('clip:move', { slug, assetId: asset.id, move: wanted });
    if (!reply.ok) onFailed(reply.error.code);
  };
  const { gainDb, move: fade } = useFader(asset, (position) => change({ gainDb: position }));
  if (!time) return null;
  const { title } = asset;
  return (
    <div data-testid="clip-controls" className="flex flex-col gap-2 px-1 pb-1">
      <div className="flex items-center gap-1">
        <IconButton
          size="s"
          data-testid="clip-play"
          label={t(time.playing ? 'clip.pause' : 'clip.play', { name: title })}
          icon={time.playing ? <Pause aria-hidden /> : <Play aria-hidden />}
          disabled={!onAir}
          onClick={() => void move({ type: time.playing ? 'pause' : 'play' })}
        />
        <IconButton
          size="s"
          label={t('clip.restart', { name: title })}
          icon={<SkipBack aria-hidden />}
          disabled={!onAir}
          onClick={() => void move({ type: 'restart' })}
        />
        <IconButton
          size="s"
          data-testid="clip-loop"
          label={t('clip.loop', { name: title })}
          pressed={asset.loop}
          icon={<Repeat aria-hidden />}
          className={cx(asset.loop && 'text-accent-text!')}
          onClick={() => void change({ loop: !asset.loop })}
        />
        <span
          data-testid="clip-left"
          className={cx('ml-auto font-bold text-l tabular-nums', time.ending && 'text-onair-text')}
        >
          {clockText(leftSeconds(time.leftMs))}
        </span>
      </div>
      <label className="flex items-center gap-2 text-ink-2 text-s" htmlFor={`${id}-at`}>
        <span className="w-14 shrink-0">{t(onAir ? 'clip.position' : 'clip.cue')}</span>
        <input
          id={`${id}-at`}
          type="range"
          min={0}
          max={time.durationMs}
          step={40}
          value={time.positionMs}
          aria-valuetext={clockText(time.positionMs)}
          onChange={(event) => {
            const toMs = Number(event.currentTarget.value);
            void (onAir ? move({ type: 'seek', toMs }) : change({ cueMs: toMs }));
          }}
          className="min-w-0 flex-1 accent-accent"
        />
        <span className="w-12 text-right tabular-nums">{clockText(time.positionMs)}</span>
      </label>
      <div className="flex items-center gap-2 text-ink-2 text-s">
        <IconButton
          size="s"
          label={t(asset.muted ? 'clip.open' : 'clip.mute', { name: title })}
          pressed={asset.muted}
          icon={asset.muted ? <VolumeX aria-hidden /> : <Volume2 aria-hidden />}
          className={cx('-ml-1', asset.muted && 'text-warn-text')}
          onClick={() => void change({ muted: !asset.muted })}
        />
        <input
          type="range"
          aria-label={t('clip.level', { name: title })}
          min={FADER_FLOOR}
          max={12}
          step={1}
          value={gainDb}
          disabled={asset.facts?.hasSound === false}
          aria-valuetext={faderText(gainDb, FADER_FLOOR, t('clip.silence'))}
          onChange={(event) => fade(Number(event.currentTarget.value))}
          className="min-w-0 flex-1 accent-accent"
        />
        <span className="w-12 text-right tabular-nums">
          {asset.facts?.hasSound === false ? t('clip.noSound') : faderText(gainDb, FADER_FLOOR, t('clip.silence'))}
        </span>
      </div>
      <Select
        label={t('clip.end.label')}
        value={asset.atEnd}
        disabled={asset.loop}
        onValueChange={(value) => {
          const atEnd = (['take', 'hold', 'black'] as const).find((one) => one === value);
          if (atEnd) void change({ atEnd });
        }}
        options={(['take', 'hold', 'black'] as const).map((value) => ({ value, label: t(`clip.end.${value}`) }))}
      />
      {asset.atEnd === 'hold' || asset.loop ? null : (
        <EndTransition value={asset.endTransition} onChoose={(endTransition) => void change({ endTransition })} />
      )}
      <label className="flex min-h-9 items-center gap-2 text-s">
        <input
          type="checkbox"
          checked={asset.playOnTake}
          onChange={(event) => void change({ playOnTake: event.currentTarget.checked })}
          className="size-4 accent-accent"
        />
        {t('clip.playOnTake')}
      </label>
      <label className="flex min-h-9 items-center gap-2 text-s">
        <input
          type="checkbox"
          data-testid="clip-duck"
          checked={asset.duck}
          disabled={asset.facts?.hasSound === false}
          onChange={(event) => void change({ duck: event.currentTarget.checked })}
          className="size-4 accent-accent"
        />
        {t('clip.duck')}
      </label>
    </div>
  );
}

/** How the programme goes on at the end of a clip: the bar's transitions, and what was set over the API besides. */
function EndTransition({ value, onChoose }: { value: Transition; onChoose: (next: Transition) => void }) {
  const { t } = useTranslation(['media', 'studio']);
  const { locale } = useLocale();
  const inSeconds = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const offered = [CUT, ...TRANSITIONS.flatMap((type) => LENGTHS.map((frames): Transition => ({ type, frames })))];
  const choices = offered.some((one) => keyOf(one) === keyOf(value)) ? offered : [...offered, value];
  return (
    <Select
      label={t('clip.end.transition')}
      value={keyOf(value)}
      onValueChange={(key) => {
        const chosen = choices.find((one) => keyOf(one) === key);
        if (chosen) onChoose(chosen);
      }}
      options={choices.map((one) => ({
        value: keyOf(one),
        label:
          one.type === 'cut'
            ? t('studio:take.cut')
            : `${t(`studio:transition.${one.type}`)} · ${t('studio:transition.seconds', {
                seconds: inSeconds.format(one.frames / FRAMES_PER_SECOND),
              })}`,
      }))}
    />
  );
}

function keyOf(transition: Transition): string {
  return transition.type === 'cut' ? 'cut' : `${transition.type}:${transition.frames}`;
}
