/**
 * Which texts ask the same, by the trigrams of their words (as pg_trgm takes them apart), weighted by how rare each is: that
 * two questions say "pourquoi" tells little. Everything in memory; nothing of it is ever shown.
 */
import { foldedWords } from './fold.ts';

/** A text's likeness to another, 0–1. */
export interface Like {
  id: string;
  likeness: number;
}

interface Entry {
  id: string;
  trigrams: readonly string[];
}

/** Trigrams that stand in more texts than this share tell nothing and would be counted longest. */
const TOO_COMMON = 0.25;
/** Texts that are weighed whole, of those that share something. */
const WEIGHED = 200;
/** Texts below which every trigram counts. */
const FEW = 40;

/** The texts that are compared with. */
export class TextIndex {
  readonly #entries = new Map<string, Entry>();
  readonly #byTrigram = new Map<string, Set<Entry>>();

  /** Puts a text in, or in the place of what was there under this id. */
  put(id: string, text: string): void {
    this.remove(id);
    const entry = { id, trigrams: [...trigramsOf(text)] };
    this.#entries.set(id, entry);
    for (const trigram of entry.trigrams) {
      const having = this.#byTrigram.get(trigram);
      if (having) having.add(entry);
      else this.#byTrigram.set(trigram, new Set([entry]));
    }
  }

  remove(id: string): void {
    const entry = this.#entries.get(id);
    if (!entry) return;
    this.#entries.delete(id);
    for (const trigram of entry.trigrams) {
      const having = this.#byTrigram.get(trigram);
      having?.delete(entry);
      if (having?.size === 0) this.#byTrigram.delete(trigram);
    }
  }

  /**
   * The texts that are like this one by `atLeast`, the likest first. `begun`: it may be the beginning of a question, which
   * is like every one that has all of it.
   */
  find(text: string, { atLeast, begun = false }: { atLeast: number; begun?: boolean }): Like[] {
    const weights = new Map<string, number>();
    const weigh = (trigram: string) => {
      const known = weights.get(trigram) ?? this.#weight(trigram);
      weights.set(trigram, known);
      return known;
    };
    const shared = new Map<Entry, number>();
    let own = 0;
    for (const trigram of trigramsOf(text)) {
      const weight = weigh(trigram);
      own += weight;
      if (weight === 0) continue;
      for (const entry of this.#byTrigram.get(trigram) ?? []) shared.set(entry, (shared.get(entry) ?? 0) + weight);
    }
    const found: Like[] = [];
    // Those that share most, before all of them are weighed.
    for (const [entry, both] of [...shared].sort(([, a], [, b]) => b - a).slice(0, WEIGHED)) {
      let theirs = 0;
      for (const trigram of entry.trigrams) theirs += weigh(trigram);
      const dice = (2 * both) / (own + theirs);
      const likeness = begun ? Math.max(dice, (BEGUN_COUNTS * both) / own) : dice;
      if (likeness >= atLeast) found.push({ id: entry.id, likeness: Math.min(1, likeness) });
    }
    return found.sort((a, b) => b.likeness - a.likeness);
  }

  /** Inverse document frequency; 0 for what is everywhere. */
  #weight(trigram: string): number {
    const all = this.#entries.size;
    const having = this.#byTrigram.get(trigram)?.size ?? 0;
    if (all > FEW && having > all * TOO_COMMON) return 0;
    return Math.log(1 + all / (having + 1));
  }
}

/** That all of a beginning is in a longer question is a little less than that both are the same. */
const BEGUN_COUNTS = 0.9;

function trigramsOf(text: string): Set<string> {
  const trigrams = new Set<string>();
  for (const word of foldedWords(text)) {
    const padded = `  ${word} `;
    for (let at = 0; at + 3 <= padded.length; at += 1) trigrams.add(padded.slice(at, at + 3));
  }
  return trigrams;
}
