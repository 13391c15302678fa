import { AV_LOG_QUIET } from 'node-av/constants';
import { Log } from 'node-av/lib';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { planesOf } from '../core/av.ts';
import { makeRtpMedia, type RtpMedia, RtpStream } from '../testing/rtp-media.ts';
import { Feed } from './feed.ts';
import type { PlayedMedia } from './played-media.ts';

const TICK_MS = 40;
const SAMPLES = 1_920;
const WALL = 1_700_000_000_000;

let layered: RtpMedia;
beforeAll(() => {
  Log.setLevel(AV_LOG_QUIET);
  // Something moves in every picture, so that each is another one and builds on those before it.
  layered = makeRtpMedia({
    isLayered: true,
    keyFrameEvery: 10_000,
    seconds: 6,
    paint: (frame, index) => {
      const [luma] = planesOf(frame);
      const stride = frame.linesize[0] ?? 0;
      for (let y = 0; y < frame.height; y += 1) {
        for (let x = 0; x < frame.width; x += 1) luma?.writeUInt8(40 + ((x + 5 * index + 2 * y) % 160), y * stride + x);
      }
    },
  });
});

const open: Feed[] = [];
afterEach(() => {
  for (const feed of open.splice(0)) feed.close();
});

/** Feeds of the same stream under one clock; `run` lets time pass and says what each showed at each tick. */
function setUp(count: number) {
  let now = 0;
  const played = Array.from({ length: count }, (): PlayedMedia[] => []);
  const feeds = played.map(
    (into) => new Feed({ now: () => now, onKeyFrameWanted() {}, onPlayed: (one) => into.push(one) }),
  );
  open.push(...feeds);
  const stream = new RtpStream(layered);
  for (const feed of feeds) feed.bind(stream.video, stream.audio);
  const sound = new Float32Array(SAMPLES * 2);
  const run = async (ms: number): Promise<string[][]> => {
    const shown = feeds.map((): string[] => []);
    for (const end = now + ms; now < end; ) {
      now += 5;
      for (const datagram of stream.until(now, WALL)) for (const feed of feeds) feed.receive(datagram);
      for (const feed of feeds) await feed.decoded;
      if (now % TICK_MS !== 0) continue;
      for (const [index, feed] of feeds.entries()) {
        feed.advance(now, sound, SAMPLES);
        if (feed.picture) shown[index]?.push(Buffer.concat(planesOf(feed.picture)).toString('base64'));
      }
    }
    return shown;
  };
  return { feeds, played, run };
}

test('a feed that need not be whole decodes a quarter of the pictures, each as whole as ever', async () => {
  const { feeds, run } = setUp(2);
  const [whole, thinned] = feeds;
  if (!whole || !thinned) throw new Error('two feeds');
  thinned.full = false;
  await run(600);
  const before = [whole.pictures, thinned.pictures];
  const [all = [], some = []] = await run(1_600);
  expect(whole.pictures - (before[0] ?? 0)).toBe(40);
  expect(thinned.pictures - (before[1] ?? 0)).toBe(10);
  for (const picture of some) expect(all.includes(picture) || picture === some[0]).toBe(true);
});

test('it comes back to every picture without a key frame and without a trace', async () => {
  const { feeds, run } = setUp(2);
  const [, thinned] = feeds;
  if (!thinned) throw new Error('two feeds');
  thinned.full = false;
  await run(2_000);
  thinned.full = true;
  // From the next picture on that builds on the base layer alone: three of four do.
  await run(120);
  const before = thinned.pictures;
  const [all, back] = await run(1_600);
  expect(thinned.pictures - before).toBe(40);
  expect(back).toEqual(all);
});

test('the recording has every coded picture at its own time, decoded or not', async () => {
  const { feeds, played, run } = setUp(2);
  const [, thinned] = feeds;
  if (!thinned) throw new Error('two feeds');
  thinned.full = false;
  await run(3_000);
  const pictures = played.map((media) => media.filter(({ kind }) => kind === 'video'));
  const [whole = [], some = []] = pictures.map((media) => media.filter(({ at }) => at > 800 && at <= 2_600));
  expect(whole.length).toBe(45);
  expect(some.map(({ data }) => data.toString('base64'))).toEqual(whole.map(({ data }) => data.toString('base64')));
  for (const [index, { at }] of some.entries()) expect(Math.abs(at - (whole[index]?.at ?? 0))).toBeLessThanOrEqual(2);
});
