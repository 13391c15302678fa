/**
 * Low-latency viewers in a process of their own. Each does what hls.js does: it leaves a playlist request with the origin,
 * asks for the next one as soon as that is answered, and fetches the new part meanwhile on a second connection.
 */
import { gunzipSync } from 'node:zlib';
import { type Answer, Line } from './line.ts';
import { now, type ViewersResult, type ViewersTask } from './messages.ts';

/** What a viewer reads in a playlist. */
interface Reading {
  bytes: Buffer;
  /** The newest part's name. */
  newest: string;
  /** Number of the segment that it belongs to, and its own in it. */
  msn: number;
  part: number;
}

const FOLDER = '/hls/show/main';
/** As Chromium sends it with every request. */
const HEAD = [
  'Host: 127.0.0.1',
  'Connection: keep-alive',
  'User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
  'Accept: */*',
  'Origin: http://127.0.0.1:3000',
  'Referer: http://127.0.0.1:3000/',
  'Accept-Encoding: gzip, deflate, br, zstd',
  'Accept-Language: fr-FR',
].join('\r\n');
const request = (path: string): string => `GET ${FOLDER}/${path} HTTP/1.1\r\n${HEAD}\r\n\r\n`;

const arrivals = new Map<string, number[]>();
const errors: string[] = [];
const lines: Line[] = [];
/** Everybody gets the same playlists: each is read once. */
const readings: Reading[] = [];
let requests = 0;
let bytes = 0;
let ended = false;

function read(body: Buffer): Reading {
  const known = readings.find((reading) => reading.bytes.equals(body));
  if (known) return known;
  const text = (body[0] === 0x1f ? gunzipSync(body) : body).toString();
  const listed = text.split('\n').findLast((line) => line.startsWith('#EXT-X-PART:')) ?? '';
  const [newest = '', msn, part] = /s(\d+)-\w+\.(\d+)\.m4s/.exec(listed) ?? [];
  if (!newest) throw new Error(`a playlist without parts: ${text}`);
  const reading = { bytes: Buffer.from(body), newest, msn: Number(msn), part: Number(part) };
  readings.unshift(reading);
  readings.length = Math.min(readings.length, 4);
  return reading;
}

class Viewer {
  readonly #lists: Line;
  readonly #media: Line;
  #newest = '';
  #waiting: string | null = null;

  constructor(port: number) {
    const failed = (reason: string) => {
      if (!ended) errors.push(reason);
    };
    this.#lists = new Line(port, failed);
    this.#media = new Line(port, failed);
    lines.push(this.#lists, this.#media);
    this.#reload('live.m3u8');
  }

  #reload(path: string): void {
    this.#lists.ask(request(path), (answer) => {
      if (!this.#isGood(answer, 'playlist')) return;
      const { newest, msn, part } = read(answer.body);
      this.#reload(`live.m3u8?_HLS_msn=${msn}&_HLS_part=${part + 1}&_HLS_skip=YES`);
      if (newest === this.#newest) return;
      this.#newest = newest;
      if (this.#media.busy) this.#waiting = newest;
      else this.#fetch(newest);
    });
  }

  #fetch(name: string): void {
    this.#media.ask(request(name), (answer) => {
      if (!this.#isGood(answer, name)) return;
      const times = arrivals.get(name);
      if (times) times.push(now());
      else arrivals.set(name, [now()]);
      const next = this.#waiting;
      this.#waiting = null;
      if (next) this.#fetch(next);
    });
  }

  #isGood({ status, length }: Answer, what: string): boolean {
    requests += 1;
    bytes += length;
    if (status === 200) return true;
    errors.push(`${what}: ${status}`);
    return false;
  }
}

process.on('message', ({ port, count, arriveInMs }: ViewersTask) => {
  for (let index = 0; index < count; index += 1) {
    setTimeout(() => new Viewer(port), (arriveInMs * index) / count);
  }
});
// Asked to end: tells what it saw first.
process.once('SIGTERM', () => {
  ended = true;
  for (const line of lines) line.close();
  const times = new Map([...arrivals].map(([name, list]) => [name, Float64Array.from(list)]));
  const result: ViewersResult = { arrivals: times, requests, bytes, errors };
  process.send?.(result, () => process.exit());
});
process.on('disconnect', () => process.exit());
