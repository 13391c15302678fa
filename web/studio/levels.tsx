import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SILENCE } from '../realtime/index.ts';
import { clockText, Meter, type MeterSource, WarnMark } from '../ui/index.ts';
import { useStudioLevel } from './media.tsx';
import { SILENCE_AFTER_MS, type Silence, silenceStep } from './silence.ts';

/** Along the right edge of a tile's picture. */
export function FeedMeter({ contributorId, name }: { contributorId: string; name: string }) {
  const { t } = useTranslation('studio');
  const level = useStudioLevel(contributorId);
  return (
    <span className="absolute inset-y-1.5 right-1.5">
      <Meter
        vertical
        source={level}
        label={(dbfs) => t('tiles.level', { name, level: dbfs })}
        className="bg-black/60"
      />
    </span>
  );
}

/** Along the right edge of the programme's picture, and a word when nothing has been heard for a while. */
export function ProgramMeter({
  onAir,
  sounding,
}: {
  onAir: boolean;
  /** What is on air should be heard: a card has no sound. */
  sounding: boolean;
}) {
  const { t } = useTranslation('studio');
  const level = useStudioLevel('program');
  const silentFor = useSilence(level, onAir && sounding);
  return (
    <>
      <span className="absolute inset-y-2 right-2">
        <Meter
          vertical
          source={level}
          adjust={(dbfs) => (onAir ? dbfs : SILENCE)}
          label={(dbfs) => t('monitor.level', { level: dbfs })}
          className="w-2! bg-black/60"
        />
      </span>
      {silentFor >= SILENCE_AFTER_MS ? (
        <span
          role="alert"
          className="absolute top-2 left-2 flex items-center gap-1.5 rounded-full bg-warn px-2.5 py-0.5 font-semibold text-s text-warn-ink"
        >
          <WarnMark />
          <span aria-hidden="true" className="tabular-nums">
            {t('monitor.silence', { time: clockText(silentFor) })}
          </span>
          <span className="sr-only">{t('tiles.noSound')}</span>
        </span>
      ) : null}
    </>
  );
}

/** How long the programme has been silent, ms, looked at twice a second. 0 while it is off air. */
function useSilence(level: MeterSource, onAir: boolean): number {
  const [silentFor, setSilentFor] = useState(0);
  useEffect(() => {
    if (!onAir) {
      setSilentFor(0);
      return;
    }
    let silence: Silence = { since: null };
    const timer = setInterval(() => {
      const now = performance.now();
      silence = silenceStep(silence, level.getState().rms, now);
      setSilentFor(silence.since === null ? 0 : now - silence.since);
    }, 500);
    return () => clearInterval(timer);
  }, [level, onAir]);
  return silentFor;
}
