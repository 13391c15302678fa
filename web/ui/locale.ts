import { Locale, type LocalizedText, localized } from '@antenne/server/contract';
import { useTranslation } from 'react-i18next';

/** The language of the page, and the reading of texts that come in several. */
export function useLocale(): { locale: Locale; text: (text: LocalizedText) => string } {
  const { i18n } = useTranslation();
  const locale = Locale.catch('fr').parse(i18n.resolvedLanguage);
  return { locale, text: (value) => spaced(localized(value, locale), locale) };
}

/** French sets a space before its double marks; here it becomes one that does not break. */
export function spaced(text: string, locale: Locale): string {
  return locale === 'fr' ? text.replace(/ (?=[:;?!»])|(?<=«) /g, '\u00a0') : text;
}

const QUOTES: Record<Locale, readonly [string, string]> = {
  fr: ['«\u00a0', '\u00a0»'],
  en: ['“', '”'],
  es: ['«', '»'],
};

/** Somebody's words, in the marks of the page's language. */
export function quoted(text: string, locale: Locale): string {
  const [before, after] = QUOTES[locale];
  return `${before}${spaced(text, locale)}${after}`;
}

/** What a language (BCP 47) is called in another, e.g. `anglais`; its tag where nobody knows. */
export function languageName(tag: string, locale: string | undefined): string {
  return new Intl.DisplayNames(locale, { type: 'language' }).of(tag) ?? tag;
}
