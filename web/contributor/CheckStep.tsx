import type { DuplexInvitation } from '@antenne/server/contract';
import { ArrowRight, Camera, Check, TriangleAlert } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { Button, cx, Meter, Select } from '../ui/index.ts';
import type { DeviceProblem } from './device-problem.ts';
import type { Devices } from './devices.ts';
import { useMicLevel } from './mic-level.ts';
import { SelfView } from './SelfView.tsx';
import { StepFrame } from './StepFrame.tsx';

/** dBFS above which somebody is speaking, and not a room humming. */
const VOICE = -42;
/** Milliseconds of silence after which we say that nothing is heard. */
const SILENT_FOR_MS = 5000;

/** Step 1: are you seen, are you heard? */
export function CheckStep({
  invitation,
  devices,
  onContinue,
}: {
  invitation: DuplexInvitation;
  devices: Devices;
  onContinue: () => void;
}) {
  const { t } = useTranslation('contributor');
  const { status, problem, video } = useStore(devices.state);
  const open = status === 'open';
  return (
    <StepFrame invitation={invitation} step="check" title={t('check.title')}>
      <div className="grid items-start gap-5 lg:grid-cols-[3fr_2fr] lg:gap-8">
        <div className="flex flex-col gap-3">
          {open ? (
            <SelfView video={video} />
          ) : (
            <Invitation problem={problem} asking={status === 'opening'} onOpen={() => void devices.open()} />
          )}
          {open && problem ? <ProblemNote problem={problem} onRetry={() => void devices.open()} /> : null}
        </div>
        {open ? (
          <div className="flex flex-col gap-5">
            <Voice devices={devices} />
            <Pickers devices={devices} />
            <Button variant="primary" size="l" className="w-full" data-testid="join-continue" onClick={onContinue}>
              {t('check.continue')}
              <ArrowRight aria-hidden className="size-5" />
            </Button>
          </div>
        ) : (
          <p className="text-ink-2">{t('check.privacy')}</p>
        )}
      </div>
    </StepFrame>
  );
}

/** Before the browser asks: what it will ask, and why. After a refusal: what is wrong, and what to do. */
function Invitation({
  problem,
  asking,
  onOpen,
}: {
  problem: DeviceProblem | null;
  asking: boolean;
  onOpen: () => void;
}) {
  const { t } = useTranslation('contributor');
  const hopeless = problem === 'insecureOrigin' || problem === 'unsupported';
  return (
    <div
      className="flex min-h-72 w-full flex-col items-center justify-center gap-4 rounded-l border border-line bg-surface p-5 text-center lg:aspect-video"
      data-testid="join-device"
      data-problem={problem ?? undefined}
    >
      {problem ? (
        <TriangleAlert aria-hidden className="size-9 text-warn-text" />
      ) : (
        <Camera aria-hidden className="size-9 text-ink-3" />
      )}
      <div role={problem ? 'alert' : undefined} className="flex max-w-md flex-col gap-1.5">
        <p className="font-semibold text-l">{t(problem ? `problem.${problem}Title` : 'check.askTitle')}</p>
        <p className="text-ink-2">{t(problem ? `problem.${problem}` : 'check.ask')}</p>
      </div>
      {hopeless ? null : (
        <Button variant="primary" size="l" busy={asking} data-testid="join-check" onClick={onOpen}>
          {t(problem ? 'check.retry' : 'check.start')}
        </Button>
      )}
    </div>
  );
}

function ProblemNote({ problem, onRetry }: { problem: DeviceProblem; onRetry: () => void }) {
  const { t } = useTranslation('contributor');
  return (
    <div
      role="alert"
      data-testid="join-problem"
      data-problem={problem}
      className="flex flex-wrap items-center gap-3 rounded-m bg-warn-soft p-3.5 text-warn-text"
    >
      <TriangleAlert aria-hidden className="size-5 shrink-0" />
      <p className="min-w-52 flex-1">
        <strong className="block">{t(`problem.${problem}Title`)}</strong>
        {t(`problem.${problem}`)}
      </p>
      <Button size="s" onClick={onRetry}>
        {t('check.retry')}
      </Button>
    </div>
  );
}

function Voice({ devices }: { devices: Devices }) {
  const { t } = useTranslation('contributor');
  const audio = useStore(devices.state, (state) => state.audio);
  const level = useMicLevel(audio);
  const speaking = useStore(level, ({ rms }) => rms > VOICE);
  const [heard, setHeard] = useState(false);
  const [silent, setSilent] = useState(false);
  useEffect(() => {
    if (speaking) {
      setHeard(true);
      setSilent(false);
      return;
    }
    const timer = setTimeout(() => setSilent(true), SILENT_FOR_MS);
    return () => clearTimeout(timer);
  }, [speaking]);
  const word = silent && !heard ? 'notHeard' : heard ? 'heard' : 'speak';
  return (
    <div className="flex flex-col gap-2.5 rounded-l border border-line bg-surface p-4">
      <p
        role="status"
        data-testid="join-voice"
        data-heard={heard}
        className={cx('flex items-center gap-2 font-semibold', word === 'notHeard' && 'text-warn-text')}
      >
        {word === 'heard' ? <Check aria-hidden className="size-5 shrink-0" /> : null}
        {word === 'notHeard' ? <TriangleAlert aria-hidden className="size-5 shrink-0" /> : null}
        {t(`check.${word}`)}
      </p>
      <Meter source={level} label={() => t('check.level')} className="h-3!" />
    </div>
  );
}

function Pickers({ devices }: { devices: Devices }) {
  const { t } = useTranslation('contributor');
  const { cameras, microphones, choice, audio, video } = useStore(devices.state);
  const name = (device: MediaDeviceInfo, index: number) => device.label || t('check.device', { number: index + 1 });
  return (
    <div className="flex flex-col gap-4">
      {cameras.length > 0 ? (
        <Select
          label={t('check.camera')}
          data-testid="join-camera"
          value={video?.getSettings().deviceId ?? choice.camera ?? ''}
          onValueChange={(camera) => void devices.choose({ camera })}
          options={cameras.map((device, index) => ({ value: device.deviceId, label: name(device, index) }))}
        />
      ) : null}
      <Select
        label={t('check.microphone')}
        data-testid="join-microphone"
        value={audio?.getSettings().deviceId ?? choice.microphone ?? ''}
        onValueChange={(microphone) => void devices.choose({ microphone })}
        options={microphones.map((device, index) => ({ value: device.deviceId, label: name(device, index) }))}
      />
      <label className="flex min-h-target items-start gap-3">
        <input
          type="checkbox"
          data-testid="join-processing"
          className="mt-1 size-5 shrink-0 accent-(--accent)"
          checked={choice.processing}
          onChange={(event) => void devices.choose({ processing: event.currentTarget.checked })}
        />
        <span>
          {t('check.processing')}
          <span className="block text-ink-3 text-s">{t('check.processingHint')}</span>
        </span>
      </label>
    </div>
  );
}
