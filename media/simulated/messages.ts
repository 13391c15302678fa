/** Between the media process and its simulator, a child that makes the loops and sends them. One checkout: types only. */
import type { StreamNumbers } from './rtp-stream.ts';

export type SimulatorCommand =
  /** This loop will be needed: load it, or make it. */
  | { type: 'want'; which: number }
  | { type: 'push'; id: number; which: number; port: number; video: StreamNumbers; audio: StreamNumbers }
  | { type: 'stop'; id: number };

export type SimulatorMessage =
  /** Everything is sent from this loopback port. */
  | { type: 'up'; port: number }
  | { type: 'making'; which: number; place: string }
  | { type: 'ready'; which: number; video: 'vp8' | 'h264'; madeInMs: number | null }
  | { type: 'failed'; which: number; reason: string };
