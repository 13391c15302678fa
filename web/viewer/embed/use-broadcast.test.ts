import type { PublicBroadcast } from '@antenne/server/contract';
import { expect, it } from 'vitest';
import { readAgainIn } from './use-broadcast.ts';

const START = Date.parse('2026-11-22T15:00:00.000Z');

function broadcast(state: PublicBroadcast['state']): PublicBroadcast {
  const plannedStart = new Date(START).toISOString();
  return {
    id: '7b1c6d1e-5d0f-4a53-9a4e-2f3f7a3c9a10',
    slug: 'show',
    title: 'Show',
    summary: null,
    accent: '#123456',
    zone: 'Europe/Paris',
    state,
    plannedStart,
    plannedEnd: plannedStart,
    startedAt: null,
    endedAt: null,
    themes: [],
    program: [],
    nowItemId: null,
    nextItemId: null,
    before: { trailer: null, poster: null },
    captionLanguages: [],
    entry: 'open',
    hlsUntil: null,
    hlsUrl: 'https://tv.example/hls/show/index.m3u8',
  };
}

it.each([
  ['long before it', 'scheduled', -60 * 60_000, 30_000],
  ['shortly before it', 'scheduled', -60_000, 5_000],
  ['when it is late', 'scheduled', 20 * 60_000, 5_000],
  ['while it goes on', 'live', 60_000, 30_000],
] as const)('a frame reads its broadcast again %s', (_, state, after, expected) => {
  expect(readAgainIn(broadcast(state), START + after)).toBe(expected);
});
