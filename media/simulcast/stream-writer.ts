import { Demuxer } from 'node-av/api';
import { AV_LOG_QUIET } from 'node-av/constants';
import { FormatContext, Log, type Packet, type Stream } from 'node-av/lib';
import { check } from '../core/av.ts';
import { MediaError } from '../core/errors.ts';
import { type CheckedTls, connectChecked } from './checked-tls.ts';

/** FFmpeg's muxer for each kind of address. */
const MUXERS: Record<string, string> = { 'rtmp:': 'flv', 'rtmps:': 'flv', 'srt:': 'mpegts' };

/** The kinds of addresses that a programme can be pushed to. */
export const PUSH_PROTOCOLS: readonly string[] = Object.keys(MUXERS);

/**
 * The programme as it is, in other boxes, to another server: RTMP (FLV) or SRT (MPEG transport stream). Nothing is coded
 * anew. Time begins at 0 with the first part.
 */
export class StreamWriter {
  readonly #output = new FormatContext();
  readonly #init: Uint8Array;
  readonly #url: string;
  readonly #muxer: string;
  #tls: CheckedTls | null = null;
  #streams: { video: Stream; audio: Stream } | null = null;
  /** Seconds. */
  #begunAt: number | null = null;
  #closed = false;

  /** @throws MediaError `badFormat` for an address that nothing can be pushed to. */
  constructor(url: string, init: Uint8Array) {
    Log.setLevel(AV_LOG_QUIET);
    const muxer = MUXERS[new URL(url).protocol];
    if (!muxer) throw new MediaError('badFormat', `only ${PUSH_PROTOCOLS.join(' ')} can be pushed to`);
    this.#init = init;
    this.#url = url;
    this.#muxer = muxer;
  }

  /** Whether the other side has taken the beginning. */
  get isOpen(): boolean {
    return this.#streams !== null;
  }

  /**
   * Connects with the first part, then sends each.
   * @throws MediaError with FFmpeg's words, or what is wrong with the other side's certificate.
   */
  async write(part: Uint8Array): Promise<void> {
    const demuxer = Demuxer.openSync(Buffer.concat([this.#init, part]), { format: 'mp4' });
    try {
      const [video, audio] = [demuxer.video(), demuxer.audio()];
      if (!video || !audio) throw new MediaError('badFormat', 'a part without picture or sound');
      this.#streams ??= await this.#open(video, audio);
      const own = { [video.index]: this.#streams.video, [audio.index]: this.#streams.audio };
      for (const packet of demuxer.packetsSync()) {
        if (!packet) continue;
        const [from, to] = [packet.streamIndex === video.index ? video : audio, own[packet.streamIndex]];
        if (to) await this.#send(packet, from, to);
        packet.free();
      }
    } finally {
      demuxer.closeSync();
    }
  }

  async #open(video: Stream, audio: Stream): Promise<{ video: Stream; audio: Stream }> {
    const { host, protocol } = new URL(this.#url);
    if (protocol === 'rtmps:') this.#tls = await connectChecked(this.#url);
    check(this.#output.allocOutputContext2(null, this.#muxer, this.#tls?.url ?? this.#url), 'output');
    const [own, sound] = [video, audio].map((source) => {
      const stream = this.#output.newStream(null);
      check(source.codecpar.copy(stream.codecpar), 'parameters');
      stream.codecpar.codecTag = 0;
      stream.timeBase = source.timeBase;
      return stream;
    });
    if (!own || !sound) throw new MediaError('ffmpeg', 'no streams');
    check(await this.#output.openOutput(), `connecting to ${host}`);
    check(await this.#output.writeHeader(null), 'greeting');
    return { video: own, audio: sound };
  }

  async #send(packet: Packet, from: Stream, to: Stream): Promise<void> {
    const unit = from.timeBase.num / from.timeBase.den;
    this.#begunAt ??= Number(packet.dts) * unit;
    const shift = BigInt(Math.round(this.#begunAt / unit));
    packet.pts -= shift;
    packet.dts -= shift;
    // Sound that began a little before the first picture.
    if (packet.dts < 0n) return;
    packet.rescaleTs(from.timeBase, to.timeBase);
    packet.streamIndex = to.index;
    check(await this.#output.interleavedWriteFrame(packet), 'sending');
  }

  /** Says goodbye where somebody listens. Safe twice. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    if (this.#streams) {
      await this.#output.writeTrailer();
      await this.#output.closeOutput();
    }
    this.#output.freeContext();
    await this.#tls?.close();
  }
}
