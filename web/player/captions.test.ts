import type { PublicCaption } from '@antenne/server/contract';
import { beforeEach, describe, expect, it } from 'vitest';
import { keepWish, keptWish, LiveCaptions, shownLanguage } from './captions.ts';

const START = Date.parse('2026-05-09T18:00:00.000Z');
const at = (seconds: number) => START + seconds * 1_000;
const said = (
  id: string,
  from: number,
  until: number,
  text: string,
  more: Partial<PublicCaption> = {},
): PublicCaption => ({
  id,
  language: 'fr',
  text,
  start: new Date(at(from)).toISOString(),
  end: new Date(at(until)).toISOString(),
  rev: 1,
  ...more,
});

let live: LiveCaptions;
const lines = (seconds: number, language = 'fr') => live.linesAt(at(seconds), language, []).map(({ text }) => text);
beforeEach(() => {
  live = new LiveCaptions();
  live.take([], at(0));
});

describe('words that come by themselves', () => {
  it('wait for the picture that they belong to, and go with it', () => {
    live.take([said('a', 10, 12, 'Bonsoir')], at(9));
    expect([9.9, 10, 11.9, 12].map((seconds) => lines(seconds))).toEqual([[], ['Bonsoir'], ['Bonsoir'], []]);
  });

  it('are those of one language', () => {
    live.take([said('a', 10, 12, 'Bonsoir'), said('b', 10, 12, 'Good evening', { language: 'en' })], at(9));
    expect([lines(11), lines(11, 'en'), lines(11, 'es')]).toEqual([['Bonsoir'], ['Good evening'], []]);
  });

  it('stand as long as they should have where they came too late for the live picture', () => {
    live.take([said('a', 10, 12, 'Bonsoir')], at(14));
    expect([lines(14), lines(15.9), lines(16)]).toEqual([['Bonsoir'], ['Bonsoir'], []]);
  });

  it('are left to the playlist where they were there before, or the viewer is elsewhere', () => {
    const opened = new LiveCaptions();
    opened.take([said('a', 10, 12, 'Bonsoir')], at(14));
    expect(opened.linesAt(at(14), 'fr', [])).toEqual([]);
    live.take([said('b', 10, 12, 'Bonsoir')], at(500));
    expect(lines(500)).toEqual([]);
  });

  it('are replaced by their correction in its time, and gone when they are taken back', () => {
    live.take([said('a', 10, 12, 'Kito')], at(13));
    live.take([said('a', 10, 12, 'Quito', { rev: 2 }), said('a', 10, 12, 'Kito')], at(14));
    expect([lines(14), lines(15)]).toEqual([['Quito'], []]);
    live.take([said('a', 10, 12, '', { rev: 3 })], at(14));
    expect(lines(14)).toEqual([]);
  });

  it('go before the same ones of the playlist, which shows the others', () => {
    live.take([said('a', 10, 12, 'Quito', { rev: 2 })], at(9));
    const listed = [
      { id: 'a', text: 'Kito', since: 500 },
      { id: 'b', text: 'Bonsoir', since: 3_000 },
    ];
    expect(live.linesAt(at(11), 'fr', listed)).toEqual([
      { id: 'b', text: 'Bonsoir' },
      { id: 'a', text: 'Quito' },
    ]);
    // Its time is over, whatever the playlist says.
    expect(live.linesAt(at(13), 'fr', listed.slice(0, 1))).toEqual([]);
  });

  it('are two lines at most, the newest last', () => {
    live.take([said('a', 10, 15, 'Un'), said('b', 11, 15, 'Deux'), said('c', 12, 15, 'Trois')], at(9));
    expect(lines(13)).toEqual(['Deux', 'Trois']);
  });
});

describe('the language', () => {
  it.each([
    [{ on: false, language: 'fr' }, ['fr', 'en'], null],
    [{ on: true, language: 'fr' }, ['en', 'fr'], 'fr'],
    [{ on: true, language: 'es' }, ['en', 'fr'], 'en'],
    [{ on: true, language: null }, ['fr', 'en'], 'en'],
    [{ on: true, language: 'pt' }, ['fr', 'pt-BR'], 'pt-BR'],
    [{ on: true, language: 'fr' }, [], null],
  ])('of %o among %s is %s', (wish, languages, shown) => {
    expect(shownLanguage(wish, languages, 'en')).toBe(shown);
  });

  it('is remembered, also while captions are off', () => {
    const kept = new Map<string, string>();
    const storage = {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
    };
    expect(keptWish(storage)).toEqual({ on: false, language: null });
    for (const wish of [
      { on: true, language: 'pt-BR' },
      { on: false, language: 'fr' },
      { on: true, language: null },
    ]) {
      keepWish(storage, wish);
      expect(keptWish(storage)).toEqual(wish);
    }
  });
});
