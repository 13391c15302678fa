import { Check, Link, Settings } from 'lucide-react';
import { Popover } from 'radix-ui';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CaptionsSetting } from './Captions.tsx';
import type { LatencyMode } from './latency-target.ts';
import type { Choice } from './quality.ts';
import { Setting } from './Setting.tsx';
import { SPEEDS } from './speed.ts';
import type { CaptionControl } from './use-captions.ts';
import type { PlaybackControl } from './use-playback.ts';

export interface SettingsMenuProps {
  playback: PlaybackControl;
  captions: CaptionControl;
  /** What goes fullscreen: the menu opens within it. */
  stage: HTMLElement | null;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** Address of the page at that instant, ms since 1970 UTC. Without it no link to a moment is offered. */
  linkTo?: ((at: number) => string) | undefined;
  /** There is a clock by which viewers can watch together. */
  together: boolean;
}

const MODES = ['low', 'standard', 'together'] as const satisfies readonly LatencyMode[];

/** Everything about how it is played, in one place. What cannot be chosen here and now is not in it. */
export function SettingsMenu({ playback, captions, stage, open, onOpenChange, linkTo, together }: SettingsMenuProps) {
  const { t } = useTranslation('player');
  return (
    <Popover.Root open={open} onOpenChange={onOpenChange}>
      <Popover.Trigger
        className="antenne-player-button"
        data-testid="player-settings"
        aria-label={t('settings')}
        title={t('settings')}
      >
        <Settings aria-hidden />
      </Popover.Trigger>
      <Popover.Portal container={stage}>
        <Popover.Content
          className="antenne-player-menu"
          data-testid="player-menu"
          aria-label={t('settings')}
          side="top"
          align="end"
          sideOffset={8}
          collisionPadding={8}
          // Not its first control: that would look as if it had been chosen.
          onOpenAutoFocus={(event) => {
            event.preventDefault();
            if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus();
          }}
        >
          <QualitySetting playback={playback} />
          <LatencySetting playback={playback} together={together} />
          <CaptionsSetting captions={captions} />
          <SpeedSetting playback={playback} />
          {linkTo && <CopyLink playback={playback} linkTo={linkTo} />}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function QualitySetting({ playback }: { playback: PlaybackControl }) {
  const { t } = useTranslation('player');
  const { heights, sound, chosen, playing } = playback.status.quality;
  if (heights.length + Number(sound) < 2) return null;
  const auto = typeof playing === 'number' ? t('quality.autoAt', { height: playing }) : t('quality.auto');
  return (
    <Setting label={t('quality.label')}>
      <select
        data-testid="player-quality"
        value={chosen ?? ''}
        onChange={({ currentTarget: { value } }) => playback.choose(choiceOf(value))}
      >
        <option value="">{auto}</option>
        {heights.map((height) => (
          <option key={height} value={height}>
            {t('quality.height', { height })}
          </option>
        ))}
        {sound && <option value="sound">{t('quality.sound')}</option>}
      </select>
    </Setting>
  );
}

function LatencySetting({ playback, together }: { playback: PlaybackControl; together: boolean }) {
  const { t } = useTranslation('player');
  const { live, latencyModes } = playback.status;
  if (!live || !latencyModes) return null;
  const modes = together ? MODES : MODES.filter((mode) => mode !== 'together');
  return (
    <>
      <Setting label={t('latency.label')}>
        <select
          data-testid="player-latency"
          aria-describedby="player-latency-means"
          value={playback.latency}
          onChange={({ currentTarget: { value } }) => {
            const mode = MODES.find((known) => known === value);
            if (mode) playback.setLatency(mode);
          }}
        >
          {modes.map((mode) => (
            <option key={mode} value={mode}>
              {t(`latency.${mode}`)}
            </option>
          ))}
        </select>
      </Setting>
      <p id="player-latency-means" className="antenne-player-means">
        {t(`latency.${playback.latency}Means`)}
      </p>
    </>
  );
}

function choiceOf(value: string): Choice {
  if (value === '' || value === 'sound') return value === '' ? null : value;
  return Number(value);
}

/** The live picture has one speed. */
function SpeedSetting({ playback }: { playback: PlaybackControl }) {
  const { t, i18n } = useTranslation('player');
  if (playback.status.live) return null;
  const number = new Intl.NumberFormat(i18n.resolvedLanguage);
  return (
    <Setting label={t('speed.label')}>
      <select
        data-testid="player-speed"
        value={playback.speed}
        onChange={({ currentTarget }) => playback.setSpeed(Number(currentTarget.value))}
      >
        {SPEEDS.map((speed) => (
          <option key={speed} value={speed}>
            {speed === 1 ? t('speed.normal') : t('speed.times', { speed: number.format(speed) })}
          </option>
        ))}
      </select>
    </Setting>
  );
}

/** Said on the button itself: what the page around could say is not seen in fullscreen. */
function CopyLink({ playback, linkTo }: { playback: PlaybackControl; linkTo: (at: number) => string }) {
  const { t } = useTranslation('player');
  const [copied, setCopied] = useState(false);
  const [byHand, setByHand] = useState<string | null>(null);
  const copy = async () => {
    const at = playback.shownAt();
    if (at === null) return;
    const link = linkTo(at);
    try {
      await navigator.clipboard.writeText(link);
      setCopied(true);
    } catch {
      // Refused, as in frames without leave for it, or where the page is not served securely.
      setByHand(link);
    }
  };
  if (byHand !== null) {
    return (
      <Setting label={t('link.label')}>
        <input readOnly value={byHand} onFocus={({ currentTarget }) => currentTarget.select()} />
      </Setting>
    );
  }
  return (
    <button type="button" className="antenne-player-setting" data-testid="player-copy-link" onClick={copy}>
      <span aria-live="polite">{copied ? t('link.copied') : t('link.copy')}</span>
      {copied ? <Check aria-hidden /> : <Link aria-hidden />}
    </button>
  );
}
