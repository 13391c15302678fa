import { type ChannelSound, FADER_FLOOR } from '@antenne/server/contract';
import { Headphones, Volume2, VolumeX } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { cx, IconButton, Meter, type MeterSource } from '../ui/index.ts';
import { afterFader, faderText, useFader } from './fader.ts';

/** One channel of the sound desk, a person's or a clip's: mute, solo, fader, level after it, settings. */
export function ChannelStrip({
  testId,
  of,
  name,
  mark,
  sound,
  level,
  heard,
  noSound,
  solo,
  onSet,
  settings,
}: {
  testId: string;
  /** Whose it is, for tests. */
  of: Readonly<Record<`data-${string}`, string>>;
  name: string;
  /** Before the name. */
  mark?: ReactNode;
  sound: Pick<ChannelSound, 'gainDb' | 'muted'>;
  /** Before the fader. */
  level: MeterSource;
  /** On air now. */
  heard: boolean;
  /** Said in the fader's place where there is nothing to hear. */
  noSound?: string | undefined;
  solo: { on: boolean; disabled: boolean; toggle: () => void };
  onSet: (sound: Partial<Pick<ChannelSound, 'gainDb' | 'muted'>>) => Promise<unknown>;
  settings: ReactNode;
}) {
  const { t } = useTranslation('studio');
  const id = useId();
  const { muted } = sound;
  const isSilent = noSound !== undefined;
  const { gainDb, move } = useFader(sound, (position) => onSet({ gainDb: position }));
  const position = faderText(gainDb, FADER_FLOOR, t('sound.silence'));
  return (
    <li data-testid={testId} {...of} className="min-w-0">
      <div className="flex min-w-0 items-center gap-0.5">
        <IconButton
          size="s"
          data-testid="channel-mute"
          label={t(muted ? 'sound.open' : 'sound.mute', { name })}
          pressed={muted}
          disabled={isSilent}
          icon={muted ? <VolumeX aria-hidden /> : <Volume2 aria-hidden />}
          className={cx('shrink-0', muted && 'text-warn-text')}
          onClick={() => void onSet({ muted: !muted })}
        />
        <IconButton
          size="s"
          data-testid="channel-solo"
          label={t(solo.on ? 'talk.soloEnd' : 'talk.solo', { name })}
          pressed={solo.on}
          disabled={solo.disabled}
          icon={<Headphones aria-hidden />}
          className={cx('shrink-0', solo.on && 'bg-accent! text-accent-ink!')}
          onClick={solo.toggle}
        />
        <div className="flex min-w-0 flex-1 flex-col px-1.5">
          <span className="flex items-baseline justify-between gap-2 text-s leading-tight">
            <label htmlFor={id} className={cx('truncate', heard ? 'font-semibold text-ink' : 'text-ink-2')}>
              {mark}
              {name}
            </label>
            <span className={cx('shrink-0 tabular-nums', muted ? 'text-warn-text' : 'text-ink-2')}>
              {noSound ?? (muted ? t('sound.muted') : position)}
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
            disabled={isSilent}
            aria-valuetext={position}
            onChange={(event) => move(Number(event.currentTarget.value))}
            onDoubleClick={() => move(0)}
            className={cx('h-4.5 w-full accent-(--ink-2) pointer-coarse:h-target', (muted || isSilent) && 'opacity-45')}
          />
          <Meter
            source={level}
            adjust={(dbfs) => afterFader(dbfs, { muted, gainDb })}
            label={(dbfs) => t('tiles.level', { name, level: dbfs })}
          />
        </div>
        {settings}
      </div>
    </li>
  );
}
