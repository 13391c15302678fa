import { clouds, polygon, ridge, ripples, scatter, TURN } from './brush.ts';
import type { Landscape } from './landscape.ts';

/** Lyon: the basilica over the quays, a tram on the bridge. */
export const town: Landscape = {
  sky: ['#7fb2d9', '#f3ead8'],
  still(context, width, height) {
    ridge(context, '#7f9c74', 214, 20, 5.4);
    context.fillStyle = '#efe8dc';
    context.fillRect(120, 164, 70, 46);
    for (const x of [112, 178]) {
      context.fillRect(x, 146, 18, 64);
      polygon(context, '#b9b0a2', [
        [x - 2, 146],
        [x + 9, 122],
        [x + 20, 146],
      ]);
    }
    for (let index = 0; index < 15; index += 1) {
      const x = index * 44 - 6;
      const tall = 50 + scatter(index, 9) * 34;
      const colour = ['#e7b98f', '#d99a7a', '#efd2a8', '#c98a8a', '#e6c3b0'][index % 5] ?? '#e7b98f';
      context.fillStyle = colour;
      context.fillRect(x, 272 - tall, 43, tall);
      polygon(context, '#a1533c', [
        [x - 2, 272 - tall],
        [x + 21, 258 - tall],
        [x + 45, 272 - tall],
      ]);
      context.fillStyle = 'rgba(60, 70, 90, 0.75)';
      for (let row = 0; row < 3; row += 1) {
        for (let column = 0; column < 3; column += 1)
          context.fillRect(x + 6 + column * 12, 282 - tall + row * 17, 7, 10);
      }
    }
    context.fillStyle = '#5d8a99';
    context.fillRect(0, 272, width, height - 272);
    context.fillStyle = '#d8cbb6';
    context.fillRect(0, 280, width, 12);
    for (let arch = 0; arch < 6; arch += 1) {
      context.fillRect(arch * 118 - 8, 288, 20, 42);
      context.strokeStyle = '#d8cbb6';
      context.lineWidth = 8;
      context.beginPath();
      context.arc(arch * 118 + 61, 334, 50, Math.PI, TURN);
      context.stroke();
    }
  },
  moving(context, width, height, phase) {
    clouds(context, width, phase, 'rgba(255, 255, 255, 0.85)', 5, 24);
    ripples(context, width, phase, 'rgba(230, 242, 246, 0.55)', 300, height);
    const tram = ((phase * 2) % 1) * (width + 260) - 180;
    context.fillStyle = '#c0392b';
    context.fillRect(tram, 258, 120, 24);
    context.fillStyle = '#f4f6f8';
    for (let pane = 0; pane < 6; pane += 1) context.fillRect(tram + 6 + pane * 19, 262, 14, 9);
  },
};
