import { LOG_ACTIONS } from '@antenne/server/contract';
import { describe, expect, it } from 'vitest';

type Texts = { [key: string]: string | Texts };

const files = import.meta.glob<Texts>('./{fr,en,es}/*.json', { eager: true, import: 'default' });

/** Plural forms differ by language: compared by what they are forms of. */
const PLURAL = /_(zero|one|two|few|many|other)$/;

function flatten(texts: Texts, prefix = ''): Map<string, string> {
  return new Map(
    Object.entries(texts).flatMap(([key, value]) =>
      typeof value === 'string' ? [[`${prefix}${key}`, value] as const] : [...flatten(value, `${prefix}${key}.`)],
    ),
  );
}

function read(language: string, namespace: string): Map<string, string> {
  return flatten(files[`./${language}/${namespace}.json`] ?? {});
}

const namespaces = [...new Set(Object.keys(files).map((path) => path.replace(/^.*\/|\.json$/g, '')))];

it('finds the texts', () => {
  expect(namespaces).toEqual(expect.arrayContaining(['admin', 'common', 'ui', 'viewer']));
});

it.each(['fr', 'en', 'es'])('says in %s all that the log says, and no more', (language) => {
  const others = ['title', 'empty', 'other'];
  const said = [...read(language, 'studio').keys()].flatMap((key) => /^log\.(.+)$/.exec(key)?.[1] ?? []);
  expect(said.filter((word) => !others.includes(word)).toSorted()).toEqual([...LOG_ACTIONS].toSorted());
});

describe.each(namespaces)('%s', (namespace) => {
  const names = (language: string) =>
    [...new Set([...read(language, namespace).keys()].map((key) => key.replace(PLURAL, '')))].sort();

  it.each(['en', 'es'])('says in %s all that it says in French, and no more', (language) => {
    expect(names(language)).toEqual(names('fr'));
  });

  it.each(['fr', 'en', 'es'])('leaves nothing empty in %s', (language) => {
    expect([...read(language, namespace)].filter(([, text]) => text.trim() === '')).toEqual([]);
  });

  it.each(['fr', 'en', 'es'])('has every plural form that %s needs', (language) => {
    const keys = [...read(language, namespace).keys()];
    const plurals = new Set(keys.filter((key) => PLURAL.test(key)).map((key) => key.replace(PLURAL, '')));
    const categories = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    const missing = [...plurals].flatMap((name) =>
      categories.map((category) => `${name}_${category}`).filter((key) => !keys.includes(key)),
    );
    expect(missing).toEqual([]);
  });

  it.each(['en', 'es'])('fills the same gaps in %s as in French', (language) => {
    const gaps = (text: string | undefined) =>
      [...(text ?? '').matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]).sort();
    const translated = read(language, namespace);
    const wrong = [...read('fr', namespace)]
      .filter(([key, text]) => translated.has(key) && gaps(text).join() !== gaps(translated.get(key)).join())
      .map(([key]) => key);
    expect(wrong).toEqual([]);
  });
});
