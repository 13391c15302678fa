import { ChannelProcessing } from '@antenne/server/contract';
import { SlidersHorizontal } from 'lucide-react';
import { Popover } from 'radix-ui';
import { type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '../ui/index.ts';
import { DeskPopover } from './DeskPopover.tsx';
import { useStudioLoudness } from './media.tsx';

const CONTROL = 'h-9 w-full rounded-m border border-line-strong/70 bg-surface px-2 text-ink pointer-coarse:h-target';

/** What is done to a channel before its fader (delay, gate, compressor, automatic trim), behind a button of its strip. */
export function ChannelSettings({
  channelId,
  name,
  sound,
  lit,
  onSet,
  first,
  children,
}: {
  /** Contributor or asset. */
  channelId: string;
  name: string;
  sound: ChannelProcessing;
  /** Something is set that is not so for everyone. */
  lit: boolean;
  onSet: (sound: Partial<ChannelProcessing>) => Promise<unknown>;
  /** What only a channel of its kind has, before and after what all have. */
  first?: ReactNode;
  children?: ReactNode;
}) {
  const { t } = useTranslation('studio');
  return (
    <DeskPopover
      testId="channel-settings"
      side="top"
      align="end"
      className="max-h-(--radix-popover-content-available-height) w-96 overflow-y-auto overscroll-contain"
      trigger={
        <Popover.Trigger
          data-testid="channel-more"
          aria-label={t('sound.settings', { name })}
          title={t('sound.settings', { name })}
          className={cx(
            'inline-flex size-9 shrink-0 items-center justify-center rounded-m transition-colors hover:bg-sunken data-[state=open]:bg-sunken pointer-coarse:size-target',
            lit ? 'text-accent-text' : 'text-ink-2 hover:text-ink',
          )}
        >
          <SlidersHorizontal aria-hidden className="size-5" />
        </Popover.Trigger>
      }
    >
      <h3 className="mb-2 font-semibold text-s">{t('sound.settings', { name })}</h3>
      <div className="grid grid-cols-2 gap-x-3 gap-y-2.5 text-s">
        {first}
        <Processing channelId={channelId} sound={sound} onSet={onSet} />
        {children}
      </div>
    </DeskPopover>
  );
}

/** Delay, gate or compressor is not off. */
export function isProcessed({ delayMs, gate, compressor }: ChannelProcessing): boolean {
  return delayMs > 0 || gate !== 'off' || compressor !== 'off';
}

function Processing({
  channelId,
  sound,
  onSet,
}: {
  channelId: string;
  sound: ChannelProcessing;
  onSet: (sound: Partial<ChannelProcessing>) => Promise<unknown>;
}) {
  const { t, i18n } = useTranslation('studio');
  const trimId = useId();
  const trimDb = useStudioLoudness()?.trims[channelId] ?? 0;
  const trim = new Intl.NumberFormat(i18n.language, { minimumFractionDigits: 1, signDisplay: 'exceptZero' });
  const { gate, compressor } = ChannelProcessing.shape;
  return (
    <>
      <Delay key={sound.delayMs} delayMs={sound.delayMs} onSet={(delayMs) => void onSet({ delayMs })} />
      <Choice
        label={t('sound.gate')}
        testId="channel-gate"
        options={gate.options}
        value={sound.gate}
        textOf={(preset) => t(`sound.gates.${preset}`)}
        onChoose={(preset) => void onSet({ gate: preset })}
      />
      <Choice
        label={t('sound.compressor')}
        testId="channel-compressor"
        options={compressor.options}
        value={sound.compressor}
        textOf={(preset) => t(`sound.compressors.${preset}`)}
        onChoose={(preset) => void onSet({ compressor: preset })}
      />
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
    </>
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

/** One of a few words. */
export function Choice<Value extends string>({
  label,
  testId,
  className,
  options,
  value,
  textOf,
  onChoose,
}: {
  label: string;
  testId: string;
  className?: string;
  options: readonly Value[];
  value: Value;
  textOf: (value: Value) => string;
  onChoose: (value: Value) => void;
}) {
  return (
    <Setting label={label} className={className}>
      {(control) => (
        <select
          id={control}
          data-testid={testId}
          className={CONTROL}
          value={value}
          onChange={(event) => {
            const chosen = options[event.currentTarget.selectedIndex];
            if (chosen !== undefined) onChoose(chosen);
          }}
        >
          {options.map((one) => (
            <option key={one} value={one}>
              {textOf(one)}
            </option>
          ))}
        </select>
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
  className?: string | undefined;
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
