/** Languages that are offered to write in; others come with the broadcast. */
export const OFFERED = ['fr', 'en', 'es', 'pt', 'de', 'it', 'nl', 'ar', 'wo', 'sw', 'qu'] as const;

const KEY = 'antenne:caption-language';

/** The one that this browser's captioner wrote in last. */
export function keptLanguage(): string | null {
  return localStorage.getItem(KEY);
}

export function keepLanguage(language: string): void {
  localStorage.setItem(KEY, language);
}

/** Each once: the broadcast's own first, then the others. */
export function languagesFor(announced: readonly string[], chosen: string): string[] {
  return [...new Set([...announced, chosen, ...OFFERED])];
}

/** The one after `current` among those of the broadcast, for who writes in several. */
export function nextLanguage(announced: readonly string[], current: string): string {
  return announced[(announced.indexOf(current) + 1) % announced.length] ?? current;
}
