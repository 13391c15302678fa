import type { ProgramItem, Theme } from '@antenne/server/contract';
import { dayKey } from '../../ui/index.ts';
import { type Continent, continentOf } from './continents.ts';

/** A part of the programme: a theme with everything that is told under it, or what lies between; or a continent. */
export type Section = {
  /** Of its first item: stays while items change. */
  key: string;
  theme: Theme | null;
  continent?: Continent | null;
  items: ProgramItem[];
};

/**
 * Groups a programme by theme as it runs. An item without a theme (a clip, a break) stays with the theme that goes on
 * after it; between two themes it stands by itself. Skipped items are left out.
 */
export function sections(program: readonly ProgramItem[], themes: readonly Theme[]): Section[] {
  const items = program.filter((item) => item.status !== 'skipped');
  const byId = new Map(themes.map((theme) => [theme.id, theme]));
  const themeOf = (index: number): Theme | null => {
    const own = items[index]?.themeId;
    if (own) return byId.get(own) ?? null;
    const before = items.slice(0, index).findLast((item) => item.themeId)?.themeId;
    const after = items.slice(index + 1).find((item) => item.themeId)?.themeId;
    return before && before === after ? (byId.get(before) ?? null) : null;
  };
  const result: Section[] = [];
  items.forEach((item, index) => {
    const theme = themeOf(index);
    const last = result.at(-1);
    if (last && last.theme?.id === theme?.id) last.items.push(item);
    else result.push({ key: item.id, theme, items: [item] });
  });
  return result;
}

/** The same by continent, in the order in which the programme first comes there; last what is nowhere in particular. */
export function byContinent(program: readonly ProgramItem[]): Section[] {
  const found = new Map<Continent | null, ProgramItem[]>();
  for (const item of program.filter(({ status }) => status !== 'skipped')) {
    const continent = continentOf(item);
    found.set(continent, [...(found.get(continent) ?? []), item]);
  }
  const parts = [...found].map(([continent, items]) => ({
    key: continent ?? 'elsewhere',
    theme: null,
    continent,
    items,
  }));
  return [...parts.filter(({ continent }) => continent), ...parts.filter(({ continent }) => !continent)];
}

/** Ids of the items with which another calendar day begins in `zone`; the first item's own day is not one. */
export function dayStarts(items: readonly Pick<ProgramItem, 'id' | 'expectedStart'>[], zone: string): Set<string> {
  const starts = items.filter((item, index) => {
    const before = items[index - 1];
    return before && dayKey(before.expectedStart, zone) !== dayKey(item.expectedStart, zone);
  });
  return new Set(starts.map(({ id }) => id));
}

/** How far an item's time has moved from the plan, ms; small drifts (under 2 min) are not worth a word. */
export function shift(item: Pick<ProgramItem, 'plannedStart' | 'expectedStart'>): number {
  const ms = Date.parse(item.expectedStart) - Date.parse(item.plannedStart);
  return Math.abs(ms) < 120_000 ? 0 : ms;
}

/** Share of an item that is over, 0–1. */
export function progress(item: Pick<ProgramItem, 'expectedStart' | 'plannedDurationMs'>, now: number): number {
  if (item.plannedDurationMs <= 0) return 1;
  return Math.min(1, Math.max(0, (now - Date.parse(item.expectedStart)) / item.plannedDurationMs));
}

/** `Quito` of `Quito, Équateur`. */
export function city(place: string): string {
  return place.split(',')[0]?.trim() || place;
}

/** `Quito` for America/Guayaquil's like: the last part of a zone's name, as a person would say it. */
function zoneCity(zone: string): string {
  return (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');
}

/** What a text needs to say a zone's time: `Quito`'s, or that of no place, which has words of its own (`_utc`). */
export function zoneWords(zone: string): { city: string; context?: 'utc' } {
  const isNowhere = /^(Etc\/)?(UTC|GMT|UCT|Universal|Zulu)$/.test(zone);
  return { city: zoneCity(zone), ...(isNowhere && { context: 'utc' }) };
}
