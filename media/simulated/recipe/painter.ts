/** Puts one place's picture together: backdrop, person, name and clock. Everything in it repeats with the loop. */
import { fileURLToPath } from 'node:url';
import { createCanvas, GlobalFonts, type SKRSContext2D } from '@napi-rs/canvas';
import { openBackdrop } from './backdrop.ts';
import { drawPerson } from './person.ts';
import { PICTURE, type Place } from './places.ts';

export interface Painter {
  /**
   * The picture at `phase` of the loop, 0 to 1: RGBA, four bytes a pixel, no padding. Valid until the next call.
   */
  paint(phase: number): Buffer;
}

const FONT = 'Antenne Simulated';

export function openPainter(place: Place): Painter {
  const { width, height, seconds } = PICTURE;
  const font = fileURLToPath(import.meta.resolve('@fontsource-variable/inter/files/inter-latin-wght-normal.woff2'));
  if (!GlobalFonts.has(FONT) && !GlobalFonts.registerFromPath(font, FONT)) throw new Error(`no font in ${font}`);
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  const backdrop = openBackdrop(place.backdrop, width, height);
  return {
    paint(phase) {
      backdrop.paint(context, phase);
      drawPerson(context, place.person, phase, width * 0.64, height);
      drawName(context, place.name);
      drawClock(context, phase, seconds, width);
      return canvas.data();
    },
  };
}

function drawName(context: SKRSContext2D, name: string): void {
  context.font = `600 30px "${FONT}"`;
  const { width } = context.measureText(name);
  context.fillStyle = 'rgba(12, 16, 22, 0.55)';
  context.beginPath();
  context.roundRect(18, 18, width + 32, 48, 10);
  context.fill();
  context.fillStyle = '#ffffff';
  context.textBaseline = 'middle';
  context.textAlign = 'left';
  context.fillText(name, 34, 43);
}

/** A second hand's worth of running time: seconds of the loop in figures, and a ring that fills. */
function drawClock(context: SKRSContext2D, phase: number, seconds: number, width: number): void {
  const x = width - 52;
  const y = 46;
  context.fillStyle = 'rgba(12, 16, 22, 0.55)';
  context.beginPath();
  context.arc(x, y, 30, 0, 2 * Math.PI);
  context.fill();
  context.lineWidth = 4;
  context.lineCap = 'round';
  context.strokeStyle = 'rgba(255, 255, 255, 0.9)';
  context.beginPath();
  context.arc(x, y, 25, -Math.PI / 2, -Math.PI / 2 + 2 * Math.PI * Math.max(phase, 0.001));
  context.stroke();
  context.fillStyle = '#ffffff';
  context.font = `600 17px "${FONT}"`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  const time = phase * seconds;
  context.fillText(`${String(Math.floor(time)).padStart(2, '0')}.${Math.floor((time % 1) * 10)}`, x, y + 1);
}
