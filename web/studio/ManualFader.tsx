import type { BusState } from '@antenne/server/contract';
import { useTranslation } from 'react-i18next';
import { cx, Tooltip } from '../ui/index.ts';
import { useManualFader } from './manual-fader.ts';

/** The T-bar: from programme (left) to preview (right), with the hand. At its end the buses change places. */
export function ManualFader({
  bus,
  enabled,
  onMove,
  className,
}: {
  bus: Pick<BusState, 'fade'>;
  /** Something else than the programme is on preview. */
  enabled: boolean;
  onMove: (position: number) => Promise<unknown>;
  className?: string;
}) {
  const { t } = useTranslation('studio');
  const { position, move, release } = useManualFader(bus.fade?.position ?? 0, onMove);
  const percent = Math.round(position * 100);
  return (
    <Tooltip label={t('fader.hint')}>
      <input
        type="range"
        data-testid="manual-fader"
        data-position={percent}
        aria-label={t('fader.label')}
        aria-valuetext={t('fader.position', { percent })}
        min={0}
        max={1}
        step={0.02}
        value={position}
        disabled={!enabled}
        onChange={(event) => move(Number(event.currentTarget.value))}
        onPointerUp={(event) => {
          release();
          // The desk's keys work again.
          event.currentTarget.blur();
        }}
        onPointerCancel={release}
        onKeyUp={release}
        onBlur={release}
        className={cx(
          'h-8 touch-none cursor-ew-resize pointer-coarse:h-11 disabled:cursor-not-allowed disabled:opacity-45',
          position > 0 ? 'accent-(--onair)' : 'accent-(--ink-2)',
          className,
        )}
      />
    </Tooltip>
  );
}
