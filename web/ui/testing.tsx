/** Components as markup, for tests: no DOM and no effects. */
import type { Locale } from '@antenne/server/contract';
import { createInstance, type ResourceKey } from 'i18next';
import type { ReactElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { I18nextProvider, initReactI18next } from 'react-i18next';
import { MemoryRouter } from 'react-router';

const files = import.meta.glob<ResourceKey>('../i18n/{fr,en,es}/*.json', { eager: true, import: 'default' });

/** Makes what renders an element in a language, with the texts of these namespaces. */
export async function rendererIn(
  language: Locale,
  namespaces: readonly string[],
): Promise<(element: ReactElement) => string> {
  const words = createInstance();
  const texts = Object.fromEntries(namespaces.map((name) => [name, files[`../i18n/${language}/${name}.json`] ?? {}]));
  await words.use(initReactI18next).init({
    lng: language,
    ns: [...namespaces],
    resources: { [language]: texts },
    interpolation: { escapeValue: false },
  });
  return (element) =>
    renderToStaticMarkup(
      <MemoryRouter>
        <I18nextProvider i18n={words}>{element}</I18nextProvider>
      </MemoryRouter>,
    );
}

/** What is read of it. */
export function textOfMarkup(html: string): string {
  return html
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&#x27;', "'")
    .replace(/\s+/g, ' ')
    .trim();
}
