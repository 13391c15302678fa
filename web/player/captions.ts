/** Which words stand over the picture: those of the playlist, and those that came before it by themselves. Pure. */
import type { PublicCaption } from '@antenne/server/contract';

export interface CaptionLine {
  id: string;
  text: string;
}

/** Words of the playlist that stand there now. `since`: ms since they began. */
export type ListedCaption = CaptionLine & { since: number };

interface Words {
  language: string;
  text: string;
  rev: number;
  /** Instants of the programme, ms since 1970 UTC. */
  from: number;
  until: number;
  /** By how much later than they were meant they came to who saw the live picture then, ms. */
  late: number;
}

/** Two speakers, or a line and the one after it: more would cover the picture. */
const MOST_LINES = 2;
/** Words that came later than this are not shown for the live picture's sake, ms. */
const LATEST = 15_000;
/** Captions that are remembered: those before them are in the playlist by then. */
const KEPT = 100;

/** The words that a page was told, each as it reads now. */
export class LiveCaptions {
  private readonly words = new Map<string, Words>();
  private begun = false;

  /**
   * Takes over what the page knows. `shownAt`: the instant of the programme that the viewer sees, ms since 1970 UTC. What
   * begins before it came too late for its time, and stands as long as it should have; what the page knew already at the
   * first call did not come now.
   */
  take(captions: readonly PublicCaption[], shownAt: number | null): void {
    for (const { id, language, text, rev, start, end } of captions) {
      const known = this.words.get(id);
      if (known && known.rev >= rev) continue;
      const [from, until] = [Date.parse(start), Date.parse(end)];
      const behind = shownAt === null ? 0 : shownAt - from;
      const late = known?.late ?? (this.begun && behind > 0 && behind < LATEST ? behind : 0);
      this.words.set(id, { language, text, rev, from: from + late, until: until + late, late });
    }
    for (const id of [...this.words.keys()].slice(0, -KEPT)) this.words.delete(id);
    this.begun = true;
  }

  /** The lines at an instant of the programme, the oldest first. What was told goes before what is listed. */
  linesAt(shownAt: number, language: string, listed: readonly ListedCaption[]): CaptionLine[] {
    const told = [...this.words]
      .filter(([, words]) => words.language === language && words.from <= shownAt && words.until > shownAt)
      .map(([id, { text, from }]) => ({ id, text, since: shownAt - from }));
    return [...listed.filter(({ id }) => !this.words.has(id)), ...told]
      .filter(({ text }) => text !== '')
      .sort((a, b) => b.since - a.since)
      .slice(-MOST_LINES)
      .map(({ id, text }) => ({ id, text }));
  }
}

/** What a viewer wants of captions. `language`: the last one chosen; null: none was yet. */
export type CaptionWish = { on: boolean; language: string | null };

/** The language to show, of those that there are; null: none. Without a choice it is the page's own, or the first. */
export function shownLanguage(wish: CaptionWish, languages: readonly string[], locale: string): string | null {
  if (!wish.on) return null;
  const base = (tag: string) => tag.split('-', 1)[0];
  const wanted = wish.language ?? locale;
  return (
    languages.find((tag) => tag === wanted) ??
    languages.find((tag) => base(tag) === base(wanted)) ??
    languages[0] ??
    null
  );
}

const KEY = 'antenne:captions';
const OFF: CaptionWish = { on: false, language: null };

/** What this browser's viewer chose the last time: `on:fr`, `off:fr`, `on:`. */
export function keptWish(storage: Pick<Storage, 'getItem'>): CaptionWish {
  const kept = /^(on|off):([A-Za-z0-9-]*)$/.exec(storage.getItem(KEY) ?? '');
  return kept ? { on: kept[1] === 'on', language: kept[2] || null } : OFF;
}

export function keepWish(storage: Pick<Storage, 'setItem'>, { on, language }: CaptionWish): void {
  storage.setItem(KEY, `${on ? 'on' : 'off'}:${language ?? ''}`);
}
