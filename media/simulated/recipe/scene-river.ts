import { blob, polygon, ridge, ripples, wave } from './brush.ts';
import type { Landscape } from './landscape.ts';

/** Bamako: the Niger at sunset, a pirogue. */
export const river: Landscape = {
  sky: ['#e4722f', '#fbe0a0'],
  still(context, width, height) {
    blob(context, '#fff3c4', 176, 148, 46);
    ridge(context, '#a9532b', 214, 7, 3.3);
    for (const x of [20, 92, 300, 420, 560]) {
      context.fillStyle = '#5b2f1b';
      context.fillRect(x + 9, 168, 7, 48);
      blob(context, '#4c4a1e', x + 12, 162, 34, 17);
    }
    context.fillStyle = '#c96a35';
    context.fillRect(0, 216, width, height - 216);
    const water = context.createLinearGradient(0, 216, 0, height);
    water.addColorStop(0, '#f0b46a');
    water.addColorStop(1, '#8c3f24');
    context.fillStyle = water;
    context.fillRect(0, 220, width, height - 220);
  },
  moving(context, width, height, phase) {
    ripples(context, width, phase, 'rgba(255, 236, 190, 0.55)', 232, height);
    const x = ((phase * 1 + 0.1) % 1) * (width + 260) - 130;
    const y = 276 + 3 * wave(phase, 8);
    polygon(context, '#3a1f14', [
      [x - 86, y - 8],
      [x - 60, y + 12],
      [x + 60, y + 12],
      [x + 92, y - 10],
      [x + 56, y],
      [x - 54, y],
    ]);
    context.strokeStyle = '#2b160e';
    context.lineWidth = 9;
    context.lineCap = 'round';
    const lean = 10 * wave(phase, 8, 0.25);
    context.beginPath();
    context.moveTo(x - 30, y);
    context.lineTo(x - 30 + lean * 0.4, y - 44);
    context.stroke();
    blob(context, '#2b160e', x - 30 + lean * 0.5, y - 56, 8);
    context.lineWidth = 3;
    context.beginPath();
    context.moveTo(x - 46 + lean, y - 70);
    context.lineTo(x - 12 - lean, y + 26);
    context.stroke();
  },
};
