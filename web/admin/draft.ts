/** What an owner types about a new broadcast, and what is made of it. Pure. */
import type { NewBroadcast } from '@antenne/server/contract';

export interface GuestDraft {
  /** Stays while rows come and go. */
  key: string;
  name: string;
  place: string;
  zone: string;
}

export interface Draft {
  title: string;
  /** `2026-05-09`, in the browser's zone. */
  date: string;
  /** `20:30`, in the browser's zone. */
  time: string;
  durationMinutes: number;
  /** One per line. */
  themes: string;
  guests: readonly GuestDraft[];
}

/** Lengths that can be chosen, in minutes. */
export const DURATIONS = [10, 20, 30, 45, 60, 90, 120, 180, 240, 360, 480, 720] as const;
export const MOST_GUESTS = 9;
const MOST_THEMES = 6;
const LONGEST_THEME = 160;
/** The contract's last year, less one for the show itself. */
const LAST_YEAR = 2198;

export interface Problems {
  title?: 'titleMissing';
  date?: 'dateMissing' | 'past' | 'tooFar';
  time?: 'timeMissing';
  themes?: 'themesMany' | 'themeLong';
  /** By the key of the guest. */
  guests: Readonly<Record<string, { name?: 'nameMissing'; place?: 'placeMissing' }>>;
}

/** An hour that begins at the next full hour. */
export function emptyDraft(now: Date): Draft {
  const start = new Date(now);
  start.setHours(now.getHours() + 1, 0, 0, 0);
  const two = (value: number) => String(value).padStart(2, '0');
  return {
    title: '',
    date: `${start.getFullYear()}-${two(start.getMonth() + 1)}-${two(start.getDate())}`,
    time: `${two(start.getHours())}:${two(start.getMinutes())}`,
    durationMinutes: 60,
    themes: '',
    guests: [],
  };
}

/** What to send, or what is wrong with it. Rows and lines in which nothing was written are left out. */
export function readDraft(
  draft: Draft,
  zone: string,
  now: Date,
): { broadcast: NewBroadcast; problems: null } | { broadcast: null; problems: Problems } {
  const title = oneLine(draft.title);
  const themes = onceEach(draft.themes.split('\n').map(oneLine).filter(Boolean));
  const guests = draft.guests
    .map((guest) => ({ ...guest, name: oneLine(guest.name), place: oneLine(guest.place) }))
    .filter(({ name, place }) => name || place);
  const start = new Date(`${draft.date}T${draft.time}`);
  const date = dateProblem(draft, start, now);
  const wrongGuests = Object.fromEntries(
    guests
      .filter(({ name, place }) => !name || !place)
      .map(({ key, name, place }) => [
        key,
        { ...(name ? {} : { name: 'nameMissing' as const }), ...(place ? {} : { place: 'placeMissing' as const }) },
      ]),
  );
  const problems: Problems = {
    ...(title ? {} : { title: 'titleMissing' as const }),
    ...(date ? { date } : {}),
    ...(draft.time ? {} : { time: 'timeMissing' as const }),
    ...(themes.length > MOST_THEMES ? { themes: 'themesMany' as const } : {}),
    ...(themes.some((theme) => theme.length > LONGEST_THEME) ? { themes: 'themeLong' as const } : {}),
    guests: wrongGuests,
  };
  if (Object.keys(problems).length > 1 || Object.keys(wrongGuests).length > 0) return { broadcast: null, problems };
  return {
    broadcast: {
      title,
      plannedStart: start.toISOString(),
      durationMinutes: draft.durationMinutes,
      zone,
      themes: themes.map((fr) => ({ fr })),
      contributors: guests.map((guest) => ({ name: guest.name, place: guest.place, zone: guest.zone })),
    },
    problems: null,
  };
}

/** Two that read alike are one: nobody could choose between them. */
function onceEach(lines: readonly string[]): string[] {
  const plain = lines.map((line) => line.toLowerCase());
  return lines.filter((_, index) => plain.indexOf(plain[index] ?? '') === index);
}

/** Without the tabs and breaks that come along when text is pasted. */
function oneLine(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
}

function dateProblem({ date, time, durationMinutes }: Draft, start: Date, now: Date): Problems['date'] {
  if (!date) return 'dateMissing';
  if (!time) return undefined;
  if (Number.isNaN(start.getTime()) || start.getFullYear() > LAST_YEAR) return 'tooFar';
  // A show that should have begun already may still be made; one that would be over may not.
  return start.getTime() + durationMinutes * 60_000 <= now.getTime() ? 'past' : undefined;
}

/** Zones to choose from, the reader's own among them even where the browser lists it under an older name. */
export function zonesWith(own: string, known: readonly string[]): string[] {
  return known.includes(own) ? [...known] : [own, ...known];
}
