import { blob, ridge, scatter, wave } from './brush.ts';
import type { Landscape } from './landscape.ts';

/** Montréal: red maples, towers, falling snow. */
export const snow: Landscape = {
  sky: ['#6f87a8', '#e8eef5'],
  still(context, width) {
    ridge(context, '#8a6a6a', 196, 24, 2.2);
    for (let index = 0; index < 70; index += 1) {
      const x = scatter(index, 11) * width;
      const y = 200 + scatter(index, 12) * 74;
      const colour = ['#b03a2e', '#d35400', '#e59866', '#7b241c', '#f0b27a'][index % 5] ?? '#b03a2e';
      context.fillStyle = '#4a3428';
      context.fillRect(x - 2, y, 4, 22);
      blob(context, colour, x, y - 6, 14 + 6 * scatter(index, 13), 17);
    }
    context.fillStyle = '#4d5f78';
    for (let index = 0; index < 12; index += 1) {
      context.fillRect(20 + index * 34, 250 - scatter(index, 14) * 66, 27, 100);
    }
    ridge(context, '#f4f8fb', 306, 8, 1.5);
  },
  moving(context, width, height, phase) {
    for (let index = 0; index < 12; index += 1) {
      context.fillStyle = `rgba(255, 224, 150, ${0.45 + 0.4 * wave(phase, 2, scatter(index, 15))})`;
      context.fillRect(26 + index * 34, 262 + scatter(index, 16) * 20, 6, 8);
      context.fillRect(37 + index * 34, 270, 6, 8);
    }
    for (let flake = 0; flake < 110; flake += 1) {
      const fall = (scatter(flake, 17) + phase * (3 + (flake % 3))) % 1;
      const x = scatter(flake, 18) * width + 18 * wave(phase, 2 + (flake % 2), scatter(flake, 19));
      blob(context, 'rgba(255, 255, 255, 0.9)', x, fall * (height + 12) - 6, 1.4 + (flake % 3));
    }
  },
};
