/** Somebody who speaks: head and shoulders, nodding, blinking, moving their lips. */
import type { SKRSContext2D } from '@napi-rs/canvas';
import type { Person } from './places.ts';

const turn = (phase: number, times: number, shift = 0) => Math.sin(2 * Math.PI * (phase * times + shift));

/** @param x middle of the person @param floor lower edge of the picture */
export function drawPerson(context: SKRSContext2D, person: Person, phase: number, x: number, floor: number): void {
  const sway = 4 * turn(phase, 3);
  const nod = 2.5 * turn(phase, 9, 0.2);
  const head = { x: x + sway * 1.6, y: floor - 178 + nod };

  context.save();
  if (person.style === 'long') {
    context.fillStyle = person.hair;
    ellipse(context, head.x, head.y + 18, 56, 84);
  }
  drawBody(context, person, x + sway * 0.5, floor, phase);
  context.fillStyle = person.skin;
  context.fillRect(x + sway - 17, head.y + 34, 34, 46);
  shade(context, 0.16, () => ellipse(context, head.x, head.y + 50, 17, 10));
  context.fillStyle = person.skin;
  ellipse(context, head.x - 44, head.y + 6, 9, 13);
  ellipse(context, head.x + 44, head.y + 6, 9, 13);
  ellipse(context, head.x, head.y, 45, 57);
  drawHair(context, person, head.x, head.y);
  drawFace(context, head.x, head.y, phase);
  context.restore();
}

function drawBody(context: SKRSContext2D, person: Person, x: number, floor: number, phase: number): void {
  const breath = 1.5 * turn(phase, 5);
  const top = floor - 108 - breath;
  context.fillStyle = person.clothes;
  context.beginPath();
  context.moveTo(x - 122, floor + 4);
  context.bezierCurveTo(x - 118, top + 26, x - 80, top + 8, x - 34, top);
  context.lineTo(x + 34, top);
  context.bezierCurveTo(x + 80, top + 8, x + 118, top + 26, x + 122, floor + 4);
  context.closePath();
  context.fill();
  context.strokeStyle = person.trim;
  context.lineWidth = 7;
  context.beginPath();
  context.moveTo(x - 36, top + 3);
  context.quadraticCurveTo(x, top + 46, x + 36, top + 3);
  context.stroke();
  drawHand(context, person, x, floor, phase);
}

/** A hand that underlines what is said, now and then. */
function drawHand(context: SKRSContext2D, person: Person, x: number, floor: number, phase: number): void {
  const raised = Math.max(0, turn(phase, 4, 0.1)) ** 2;
  if (raised < 0.02) return;
  const handX = x - 116 + 14 * turn(phase, 16);
  const handY = floor + 34 - raised * 92;
  context.strokeStyle = person.clothes;
  context.lineWidth = 30;
  context.lineCap = 'round';
  context.beginPath();
  context.moveTo(x - 92, floor + 20);
  context.lineTo(handX, handY + 30);
  context.stroke();
  context.fillStyle = person.skin;
  ellipse(context, handX, handY, 15, 19);
}

function drawHair(context: SKRSContext2D, person: Person, x: number, y: number): void {
  context.fillStyle = person.hair;
  context.beginPath();
  context.ellipse(x, y - 8, 47, 52, 0, Math.PI, 2 * Math.PI);
  context.quadraticCurveTo(x + 26, y - 34, x - 10, y - 30);
  context.quadraticCurveTo(x - 38, y - 26, x - 47, y - 8);
  context.fill();
  if (person.style === 'bun') ellipse(context, x + 4, y - 64, 22, 18);
  if (person.style !== 'hat') return;
  context.fillStyle = '#3b2a20';
  ellipse(context, x, y - 32, 74, 14);
  context.fillStyle = '#4a3527';
  context.beginPath();
  context.roundRect(x - 38, y - 78, 76, 48, 20);
  context.fill();
  context.fillStyle = person.trim;
  context.fillRect(x - 38, y - 46, 76, 9);
}

function drawFace(context: SKRSContext2D, x: number, y: number, phase: number): void {
  // Two blinks in a second that differs from the beat of everything else.
  const blinking = (phase * 7) % 1 < 0.035;
  const glance = 3 * turn(phase, 2, 0.3);
  for (const side of [-1, 1]) {
    const eyeX = x + side * 17 + glance;
    context.fillStyle = '#fdfbf7';
    if (!blinking) ellipse(context, eyeX, y - 2, 7.5, 5.5);
    context.fillStyle = '#231813';
    if (blinking) context.fillRect(eyeX - 7, y - 3, 14, 2.5);
    else ellipse(context, eyeX + glance * 0.4, y - 2, 3.6, 4.2);
    context.strokeStyle = '#2b1d15';
    context.lineWidth = 3.2;
    context.lineCap = 'round';
    context.beginPath();
    context.moveTo(eyeX - 9, y - 14 - side * 0.5);
    context.quadraticCurveTo(eyeX, y - 18 - 2 * Math.max(0, turn(phase, 8)), eyeX + 9, y - 14 + side * 0.5);
    context.stroke();
  }
  shade(context, 0.22, () => ellipse(context, x + glance, y + 13, 5, 7));
  // Syllables: quick openings, louder and softer, with pauses for breath.
  const speech = Math.max(0, turn(phase, 6, 0.15)) * Math.abs(turn(phase, 50)) * (0.6 + 0.4 * turn(phase, 23));
  context.fillStyle = '#7d2f2f';
  ellipse(context, x + glance, y + 31, 13 - 2 * speech, 2.5 + 8 * Math.max(0, speech));
}

function ellipse(context: SKRSContext2D, x: number, y: number, radiusX: number, radiusY: number): void {
  context.beginPath();
  context.ellipse(x, y, radiusX, radiusY, 0, 0, 2 * Math.PI);
  context.fill();
}

function shade(context: SKRSContext2D, strength: number, draw: () => void): void {
  context.fillStyle = `rgba(30, 14, 6, ${strength})`;
  draw();
}
