/** Captions: what is said, written along by a person or a service, in one or several languages. */
import { z } from 'zod';
import { Id, Instant } from './common.ts';

/** Languages of one broadcast, at most. */
export const MOST_CAPTION_LANGUAGES = 6;
/** Characters of one caption: two long lines, and some room. */
export const LONGEST_CAPTION = 200;
/** Seconds. Shorter cannot be read; longer is no caption of live words. */
const SHORTEST = 1;
const LONGEST = 15;
/** Characters that are read in a second, at an easy pace (EBU-TT guides say 12 to 15). */
const READ_PER_SECOND = 14;
/** Seconds that a caption stands at least and at most where its writer does not say. */
const USUAL = { least: 2, most: 7 };

/** A language tag (BCP 47), e.g. `fr` or `pt-BR`. */
export const CaptionLanguage = z
  .string()
  .max(35)
  .regex(/^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/, 'not a language tag such as fr or pt-BR')
  .refine(isTag, 'not a language tag such as fr or pt-BR');

function isTag(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag)[0] === tag;
  } catch {
    return false;
  }
}

export const CaptionText = z
  .string()
  .trim()
  .max(LONGEST_CAPTION)
  .refine((text) => text.isWellFormed() && !/\p{Cc}/u.test(text), 'not one line of text');

/** Words on the screen from one instant of the programme until another. Empty: taken back. */
export const Caption = z.object({
  id: Id,
  language: CaptionLanguage,
  text: CaptionText,
  start: Instant,
  end: Instant,
  /** Who wrote it. */
  by: z.string(),
  /** Grows with every caption and every correction of the broadcast. */
  rev: z.number().int(),
});
export type Caption = z.infer<typeof Caption>;

/** What viewers and media get of it. */
export const PublicCaption = Caption.omit({ by: true });
export type PublicCaption = z.infer<typeof PublicCaption>;

export const NewCaption = z.object({
  language: CaptionLanguage,
  text: CaptionText.min(1),
  /** When the words were said. Default: now. At most a minute ago, and not to come. */
  start: Instant.optional(),
  /** Seconds on the screen. Default: as long as it takes to read them. */
  duration: z.number().min(SHORTEST).max(LONGEST).optional(),
});
export type NewCaption = z.infer<typeof NewCaption>;

/** Seconds in which a text is read. */
export function readingSeconds(text: string): number {
  return Math.min(USUAL.most, Math.max(USUAL.least, 1 + text.length / READ_PER_SECOND));
}
