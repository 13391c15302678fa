import { blob, clouds, polygon, ripples, scatter, TURN, wave } from './brush.ts';
import type { Landscape } from './landscape.ts';

/** Sydney: the bridge, the opera, a sail. */
export const harbour: Landscape = {
  sky: ['#1b6fb8', '#bfe6f5'],
  still(context, width, height) {
    blob(context, '#fffbe0', 486, 96, 30);
    context.fillStyle = '#5f7890';
    for (let index = 0; index < 20; index += 1) {
      context.fillRect(330 + index * 17, 226 - scatter(index, 20) * 72, 14, 90);
    }
    context.strokeStyle = '#3d4a55';
    context.lineWidth = 9;
    context.beginPath();
    context.ellipse(150, 232, 150, 104, 0, Math.PI, TURN);
    context.stroke();
    context.lineWidth = 2;
    for (let x = 12; x <= 288; x += 23) {
      const y = 232 - 104 * Math.sqrt(Math.max(0, 1 - ((x - 150) / 150) ** 2));
      context.beginPath();
      context.moveTo(x, y);
      context.lineTo(x, 216);
      context.stroke();
    }
    context.fillStyle = '#3d4a55';
    context.fillRect(0, 212, 320, 9);
    const sea = context.createLinearGradient(0, 232, 0, height);
    sea.addColorStop(0, '#2d86b8');
    sea.addColorStop(1, '#0d466e');
    context.fillStyle = sea;
    context.fillRect(0, 232, width, height - 232);
    for (const [x, size] of [
      [250, 34],
      [284, 48],
      [322, 40],
    ] as const) {
      context.fillStyle = '#fdfdf8';
      context.beginPath();
      context.moveTo(x - size, 240);
      context.quadraticCurveTo(x - size * 0.5, 240 - size * 1.5, x + size * 0.4, 240 - size * 1.6);
      context.quadraticCurveTo(x + size * 0.2, 240 - size * 0.5, x + size * 0.5, 240);
      context.fill();
    }
    context.fillStyle = '#8b6b52';
    context.fillRect(204, 238, 158, 8);
  },
  moving(context, width, height, phase) {
    ripples(context, width, phase, 'rgba(220, 244, 255, 0.6)', 250, height);
    const x = width + 100 - ((phase * 1 + 0.35) % 1) * (width + 220);
    const y = 274 + 4 * wave(phase, 7);
    polygon(context, '#f6f7f8', [
      [x, y - 62],
      [x + 42, y - 6],
      [x, y - 6],
    ]);
    polygon(context, '#e63946', [
      [x - 4, y - 54],
      [x - 32, y - 6],
      [x - 4, y - 6],
    ]);
    polygon(context, '#12314a', [
      [x - 42, y],
      [x + 48, y],
      [x + 32, y + 14],
      [x - 30, y + 14],
    ]);
    clouds(context, width, phase, 'rgba(255, 255, 255, 0.75)', 3, 34);
  },
};
