/** The six landscapes. What stands still is drawn once; clouds, water, snow and lights move with the loop's phase. */
import { type Canvas, createCanvas, type SKRSContext2D } from '@napi-rs/canvas';

export type Backdrop = 'volcano' | 'river' | 'lake' | 'town' | 'snow' | 'harbour';

export interface OpenBackdrop {
  paint(context: SKRSContext2D, phase: number): void;
}

interface Landscape {
  /** Sky from top to horizon. */
  sky: [string, string];
  /** Drawn once, over the sky. */
  still(context: SKRSContext2D, width: number, height: number): void;
  /** Drawn each time, over the still part. */
  moving(context: SKRSContext2D, width: number, height: number, phase: number): void;
}

const TURN = 2 * Math.PI;
const wave = (phase: number, times: number, shift = 0) => Math.sin(TURN * (phase * times + shift));
/** Numbers that look random and are the same in every run. */
const scatter = (index: number, salt: number) => {
  const value = Math.sin(index * 127.1 + salt * 311.7) * 43_758.545;
  return value - Math.floor(value);
};

export function openBackdrop(name: Backdrop, width: number, height: number): OpenBackdrop {
  const landscape = landscapes[name];
  const still = paintStill(landscape, width, height);
  return {
    paint(context, phase) {
      context.drawImage(still, 0, 0);
      landscape.moving(context, width, height, phase);
    },
  };
}

function paintStill(landscape: Landscape, width: number, height: number): Canvas {
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  const sky = context.createLinearGradient(0, 0, 0, height);
  sky.addColorStop(0, landscape.sky[0]);
  sky.addColorStop(1, landscape.sky[1]);
  context.fillStyle = sky;
  context.fillRect(0, 0, width, height);
  landscape.still(context, width, height);
  return canvas;
}

/** A ridge across the picture. @param roughness height of its bumps in pixels */
function ridge(context: SKRSContext2D, colour: string, y: number, roughness: number, salt: number): void {
  const { width, height } = context.canvas;
  context.fillStyle = colour;
  context.beginPath();
  context.moveTo(0, height);
  for (let x = 0; x <= width; x += 8) {
    const bumps =
      Math.sin(x * 0.011 + salt) + 0.5 * Math.sin(x * 0.027 + salt * 2) + 0.2 * Math.sin(x * 0.07 + salt * 3);
    context.lineTo(x, y - roughness * bumps);
  }
  context.lineTo(width, height);
  context.fill();
}

function blob(context: SKRSContext2D, colour: string, x: number, y: number, radiusX: number, radiusY = radiusX): void {
  context.fillStyle = colour;
  context.beginPath();
  context.ellipse(x, y, radiusX, radiusY, 0, 0, TURN);
  context.fill();
}

function polygon(context: SKRSContext2D, colour: string, points: readonly (readonly [number, number])[]): void {
  context.fillStyle = colour;
  context.beginPath();
  for (const [x, y] of points) context.lineTo(x, y);
  context.closePath();
  context.fill();
}

/** Clouds that cross the whole picture once or twice in a loop. */
function clouds(
  context: SKRSContext2D,
  width: number,
  phase: number,
  colour: string,
  count: number,
  top: number,
): void {
  for (let index = 0; index < count; index += 1) {
    const span = width + 240;
    const x = ((scatter(index, 1) + phase * (1 + (index % 2))) % 1) * span - 120;
    const y = top + scatter(index, 2) * 70;
    const size = 20 + scatter(index, 3) * 18;
    for (const [dx, dy, scale] of [
      [-1.3, 0.2, 0.8],
      [0, 0, 1.1],
      [1.2, 0.25, 0.85],
      [2.2, 0.45, 0.5],
    ] as const) {
      blob(context, colour, x + dx * size, y + dy * size, size * scale * 1.3, size * scale * 0.62);
    }
  }
}

/** Light on water: short strokes that slide to and fro. */
function ripples(context: SKRSContext2D, width: number, phase: number, colour: string, from: number, to: number): void {
  context.strokeStyle = colour;
  context.lineCap = 'round';
  for (let index = 0; index < 34; index += 1) {
    const depth = scatter(index, 5);
    const y = from + depth * (to - from);
    const x = scatter(index, 4) * width + 26 * wave(phase, 1 + (index % 3), scatter(index, 6));
    const length = 14 + 46 * depth;
    context.lineWidth = 1 + 2 * depth;
    context.beginPath();
    context.moveTo(x - length / 2, y);
    context.lineTo(x + length / 2, y);
    context.stroke();
  }
}

const landscapes: Record<Backdrop, Landscape> = {
  volcano: {
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
  },
  river: {
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
  },
  lake: {
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
  },
  town: {
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
  },
  snow: {
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
  },
  harbour: {
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
  },
};
