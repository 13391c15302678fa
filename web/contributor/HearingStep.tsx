import type { DuplexInvitation } from '@antenne/server/contract';
import { ArrowLeft, Headphones, Volume2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { Button, cx, Select } from '../ui/index.ts';
import type { Devices } from './devices.ts';
import { canChooseLoudspeaker, playChime } from './loudspeaker.ts';
import { SelfView } from './SelfView.tsx';
import { StepFrame } from './StepFrame.tsx';

const EXPECT = ['green', 'red', 'network'] as const;

/** Step 2: do you hear, and does nobody hear what you hear? */
export function HearingStep({
  invitation,
  devices,
  onBack,
  onEnter,
}: {
  invitation: DuplexInvitation;
  devices: Devices;
  onBack: () => void;
  onEnter: () => void;
}) {
  const { t } = useTranslation('contributor');
  const { loudspeakers, choice, video } = useStore(devices.state);
  const [headphones, setHeadphones] = useState(false);
  return (
    <StepFrame invitation={invitation} step="hearing" title={t('hearing.title')}>
      <div className="grid items-start gap-5 lg:grid-cols-[3fr_2fr] lg:gap-8">
        <div className="flex flex-col gap-5">
          <label
            className={cx(
              'flex items-start gap-4 rounded-l border p-4 sm:p-5',
              headphones ? 'border-accent-text bg-surface' : 'border-line-strong bg-surface',
            )}
          >
            <input
              type="checkbox"
              data-testid="join-headphones"
              className="mt-1 size-6 shrink-0 accent-(--accent)"
              checked={headphones}
              onChange={(event) => setHeadphones(event.currentTarget.checked)}
            />
            <span className="flex flex-col gap-1">
              <span className="flex items-center gap-2 font-semibold text-l">
                <Headphones aria-hidden className="size-5 shrink-0" />
                {t('hearing.headphones')}
              </span>
              <span className={headphones ? 'text-ink-2' : 'text-warn-text'}>
                {t(headphones ? 'hearing.headphonesOn' : 'hearing.headphonesOff')}
              </span>
            </span>
          </label>
          <div className="flex flex-wrap items-end gap-3">
            {canChooseLoudspeaker() && loudspeakers.length > 0 ? (
              <div className="min-w-56 flex-1">
                <Select
                  label={t('hearing.loudspeaker')}
                  data-testid="join-loudspeaker"
                  value={choice.loudspeaker ?? loudspeakers[0]?.deviceId ?? ''}
                  onValueChange={(loudspeaker) => void devices.choose({ loudspeaker })}
                  options={loudspeakers.map((device, index) => ({
                    value: device.deviceId,
                    label: device.label || t('check.device', { number: index + 1 }),
                  }))}
                />
              </div>
            ) : null}
            <Button
              icon={<Volume2 aria-hidden className="size-5" />}
              data-testid="join-chime"
              onClick={() => void playChime(choice.loudspeaker)}
            >
              {t('hearing.test')}
            </Button>
          </div>
          <section className="flex flex-col gap-2">
            <h2 className="text-l">{t('hearing.expectTitle')}</h2>
            <ul className="flex list-disc flex-col gap-1.5 pl-5 text-ink-2 marker:text-ink-3">
              {EXPECT.map((line) => (
                <li key={line}>{t(`hearing.expect.${line}`)}</li>
              ))}
            </ul>
          </section>
        </div>
        <div className="flex flex-col gap-4 max-lg:order-first">
          <SelfView video={video} className="max-lg:max-w-56" />
        </div>
      </div>
      <div className="flex flex-wrap-reverse gap-3 lg:max-w-[calc(60%-1rem)]">
        <Button size="l" variant="quiet" icon={<ArrowLeft aria-hidden className="size-5" />} onClick={onBack}>
          {t('hearing.back')}
        </Button>
        <Button variant="primary" size="l" className="grow" data-testid="join-enter" onClick={onEnter}>
          {t('hearing.enter')}
        </Button>
      </div>
    </StepFrame>
  );
}
