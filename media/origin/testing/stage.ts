/** A running origin with a real programme behind it, and a plain HTTP client in front. */
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { gunzipSync } from 'node:zlib';
import pino from 'pino';
import { vi } from 'vitest';
import type { LowerRendition } from '../../core/program-link.ts';
import { type Channels, type ChannelsOptions, createChannels } from '../../packager/channels.ts';
import { OWN, partName } from '../../packager/names.ts';
import { type ProbedPlaylist, probePlaylist } from '../../packager/testing/playlist-probe.ts';
import { createTestProgram, type TestProgram } from '../../packager/testing/program.ts';
import { until } from '../../packager/testing/reading.ts';
import { createOrigin, type Origin, type OriginOptions } from '../origin.ts';

const log = pino({ level: 'silent' });
/** Pictures of one part, of one segment. */
export const FRAMES_PER_PART = 5;
export const SEGMENT = 50;

/** Cache-Control for that many seconds. */
export const MAX_AGE = (seconds: number) => `public, max-age=${seconds}`;

export interface Answer {
  status: number;
  headers: IncomingMessage['headers'];
  body: Buffer;
  text: string;
}

/** Who counts what happens, and more routes. */
export type StageWatch = Pick<ChannelsOptions, 'onPart'> &
  Pick<OriginOptions, 'onAnswer' | 'gates'> & { routes?: (app: Origin['app']) => void };

export class Stage {
  readonly channels: Channels;
  readonly origin: Origin;
  readonly dataDir: string;
  port = 0;
  program: TestProgram | null = null;
  /** Of a rendition of sound alone that the next programme gets. Default: none. */
  leanAudioBitrate: number | undefined;

  private constructor(dataDir: string, { routes, onAnswer, gates, onPart }: StageWatch) {
    this.dataDir = dataDir;
    this.channels = createChannels({ dataDir, log, config: { windowSeconds: 16 }, ...(onPart && { onPart }) });
    this.origin = createOrigin({ sources: this.channels, log, ...(gates && { gates }), ...(onAnswer && { onAnswer }) });
    routes?.(this.origin.app);
  }

  /** Starts on a port of its own; a playlist in `dataDir` is taken up again. */
  static async open(dataDir: string, watch: StageWatch = {}): Promise<Stage> {
    const stage = new Stage(dataDir, watch);
    stage.port = await stage.origin.listen('127.0.0.1', 0);
    await stage.channel.ready;
    return stage;
  }

  get channel() {
    return this.channels.channel('show');
  }

  /** A new programme process begins, `frames` pictures long so far. `startedAt`: wall clock of its first picture, ms. */
  async begin(
    frames: number,
    firstNumber = 0,
    lower: readonly LowerRendition[] = [],
    startedAt?: number,
  ): Promise<void> {
    this.program?.close();
    this.program = createTestProgram({
      emit: (output) => this.channel.accept(output),
      firstNumber,
      ...(startedAt !== undefined && { startedAt }),
      format: { lower, leanAudioBitrate: this.leanAudioBitrate },
    });
    await this.advance(frames + 1);
  }

  async advance(frames: number): Promise<void> {
    this.program?.advance(frames);
    const last = this.program?.parts.at(-1)?.data;
    if (last) await until(this.channel, () => Buffer.compare(this.newest(), last) === 0, 30_000);
  }

  /** The bytes of the newest published part. */
  private newest(): Uint8Array {
    const { channel } = this;
    const open = channel.partCount(channel.lastCompleteMsn + 1) > 0;
    const msn = channel.lastCompleteMsn + (open ? 1 : 0);
    const found = channel.find('main', partName(channel.nameOf(msn), channel.partCount(msn) - 1));
    return (found?.type === 'bytes' ? found.chunks[0] : undefined) ?? new Uint8Array();
  }

  start(path: string, options: { method?: string; headers?: Record<string, string> } = {}) {
    const out: ClientRequest = request({ host: '127.0.0.1', port: this.port, path, agent: false, ...options });
    const answer = new Promise<Answer>((resolve, reject) => {
      out.on('error', reject);
      out.on('response', (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const body = Buffer.concat(chunks);
          const plain = response.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body, text: plain.toString() });
        });
      });
    });
    out.end();
    return { out, answer };
  }

  get(path: string, headers?: Record<string, string>, method = 'GET'): Promise<Answer> {
    return this.start(path, { method, ...(headers && { headers }) }).answer;
  }

  media(query = '', rendition = OWN): Promise<Answer> {
    return this.get(`/hls/show/${rendition}/live.m3u8${query}`);
  }

  async probe(query = '', rendition = OWN): Promise<ProbedPlaylist> {
    const { status, text } = await this.media(query, rendition);
    if (status !== 200) throw new Error(`${query} → ${status}`);
    return probePlaylist(text);
  }

  /** Resolves once that many requests wait. */
  async holding(count: number): Promise<void> {
    await vi.waitFor(
      () => {
        const held = this.origin.watch().reduce((sum, one) => sum + one.held, 0);
        if (held !== count) throw new Error(`${held} requests wait, not ${count}`);
      },
      { interval: 2, timeout: 30_000 },
    );
  }

  async bytes(name: string, rendition = OWN): Promise<Buffer> {
    const { status, body } = await this.get(`/hls/show/${rendition}/${name}`);
    if (status !== 200) throw new Error(`${name} → ${status}`);
    return body;
  }

  async close(): Promise<void> {
    this.program?.close();
    await this.origin.close();
    await this.channels.close();
  }
}
