import { expect, test } from 'vitest';
import { Playout } from './playout.ts';
import { TrackTiming } from './track-timing.ts';

const BLOCK_MS = 40;
const SENDER_WALL = 1_700_000_000_000;

/** A sender whose media, captured at 0, 20, 40 … ms, is here `transitMs` later. */
function track(clockRate: number, offset: number, transitMs: (index: number) => number, count = 100): TrackTiming {
  const timing = new TrackTiming(clockRate);
  for (let index = 0; index < count; index += 1) {
    const capturedAt = index * 20;
    const position = timing.position((offset + (capturedAt * clockRate) / 1000) % 2 ** 32);
    timing.observe(position, capturedAt + transitMs(index));
  }
  return timing;
}

function report(timing: TrackTiming, clockRate: number, offset: number, errorMs = 0): void {
  const rtpTimestamp = (offset + (1_000 * clockRate) / 1000) % 2 ** 32;
  timing.takeReport({ ssrc: 1, ntpMs: SENDER_WALL + 1_000 + errorMs, rtpTimestamp });
}

test('without sender reports each track plays by its arrival', () => {
  const video = track(90_000, 5, () => 30);
  const playout = new Playout();
  expect(playout.captureNow(2_000, video, null, BLOCK_MS)).toBeCloseTo(2_000 - 4, 3);
  expect(playout.domain).toBe('arrival');
});

test('with sender reports sound waits for the picture that belongs to it', () => {
  const video = track(90_000, 4_294_900_000, () => 120);
  const audio = track(48_000, 77, () => 25);
  report(video, 90_000, 4_294_900_000);
  report(audio, 48_000, 77);
  const playout = new Playout();
  // Picture takes 120 ms, sound 25 and 40 more because a tick reads ahead: the picture decides. It belongs
  // to the middle of the tick's sound.
  const capture = playout.captureNow(2_000, video, audio, BLOCK_MS) ?? 0;
  expect(playout.domain).toBe('sender');
  expect(capture).toBeCloseTo(SENDER_WALL + 2_000 - 144, 3);
  // The same instant on both clocks.
  const videoMs = (video.positionAt(capture, 'sender') - video.position(4_294_900_000)) / 90;
  const audioMs = (audio.positionAt(capture, 'sender') - audio.position(77)) / 48;
  expect(videoMs).toBeCloseTo(audioMs, 3);
});

test('sound is given the time that its jitter needs', () => {
  const audio = track(48_000, 0, (index) => (index % 10 === 0 ? 70 : 20));
  const playout = new Playout();
  const capture = playout.captureNow(2_000, null, audio, BLOCK_MS) ?? 0;
  // On the arrival clock the quickest packet took no time.
  expect(2_000 - capture).toBeCloseTo(50 + BLOCK_MS + 4, 3);
});

test('one late picture in a hundred does not hold everything back', () => {
  const video = track(90_000, 0, (index) => (index === 50 ? 350 : 30));
  expect(2_000 - (new Playout().captureNow(2_000, video, null, BLOCK_MS) ?? 0)).toBeCloseTo(4, 3);
});

test('a network that has just turned bad is waited for at once, by sound and picture alike', () => {
  // The last two of five seconds come half a second late: what is usual has not followed yet.
  const late = (index: number) => (index >= 150 ? 520 : 20);
  const video = track(90_000, 0, late, 250);
  const audio = track(48_000, 0, late, 250);
  const delay = 5_000 - (new Playout().captureNow(5_000, video, audio, BLOCK_MS) ?? 0);
  expect(delay).toBeCloseTo(500 + BLOCK_MS + 4, 3);
});

test('neither waits for the other for more than 400 ms', () => {
  const video = track(90_000, 0, (index) => (index % 5 === 0 ? 920 : 20));
  const audio = track(48_000, 0, () => 20);
  const delay = 2_000 - (new Playout().captureNow(2_000, video, audio, BLOCK_MS) ?? 0);
  expect(delay).toBeCloseTo(BLOCK_MS + 400 + 4, 3);
});

test('reports that tear sound and picture apart are not believed', () => {
  const video = track(90_000, 0, () => 30);
  const audio = track(48_000, 0, () => 30);
  report(video, 90_000, 0, 3_000);
  report(audio, 48_000, 0);
  const playout = new Playout();
  playout.captureNow(2_000, video, audio, BLOCK_MS);
  expect(playout.domain).toBe('arrival');
});

test('a sender that sets its clock anew is followed within a packet', () => {
  const video = track(90_000, 0, () => 30);
  video.observe(video.position(2_000_000_000), 2_030);
  const playout = new Playout();
  const capture = playout.captureNow(2_040, video, null, BLOCK_MS) ?? 0;
  expect(video.positionAt(capture, 'arrival')).toBeCloseTo(video.position(2_000_000_000) + 6 * 90, 0);
});
