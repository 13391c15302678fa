/** The rundown as a spreadsheet: what its columns are called, and what their cells mean. Pure. */
import {
  FORMULA,
  ItemFields,
  ItemType,
  MOST_ITEMS,
  NEW_ITEM,
  type NewItem,
  type RundownItem,
  TimeZone,
  withoutApostrophe,
} from '@antenne/server/contract';
import { parse, unparse } from 'papaparse';
import { parseDuration } from './duration.ts';
import { hardStartAt, wallText } from './rows.ts';

/** What a column can be, by the names that an export gives them. */
export const COLUMNS = [
  'title_fr',
  'title_en',
  'title_es',
  'duration',
  'type',
  'group',
  'hard_start',
  'contributor',
  'place',
  'zone',
  'continent',
  'theme',
  'scene',
  'end_action',
  'amber',
  'red',
  'skip',
  'public',
  'notes',
  'owner',
  'description_fr',
  'description_en',
  'description_es',
] as const;
export type Column = (typeof COLUMNS)[number];

/** What other programs and people call them. */
const SYNONYMS: Record<string, Column> = {
  title: 'title_fr',
  titre: 'title_fr',
  titulo: 'title_fr',
  subject: 'title_fr',
  sujet: 'title_fr',
  duree: 'duration',
  duracion: 'duration',
  length: 'duration',
  tipo: 'type',
  groupe: 'group',
  grupo: 'group',
  block: 'group',
  heure: 'hard_start',
  debut: 'hard_start',
  start: 'hard_start',
  time_start: 'hard_start',
  hora: 'hard_start',
  inicio: 'hard_start',
  intervenant: 'contributor',
  invite: 'contributor',
  guest: 'contributor',
  invitado: 'contributor',
  presenter: 'contributor',
  lieu: 'place',
  lugar: 'place',
  location: 'place',
  fuseau: 'zone',
  timezone: 'zone',
  huso: 'zone',
  continente: 'continent',
  tema: 'theme',
  scene_name: 'scene',
  escena: 'scene',
  fin: 'end_action',
  ambre: 'amber',
  orange: 'amber',
  alerte: 'amber',
  warning: 'amber',
  time_warning: 'amber',
  ambar: 'amber',
  aviso: 'amber',
  rouge: 'red',
  danger: 'red',
  time_danger: 'red',
  rojo: 'red',
  peligro: 'red',
  note: 'notes',
  notas: 'notes',
  remarques: 'notes',
  responsable: 'owner',
  responsible: 'owner',
  in_charge: 'owner',
  description: 'description_fr',
  descripcion: 'description_fr',
};

/** Names that the rundown's items are known by. */
export type Names = {
  zone: string;
  plannedStart: string;
  contributors: readonly { id: string; name: string; place: string; zone: string; continent: string | null }[];
  themes: readonly { id: string; title: { fr: string; en?: string | undefined; es?: string | undefined } }[];
  scenes: readonly { id: string; name: string }[];
};

/** A byte order mark, formulas and all: spreadsheets open it, and compute nothing. */
export function exportCsv(items: readonly RundownItem[], names: Names): string {
  const rows = items.map((item) => [
    item.title.fr,
    item.title.en ?? '',
    item.title.es ?? '',
    clock(item.plannedDurationMs),
    item.type,
    item.group ?? '',
    item.startMode === 'hard' && item.hardStart ? wallText(item.hardStart, names.zone) : '',
    names.contributors.find(({ id }) => id === item.contributorId)?.name ?? '',
    item.place ?? '',
    item.zone ?? '',
    item.continent ?? '',
    names.themes.find(({ id }) => id === item.themeId)?.title.fr ?? '',
    names.scenes.find(({ id }) => id === item.sceneId)?.name ?? '',
    item.endAction,
    clock(item.warnMs),
    clock(item.dangerMs),
    item.skip ? 'yes' : 'no',
    item.public ? 'yes' : 'no',
    item.notes,
    item.owner ?? '',
    item.description?.fr ?? '',
    item.description?.en ?? '',
    item.description?.es ?? '',
  ]);
  return `\ufeff${unparse([[...COLUMNS], ...rows], { escapeFormulae: FORMULA })}\r\n`;
}

/** `h:mm:ss` always: spreadsheets take `m:ss` for hours and minutes. */
function clock(ms: number): string {
  const total = Math.round(ms / 1_000);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${Math.floor(total / 3_600)}:${two(Math.floor(total / 60) % 60)}:${two(total % 60)}`;
}

/** `torn`: a quotation mark in the last row is never closed, so that all after it is one cell. */
export type Sheet = { header: string[]; rows: string[][]; torn: boolean };

/** @returns null for what has no header and no row. */
export function readSheet(text: string): Sheet | null {
  const { data, errors } = parse<string[]>(text.replace(/^\ufeff/, ''), { skipEmptyLines: 'greedy' });
  const [header, ...rows] = data;
  if (!header || rows.length === 0) return null;
  return { header, rows, torn: errors.some(({ code }) => code === 'MissingQuotes') };
}

/** Which column is which, by their headers; null for those that say nothing to us. Each is found once. */
export function guessMapping(header: readonly string[]): (Column | null)[] {
  const taken = new Set<Column>();
  return header.map((name) => {
    const plain = name
      .trim()
      .toLowerCase()
      .normalize('NFD')
      .replace(/\p{M}/gu, '')
      .replace(/[^a-z]+/g, '_')
      .replace(/^_|_$/g, '');
    const column = COLUMNS.find((known) => known === plain) ?? SYNONYMS[plain] ?? null;
    if (!column || taken.has(column)) return null;
    taken.add(column);
    return column;
  });
}

/** What is wrong with a cell. */
export type CellProblem =
  | 'titleMissing'
  | 'titleLong'
  | 'duration'
  | 'type'
  | 'hardStart'
  | 'contributor'
  | 'zone'
  | 'theme'
  | 'scene'
  | 'endAction'
  | 'yesNo'
  | 'long'
  | 'tooMany'
  | 'quote';

export type ReadLine = {
  /** As a spreadsheet numbers it: the header is 1. */
  line: number;
  item: NewItem;
  problems: { problem: CellProblem; value: string }[];
};

const YES = new Set(['yes', 'oui', 'si', 'sí', 'true', 'vrai', 'verdadero', '1', 'x']);
const NO = new Set(['no', 'non', 'false', 'faux', 'falso', '0', '']);

/** Reads every line. Nothing is to be sent while one has a problem. */
export function readLines(
  { rows, torn }: Sheet,
  mapping: readonly (Column | null)[],
  names: Names,
  newId: () => string,
): ReadLine[] {
  let near = Date.parse(names.plannedStart);
  return rows.map((cells, index): ReadLine => {
    const problems: ReadLine['problems'] = [];
    const wrong = (problem: CellProblem, value: string) => void problems.push({ problem, value });
    const cell = (column: Column) => {
      const at = mapping.indexOf(column);
      return at < 0 ? '' : withoutApostrophe(cells[at] ?? '').trim();
    };
    /** In one line; other spaces stay as they are. */
    const lineOf = (column: Column) => cell(column).replace(/\s*\p{Cc}+\s*/gu, ' ');
    const within = (column: Column, longest: number) => {
      const value = lineOf(column);
      if (value.length > longest) wrong('long', `${value.slice(0, 40)}…`);
      return value;
    };
    const named = <Item extends { id: string }>(
      column: 'contributor' | 'theme' | 'scene',
      list: readonly Item[],
      called: (item: Item) => readonly (string | undefined)[],
    ): Item | null => {
      const wanted = cell(column);
      if (!wanted) return null;
      const same = (name: string | undefined) => name?.localeCompare(wanted, undefined, { sensitivity: 'base' }) === 0;
      // Zoe and Zoé are two: whoever is called so to the letter, in the first language first.
      const found =
        list.find((item) => called(item)[0] === wanted) ??
        list.find((item) => called(item).includes(wanted)) ??
        list.find((item) => called(item).some(same));
      if (!found) wrong(column, wanted);
      return found ?? null;
    };
    const yesNo = (column: Column, otherwise: boolean) => {
      const value = cell(column).toLowerCase();
      if (value === '' || !mapping.includes(column)) return otherwise;
      if (!YES.has(value) && !NO.has(value)) wrong('yesNo', value);
      return YES.has(value);
    };

    if (torn && index === rows.length - 1) wrong('quote', '');
    const fr = lineOf('title_fr') || lineOf('title_en') || lineOf('title_es');
    if (!fr) wrong('titleMissing', '');
    if (fr.length > 200) wrong('titleLong', `${fr.slice(0, 40)}…`);
    const durationText = cell('duration');
    const plannedDurationMs = durationText ? parseDuration(durationText, 0) : 5 * 60_000;
    if (plannedDurationMs === null) wrong('duration', durationText);
    const threshold = (column: 'amber' | 'red', field: 'warnMs' | 'dangerMs') => {
      const text = cell(column);
      if (!text) return NEW_ITEM[field];
      const ms = ItemFields.shape[field].safeParse(parseDuration(text, 0));
      if (!ms.success) wrong('duration', text);
      return ms.data ?? NEW_ITEM[field];
    };
    const typeText = cell('type').toLowerCase();
    const type = ItemType.safeParse(typeText || 'segment');
    if (!type.success) wrong('type', typeText);
    const startText = cell('hard_start');
    const hardStart = startText ? hardStartAt(startText, near, names.zone) : null;
    if (startText && hardStart === null) wrong('hardStart', startText);
    near = (hardStart === null ? near : Date.parse(hardStart)) + (plannedDurationMs ?? 0);
    const contributor = named('contributor', names.contributors, ({ name }) => [name]);
    const zone = cell('zone');
    if (zone && !TimeZone.safeParse(zone).success) wrong('zone', zone);
    const endText = cell('end_action').toLowerCase();
    if (endText && endText !== 'next' && endText !== 'hold') wrong('endAction', endText);
    const description = { fr: cell('description_fr'), en: cell('description_en'), es: cell('description_es') };
    if (index >= MOST_ITEMS) wrong('tooMany', String(MOST_ITEMS));
    return {
      line: index + 2,
      problems,
      item: {
        id: newId(),
        title: { fr, en: within('title_en', 200), es: within('title_es', 200) },
        plannedDurationMs: plannedDurationMs ?? 0,
        type: type.data ?? 'segment',
        group: within('group', 80) || null,
        startMode: hardStart ? 'hard' : 'soft',
        hardStart,
        contributorId: contributor?.id ?? null,
        place: within('place', 80) || contributor?.place || null,
        zone: zone || contributor?.zone || null,
        continent: within('continent', 40) || contributor?.continent || null,
        themeId: named('theme', names.themes, ({ title }) => [title.fr, title.en, title.es])?.id ?? null,
        sceneId: named('scene', names.scenes, ({ name }) => [name])?.id ?? null,
        endAction: endText === 'next' ? 'next' : 'hold',
        warnMs: threshold('amber', 'warnMs'),
        dangerMs: threshold('red', 'dangerMs'),
        skip: yesNo('skip', false),
        public: yesNo('public', true),
        notes: cell('notes'),
        owner: within('owner', 80) || null,
        description: description.fr || description.en || description.es ? { ...description, fr: description.fr } : null,
      },
    };
  });
}
