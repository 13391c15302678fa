import { blob, clouds, polygon, ridge, ripples, wave } from './brush.ts';
import type { Landscape } from './landscape.ts';

/** Hanoï: a pagoda on the lake, lanterns in the wind. */
export const lake: Landscape = {
  sky: ['#20304f', '#d98c8c'],
  still(context, width, height) {
    ridge(context, '#3a3f63', 212, 12, 0.6);
    ridge(context, '#2b2f4f', 232, 8, 2.9);
    context.fillStyle = '#33436b';
    context.fillRect(0, 236, width, height - 236);
    for (const [level, half] of [
      [0, 66],
      [1, 50],
      [2, 34],
    ] as const) {
      const y = 226 - level * 34;
      context.fillStyle = '#e7c8a0';
      context.fillRect(170 - half * 0.66, y - 18, half * 1.32, 24);
      context.fillStyle = '#ffd27a';
      for (const dx of [-0.36, 0, 0.36]) context.fillRect(170 + dx * half - 4, y - 12, 8, 13);
      polygon(context, '#8d2b2b', [
        [170 - half - 10, y - 20],
        [170 - half * 0.5, y - 30],
        [170, y - 40],
        [170 + half * 0.5, y - 30],
        [170 + half + 10, y - 20],
        [170 + half * 0.6, y - 18],
        [170 - half * 0.6, y - 18],
      ]);
    }
    blob(context, '#26402f', 170, 244, 92, 13);
  },
  moving(context, width, height, phase) {
    ripples(context, width, phase, 'rgba(255, 200, 150, 0.4)', 254, height);
    for (let index = 0; index < 6; index += 1) {
      const x = 30 + index * 116 + 7 * wave(phase, 3, index / 6);
      const y = 96 + 14 * wave(index / 6, 1) + 3 * wave(phase, 6, index / 5);
      context.strokeStyle = 'rgba(20, 20, 30, 0.7)';
      context.lineWidth = 1.5;
      context.beginPath();
      context.moveTo(30 + index * 116, 0);
      context.lineTo(x, y - 18);
      context.stroke();
      blob(context, `rgba(255, 190, 90, ${0.25 + 0.1 * wave(phase, 10, index / 4)})`, x, y, 30, 32);
      blob(context, ['#d7322f', '#f0a030', '#d9542b'][index % 3] ?? '#d7322f', x, y, 16, 19);
      blob(context, '#ffe3a3', x, y + 1, 6, 9);
    }
    clouds(context, width, phase, 'rgba(240, 190, 190, 0.22)', 3, 40);
  },
};
