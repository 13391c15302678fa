import { AV_LOG_QUIET } from 'node-av/constants';
import { Log } from 'node-av/lib';
import { expect, test } from 'vitest';
import { planesOf, SAMPLE_RATE } from './core/av.ts';
import { Feed } from './ingest/feed.ts';
import { Mixer } from './mixer/mixer.ts';
import { ARTIST } from './mixer/testing/artist.ts';
import { NO_GRAPHICS } from './testing/no-graphics.ts';
import { fillPicture, makeRtpMedia, RtpStream } from './testing/rtp-media.ts';

const TICK_MS = 40;
const WALL = 1_700_000_000_000;
test.each([0, 300, -300])('a flash and a beep leave the mixer together, from a sender %i ppm off', async (ppm) => {
  Log.setLevel(AV_LOG_QUIET);
  // White and loud for the first 480 ms of each second.
  const media = makeRtpMedia({
    paint: (frame, index) => fillPicture(frame, index % 25 < 12 ? [235, 128, 128] : [16, 128, 128]),
    amplitude: (ms) => (ms % 1_000 < 480 ? 0.5 : 0),
    seconds: 2,
  });
  let now = 0;
  const feed = new Feed({ now: () => now, onKeyFrameWanted: () => {} });
  const mixer = new Mixer({
    width: 320,
    height: 180,
    frameRate: 25,
    desired: {
      title: 'Essai',
      accent: '#e4572e',
      contributors: [{ id: 'a', name: 'Awa', place: 'Bamako', role: null, zone: null, gain: 1 }],
      program: { type: 'feed', contributorId: 'a' },
      transition: { type: 'cut' },
      question: null,
      graphics: NO_GRAPHICS,
      zone: 'Europe/Paris',
      standby: null,
      assets: [],
      plannedStart: '2026-11-22T12:00:00.000Z',
      takes: 0,
      held: [],
    },
    feeds: new Map([['a', feed]]),
    artist: ARTIST,
  });
  await mixer.prepare();
  const stream = new RtpStream(media);
  feed.bind(stream.video, stream.audio);
  const flashes: number[] = [];
  const beeps: number[] = [];
  let [white, loud] = [true, true];
  for (now = 5; now <= 40_000; now += 5) {
    for (const datagram of stream.until(now * (1 + ppm / 1e6), WALL)) feed.receive(datagram);
    if (now % TICK_MS !== 0) continue;
    await feed.decoded;
    const { sound, samples } = mixer.mixSound(now / TICK_MS, now);
    const luma = planesOf(mixer.mixPicture().frame)[0]?.[90 * 320 + 160] ?? 0;
    // The first sender reports with media before them have come after a second.
    if (luma > 128 && !white && now > 3_000) flashes.push(now);
    white = luma > 128;
    for (let i = 0; i + 48 <= samples; i += 48) {
      const isLoud = sound.subarray(2 * i, 2 * (i + 48)).some((value) => Math.abs(value) > 0.1);
      if (isLoud && !loud && now > 3_000) beeps.push(now + (i * 1000) / SAMPLE_RATE);
      loud = isLoud;
    }
  }
  mixer.close();
  feed.close();
  expect(flashes.length).toBeGreaterThanOrEqual(35);
  expect(beeps).toHaveLength(flashes.length);
  const offsets = flashes.map((at, index) => (beeps[index] ?? Number.NaN) - at);
  expect(offsets.map(Math.abs).filter((offset) => !(offset < 40))).toEqual([]);
});
