import { type Locale, localized, type PublicBroadcast } from '../contract/index.ts';

/** Longer ones are cut by those who show them, often within a word. */
const LONGEST = 220;

/** One paragraph about a broadcast: its day while that is to come, and its summary, or else what its programme holds. */
export function describe(broadcast: PublicBroadcast, locale: Locale): string {
  const { summary, program, state } = broadcast;
  const told = summary ? localized(summary, locale) : '';
  const about = told || program.map(({ title }) => localized(title, locale)).join(' · ');
  const when = state === 'scheduled' ? whenIn(broadcast, locale) : '';
  return cut([when, about].filter((part) => part !== '').join(' — '));
}

/** `samedi 9 mai 2026 à 14:00 (Europe/Paris)`. */
function whenIn({ plannedStart, zone }: PublicBroadcast, locale: Locale): string {
  const format = new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, {
    dateStyle: 'full',
    timeStyle: 'short',
    timeZone: zone,
  });
  return `${format.format(new Date(plannedStart))} (${zone.replaceAll('_', ' ')})`;
}

function cut(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  if (line.length <= LONGEST) return line;
  const words = line.slice(0, LONGEST);
  const end = words.lastIndexOf(' ');
  return `${words.slice(0, end > LONGEST / 2 ? end : LONGEST).toWellFormed()}…`;
}
