import { ChannelMode, ChannelProcessing, type ChannelSound } from '@antenne/server/contract';
import { type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStudioLoudness } from './media.tsx';

const CONTROL = 'h-8 w-full rounded-s border border-line-strong/70 bg-surface px-2 text-ink';

/** When a channel is heard, and what is done to it before its fader: delay, gate, compressor, automatic trim. */
export function ChannelSettings({
  id,
  contributorId,
  name,
  sound,
  onSet,
}: {
  id: string;
  contributorId: string;
  name: string;
  sound: ChannelSound;
  onSet: (sound: Partial<ChannelSound>) => Promise<unknown>;
}) {
  const { t, i18n } = useTranslation('studio');
  const trimId = useId();
  const trimDb = useStudioLoudness()?.trims[contributorId] ?? 0;
  const trim = new Intl.NumberFormat(i18n.language, { minimumFractionDigits: 1, signDisplay: 'exceptZero' });
  const { gate, compressor } = ChannelProcessing.shape;
  return (
    <fieldset
      id={id}
      data-testid="channel-settings"
      className="mt-1 mb-2 grid grid-cols-[repeat(auto-fit,minmax(7.5rem,1fr))] gap-2 rounded-m bg-sunken p-2 text-s"
    >
      <legend className="sr-only">{t('sound.settings', { name })}</legend>
      <Setting label={t('sound.mode')}>
        {(control) => (
          <select
            id={control}
            data-testid="channel-mode"
            className={CONTROL}
            value={sound.mode}
            onChange={(event) => void onSet({ mode: ChannelMode.parse(event.currentTarget.value) })}
          >
            {ChannelMode.options.map((mode) => (
              <option key={mode} value={mode}>
                {t(`sound.modes.${mode}`)}
              </option>
            ))}
          </select>
        )}
      </Setting>
      <Delay key={sound.delayMs} delayMs={sound.delayMs} onSet={(delayMs) => void onSet({ delayMs })} />
      <Setting label={t('sound.gate')}>
        {(control) => (
          <select
            id={control}
            className={CONTROL}
            value={sound.gate}
            onChange={(event) => void onSet({ gate: gate.parse(event.currentTarget.value) })}
          >
            {gate.options.map((preset) => (
              <option key={preset} value={preset}>
                {t(`sound.gates.${preset}`)}
              </option>
            ))}
          </select>
        )}
      </Setting>
      <Setting label={t('sound.compressor')}>
        {(control) => (
          <select
            id={control}
            className={CONTROL}
            value={sound.compressor}
            onChange={(event) => void onSet({ compressor: compressor.parse(event.currentTarget.value) })}
          >
            {compressor.options.map((preset) => (
              <option key={preset} value={preset}>
                {t(`sound.compressors.${preset}`)}
              </option>
            ))}
          </select>
        )}
      </Setting>
      <span className="flex flex-col gap-0.5">
        <span className="text-ink-2">{t('sound.trim')}</span>
        <label htmlFor={trimId} className="flex h-8 items-center gap-2">
          <input
            id={trimId}
            type="checkbox"
            className="size-4 accent-(--ink)"
            checked={sound.trim}
            onChange={(event) => void onSet({ trim: event.currentTarget.checked })}
          />
          <span>{t('sound.trimAuto')}</span>
          <span data-testid="trim" className="ml-auto text-ink-2 tabular-nums">
            {trim.format(trimDb)} dB
          </span>
        </label>
      </span>
    </fieldset>
  );
}

/** Sent when it is left or confirmed, not while somebody types. Made anew when the server knows another value. */
function Delay({ delayMs, onSet }: { delayMs: number; onSet: (delayMs: number) => void }) {
  const { t } = useTranslation('studio');
  const [text, setText] = useState(String(delayMs));
  const send = (): void => {
    const parsed = ChannelProcessing.shape.delayMs.safeParse(text.trim() === '' ? Number.NaN : Number(text));
    if (!parsed.success) setText(String(delayMs));
    else if (parsed.data !== delayMs) onSet(parsed.data);
  };
  return (
    <Setting label={t('sound.delay')}>
      {(control) => (
        <input
          id={control}
          type="number"
          data-testid="delay"
          min={0}
          max={500}
          step={10}
          value={text}
          className={`${CONTROL} tabular-nums`}
          onChange={(event) => setText(event.currentTarget.value)}
          onBlur={send}
          onKeyDown={(event) => {
            if (event.key === 'Enter') send();
          }}
        />
      )}
    </Setting>
  );
}

function Setting({ label, children }: { label: string; children: (id: string) => ReactNode }) {
  const id = useId();
  return (
    <span className="flex min-w-0 flex-col gap-0.5">
      <label htmlFor={id} className="text-ink-2">
        {label}
      </label>
      {children(id)}
    </span>
  );
}
