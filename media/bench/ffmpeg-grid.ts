/** The grid of six as an ffmpeg command: as its own page would write it, and with all that the mixer does to the cameras. */
import { createSocket } from 'node:dgram';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createCanvas } from '@napi-rs/canvas';
import { SAMPLE_RATE } from '../core/av.ts';
import { isRtcp, parseRtp } from '../core/rtp.ts';
import { type RtpMedia, RtpStream } from '../testing/rtp-media.ts';
import { FORMAT } from './program.ts';

/** What most studios on a computer start with, for every mixer. */
export const COMPARED = { ...FORMAT, preset: 'veryfast' } as const;

/** What x264 and AAC are asked for everywhere. */
export const ENCODE = [
  ...[
    '-c:v',
    'libx264',
    '-preset',
    COMPARED.preset,
    '-tune',
    'zerolatency',
    '-profile:v',
    'main',
    '-pix_fmt',
    'yuv420p',
  ],
  ...['-b:v', '2500k', '-maxrate', '3000k', '-bufsize', '2500k', '-g', '50', '-sc_threshold', '0'],
  ...['-threads:v', '2', '-x264-params', 'sliced-threads=1', '-r', '25'],
  ...['-c:a', 'aac', '-b:a', '128k', '-movflags', 'frag_keyframe+empty_moov', '-f', 'mp4', '-y'],
];

/** A box of the mixer's grid of six, and where a name stands in it. */
const BOX = { width: 416, height: 234 };
const NAME = { width: 200, height: 40, x: 12, y: 182 };
/** Four ports for each camera: pictures and sound, and their RTCP. */
const FIRST_PORT = 47_000;
const PUSH_INTERVAL_MS = 5;
/**
 * The streams are as their descriptions say: there is nothing to find out by looking at them for seconds. With ffmpeg's own
 * queues, which are short, it loses packets while it waits for another camera, and then mixes no sound at all.
 */
const RTP = [
  ...['-protocol_whitelist', 'file,udp,rtp', '-analyzeduration', '100000', '-probesize', '100000'],
  ...['-thread_queue_size', '1024', '-buffer_size', '4000000'],
];

/** A camera from files, in real time and for ever. */
export const fileInput = (video: string, sound: string): string[] => [
  ...['-re', '-stream_loop', '-1', '-i', video],
  ...['-re', '-stream_loop', '-1', '-i', sound],
];

/** What ffmpeg's own page would do: cameras from files, its default scaler, no names, no more sound than a sum. */
export function plainGrid(files: readonly (readonly [string, string])[]): string[] {
  const pictures = files.map((_, at) => `[${2 * at}:v]scale=${BOX.width}:${BOX.height},setsar=1[v${at}]`);
  const sounds = files.map((_, at) => `[${2 * at + 1}:a]anull[s${at}]`);
  return command(
    files.flatMap(([video, sound]) => fileInput(video, sound)),
    [...pictures, ...sounds],
    'anull',
  );
}

/**
 * All that the mixer does that filters of ffmpeg can do as well: cameras by RTP, its scaler, browsers' BT.601 in the
 * programme's BT.709, a name in each box; each sound kept on the programme's clock and measured, a limiter, and loudness
 * with true peaks for the whole.
 */
export function sameWork(media: readonly RtpMedia[], folder: string): { args: string[]; send(): () => void } {
  const descriptions = media.map((_, at) => describe(folder, at));
  const names = media.map((_, at) => drawName(folder, at));
  const pictures = media.map((_, at) =>
    [
      // On one grid of times: six that come by turns would be stacked six times a tick.
      `[${at}:v]fps=${FORMAT.frameRate},scale=${BOX.width}:${BOX.height}:flags=area,setsar=1,`,
      `colorspace=all=bt709:range=tv:iall=bt709:ispace=smpte170m:irange=tv[b${at}];`,
      `[b${at}][${media.length + at}:v]overlay=${NAME.x}:${NAME.y}:format=yuv420[v${at}]`,
    ].join(''),
  );
  const sounds = media.map((_, at) => `[${at}:a]aresample=${SAMPLE_RATE}:async=1000,ebur128=framelog=verbose[s${at}]`);
  const inputs = [...descriptions.flatMap((path) => [...RTP, '-i', path]), ...names.flatMap((path) => ['-i', path])];
  const master = 'alimiter=limit=0.89:level=disabled,ebur128=peak=true:framelog=verbose';
  return { args: command(inputs, [...pictures, ...sounds], master), send: () => send(media) };
}

/** Without the file that it writes. @param sources filters that make `[v0]` to `[v5]` and `[s0]` to `[s5]` */
function command(inputs: readonly string[], sources: readonly string[], master: string): string[] {
  const count = sources.length / 2;
  const all = (letter: string) => Array.from({ length: count }, (_, at) => `[${letter}${at}]`).join('');
  const places = Array.from({ length: count }, (_, at) => `${(at % 3) * BOX.width}_${Math.floor(at / 3) * BOX.height}`);
  const graph = [
    ...sources,
    `${all('v')}xstack=inputs=${count}:layout=${places.join('|')}[all]`,
    '[all]pad=1280:720:(ow-iw)/2:(oh-ih)/2,format=yuv420p[v]',
    `${all('s')}amix=inputs=${count},${master}[a]`,
  ].join(';');
  const outputs = ['-filter_complex', graph, '-map', '[v]', '-map', '[a]', ...ENCODE];
  return ['-v', 'warning', '-nostdin', ...inputs, ...outputs];
}

const portsOf = (at: number) => ({ video: FIRST_PORT + 4 * at, audio: FIRST_PORT + 4 * at + 2 });

/** Where a camera comes from, as SDP (RFC 8866). */
function describe(folder: string, at: number): string {
  const { video, audio } = portsOf(at);
  const path = join(folder, `camera-${at}.sdp`);
  const lines = [
    'v=0',
    'o=- 0 0 IN IP4 127.0.0.1',
    's=camera',
    'c=IN IP4 127.0.0.1',
    't=0 0',
    `m=video ${video} RTP/AVP 96`,
    'a=rtpmap:96 VP8/90000',
    `m=audio ${audio} RTP/AVP 100`,
    'a=rtpmap:100 opus/48000/2',
  ];
  writeFileSync(path, `${lines.join('\r\n')}\r\n`);
  return path;
}

/** Sends every camera in real time. @returns its end */
function send(media: readonly RtpMedia[]): () => void {
  const socket = createSocket('udp4');
  const streams = media.map((one) => new RtpStream(one));
  const [from, wall] = [performance.now(), Date.now()];
  const timer = setInterval(() => {
    for (const [at, stream] of streams.entries()) {
      const ports = portsOf(at);
      for (const datagram of stream.until(performance.now() - from, wall)) {
        const control = isRtcp(datagram);
        const ssrc = control ? datagram.readUInt32BE(4) : parseRtp(datagram)?.ssrc;
        const port = ssrc === stream.video.ssrc ? ports.video : ports.audio;
        socket.send(datagram, control ? port + 1 : port, '127.0.0.1');
      }
    }
  }, PUSH_INTERVAL_MS);
  return () => {
    clearInterval(timer);
    socket.close();
  };
}

/** A name as a picture with transparency, drawn once, as the mixer draws its own. */
function drawName(folder: string, at: number): string {
  const canvas = createCanvas(NAME.width, NAME.height);
  const pen = canvas.getContext('2d');
  pen.fillStyle = 'rgba(0, 0, 0, 0.7)';
  pen.fillRect(0, 0, NAME.width, NAME.height);
  pen.fillStyle = '#ffffff';
  pen.font = '18px sans-serif';
  pen.fillText(`feed-${at}, Quito`, 8, 26);
  const path = join(folder, `name-${at}.png`);
  writeFileSync(path, canvas.toBuffer('image/png'));
  return path;
}
