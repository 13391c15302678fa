import { Settings2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { Dialog, IconButton, LanguageSwitch, Select } from '../ui/index.ts';
import type { Devices } from './devices.ts';
import { canChooseLoudspeaker } from './loudspeaker.ts';

/** Another camera, microphone or loudspeaker in the middle of the show: each changes at once, the others go on. */
export function DeviceMenu({ devices }: { devices: Devices }) {
  const { t } = useTranslation(['contributor', 'link', 'common']);
  const [open, setOpen] = useState(false);
  const { cameras, microphones, loudspeakers, choice, audio, video } = useStore(devices.state);
  const options = (list: readonly MediaDeviceInfo[]) =>
    list.map((device, index) => ({
      value: device.deviceId,
      label: device.label || t('check.device', { number: index + 1 }),
    }));
  return (
    <>
      <IconButton
        data-testid="devices"
        label={t('link:devices.open')}
        icon={<Settings2 aria-hidden />}
        onClick={() => setOpen(true)}
      />
      <Dialog open={open} onOpenChange={setOpen} title={t('link:devices.title')}>
        <div className="flex flex-col gap-4">
          {cameras.length > 0 ? (
            <Select
              label={t('check.camera')}
              data-testid="device-camera"
              value={video?.getSettings().deviceId ?? choice.camera ?? ''}
              onValueChange={(camera) => void devices.choose({ camera })}
              options={options(cameras)}
            />
          ) : null}
          {microphones.length > 0 ? (
            <Select
              label={t('check.microphone')}
              data-testid="device-microphone"
              value={audio?.getSettings().deviceId ?? choice.microphone ?? ''}
              onValueChange={(microphone) => void devices.choose({ microphone })}
              options={options(microphones)}
            />
          ) : null}
          {canChooseLoudspeaker() && loudspeakers.length > 0 ? (
            <Select
              label={t('link:devices.speaker')}
              data-testid="device-loudspeaker"
              value={choice.loudspeaker ?? loudspeakers[0]?.deviceId ?? ''}
              onValueChange={(loudspeaker) => void devices.choose({ loudspeaker })}
              options={options(loudspeakers)}
            />
          ) : null}
          <label className="flex min-h-target items-start gap-3">
            <input
              type="checkbox"
              className="mt-1 size-5 shrink-0 accent-(--accent)"
              checked={choice.processing}
              onChange={(event) => void devices.choose({ processing: event.currentTarget.checked })}
            />
            <span>
              {t('check.processing')}
              <span className="block text-ink-3 text-s">{t('check.processingHint')}</span>
            </span>
          </label>
          <div className="flex items-center justify-between gap-3 border-line border-t pt-3">
            <span aria-hidden="true">{t('common:language')}</span>
            <LanguageSwitch />
          </div>
        </div>
      </Dialog>
    </>
  );
}
