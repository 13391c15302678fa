import { AV_LOG_QUIET } from 'node-av/constants';
import { Log } from 'node-av/lib';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { planesOf } from '../core/av.ts';
import { about, meanColour, toneLevel } from '../testing/observe.ts';
import { fillPicture, makeRtpMedia, type RtpMedia, RtpStream, type RtpStreamOptions } from '../testing/rtp-media.ts';
import { Feed, STALL_MS, STILL_MS } from './feed.ts';

const TICK_MS = 40;
const SAMPLES = 1_920;
const WALL = 1_700_000_000_000;
const RED = [80, 100, 200] as const;

let media: Record<'vp8' | 'h264', RtpMedia>;
let flashing: RtpMedia;
beforeAll(() => {
  Log.setLevel(AV_LOG_QUIET);
  const red = { paint: RED, toneHz: 1_000, seconds: 2 };
  media = { vp8: makeRtpMedia({ ...red, codec: 'vp8' }), h264: makeRtpMedia({ ...red, codec: 'h264' }) };
  // White and loud for the first 480 ms of each second.
  flashing = makeRtpMedia({
    paint: (frame, index) => fillPicture(frame, index % 25 < 12 ? [235, 128, 128] : [16, 128, 128]),
    amplitude: (ms) => (ms % 1_000 < 480 ? 0.5 : 0),
    seconds: 2,
  });
});

const open: Feed[] = [];
afterEach(() => {
  for (const feed of open.splice(0)) feed.close();
});

/** A feed under a clock of its own: `run` lets time pass, `network` may lose, delay and reorder datagrams. */
function setUp(source: RtpMedia, options: RtpStreamOptions = {}) {
  let now = 0;
  let asked = 0;
  const feed = new Feed({ now: () => now, onKeyFrameWanted: () => (asked += 1) });
  open.push(feed);
  const stream = new RtpStream(source, options);
  feed.bind(stream.video, stream.audio);
  const sound = new Float32Array(SAMPLES * 2);
  const run = async (
    ms: number,
    { network = (datagrams: Buffer[]) => datagrams, sending = true, onTick = (_now: number) => {} } = {},
  ): Promise<void> => {
    const end = now + ms;
    while (now < end) {
      now += 5;
      const datagrams = stream.until(now, WALL);
      if (sending) for (const datagram of network(datagrams)) feed.receive(datagram);
      await feed.decoded;
      if (now % TICK_MS === 0) {
        feed.advance(now, sound, SAMPLES);
        onTick(now);
      }
    }
  };
  return { feed, run, sound, stream, asked: () => asked };
}

test.each(['vp8', 'h264'] as const)('%s and Opus become pictures and sound', async (codec) => {
  const { feed, run, sound } = setUp(media[codec]);
  expect(feed.state).toBe('absent');
  await run(600);
  expect(feed.state).toBe('live');
  expect(feed.size).toEqual({ width: 320, height: 180 });
  expect(feed.picture && meanColour(feed.picture)).toEqual(about(RED));
  expect(toneLevel(sound, 1_000)).toBeCloseTo(0.5, 1);
  const before = feed.pictures;
  await run(1_000);
  expect(feed.pictures - before).toBe(25);
});

test.each([
  [15, 15],
  [30, 25],
  [60, 25],
])('of %i pictures a second each tick shows the newest: %i are seen', async (frameRate, seen) => {
  /** The index of a picture is its luma: later ones are lighter. */
  const counted = makeRtpMedia({
    frameRate,
    seconds: 3,
    paint: (frame, index) => fillPicture(frame, [40 + index, 128, 128]),
  });
  const { feed, run } = setUp(counted);
  await run(1_000);
  const lumas: number[] = [];
  const before = feed.pictures;
  await run(1_000, {
    onTick: () => {
      if (feed.picture) lumas.push(meanColour(feed.picture)[0]);
    },
  });
  expect(lumas).toHaveLength(25);
  expect(Math.abs(feed.pictures - before - seen)).toBeLessThanOrEqual(1);
  // Time goes on in the picture at its own pace, and never back.
  expect(lumas).toEqual(lumas.toSorted((a, b) => a - b));
  expect(Math.abs((lumas.at(-1) ?? 0) - (lumas[0] ?? 0) - (24 / 25) * frameRate)).toBeLessThanOrEqual(2);
});

test.each(['vp8', 'h264'] as const)('%s survives reordering and the wrap of all counters', async (codec) => {
  const options = { firstSequence: 65_530, firstTimestamp: 2 ** 32 - 40_000 };
  const { feed, run, asked } = setUp(media[codec], options);
  let held: Buffer[] = [];
  await run(2_000, {
    network: (datagrams) => {
      const out = [...datagrams.slice(1), ...held];
      held = datagrams.slice(0, 1);
      return out;
    },
  });
  expect(feed.picture && meanColour(feed.picture)).toEqual(about(RED));
  expect(feed.pictures).toBeGreaterThan(40);
  expect(asked()).toBe(0);
});

test.each(['vp8', 'h264'] as const)(
  '%s freezes after a loss, asks for a key frame, and goes on with it',
  async (codec) => {
    const { feed, run, asked } = setUp(media[codec]);
    await run(1_240);
    expect(asked()).toBe(0);
    let dropped = false;
    await run(120, {
      network: (datagrams) => {
        const kept = datagrams.filter((datagram) => dropped || datagram.readUInt8(1) % 128 !== 96);
        dropped ||= kept.length < datagrams.length;
        return kept;
      },
    });
    expect(dropped).toBe(true);
    const frozen = feed.pictures;
    await run(400);
    expect(feed.pictures).toBe(frozen);
    expect(asked()).toBeGreaterThanOrEqual(1);
    expect(asked()).toBeLessThanOrEqual(2);
    // The next key frame comes at 2 s.
    await run(440);
    expect(feed.pictures).toBeGreaterThan(frozen + 1);
    expect(feed.picture && meanColour(feed.picture)).toEqual(about(RED));
  },
);

test('a feed that falls silent stands still, stalls after 2 s, and comes back', async () => {
  const { feed, run, sound } = setUp(media.vp8);
  await run(1_000);
  await run(STALL_MS - 200, { sending: false });
  expect(feed.state).toBe('live');
  expect(feed.picture && meanColour(feed.picture)).toEqual(about(RED));
  expect(toneLevel(sound, 1_000)).toBe(0);
  await run(400, { sending: false });
  expect(feed.state).toBe('stalled');
  await run(2_000);
  expect(feed.state).toBe('live');
  expect(toneLevel(sound, 1_000)).toBeCloseTo(0.5, 1);
});

test.each([5_000, 60_000])('a network that is gone for %i ms leaves nothing behind once it is back', async (gone) => {
  const { feed, run, sound } = setUp(media.vp8);
  await run(1_000);
  await run(gone, { sending: false });
  expect(feed.state).toBe('stalled');
  await run(2_000);
  expect(feed.state).toBe('live');
  const pictures = feed.pictures;
  await run(1_000);
  expect(feed.pictures - pictures).toBeGreaterThanOrEqual(24);
  expect(toneLevel(sound, 1_000)).toBeCloseTo(0.5, 1);
});

test('where the picture stops and the sound goes on, the feed lives: a still first, then sound alone, then all again', async () => {
  const { feed, run, sound } = setUp(media.vp8);
  const isVideo = (datagram: Buffer) => datagram.readUInt8(1) % 128 === 96;
  const soundAlone = (datagrams: Buffer[]) => datagrams.filter((datagram) => !isVideo(datagram));
  await run(1_000);
  await run(STILL_MS - 500, { network: soundAlone });
  expect([feed.state, feed.soundOnly]).toEqual(['live', false]);
  expect(feed.picture && meanColour(feed.picture)).toEqual(about(RED));
  await run(1_000, { network: soundAlone });
  expect([feed.state, feed.soundOnly]).toEqual(['live', true]);
  expect(toneLevel(sound, 1_000)).toBeCloseTo(0.5, 1);
  await run(2_500);
  expect([feed.state, feed.soundOnly]).toEqual(['live', false]);
});

test('20 % loss and 200 ms of jitter, repaired by retransmission where it can be: the tone is never gone for 100 ms', async () => {
  const { run, sound } = setUp(media.vp8);
  let state = 33;
  const random = () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
  const underway: { at: number; datagram: Buffer }[] = [];
  let now = 0;
  /** Every packet takes up to 200 ms; a fifth is lost, and comes 150 ms later when it was asked for, if that one arrives. */
  const network = (datagrams: Buffer[]): Buffer[] => {
    now += 5;
    for (const datagram of datagrams) {
      let at = now + random() * 200;
      let tries = 0;
      while (random() < 0.2 && tries < 3) {
        at += 150;
        tries += 1;
      }
      if (tries < 3) underway.push({ at, datagram });
    }
    const arrived = underway.filter(({ at }) => at <= now).sort((a, b) => a.at - b.at);
    for (const packet of arrived) underway.splice(underway.indexOf(packet), 1);
    return arrived.map(({ datagram }) => datagram);
  };
  // The buffers learn what this network is like.
  await run(8_000, { network });
  let gap = 0;
  let longest = 0;
  await run(20_000, {
    network,
    onTick() {
      for (let from = 0; from < sound.length; from += 960) {
        gap = toneLevel(sound.subarray(from, from + 960), 1_000) > 0.1 ? 0 : gap + 10;
        longest = Math.max(longest, gap);
      }
    },
  });
  expect(longest).toBeLessThan(100);
});

test.each([33, 7, 99])(
  'a network that turns bad in a moment costs the sound two seconds, not ten (seed %i)',
  async (seed) => {
    const { run, sound } = setUp(media.vp8);
    let state = seed;
    const random = () => {
      state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
      return state / 2 ** 31;
    };
    let underway: { at: number; datagram: Buffer }[] = [];
    let now = 0;
    let queueEnd = 0;
    /** A queue that others fill by up to 200 ms; a fifth is lost, and each retransmission takes the round trip once more. */
    const bad = (datagrams: Buffer[]): Buffer[] => {
      for (const datagram of datagrams) {
        queueEnd = Math.max(queueEnd, now + 20 + random() * 200);
        let at = queueEnd;
        while (random() < 0.2) at += 240;
        underway.push({ at, datagram });
      }
      now += 5;
      const arrived = underway.filter(({ at }) => at <= now).sort((a, b) => a.at - b.at);
      underway = underway.filter(({ at }) => at > now);
      return arrived.map(({ datagram }) => datagram);
    };
    await run(6_000);
    now = 6_000;
    await run(2_000, { network: bad });
    let heard = 0;
    let listened = 0;
    await run(8_000, {
      network: bad,
      onTick() {
        for (let from = 0; from < sound.length; from += 960) {
          listened += 1;
          if (toneLevel(sound.subarray(from, from + 960), 1_000) > 0.1) heard += 1;
        }
      },
    });
    expect(heard / listened).toBeGreaterThan(0.85);
  },
);

test('other tracks may be bound in the middle; none at all makes it absent', async () => {
  const { feed, run } = setUp(media.vp8);
  await run(1_000);
  const other = new RtpStream(media.h264, { videoSsrc: 9, audioSsrc: 10 });
  feed.bind(other.video, other.audio);
  expect(feed.state).toBe('live');
  for (const datagram of other.until(200, WALL)) feed.receive(datagram);
  await feed.decoded;
  feed.advance(1_000, new Float32Array(SAMPLES * 2), SAMPLES);
  expect(feed.picture && meanColour(feed.picture)).toEqual(about(RED));
  feed.bind(null, null);
  await run(STALL_MS + 100, { sending: false });
  expect(feed.state).toBe('absent');
});

test('a change of resolution in the middle goes through', async () => {
  const { feed, run } = setUp(media.vp8);
  await run(1_000);
  const portrait = makeRtpMedia({ paint: [120, 90, 110], width: 180, height: 320, seconds: 1 });
  const { packets } = portrait;
  const small = new RtpStream(
    { ...portrait, packets: packets.filter(({ kind }) => kind === 'video') },
    { firstSequence: 5_000, firstTimestamp: 1_000 + 91_000 },
  );
  await run(200, { network: () => small.until(400, WALL).filter((datagram) => datagram.readUInt8(1) % 128 === 96) });
  expect(feed.size).toEqual({ width: 180, height: 320 });
});

test('sound and picture of one instant play together, though the picture takes 150 ms longer', async () => {
  const { feed, run, sound } = setUp(flashing);
  const late: { datagram: Buffer; due: number }[] = [];
  let clock = 0;
  const network = (datagrams: Buffer[]): Buffer[] => {
    clock += 5;
    const out: Buffer[] = [];
    for (const datagram of datagrams) {
      if (datagram.readUInt8(1) % 128 === 96) late.push({ datagram, due: clock + 150 });
      else out.push(datagram);
    }
    while (late[0] && late[0].due <= clock) out.push(...late.splice(0, 1).map((each) => each.datagram));
    return out;
  };
  // The first sender reports with media before them have come after a second.
  await run(3_000, { network });
  const whiteAt: number[] = [];
  const loudAt: number[] = [];
  let white = true;
  let loud = true;
  await run(3_000, {
    network,
    onTick: (now) => {
      const luma = feed.picture ? (planesOf(feed.picture)[0]?.[0] ?? 0) : 0;
      if (luma > 128 && !white) whiteAt.push(now);
      white = luma > 128;
      for (let i = 0; i < SAMPLES; i += 48) {
        const block = sound.subarray(2 * i, 2 * (i + 48));
        const isLoud = block.some((value) => Math.abs(value) > 0.1);
        if (isLoud && !loud) loudAt.push(now + i / 48);
        loud = isLoud;
      }
    },
  });
  expect(whiteAt.length).toBeGreaterThanOrEqual(2);
  expect(loudAt).toHaveLength(whiteAt.length);
  for (const [index, at] of whiteAt.entries()) {
    // Captured at the full second, on the screen when it is here, at the next tick.
    expect(at % 1_000).toBeGreaterThanOrEqual(150);
    expect(at % 1_000).toBeLessThanOrEqual(200);
    // A picture lasts a tick; Opus adds 6.5 ms.
    expect(Math.abs(at - (loudAt[index] ?? 0))).toBeLessThanOrEqual(TICK_MS);
  }
});

test('whatever comes from the network, it goes on', async () => {
  const { feed, run, stream } = setUp(media.h264);
  await run(500);
  let seed = 12_345;
  const random = (below: number): number => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((seed / 2 ** 32) * below);
  };
  const sound = new Float32Array(SAMPLES * 2);
  for (let round = 0; round < 3_000; round += 1) {
    const datagram = Buffer.from(Array.from({ length: random(80) }, () => random(256)));
    if (datagram.length >= 12 && round % 3 > 0) {
      const track = round % 2 ? stream.video : stream.audio;
      datagram.writeUInt8(0x80 | random(64), 0);
      datagram.writeUInt8((random(2) << 7) | track.payloadType, 1);
      datagram.writeUInt32BE(track.ssrc, 8);
    }
    feed.receive(datagram);
    if (round % 50 === 0) feed.advance(500 + round, sound, SAMPLES);
  }
  // Damaged copies of good packets reach the decoders themselves.
  await run(1_000, {
    network: (datagrams) =>
      datagrams.map((datagram) => {
        const copy = Buffer.from(datagram);
        for (let i = 0; i < 3; i += 1) copy.writeUInt8(random(256), 12 + random(copy.length - 12));
        return copy;
      }),
  });
  feed.bind({ ...stream.video, codec: 'vp8' }, stream.audio);
  await run(1_000);
  feed.bind(stream.video, stream.audio);
  await run(1_500);
  expect(feed.state).toBe('live');
  expect(sound.every(Number.isFinite)).toBe(true);
});
