/** Red, green, blue, 0–255 each. */
export type Rgb = readonly [number, number, number];

export function parseColour(hex: string): Rgb {
  const value = Number.parseInt(hex.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

export function toCss([red, green, blue]: Rgb, alpha = 1): string {
  return `rgba(${Math.round(red)}, ${Math.round(green)}, ${Math.round(blue)}, ${alpha})`;
}

/** `share` of `b` in `a`. */
export function mix(a: Rgb, b: Rgb, share: number): Rgb {
  const blend = (x: number, y: number): number => x + (y - x) * share;
  return [blend(a[0], b[0]), blend(a[1], b[1]), blend(a[2], b[2])];
}

/** Luma and chroma in BT.709, limited range, 8 bits (ITU-R BT.709-6, 3.4). */
export function toYuv([r, g, b]: Rgb): readonly [number, number, number] {
  const luma = 0.2126 * r + 0.7152 * g + 0.0722 * b;
  return [
    Math.round(16 + (luma * 219) / 255),
    Math.round(128 + (((b - luma) / 1.8556) * 224) / 255),
    Math.round(128 + (((r - luma) / 1.5748) * 224) / 255),
  ];
}

/** Relative luminance, 0–1 (WCAG 2). */
function luminance(colour: Rgb): number {
  const linear = (value: number): number => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(colour[0]) + 0.7152 * linear(colour[1]) + 0.0722 * linear(colour[2]);
}

export function contrast(a: Rgb, b: Rgb): number {
  const [darker, lighter] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return ((lighter ?? 0) + 0.05) / ((darker ?? 0) + 0.05);
}

/** `colour`, made lighter until it can be read on `background` (contrast of 5). */
export function readableOn(colour: Rgb, background: Rgb): Rgb {
  for (let share = 0; share < 1; share += 0.05) {
    const lighter = mix(colour, [255, 255, 255], share);
    if (contrast(lighter, background) >= 5) return lighter;
  }
  return [255, 255, 255];
}
