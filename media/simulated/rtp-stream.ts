/** The endless RTP of one loop: what is due now, with numbers that never show where the loop begins again. */
import { randomInt } from 'node:crypto';
import type { Loop } from './loop-file.ts';

export interface StreamNumbers {
  ssrc: number;
  payloadType: number;
}

const VIDEO_CLOCK = 90_000;
const SOUND_CLOCK = 48_000;
const SOUND_PACKET_MS = 20;
const REPORT_EVERY_MS = 1000;
/** Seconds between the NTP era (1900) and Unix time. */
const NTP_OFFSET_SECONDS = 2_208_988_800;
/** After a pause as long as this the loop goes on where it stood instead of sending all that was missed. */
const GIVE_UP_MS = 400;

class Track {
  readonly #numbers: StreamNumbers;
  readonly #clock: number;
  readonly #timeBase = randomInt(0, 0xffff_ffff);
  #sequence = randomInt(0, 0xffff);
  #packets = 0;
  #bytes = 0;

  constructor(numbers: StreamNumbers, clock: number) {
    this.#numbers = numbers;
    this.#clock = clock;
  }

  packet(payload: Buffer, mediaMs: number, marker: boolean): Buffer {
    const packet = Buffer.allocUnsafe(12 + payload.length);
    packet.writeUInt8(0x80, 0);
    packet.writeUInt8((marker ? 0x80 : 0) | this.#numbers.payloadType, 1);
    packet.writeUInt16BE(this.#sequence, 2);
    packet.writeUInt32BE(this.#timestamp(mediaMs), 4);
    packet.writeUInt32BE(this.#numbers.ssrc, 8);
    payload.copy(packet, 12);
    this.#sequence = (this.#sequence + 1) & 0xffff;
    this.#packets += 1;
    this.#bytes += payload.length;
    return packet;
  }

  /** RTCP sender report: at `wallMs` (Unix) the media stood at `mediaMs`. Both tracks' reports make the lips fit. */
  senderReport(mediaMs: number, wallMs: number): Buffer {
    const report = Buffer.alloc(28);
    report.writeUInt8(0x80, 0);
    report.writeUInt8(200, 1);
    report.writeUInt16BE(6, 2);
    report.writeUInt32BE(this.#numbers.ssrc, 4);
    const seconds = Math.floor(wallMs / 1000);
    report.writeUInt32BE((seconds + NTP_OFFSET_SECONDS) % 0x1_0000_0000, 8);
    report.writeUInt32BE(Math.floor(((wallMs - seconds * 1000) / 1000) * 0x1_0000_0000), 12);
    report.writeUInt32BE(this.#timestamp(mediaMs), 16);
    report.writeUInt32BE(this.#packets % 0x1_0000_0000, 20);
    report.writeUInt32BE(this.#bytes % 0x1_0000_0000, 24);
    return report;
  }

  #timestamp(mediaMs: number): number {
    return (this.#timeBase + Math.round((mediaMs * this.#clock) / 1000)) % 0x1_0000_0000;
  }
}

export class RtpStream {
  readonly #loop: Loop;
  readonly #video: Track;
  readonly #audio: Track;
  #startedAt: number;
  /** Pictures and sound packets sent since the beginning, all rounds counted. */
  #picture = 0;
  #sound = 0;
  #reportAt: number;

  /** @param now milliseconds of a clock that only goes forward: the loop begins now */
  constructor(loop: Loop, video: StreamNumbers, audio: StreamNumbers, now: number) {
    this.#loop = loop;
    this.#video = new Track(video, VIDEO_CLOCK);
    this.#audio = new Track(audio, SOUND_CLOCK);
    this.#startedAt = now;
    this.#reportAt = now;
  }

  /** Packets that are due by `now`, in order. @param wallMs the same instant as Unix time */
  due(now: number, wallMs: number): Buffer[] {
    const pictureMs = 1000 / this.#loop.frameRate;
    const late = now - this.#startedAt - Math.min(this.#picture * pictureMs, this.#sound * SOUND_PACKET_MS);
    if (late > GIVE_UP_MS) this.#startedAt += late;
    const mediaMs = now - this.#startedAt;
    const packets: Buffer[] = [];
    for (; this.#sound * SOUND_PACKET_MS <= mediaMs; this.#sound += 1) {
      const payload = this.#loop.sounds[this.#sound % this.#loop.sounds.length];
      if (payload) packets.push(this.#audio.packet(payload, this.#sound * SOUND_PACKET_MS, false));
    }
    for (; this.#picture * pictureMs <= mediaMs; this.#picture += 1) {
      const payloads = this.#loop.pictures[this.#picture % this.#loop.pictures.length] ?? [];
      for (const [index, payload] of payloads.entries()) {
        packets.push(this.#video.packet(payload, this.#picture * pictureMs, index === payloads.length - 1));
      }
    }
    if (now >= this.#reportAt) {
      this.#reportAt = now + REPORT_EVERY_MS;
      packets.push(this.#video.senderReport(mediaMs, wallMs), this.#audio.senderReport(mediaMs, wallMs));
    }
    return packets;
  }
}
