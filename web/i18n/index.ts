import { Locale } from '@antenne/server/contract';
import i18next, { type BackendModule } from 'i18next';
import LanguageDetector from 'i18next-browser-languagedetector';
import { initReactI18next } from 'react-i18next';
import { spaced } from '../ui/locale.ts';

/** Each feature brings `<language>/<namespace>.json`; a page fetches only its own, in its reader's language. */
const files = import.meta.glob<Record<string, unknown>>('./{fr,en,es}/*.json', { import: 'default' });

/** Every text of a file as its language sets it. */
function typeset(texts: Record<string, unknown>, locale: Locale): Record<string, unknown> {
  return JSON.parse(JSON.stringify(texts), (_key, value) =>
    typeof value === 'string' ? spaced(value, locale) : value,
  );
}

const backend: BackendModule = {
  type: 'backend',
  init: () => {},
  read: (language, namespace, done) => {
    const load = files[`./${language}/${namespace}.json`];
    if (!load) {
      done(new Error(`no texts for ${namespace} in ${language}`), false);
      return;
    }
    load().then(
      (texts) => done(null, typeset(texts, Locale.catch('fr').parse(language))),
      (error: Error) => done(error, false),
    );
  },
};

/** Ready when the texts that every page uses are there. French stands in for what is missing. */
export async function startI18n(): Promise<void> {
  i18next.on('languageChanged', (language) => {
    document.documentElement.lang = language;
  });
  await i18next
    .use(backend)
    .use(LanguageDetector)
    .use(initReactI18next)
    .init({
      supportedLngs: Locale.options,
      nonExplicitSupportedLngs: true,
      load: 'languageOnly',
      fallbackLng: 'fr',
      ns: ['ui', 'common'],
      defaultNS: 'common',
      // React escapes already.
      interpolation: { escapeValue: false },
      detection: {
        order: ['querystring', 'localStorage', 'navigator'],
        lookupQuerystring: 'lang',
        lookupLocalStorage: 'antenne:language',
        caches: ['localStorage'],
      },
    });
}
