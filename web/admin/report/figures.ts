import type { Report, ReportItem } from '@antenne/server/contract';

/** A stretch of time, ms since 1970 UTC. */
export type Span = { from: number; until: number };

/** How late an item began and how much longer it took than planned, ms; null where there is nothing to compare. */
export function shiftsOf({ plan, runs, actualMs }: ReportItem): { lateMs: number; overMs: number } | null {
  const [first] = runs;
  if (!plan || !first) return null;
  return { lateMs: Date.parse(first.from) - Date.parse(plan.start), overMs: actualMs - plan.durationMs };
}

/** When an item was planned; null: it was not. */
export function plannedSpan({ plan }: Pick<ReportItem, 'plan'>): Span | null {
  if (!plan) return null;
  const from = Date.parse(plan.start);
  return { from, until: from + plan.durationMs };
}

/** When an item was on air. What is on air now goes on until `now`. */
export function actualSpans({ runs }: Pick<ReportItem, 'runs'>, now: number): Span[] {
  return runs.map(({ from, until }) => ({ from: Date.parse(from), until: until === null ? now : Date.parse(until) }));
}

/** All that the picture of the programme shows. */
export function wholeSpan(report: Report, now: number): Span {
  const spans = [
    { from: Date.parse(report.plannedStart), until: Date.parse(report.plannedEnd) },
    { from: Date.parse(report.startedAt), until: report.endedAt === null ? now : Date.parse(report.endedAt) },
    ...report.items.flatMap((item) => [plannedSpan(item) ?? [], actualSpans(item, now)].flat()),
  ];
  return { from: Math.min(...spans.map(({ from }) => from)), until: Math.max(...spans.map(({ until }) => until)) };
}

const MINUTE = 60_000;
const STEPS = [1, 5, 10, 15, 30, 60, 120, 240, 480, 1_440].map((minutes) => minutes * MINUTE);

/** Round instants within a span, `most` at most: where an axis of time says the hour. */
export function timeTicks({ from, until }: Span, most: number): number[] {
  const step = STEPS.find((one) => (until - from) / one <= most) ?? until - from;
  const ticks: number[] = [];
  for (let at = Math.ceil(from / step) * step; at <= until; at += step) ticks.push(at);
  return ticks;
}

/** The round number at or above `value` that an axis ends with: 1, 2 or 5 and zeros, 5 at least. */
export function niceCeiling(value: number): number {
  if (value <= 5) return 5;
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 5].find((one) => one * power >= value) ?? 10) * power;
}

/** Minutes without a gap between them: where the server was away, the line breaks. */
export function unbroken<Minute extends { at: string }>(minutes: readonly Minute[]): Minute[][] {
  const parts: Minute[][] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (const minute of minutes) {
    const at = Date.parse(minute.at);
    if (at - last <= MINUTE) parts.at(-1)?.push(minute);
    else parts.push([minute]);
    last = at;
  }
  return parts;
}
