/** The report as tables for a spreadsheet: instants in UTC (ISO 8601), durations in seconds. */
import { type Locale, localized, type QuestionCounts, type Report, type ReportPart } from '../contract/index.ts';
import { spreadsheet } from '../platform/spreadsheet.ts';

type Row = Record<string, string | number>;

const seconds = (ms: number): number => Math.round(ms / 1000);

function programme({ items }: Report, locale: Locale): Row[] {
  return items.map(({ title, type, group, plan, runs, actualMs }) => {
    const [first] = runs;
    return {
      title: localized(title, locale),
      type,
      group: group ?? '',
      planned_start: plan?.start ?? '',
      planned_seconds: plan ? seconds(plan.durationMs) : '',
      actual_start: first?.from ?? '',
      actual_end: runs.at(-1)?.until ?? '',
      actual_seconds: runs.length > 0 ? seconds(actualMs) : '',
      late_seconds: plan && first ? seconds(Date.parse(first.from) - Date.parse(plan.start)) : '',
      over_seconds: plan && first ? seconds(actualMs - plan.durationMs) : '',
      times_on_air: runs.length,
    };
  });
}

function questions({ themes }: Report, locale: Locale): Row[] {
  const row = (theme: string, { received, approved, rejected, onAir, answered, votes }: QuestionCounts): Row => ({
    ...{ theme, received, approved, rejected, on_air: onAir, answered, votes },
  });
  return themes.map(({ title, counts }) => row(localized(title, locale), counts));
}

function audience({ audience: { minutes } }: Report): Row[] {
  return minutes.map(({ at, least, mean, most }) => ({ minute: at, least, mean: Math.round(mean * 10) / 10, most }));
}

const COLUMNS: Record<ReportPart, string[]> = {
  programme: [
    ...['title', 'type', 'group', 'planned_start', 'planned_seconds', 'actual_start', 'actual_end', 'actual_seconds'],
    ...['late_seconds', 'over_seconds', 'times_on_air'],
  ],
  questions: ['theme', 'received', 'approved', 'rejected', 'on_air', 'answered', 'votes'],
  audience: ['minute', 'least', 'mean', 'most'],
};
const ROWS: Record<ReportPart, (report: Report, locale: Locale) => Row[]> = { programme, questions, audience };

/** See `spreadsheet`. */
export function reportCsv(report: Report, part: ReportPart, locale: Locale): string {
  return `${spreadsheet(COLUMNS[part], ROWS[part](report, locale))}\r\n`;
}
