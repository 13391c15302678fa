import { expect, test } from 'vitest';
import { SAMPLE_RATE } from '../core/av.ts';
import { AudioTimeline } from './audio-timeline.ts';
import { Playout } from './playout.ts';
import { TrackTiming } from './track-timing.ts';

const TICK_MS = 40;
const SAMPLES = 1_920;
const PACKET = 960;
const WALL = 1_700_000_000_000;
const HOUR = 3_600_000;
const BEEP_EVERY_MS = 30_000;
const BEEP = 2 * PACKET;

interface Sender {
  /** Speed of its clocks against ours: the one that pictures and reports go by, and the sound card's. Parts per million. */
  systemPpm: number;
  soundPpm: number;
}

/** What became of it: A/V offsets in ms (positive: sound first) in order, and what was heard as a fault. */
interface Run {
  offsets: number[];
  jumps: number;
  underruns: number;
  /** From capture to the beginning of the beep, ms: the first and the last. */
  delays: [number, number];
}

/** Lets so much time pass, step by step without a real clock: packets with jitter, reports every 5 s, a beep and a flash now and then. */
function play({ systemPpm, soundPpm }: Sender, durationMs: number): Run {
  const system = 1 + systemPpm / 1e6;
  const card = 1 + soundPpm / 1e6;
  const [video, audio] = [new TrackTiming(90_000), new TrackTiming(SAMPLE_RATE)];
  const timeline = new AudioTimeline();
  const playout = new Playout();
  const silence = new Float32Array(PACKET);
  const tone = Float32Array.from({ length: PACKET }, (_, i) => 0.5 * Math.cos(i));
  const sound = new Float32Array(SAMPLES * 2);
  const pictures: { at: number; position: number; flash: boolean }[] = [];
  const [videoStart, audioStart] = [4_294_000_000, 4_294_900_000];
  const jitter = (index: number) => (index * 7_919) % 11;
  const offsets: number[] = [];
  const delays: number[] = [];
  let [packet, picture, reportAt, beeps, quiet, heardAt, seenAt] = [0, 0, 5_000, 0, 0, Number.NaN, Number.NaN];
  /** A beep begins with the first packet captured at or after each half minute; the flash is the picture of that moment. */
  const beepPacket = (n: number) => Math.ceil((n * BEEP_EVERY_MS * card) / 20);
  const beepAt = (n: number) => (beepPacket(n) * 20) / card;
  const flashPicture = (n: number) => Math.round((beepAt(n) * system) / TICK_MS);
  for (let now = TICK_MS; now <= durationMs; now += TICK_MS) {
    for (; ((packet + 1) * 20) / card + 25 + jitter(packet) <= now; packet += 1) {
      const arrivedAt = ((packet + 1) * 20) / card + 25 + jitter(packet);
      const position = audio.position((audioStart + packet * PACKET) % 2 ** 32);
      const n = Math.max(1, Math.round((packet * 20) / card / BEEP_EVERY_MS));
      const first = beepPacket(n);
      const block = packet >= first && packet < first + BEEP / PACKET ? tone : silence;
      timeline.write(position, block, block, PACKET);
      audio.observe(position, arrivedAt);
    }
    for (; (picture * TICK_MS) / system + 60 + jitter(picture) <= now; picture += 1) {
      const position = video.position((videoStart + picture * 3_600) % 2 ** 32);
      video.observe(position, (picture * TICK_MS) / system + 60 + jitter(picture));
      const n = Math.max(1, Math.round((picture * TICK_MS) / system / BEEP_EVERY_MS));
      pictures.push({ at: (picture * TICK_MS) / system, position, flash: picture === flashPicture(n) });
    }
    if (now >= reportAt) {
      reportAt += 5_000;
      // A browser writes the time in whole milliseconds.
      const ntpMs = Math.round(WALL + now * system);
      const at = (start: number, rate: number) => Math.round(start + rate * now) % 2 ** 32;
      audio.takeReport({ ssrc: 1, ntpMs, rtpTimestamp: at(audioStart, (SAMPLE_RATE / 1000) * card) });
      video.takeReport({ ssrc: 2, ntpMs, rtpTimestamp: at(videoStart, 90 * system) });
    }
    const capture = playout.captureNow(now, video, audio, TICK_MS);
    if (capture === null) continue;
    timeline.read(audio.positionAt(capture, playout.domain), sound, SAMPLES);
    const { cursor, ratio } = timeline;
    if (cursor === null) continue;
    const shown = audio.captureAt(cursor - SAMPLES * ratio, playout.domain) + TICK_MS / 2;
    while (pictures[1] && video.captureAt(pictures[1].position, playout.domain) <= shown) pictures.shift();
    const current = pictures[0];
    if (current?.flash && Number.isNaN(seenAt)) seenAt = now - offsetOf(current.at, beepAt(beeps + 1));
    const onset = onsetIn(sound);
    if (onset === null) quiet += 1;
    else if (quiet > 5) {
      heardAt = now + onset;
      quiet = 0;
    }
    if (Number.isNaN(heardAt) || Number.isNaN(seenAt)) continue;
    beeps += 1;
    offsets.push(seenAt - heardAt);
    delays.push(heardAt - beepAt(beeps));
    [heardAt, seenAt] = [Number.NaN, Number.NaN];
  }
  expect(beeps).toBeGreaterThan(durationMs / BEEP_EVERY_MS - 2);
  return {
    offsets,
    jumps: timeline.jumps,
    underruns: timeline.underruns,
    delays: [delays[2] ?? Number.NaN, delays.at(-1) ?? Number.NaN],
  };
}

/** When a beep begins in a tick's sound, ms from its beginning, to the quarter of one. */
function onsetIn(sound: Float32Array): number | null {
  for (let i = 0; i < sound.length; i += 24) if (Math.abs(sound[i] ?? 0) > 0.2) return (i * 1000) / 2 / SAMPLE_RATE;
  return null;
}

/** The picture of the moment was taken a little before or after the beep: up to half a picture. */
function offsetOf(pictureAt: number, beepAt: number): number {
  return pictureAt - beepAt;
}

test.each([
  { sender: '100 ppm fast', hours: 4, systemPpm: 100, soundPpm: 100 },
  { sender: '100 ppm slow', hours: 0.3, systemPpm: -100, soundPpm: -100 },
  { sender: '100 ppm fast in its sound card alone', hours: 0.3, systemPpm: 0, soundPpm: 100 },
  { sender: '100 ppm slow in its sound card alone', hours: 0.3, systemPpm: 20, soundPpm: -100 },
])(
  'for $hours h of a sender that is $sender, sound and picture are together, without a gap or a jump',
  (sender) => {
    const { offsets, jumps, underruns, delays } = play(sender, sender.hours * HOUR);
    expect(Math.max(...offsets.map(Math.abs))).toBeLessThan(40);
    expect({ jumps, underruns }).toEqual({ jumps: 0, underruns: 0 });
    // The delay neither grows nor shrinks with the drift.
    expect(Math.abs(delays[1] - delays[0])).toBeLessThan(15);
  },
  120_000,
);
