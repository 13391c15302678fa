/** Colour arithmetic for accents that a broadcast brings and that must stay readable. sRGB, WCAG 2 contrast. */

export type Rgb = readonly [number, number, number];

/** `#rrggbb` → 0–255 triple. @throws when it is not such a colour. */
export function parseHex(hex: string): Rgb {
  const match = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(hex);
  if (!match) throw new Error(`not a #rrggbb colour: ${hex}`);
  return [
    Number.parseInt(match[1] ?? '', 16),
    Number.parseInt(match[2] ?? '', 16),
    Number.parseInt(match[3] ?? '', 16),
  ];
}

export function toHex([r, g, b]: Rgb): string {
  return `#${[r, g, b].map((value) => Math.round(value).toString(16).padStart(2, '0')).join('')}`;
}

/** Relative luminance, 0–1 (WCAG 2). */
export function luminance(colour: Rgb): number {
  const [r, g, b] = colour.map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * (r ?? 0) + 0.7152 * (g ?? 0) + 0.0722 * (b ?? 0);
}

/** 1–21 (WCAG 2): 4.5 for text, 3 for large text and for borders of controls. */
export function contrast(a: Rgb, b: Rgb): number {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return ((high ?? 0) + 0.05) / ((low ?? 0) + 0.05);
}

function mix(a: Rgb, b: Rgb, share: number): Rgb {
  return [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share, a[2] + (b[2] - a[2]) * share];
}

export type AccentTokens = {
  /** The fill of what is selected. */
  accent: string;
  /** Text on that fill. */
  ink: string;
  /** Links, focus rings and accent text on every ground of the theme. */
  text: string;
};

/** The grounds on which accent text may stand: the most demanding of each theme (`--sunken`). */
const GROUND = { light: parseHex('#eee9e0'), dark: parseHex('#272420') } as const;
const BLACK: Rgb = [16, 14, 12];
const WHITE: Rgb = [255, 255, 255];

/** Makes a channel's accent usable: keeps its hue, moves its lightness only as far as AA needs. */
export function accentTokens(hex: string, theme: 'light' | 'dark'): AccentTokens {
  const accent = parseHex(hex);
  const ground = GROUND[theme];
  const away = theme === 'light' ? BLACK : WHITE;
  const reach = (enough: (candidate: Rgb) => boolean): Rgb => {
    for (let share = 0; share < 1; share += 0.02) {
      const candidate = mix(accent, away, share);
      if (enough(candidate)) return candidate;
    }
    return away;
  };
  const inkOn = (fill: Rgb) => (contrast(WHITE, fill) >= contrast(BLACK, fill) ? WHITE : BLACK);
  const fill = reach((candidate) => contrast(candidate, ground) >= 3 && contrast(inkOn(candidate), candidate) >= 4.5);
  const text = reach((candidate) => contrast(candidate, ground) >= 4.5);
  return { accent: toHex(fill), ink: toHex(inkOn(fill)), text: toHex(text) };
}

/** The channel's accent for a part of the page that has a theme of its own: as CSS custom properties. */
export function accentStyle(hex: string, theme: 'light' | 'dark') {
  const { accent, ink, text } = accentTokens(hex, theme);
  return { '--accent': accent, '--accent-ink': ink, '--accent-text': text };
}
