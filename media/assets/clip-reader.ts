import {
  AV_DISPOSITION_ATTACHED_PIC,
  AV_NOPTS_VALUE,
  AVERROR_EOF,
  AVMEDIA_TYPE_AUDIO,
  AVMEDIA_TYPE_VIDEO,
} from 'node-av/constants';
import { Codec, CodecContext, Dictionary, FormatContext, type Frame, type Packet, type Stream } from 'node-av/lib';
import { check, createFrame, createPacket } from '../core/av.ts';
import { Unreadable } from './messages.ts';

/** Containers that hold media and nothing else: playlists and scripts, which can name other files, are not among them. */
const FORMATS = 'mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,mpegvideo,flv,ogg,asf,mxf,mp3,wav';
/** A picture larger than this is not decoded, pixels. */
const MOST_PIXELS = 8_192 * 4_352;

interface Track {
  stream: Stream;
  decoder: CodecContext;
}

export interface ClipListener {
  /** The frame is lent for the call; `seconds` from the first picture on. `enough` ends the reading. */
  onPicture(frame: Frame, seconds: number, duration: number): 'enough' | undefined;
  /** Timestamps count samples, with an unknown beginning. */
  onSound(frame: Frame): void;
}

/** Reads and decodes a file, picture and sound, from its beginning to its end, or to where it is broken. */
export class ClipReader {
  readonly #input = new FormatContext();
  readonly #video: Track;
  readonly #audio: Track | null;
  #closed = false;

  /** @throws Unreadable */
  constructor(path: string) {
    const options = Dictionary.fromObject({ format_whitelist: FORMATS, protocol_whitelist: 'file' });
    try {
      if (this.#input.openInputSync(path, null, options) < 0) throw new Unreadable('not a container that can be read');
      if (this.#input.findStreamInfoSync() < 0) throw new Unreadable('nothing is known of its streams');
      const video = this.#open(AVMEDIA_TYPE_VIDEO);
      if (!video) throw new Unreadable('there is no picture in it');
      this.#video = video;
      this.#audio = this.#open(AVMEDIA_TYPE_AUDIO);
    } catch (error) {
      this.#input.closeInputSync();
      throw error;
    } finally {
      options.free();
    }
  }

  get hasSound(): boolean {
    return this.#audio !== null;
  }

  /** As announced; 0 when it is not. */
  get seconds(): number {
    const micros = Number(this.#input.duration);
    return micros > 0 ? micros / 1_000_000 : 0;
  }

  /** When the picture begins, on the file's own clock. */
  get startSeconds(): number {
    const { startTime, timeBase } = this.#video.stream;
    return startTime === AV_NOPTS_VALUE ? 0 : (Number(startTime) * timeBase.num) / timeBase.den;
  }

  /** @throws Unreadable when nothing of it can be decoded */
  read(listener: ClipListener): void {
    const packet = createPacket();
    const frame = createFrame();
    try {
      for (;;) {
        const code = this.#input.readFrameSync(packet);
        // A file that breaks off is played to there.
        if (code === AVERROR_EOF || code < 0) break;
        const track = [this.#video, this.#audio].find((one) => one?.stream.index === packet.streamIndex);
        const enough = track ? this.#decode(track, packet, frame, listener) : false;
        packet.unref();
        if (enough) return;
      }
      if (this.#decode(this.#video, null, frame, listener)) return;
      if (this.#audio) this.#decode(this.#audio, null, frame, listener);
    } finally {
      packet.free();
      frame.free();
    }
  }

  #decode(track: Track, packet: Packet | null, frame: Frame, listener: ClipListener): boolean {
    // A damaged packet is left out; its neighbours may be whole.
    track.decoder.sendPacketSync(packet);
    while (track.decoder.receiveFrameSync(frame) >= 0) {
      const enough = track === this.#audio ? this.#sound(frame, listener) : this.#picture(frame, listener);
      frame.unref();
      if (enough) return true;
    }
    return false;
  }

  #picture(frame: Frame, listener: ClipListener): boolean {
    const { timeBase } = this.#video.stream;
    const unit = timeBase.num / timeBase.den;
    const at = frame.bestEffortTimestamp === AV_NOPTS_VALUE ? frame.pts : frame.bestEffortTimestamp;
    if (at === AV_NOPTS_VALUE || frame.width < 1 || frame.height < 1) return false;
    return listener.onPicture(frame, Number(at) * unit - this.startSeconds, Number(frame.duration) * unit) === 'enough';
  }

  #sound(frame: Frame, listener: ClipListener): boolean {
    const { stream } = this.#audio ?? this.#video;
    if (frame.pts !== AV_NOPTS_VALUE) {
      const seconds = (Number(frame.pts) * stream.timeBase.num) / stream.timeBase.den;
      frame.pts = BigInt(Math.round(seconds * frame.sampleRate));
    }
    listener.onSound(frame);
    return false;
  }

  #open(type: typeof AVMEDIA_TYPE_VIDEO | typeof AVMEDIA_TYPE_AUDIO): Track | null {
    const index = this.#input.findBestStream(type);
    const stream = this.#input.streams.find((one) => one.index === index);
    if (index < 0 || !stream) return null;
    // The cover of an album is no moving picture.
    if ((stream.disposition & AV_DISPOSITION_ATTACHED_PIC) !== 0) return null;
    const { codecId, width, height } = stream.codecpar;
    const codec = Codec.findDecoder(codecId);
    if (!codec) return null;
    if (type === AVMEDIA_TYPE_VIDEO && width * height > MOST_PIXELS) {
      throw new Unreadable(`${width}×${height} is too large`);
    }
    const decoder = new CodecContext();
    decoder.allocContext3(codec);
    try {
      check(decoder.parametersToContext(stream.codecpar), 'parameters');
      decoder.pktTimebase = stream.timeBase;
      decoder.threadCount = 1;
      check(decoder.open2Sync(codec, null), 'opening a decoder');
    } catch (error) {
      decoder.freeContext();
      throw new Unreadable(error instanceof Error ? error.message : 'no decoder');
    }
    return { stream, decoder };
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#video.decoder.freeContext();
    this.#audio?.decoder.freeContext();
    this.#input.closeInputSync();
  }
}
