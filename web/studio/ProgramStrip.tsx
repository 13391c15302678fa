import { RotateCcw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { cx, IconButton, Meter } from '../ui/index.ts';
import { useStudioLevel, useStudioLoudness } from './media.tsx';

/** Further from the target than this, in LU, is worth a colour: ±1 LU is what EBU R 128 allows a live programme. */
const TOLERANCE_LU = 1;

/** The programme on the desk: its level, its loudness against the target, and what the limiter takes away. */
export function ProgramStrip({ onReset }: { onReset: () => void }) {
  const { t, i18n } = useTranslation('studio');
  const level = useStudioLevel('program');
  const loudness = useStudioLoudness();
  const number = new Intl.NumberFormat(i18n.language, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const text = (lufs: number | null | undefined) =>
    lufs === null || lufs === undefined || lufs <= -70 ? '—' : number.format(lufs);
  const integrated = loudness?.integrated ?? null;
  const isOff = loudness && integrated !== null && Math.abs(integrated - loudness.target) > TOLERANCE_LU;
  return (
    <div
      data-testid="program-strip"
      className="flex min-w-0 flex-1 flex-wrap items-center justify-end gap-x-4 gap-y-0.5 py-1 text-s"
    >
      <span className="min-w-24 max-w-64 flex-1">
        <Meter source={level} label={(dbfs) => t('monitor.level', { level: dbfs })} className="h-2!" />
      </span>
      <dl className="flex items-baseline gap-x-2.5 tabular-nums">
        <Reading name="M" title={t('sound.momentary')} value={text(loudness?.momentary)} />
        <Reading name="S" title={t('sound.shortTerm')} value={text(loudness?.shortTerm)} />
        <Reading
          name="I"
          title={t('sound.integrated')}
          value={text(integrated)}
          warn={isOff === true}
          testid="integrated"
        />
      </dl>
      <span className="text-ink-2 tabular-nums">{t('sound.target', { lufs: text(loudness?.target ?? -23) })}</span>
      <span
        title={t('sound.limiter')}
        className={cx('tabular-nums', (loudness?.reductionDb ?? 0) < -0.5 ? 'text-warn-text' : 'text-ink-2')}
      >
        <span aria-hidden="true">GR </span>
        <span className="sr-only">{t('sound.limiter')} </span>
        {number.format(loudness?.reductionDb ?? 0)} dB
      </span>
      <IconButton size="s" label={t('sound.resetLoudness')} icon={<RotateCcw aria-hidden />} onClick={onReset} />
    </div>
  );
}

function Reading({
  name,
  title,
  value,
  warn = false,
  testid,
}: {
  name: string;
  title: string;
  value: string;
  warn?: boolean;
  testid?: string;
}) {
  return (
    <div className="flex items-baseline gap-1" title={title}>
      <dt className="text-ink-2">
        <span aria-hidden="true">{name}</span>
        <span className="sr-only">{title}</span>
      </dt>
      <dd data-testid={testid} className={cx('min-w-[5ch] text-right font-semibold', warn && 'text-warn-text')}>
        {value}
      </dd>
    </div>
  );
}
