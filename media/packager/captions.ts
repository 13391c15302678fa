/** What is said in a broadcast, by language: the words' part of its timeline. No bytes, no clock, no I/O here. */
import type { TimelineCaption, TimelineEvent } from './timeline-event.ts';

type LanguagesEvent = Extract<TimelineEvent, { type: 'languages' }>;
type CaptionEvent = Extract<TimelineEvent, { type: 'caption' }>;

export interface CaptionUpdate {
  /** Every language of the broadcast (BCP 47). One that was there stays. */
  languages: readonly string[];
  /** New ones, and known ones that read differently now. */
  captions: readonly TimelineCaption[];
}

export class Captions {
  /** In the order in which they were announced. */
  languages: readonly string[] = [];
  /** The newest revision that was taken over, forgotten ones included. */
  rev = 0;
  private readonly byId = new Map<string, TimelineCaption>();

  plan({ languages, captions }: CaptionUpdate): TimelineEvent[] {
    const all = [...new Set([...this.languages, ...languages, ...captions.map(({ language }) => language)])];
    const fresh = captions.filter(({ id, rev }) => rev > (this.byId.get(id)?.rev ?? -1));
    return [
      ...(all.length > this.languages.length ? [{ type: 'languages' as const, languages: all, rev: this.rev }] : []),
      ...fresh.map((caption) => ({ type: 'caption' as const, ...caption })),
    ];
  }

  apply(event: LanguagesEvent | CaptionEvent): void {
    this.rev = Math.max(this.rev, event.rev);
    if (event.type === 'languages') {
      this.languages = event.languages;
      return;
    }
    const { type: _, ...caption } = event;
    this.byId.set(caption.id, caption);
  }

  /** The events that would make this anew. */
  snapshot(): TimelineEvent[] {
    const { languages, rev } = this;
    if (languages.length === 0) return [];
    return [
      { type: 'languages', languages: [...languages], rev },
      ...[...this.byId.values()].map((caption) => ({ type: 'caption' as const, ...caption })),
    ];
  }

  /** What stands on the screen at some time from `from` until `until` (ms since 1970 UTC), the earliest first. */
  between(language: string, from: number, until: number): TimelineCaption[] {
    return [...this.byId.values()]
      .filter((one) => one.language === language && one.text !== '' && one.start < until && one.end > from)
      .sort((a, b) => a.start - b.start || a.rev - b.rev);
  }

  /** Nobody can see what ended before that instant any more. */
  forgetBefore(instant: number): void {
    for (const [id, { end }] of this.byId) if (end <= instant) this.byId.delete(id);
  }
}
