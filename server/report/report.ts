/** What a show was: its plan against what went out, its questions, its audience. Pure: `store.ts` reads. */
import {
  LocalizedText,
  type PlannedItem,
  type QuestionCounts,
  type Report,
  type ReportItem,
  VIEWERS_LOOK_MS,
} from '../contract/index.ts';
import type { StoredRundown } from '../rundown/store.ts';
import type { CountedQuestion, ViewerRow } from './store.ts';

/** Items in the order of the rundown, with their plan and all their runs; those removed since the plan was kept come last. */
export function reportItems(
  { items, asRun }: Pick<StoredRundown, 'items' | 'asRun'>,
  plan: readonly PlannedItem[],
  now: Date,
): ReportItem[] {
  const planned = new Map(plan.map((item) => [item.id, item]));
  const known = new Set(items.map(({ id }) => id));
  const told = items
    .map((item): ReportItem => {
      const runs = asRun.filter(({ itemId }) => itemId === item.id);
      const { start, durationMs } = planned.get(item.id) ?? {};
      return {
        id: item.id,
        title: LocalizedText.parse(item.title),
        type: item.type,
        group: item.group,
        plan: start === undefined || durationMs === undefined ? null : { start, durationMs },
        runs: runs.map(({ startedAt, endedAt }) => ({
          from: startedAt.toISOString(),
          until: endedAt?.toISOString() ?? null,
        })),
        actualMs: runs.reduce((sum, { startedAt, endedAt }) => sum + Math.max(0, +(endedAt ?? now) - +startedAt), 0),
      };
    })
    // Neither planned nor shown: it was never a part of this show.
    .filter(({ plan: wanted, runs }) => wanted !== null || runs.length > 0);
  const removed = plan
    .filter(({ id }) => !known.has(id))
    .map(
      ({ id, title, type, group, start, durationMs }): ReportItem => ({
        ...{ id, title, type, group },
        plan: { start, durationMs },
        runs: [],
        actualMs: 0,
      }),
    );
  return [...told, ...removed];
}

export function countQuestions(questions: readonly CountedQuestion[]): QuestionCounts {
  const those = (is: (question: CountedQuestion) => boolean) => questions.filter(is).length;
  return {
    received: questions.length,
    approved: those(({ approved }) => approved),
    rejected: those(({ rejected }) => rejected),
    onAir: those(({ onAir }) => onAir),
    answered: those(({ answered }) => answered),
    votes: questions.reduce((sum, { votes }) => sum + votes, 0),
  };
}

export function audienceOf(rows: readonly ViewerRow[]): Report['audience'] {
  const looks = rows.reduce((sum, { samples }) => sum + samples, 0);
  const seen = rows.reduce((sum, row) => sum + row.sum, 0);
  const top = rows.reduce<ViewerRow | null>((best, row) => (best && best.most >= row.most ? best : row), null);
  return {
    minutes: rows.map(({ minute, least, most, sum, samples }) => ({
      at: minute.toISOString(),
      least,
      mean: sum / samples,
      most,
    })),
    peak: top && { at: top.minute.toISOString(), viewers: top.most },
    mean: looks === 0 ? null : seen / looks,
    watchedSeconds: (seen * VIEWERS_LOOK_MS) / 1000,
  };
}
