/** Reads a channel as the origin does. */
import { mkdtemp, open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ProgramOutput } from '../../core/program-output.ts';
import type { Channel } from '../channel.ts';
import { OWN } from '../names.ts';
import { type ProbedPlaylist, probePlaylist } from './playlist-probe.ts';

export function tempFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'antenne-packager-'));
}

/** @throws Error while there is nothing to play. */
export function read(channel: Channel, rendition = OWN): ProbedPlaylist {
  const text = channel.media(rendition, false);
  if (text === null) throw new Error('no playlist');
  return probePlaylist(text);
}

/** The bytes behind a name; null when there are none. `from`: insist on memory or disk. */
export async function fetchBytes(
  channel: Channel,
  name: string,
  from?: 'bytes' | 'file',
  rendition = OWN,
): Promise<Buffer | null> {
  const found = channel.find(rendition, name);
  if (found === null || found.type === 'hinted') return null;
  if (from && found.type !== from) throw new Error(`${name} comes from ${found.type}`);
  if (found.type === 'bytes') return Buffer.concat(found.chunks);
  const file = await open(found.path);
  try {
    const { size } = await file.stat();
    const length = Math.min(found.length, size - found.start);
    const bytes = Buffer.alloc(length);
    await file.read(bytes, 0, length, found.start);
    return bytes;
  } finally {
    await file.close();
  }
}

/** Resolves once `holds`; rejects after `limitMs`. Asked after every change of the channel. */
export function until(channel: Channel, holds: () => boolean, limitMs = 10_000): Promise<void> {
  if (holds()) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      stop();
      reject(new Error('the channel never came to it'));
    }, limitMs);
    const stop = channel.subscribe(() => {
      if (!holds()) return;
      clearTimeout(timer);
      stop();
      resolve();
    });
  });
}

type LowerInit = Extract<ProgramOutput, { type: 'init' }>['lower'][number];

/** A part that needs no encoder; `size` bytes that tell its number. */
export function fakePart(epoch: string, index: number, size = 1000) {
  return {
    type: 'part' as const,
    epoch,
    data: new Uint8Array(size).fill(index % 251),
    lower: [] as Uint8Array[],
    duration: 0.2,
    independent: index % 10 === 0,
    startsSegment: index % 10 === 0,
    programDateTime: 1_750_000_000_000 + index * 200,
  };
}

export function fakeInit(epoch: string) {
  return {
    type: 'init' as const,
    epoch,
    startedAt: 1_750_000_000_000,
    data: new TextEncoder().encode(`init of ${epoch}`),
    codecs: 'avc1.42c01e,mp4a.40.2',
    width: 640,
    height: 360,
    frameRate: 25,
    bandwidth: 1_000_000,
    averageBandwidth: 700_000,
    lower: [] as LowerInit[],
  };
}
