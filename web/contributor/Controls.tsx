import { LogOut, Mic, MicOff, Video, VideoOff, Volume2, VolumeX } from 'lucide-react';
import type { ReactNode } from 'react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { buttonClass, cx, HoldButton, IconButton, Tooltip } from '../ui/index.ts';
import { useKeys } from './use-keys.ts';

export interface ReturnSound {
  /** 0–1. */
  volume: number;
  muted: boolean;
}

/** Microphone, camera, return sound, and the way out, always in reach of a thumb. */
export function Controls({
  microphone,
  onMicrophone,
  camera,
  hasCamera,
  onCamera,
  sound,
  onSound,
  onLeave,
  devices,
}: {
  microphone: boolean;
  onMicrophone: (on: boolean) => void;
  camera: boolean;
  hasCamera: boolean;
  onCamera: (on: boolean) => void;
  sound: ReturnSound;
  onSound: (sound: ReturnSound) => void;
  onLeave: () => void;
  /** Where to change them. */
  devices: ReactNode;
}) {
  const { t } = useTranslation('contributor');
  useKeys({
    m: () => onMicrophone(!microphone),
    c: () => hasCamera && onCamera(!camera),
    s: () => onSound({ ...sound, muted: !sound.muted }),
  });
  return (
    <footer className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
      <div className="flex gap-2 max-sm:flex-1">
        <Toggle
          on={microphone}
          testId="mute-microphone"
          keyHint="M"
          label={t(microphone ? 'controls.micOn' : 'controls.micOff')}
          icon={microphone ? <Mic aria-hidden /> : <MicOff aria-hidden />}
          onToggle={() => onMicrophone(!microphone)}
        />
        {hasCamera ? (
          <Toggle
            on={camera}
            testId="mute-camera"
            keyHint="C"
            label={t(camera ? 'controls.cameraOn' : 'controls.cameraOff')}
            icon={camera ? <Video aria-hidden /> : <VideoOff aria-hidden />}
            onToggle={() => onCamera(!camera)}
          />
        ) : null}
        {devices}
      </div>
      <Volume sound={sound} onSound={onSound} />
      <HoldButton
        onHold={onLeave}
        data-testid="leave"
        icon={<LogOut aria-hidden className="size-5" />}
        className="max-sm:w-full"
      >
        {t('controls.leave')}
      </HoldButton>
    </footer>
  );
}

function Toggle({
  on,
  label,
  icon,
  testId,
  keyHint,
  onToggle,
}: {
  on: boolean;
  label: string;
  keyHint: string;
  icon: ReactNode;
  testId: string;
  onToggle: () => void;
}) {
  return (
    <Tooltip label={label} keyHint={keyHint}>
      <button
        type="button"
        aria-keyshortcuts={keyHint}
        data-testid={testId}
        aria-pressed={!on}
        onClick={onToggle}
        className={cx(
          buttonClass('secondary'),
          'max-sm:flex-1 max-sm:px-2 max-sm:text-s [&_svg]:size-5 [&_svg]:shrink-0',
          !on && 'border-warn bg-warn-soft text-warn-text hover:bg-warn-soft',
        )}
      >
        {icon}
        {label}
      </button>
    </Tooltip>
  );
}

/** How loud the others are: nobody hears themselves in their return. */
function Volume({ sound, onSound }: { sound: ReturnSound; onSound: (sound: ReturnSound) => void }) {
  const { t } = useTranslation('contributor');
  const id = useId();
  return (
    <div className="flex min-w-52 flex-1 items-center gap-2 sm:max-w-md">
      <IconButton
        data-testid="return-mute"
        keyHint="S"
        label={t(sound.muted ? 'controls.returnOff' : 'controls.returnOn')}
        pressed={sound.muted}
        icon={sound.muted ? <VolumeX aria-hidden /> : <Volume2 aria-hidden />}
        className={cx(sound.muted && 'text-warn-text')}
        onClick={() => onSound({ ...sound, muted: !sound.muted })}
      />
      <div className="flex min-w-0 flex-1 flex-col">
        <label htmlFor={id} className="truncate text-ink-2 text-s">
          {t('controls.returnVolume')}
        </label>
        <input
          id={id}
          type="range"
          data-testid="return-volume"
          min={0}
          max={100}
          value={Math.round(sound.volume * 100)}
          onChange={(event) => onSound({ muted: false, volume: Number(event.currentTarget.value) / 100 })}
          className="h-6 w-full accent-(--ink-2)"
        />
      </div>
    </div>
  );
}
