import { blob, clouds, polygon, ridge, scatter, wave } from './brush.ts';
import type { Landscape } from './landscape.ts';

/** Quito: a smoking volcano, a condor, houses on green hills. */
export const volcano: Landscape = {
  sky: ['#2f7fc1', '#dff1f5'],
  still(context, width) {
    polygon(context, '#54708f', [
      [60, 300],
      [250, 92],
      [290, 92],
      [480, 300],
    ]);
    polygon(context, '#f7fbff', [
      [198, 148],
      [250, 92],
      [290, 92],
      [342, 148],
      [312, 138],
      [292, 160],
      [268, 140],
      [240, 162],
      [224, 142],
    ]);
    ridge(context, '#6c8f5e', 262, 16, 1.2);
    ridge(context, '#4f7a45', 292, 10, 4.1);
    for (let index = 0; index < 46; index += 1) {
      const x = scatter(index, 7) * width;
      const y = 296 + scatter(index, 8) * 22;
      const colour = ['#e9dcc6', '#d98e63', '#f3e9da', '#b9653f'][index % 4] ?? '#e9dcc6';
      context.fillStyle = colour;
      context.fillRect(x, y, 15, 13);
      polygon(context, '#8f3f2b', [
        [x - 2, y],
        [x + 7, y - 7],
        [x + 17, y],
      ]);
    }
    ridge(context, '#355c32', 338, 6, 2.2);
  },
  moving(context, width, _height, phase) {
    for (let puff = 0; puff < 6; puff += 1) {
      const age = (puff / 6 + phase * 4) % 1;
      blob(
        context,
        `rgba(240, 244, 248, ${0.75 * (1 - age)})`,
        270 + 46 * age + 6 * wave(age, 1),
        90 - 76 * age,
        8 + 24 * age,
        7 + 16 * age,
      );
    }
    clouds(context, width, phase, 'rgba(255, 255, 255, 0.8)', 4, 30);
    const x = 140 + 110 * wave(phase, 1);
    const y = 110 + 24 * wave(phase, 2);
    const wings = 9 * wave(phase, 24);
    context.strokeStyle = '#22262b';
    context.lineWidth = 4;
    context.beginPath();
    context.moveTo(x - 30, y - wings);
    context.quadraticCurveTo(x - 12, y - 8, x, y);
    context.quadraticCurveTo(x + 12, y - 8, x + 30, y - wings);
    context.stroke();
  },
};
