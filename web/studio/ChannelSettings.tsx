import { ChannelMode, ChannelProcessing, type ChannelSound } from '@antenne/server/contract';
import { SlidersHorizontal } from 'lucide-react';
import { Popover } from 'radix-ui';
import { type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '../ui/index.ts';
import { DeskPopover } from './DeskPopover.tsx';
import { useStudioLoudness } from './media.tsx';

const CONTROL = 'h-9 w-full rounded-m border border-line-strong/70 bg-surface px-2 text-ink pointer-coarse:h-target';

/** When a channel is heard, and what is done to it before its fader (delay, gate, compressor, automatic trim), behind a button of its strip. */
export function ChannelSettings({
  contributorId,
  name,
  sound,
  onSet,
}: {
  contributorId: string;
  name: string;
  sound: ChannelSound;
  onSet: (sound: Partial<ChannelSound>) => Promise<unknown>;
}) {
  const { t } = useTranslation('studio');
  return (
    <DeskPopover
      testId="channel-settings"
      side="top"
      align="end"
      className="w-96"
      trigger={
        <Popover.Trigger
          data-testid="channel-more"
          aria-label={t('sound.settings', { name })}
          title={t('sound.settings', { name })}
          className={cx(
            'inline-flex size-9 shrink-0 items-center justify-center rounded-m transition-colors hover:bg-sunken data-[state=open]:bg-sunken pointer-coarse:size-target',
            isProcessed(sound) ? 'text-accent-text' : 'text-ink-2 hover:text-ink',
          )}
        >
          <SlidersHorizontal aria-hidden className="size-5" />
        </Popover.Trigger>
      }
    >
      <h3 className="mb-2 font-semibold text-s">{t('sound.settings', { name })}</h3>
      <Processing contributorId={contributorId} sound={sound} onSet={onSet} />
    </DeskPopover>
  );
}

/** Something is set that is not so for everyone. */
function isProcessed({ delayMs, gate, compressor, mode }: ChannelSound): boolean {
  return mode !== 'follow' || delayMs > 0 || gate !== 'off' || compressor !== 'off';
}

function Processing({
  contributorId,
  sound,
  onSet,
}: {
  contributorId: string;
  sound: ChannelSound;
  onSet: (sound: Partial<ChannelSound>) => Promise<unknown>;
}) {
  const { t, i18n } = useTranslation('studio');
  const trimId = useId();
  const trimDb = useStudioLoudness()?.trims[contributorId] ?? 0;
  const trim = new Intl.NumberFormat(i18n.language, { minimumFractionDigits: 1, signDisplay: 'exceptZero' });
  const { gate, compressor } = ChannelProcessing.shape;
  return (
    <div className="grid grid-cols-2 gap-x-3 gap-y-2.5 text-s">
      <Setting label={t('sound.mode')} className="col-span-2">
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
        <label htmlFor={trimId} className="flex h-9 items-center gap-2 pointer-coarse:h-target">
          <input
            id={trimId}
            type="checkbox"
            className="size-4.5 accent-(--accent)"
            checked={sound.trim}
            onChange={(event) => void onSet({ trim: event.currentTarget.checked })}
          />
          <span>{t('sound.trimAuto')}</span>
          <span data-testid="trim" className="ml-auto text-ink-2 tabular-nums">
            {trim.format(trimDb)} dB
          </span>
        </label>
      </span>
    </div>
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

function Setting({
  label,
  className,
  children,
}: {
  label: string;
  className?: string;
  children: (id: string) => ReactNode;
}) {
  const id = useId();
  return (
    <span className={cx('flex min-w-0 flex-col gap-0.5', className)}>
      <label htmlFor={id} className="text-ink-2">
        {label}
      </label>
      {children(id)}
    </span>
  );
}
