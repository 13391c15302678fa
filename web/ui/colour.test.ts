import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { accentTokens, contrast, parseHex } from './colour.ts';

const tokens = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');

/** The colours that a theme sets first. */
function colours(theme: string): Record<string, string> {
  const start = tokens.search(new RegExp(`\\[data-theme=.${theme}.\\] \\{`));
  if (start < 0) throw new Error(`tokens.css has no theme ${theme}`);
  const body = tokens.slice(start, tokens.indexOf('}', start));
  return Object.fromEntries(
    [...body.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/g)].map((match) => [match[1] ?? '', match[2] ?? '']),
  );
}

const THEMES = { light: colours('light'), dark: colours('dark') } as const;

function ratio(theme: Record<string, string>, a: string, b: string): number {
  return contrast(parseHex(theme[a] ?? ''), parseHex(theme[b] ?? ''));
}

describe.each(Object.entries(THEMES))('the %s theme', (_name, theme) => {
  it.each(['ink', 'ink-2', 'ink-3', 'onair-text', 'preview-text', 'warn-text'])(
    'writes %s readably on every ground',
    (ink) => {
      for (const ground of ['canvas', 'surface', 'sunken'])
        expect(ratio(theme, ink, ground)).toBeGreaterThanOrEqual(4.5);
    },
  );

  it.each(['onair', 'preview', 'warn'])('writes readably on and about %s', (state) => {
    expect(ratio(theme, `${state}-ink`, state)).toBeGreaterThanOrEqual(4.5);
    expect(ratio(theme, `${state}-text`, `${state}-soft`)).toBeGreaterThanOrEqual(4.5);
    expect(ratio(theme, 'ink-3', `${state}-soft`)).toBeGreaterThanOrEqual(4.5);
  });

  it('draws the borders of controls visibly', () => {
    expect(ratio(theme, 'line-strong', 'surface')).toBeGreaterThanOrEqual(3);
  });
});

describe('accentTokens', () => {
  const accents = ['#c2571a', '#ffff00', '#000000', '#ffffff', '#1f5f8b', '#7fd1ae', '#e5006d', '#808080'];

  it.each(accents)('keeps %s readable in both themes', (accent) => {
    for (const theme of ['light', 'dark'] as const) {
      const made = accentTokens(accent, theme);
      for (const ground of ['canvas', 'surface', 'sunken']) {
        const against = parseHex(THEMES[theme][ground] ?? '');
        expect(contrast(parseHex(made.text), against)).toBeGreaterThanOrEqual(4.5);
        expect(contrast(parseHex(made.accent), against)).toBeGreaterThanOrEqual(3);
      }
      expect(contrast(parseHex(made.ink), parseHex(made.accent))).toBeGreaterThanOrEqual(4.5);
    }
  });

  it('leaves alone what is readable already', () => {
    expect(accentTokens('#1f5f8b', 'light')).toEqual({ accent: '#1f5f8b', ink: '#ffffff', text: '#1f5f8b' });
  });

  it('refuses what is not a colour', () => {
    expect(() => accentTokens('red', 'light')).toThrow('not a #rrggbb colour: red');
  });
});
