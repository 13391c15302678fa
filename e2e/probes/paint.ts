/** How something is painted, as an eye has it: colours in red, green and blue, sizes as parts of the window. */
import type { Locator } from '@playwright/test';

interface Paint {
  /** 0–255 each; alpha 0: nothing is painted behind it. */
  ink: [red: number, green: number, blue: number, alpha: number];
  ground: [red: number, green: number, blue: number, alpha: number];
}

/** The colours of an element and of the ground that it paints behind itself, whatever notation the style has. */
export function paintOf(element: Locator): Promise<Paint> {
  return element.evaluate((node) => {
    const canvas = document.createElement('canvas');
    canvas.width = 1;
    canvas.height = 1;
    const context = canvas.getContext('2d', { willReadFrequently: true });
    if (!context) throw new Error('no canvas');
    const asPainted = (colour: string): [number, number, number, number] => {
      context.clearRect(0, 0, 1, 1);
      context.fillStyle = colour;
      context.fillRect(0, 0, 1, 1);
      const [red = 0, green = 0, blue = 0, alpha = 0] = context.getImageData(0, 0, 1, 1).data;
      return [red, green, blue, alpha];
    };
    const { color, backgroundColor } = getComputedStyle(node);
    return { ink: asPainted(color), ground: asPainted(backgroundColor) };
  });
}

/** What an element takes of its window, 0–1; `outside`: some of it cannot be seen. `letters`: its font's size by the height. */
export function shareOf(
  element: Locator,
): Promise<{ width: number; height: number; letters: number; outside: boolean }> {
  return element.evaluate((node) => {
    const { left, top, right, bottom, width, height } = node.getBoundingClientRect();
    return {
      width: width / innerWidth,
      height: height / innerHeight,
      letters: Number.parseFloat(getComputedStyle(node).fontSize) / innerHeight,
      outside: left < 0 || top < 0 || right > innerWidth || bottom > innerHeight,
    };
  });
}

/** What a clock shows, `1:05:00`, `12:33`, `+0:07`, in seconds; past its end it is negative. */
export function secondsShown(text: string): number {
  const [seconds = Number.NaN, minutes = 0, hours = 0] = text.replace('+', '').split(':').map(Number).reverse();
  return (text.startsWith('+') ? -1 : 1) * ((hours * 60 + minutes) * 60 + seconds);
}
