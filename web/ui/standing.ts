import { ON_TIME_MS } from '@antenne/server/contract';
import { useTranslation } from 'react-i18next';
import { clockText } from './time.ts';

/** Of a show, ms: how far it is behind the plan of its items now, and how far over its plan it is expected to end. */
export type ShowTimes = { delayMs: number; overUnderMs: number };

export type Pace = 'onTime' | 'late' | 'early';

export type Standing = {
  pace: Pace;
  /** How it is expected to end; null where that follows from its pace. */
  end: Pace | null;
  /** Somebody should know: it is late, or will be. */
  late: boolean;
};

/** A show is on time only where what runs now is; that its end will be, all the same, is said beside it. */
export function standingOf({ delayMs, overUnderMs }: ShowTimes): Standing {
  const [pace, end] = [paceOf(delayMs), paceOf(overUnderMs)];
  return {
    pace,
    end: Math.abs(overUnderMs - delayMs) < ON_TIME_MS ? null : end,
    late: pace === 'late' || end === 'late',
  };
}

function paceOf(ms: number): Pace {
  return Math.abs(ms) < ON_TIME_MS ? 'onTime' : ms > 0 ? 'late' : 'early';
}

/** The same in words. */
export function useStanding(show: ShowTimes): { text: string; late: boolean } {
  const { t } = useTranslation('ui');
  const { pace, end, late } = standingOf(show);
  const time = (ms: number) => ({ time: clockText(Math.abs(ms)) });
  const now = t(`standing.${pace}`, time(show.delayMs));
  return { text: end ? `${now}, ${t(`standing.end.${end}`, time(show.overUnderMs))}` : now, late };
}
