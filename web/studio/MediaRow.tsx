import type { MouseEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { cx, StatePill } from '../ui/index.ts';
import type { Tally } from './tally.ts';

const RING: Record<Tally, string> = {
  onAir: 'border-onair',
  preview: 'border-preview',
  off: 'border-line hover:border-line-strong',
};

/** A source that is nobody's: a press puts it on preview, or with Shift into the scene there; a double click on air. */
export function MediaRow({
  testId,
  name,
  tally,
  onWay = false,
  picture,
  children,
  disabled = false,
  adding,
  onPreview,
  onAdd,
  onTake,
}: {
  testId: string;
  name: string;
  tally: Tally;
  /** Asked for, not confirmed yet. */
  onWay?: boolean;
  picture: ReactNode;
  /** Under the name. */
  children?: ReactNode;
  disabled?: boolean;
  /** A press adds or takes out, as it does with Shift. */
  adding: boolean;
  onPreview: () => void;
  onAdd: () => void;
  onTake: () => void;
}) {
  const { t } = useTranslation('media');
  const adds = (event: MouseEvent) => adding || event.shiftKey;
  return (
    <button
      type="button"
      data-testid={testId}
      data-tally={tally}
      title={t('press', { name })}
      disabled={disabled}
      onClick={(event) => (adds(event) ? onAdd() : onPreview())}
      onDoubleClick={(event) => {
        event.preventDefault();
        // Twice added and taken out again is not meant for the air.
        if (!adds(event)) onTake();
      }}
      className={cx(
        'flex w-full min-w-0 select-none items-center gap-2.5 overflow-hidden rounded-m border-2 bg-surface pr-2 text-left transition-[border-color]',
        RING[tally],
        onWay && tally === 'off' && 'border-preview! border-dashed!',
      )}
    >
      <span className="@container relative block aspect-video w-24 shrink-0 overflow-hidden bg-black">{picture}</span>
      <span className="flex min-w-0 flex-1 flex-col gap-0.5 py-1 text-s leading-snug">
        <span className="truncate font-semibold text-ink">{name}</span>
        {tally === 'off' ? null : (
          <span className="self-start">
            <StatePill state={tally === 'onAir' ? 'onair' : 'preview'}>{t(`tally.${tally}`)}</StatePill>
          </span>
        )}
        {children && tally === 'off' ? <span className="truncate text-ink-2">{children}</span> : null}
      </span>
    </button>
  );
}
