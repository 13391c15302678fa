/** The six landscapes. What stands still is drawn once; clouds, water, snow and lights move with the loop's phase. */
import { type Canvas, createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import type { Landscape } from './landscape.ts';
import { harbour } from './scene-harbour.ts';
import { lake } from './scene-lake.ts';
import { river } from './scene-river.ts';
import { snow } from './scene-snow.ts';
import { town } from './scene-town.ts';
import { volcano } from './scene-volcano.ts';

const landscapes = { volcano, river, lake, town, snow, harbour } satisfies Record<string, Landscape>;

export type Backdrop = keyof typeof landscapes;

export interface OpenBackdrop {
  paint(context: SKRSContext2D, phase: number): void;
}

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
