/** The six places of the demonstration: how each looks and sounds. */
import type { Backdrop } from './backdrop.ts';

export interface Place {
  /** As drawn in the picture. */
  name: string;
  backdrop: Backdrop;
  /** VP8 and H.264 in turn, so that both ways to the programme are always in use. */
  video: 'vp8' | 'h264';
  person: Person;
  sound: Tune;
}

export interface Person {
  skin: string;
  hair: string;
  /** Long hair falls to the shoulders; a hat covers it. */
  style: 'short' | 'long' | 'bun' | 'hat';
  clothes: string;
  trim: string;
}

export interface Tune {
  /** Hertz; every place has its own, far enough apart to tell them by their spectrum. */
  root: number;
  /** Steps above the root in semitones, one per beat, in turn. */
  steps: number[];
  /** Beats in a loop: a whole number, so that it closes. */
  beats: number;
}

export const places: readonly Place[] = [
  {
    name: 'Quito',
    backdrop: 'volcano',
    video: 'vp8',
    person: { skin: '#b97a52', hair: '#241a16', style: 'hat', clothes: '#a3243b', trim: '#f2c14e' },
    sound: { root: 220, steps: [0, 7, 12, 7, 3, 10], beats: 18 },
  },
  {
    name: 'Bamako',
    backdrop: 'river',
    video: 'h264',
    person: { skin: '#5f3b26', hair: '#14100e', style: 'bun', clothes: '#1f6f78', trim: '#f4a259' },
    sound: { root: 277, steps: [0, 5, 7, 12, 7, 5, 3, 5], beats: 24 },
  },
  {
    name: 'Hanoï',
    backdrop: 'lake',
    video: 'vp8',
    person: { skin: '#e3b68f', hair: '#17120f', style: 'long', clothes: '#c8553d', trim: '#ffe8c2' },
    sound: { root: 349, steps: [0, 2, 7, 9, 7], beats: 15 },
  },
  {
    name: 'Lyon',
    backdrop: 'town',
    video: 'h264',
    person: { skin: '#efc8a6', hair: '#6b4226', style: 'short', clothes: '#2f4858', trim: '#e9ecef' },
    sound: { root: 440, steps: [0, 4, 7, 11], beats: 12 },
  },
  {
    name: 'Montréal',
    backdrop: 'snow',
    video: 'vp8',
    person: { skin: '#f1cfb4', hair: '#c98b4b', style: 'long', clothes: '#7a1f2b', trim: '#f8f4ec' },
    sound: { root: 554, steps: [0, 3, 7, 3, 10, 7], beats: 18 },
  },
  {
    name: 'Sydney',
    backdrop: 'harbour',
    video: 'h264',
    person: { skin: '#d9a07a', hair: '#3a2a20', style: 'short', clothes: '#f6ae2d', trim: '#26547c' },
    sound: { root: 698, steps: [0, 7, 4, 12], beats: 20 },
  },
];

/** Twelve seconds: long enough not to tire, short enough that all six are made within seconds of a first start. */
export const PICTURE = { width: 640, height: 360, frameRate: 25, seconds: 12 } as const;
