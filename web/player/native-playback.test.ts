import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { LiveFollower } from './live-follower.ts';
import { createNativePlayback } from './native-playback.ts';
import type { Playback, PlaybackOptions, PlaybackStatus } from './playback.ts';

const TICK_MS = 250;
/** The instant at position 0, ms since 1970 UTC. */
const START = Date.parse('2026-05-09T18:00:00Z');

class FakeTracks extends EventTarget {
  readonly list: { kind: string; language: string; mode: string }[] = [];
  [Symbol.iterator]() {
    return this.list.values();
  }
  add(language: string): void {
    this.list.push({ kind: 'subtitles', language, mode: 'disabled' });
    this.dispatchEvent(new Event('addtrack'));
  }
}

const none = { length: 0, start: () => Number.NaN, end: () => Number.NaN };

/** Safari's video element, as far as it is asked and told. */
class FakeVideo extends EventTarget {
  src = '';
  currentTime = 0;
  readyState = 0;
  duration = Number.NaN;
  paused = false;
  ended = false;
  seeking = false;
  playbackRate = 1;
  defaultPlaybackRate = 1;
  error: { code: number } | null = null;
  seekable = none;
  buffered = none;
  readonly textTracks = new FakeTracks();
  /** Addresses that were loaded. */
  readonly loaded: string[] = [];
  private date = new Date(Number.NaN);

  getStartDate(): Date {
    return this.date;
  }
  load(): void {
    this.readyState = 0;
    this.error = null;
    this.date = new Date(Number.NaN);
    if (this.src !== '') this.loaded.push(this.src);
  }
  removeAttribute(): void {
    this.src = '';
  }
  /** The playlist is read, and there is a picture at this position. */
  arrive(until: number, at: number, duration = Number.POSITIVE_INFINITY): void {
    this.seekable = { length: 1, start: () => 0, end: () => until };
    this.date = new Date(START);
    Object.assign(this, { duration, readyState: 4, currentTime: at });
  }
  fail(): void {
    this.error = { code: 2 };
    this.dispatchEvent(new Event('error'));
  }
}

let video: FakeVideo;
let follower: LiveFollower;
let status: PlaybackStatus;
let playback: Playback;

function open(more: Partial<PlaybackOptions> = {}): void {
  playback = createNativePlayback({
    video: video as unknown as HTMLVideoElement,
    address: () => `https://media.example/index.m3u8?${video.loaded.length}`,
    wanted: null,
    latency: 'low',
    serverNow: Date.now,
    startAt: null,
    follower,
    onAttached: () => {},
    onStatus: (next) => {
      status = next;
    },
    ...more,
  });
}

/** The picture moves for so many seconds. */
function play(seconds: number): void {
  for (let ms = 0; ms < seconds * 1_000; ms += TICK_MS) {
    video.currentTime += TICK_MS / 1_000;
    vi.advanceTimersByTime(TICK_MS);
  }
}

beforeEach(() => {
  vi.useFakeTimers();
  video = new FakeVideo();
  follower = new LiveFollower();
});
afterEach(() => {
  playback.destroy();
  vi.useRealTimers();
});

it('waits for the browser’s first picture, and says how late it is', () => {
  open();
  vi.advanceTimersByTime(TICK_MS);
  expect(status).toMatchObject({ state: 'waiting', latencySeconds: null });
  video.arrive(60, 55);
  play(1);
  expect(status).toMatchObject({ state: 'playing', live: true, atLive: true, latencySeconds: 4 });
  expect(playback.shownAt()).toBe(START + 56_000);
});

it('begins with the moment of a link, and stays with it', () => {
  open({ startAt: START + 10_000 });
  video.arrive(60, 56);
  play(TICK_MS / 1_000);
  expect([video.currentTime, follower.follows]).toEqual([10, false]);
  // What it went away from is not shown.
  expect(status.state).toBe('waiting');
  video.dispatchEvent(new Event('seeked'));
  vi.advanceTimersByTime(TICK_MS);
  expect(status.state).toBe('playing');
});

it('goes back and returns', () => {
  open();
  video.arrive(60, 56);
  play(1);
  playback.seekToDate(START + 20_000);
  video.dispatchEvent(new Event('seeked'));
  play(1);
  expect([video.currentTime, status.atLive]).toEqual([21, false]);
  playback.seekToLive();
  expect([video.currentTime, follower.follows]).toEqual([60, true]);
});

it.each([
  ['what is live', Number.POSITIVE_INFINITY, 57],
  ['a replay, where it broke off', 100, 31],
])('loads anew after each error, and goes on with %s', (_, duration, at) => {
  open();
  video.arrive(60, at - 1, duration);
  play(1);
  for (const tries of [2, 3]) {
    video.fail();
    vi.advanceTimersByTime(5_000);
    expect(video.loaded).toHaveLength(tries);
    expect(status).toMatchObject({ state: 'stalled', trouble: 'unreachable' });
  }
  // The browser begins by itself: live at the edge, a replay at its beginning.
  const begins = duration === 100 ? 0 : 57;
  video.arrive(60, begins, duration);
  vi.advanceTimersByTime(TICK_MS);
  expect(video.currentTime).toBe(at);
});

it('shows the captions that are wanted, and reads the playlist again for those that began meanwhile, once', () => {
  open();
  video.arrive(60, 55);
  video.textTracks.add('fr');
  playback.showCaptions('fr', true);
  play(1);
  expect(video.textTracks.list).toMatchObject([{ language: 'fr', mode: 'showing' }]);
  expect(video.loaded).toHaveLength(1);
  playback.showCaptions('en', true);
  play(1);
  expect(video.loaded).toHaveLength(2);
  video.arrive(60, 55);
  play(2);
  expect(video.loaded).toHaveLength(2);
  video.textTracks.add('en');
  expect(video.textTracks.list.map(({ mode }) => mode)).toEqual(['disabled', 'showing']);
});

it('watches a replay faster, over a source that is loaded anew as well', () => {
  open();
  playback.setSpeed(1.5);
  expect([video.playbackRate, video.defaultPlaybackRate]).toEqual([1.5, 1.5]);
});

it('leaves the element as it found it', () => {
  open();
  playback.setSpeed(2);
  playback.destroy();
  playback.destroy();
  vi.advanceTimersByTime(10_000);
  expect([video.src, video.defaultPlaybackRate, video.loaded.length]).toEqual(['', 1, 1]);
});
