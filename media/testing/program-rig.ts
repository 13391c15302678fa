/** A real programme process under a real supervisor, fed over real UDP, as the media main process would do it. */
import { createSocket } from 'node:dgram';
import { join } from 'node:path';
import { pino } from 'pino';
import { type ProgramHealth, superviseProgram } from '../control/program-supervisor.ts';
import type { ProgramDesired, ProgramFormat, ProgramMessage, RecorderPlace } from '../core/program-link.ts';
import type { ProgramOutput } from '../core/program-output.ts';
import { type RtpMedia, RtpStream } from './rtp-media.ts';

const PUSH_INTERVAL_MS = 5;

export interface ProgramRigOptions {
  format: ProgramFormat;
  desired: ProgramDesired;
  /** Media of each contributor, by id; it begins when the feed's port is named and goes round and round. */
  media: Record<string, RtpMedia>;
  onMessage?(message: ProgramMessage): void;
  /** False: messages are not kept, for runs of hours. */
  keep?: boolean;
  /** How fast a contributor's clock runs, in millionths more than ours; by id. */
  clockPpm?: Record<string, number>;
  recorder?: RecorderPlace;
  /** See `ProgramSupervisorOptions`. */
  spareAfterMs?: number;
}

export type ProgramRig = ReturnType<typeof startProgramRig>;

export function startProgramRig(options: ProgramRigOptions) {
  const { format } = options;
  let { desired } = options;
  const messages: ProgramMessage[] = [];
  const health: [ProgramHealth, number][] = [];
  const feeds = new Map<string, { stream: RtpStream; port: number; since: number }>();
  const silent = new Set<string>();
  const socket = createSocket('udp4');

  const supervisor = superviseProgram({
    entry: join(import.meta.dirname, '..', 'program.ts'),
    log: pino({ level: 'silent' }),
    env: { ...process.env, LOG_LEVEL: 'silent' },
    start: () => ({
      type: 'start',
      broadcastId: 'rig',
      format,
      desired,
      ...(options.recorder && { recorder: options.recorder }),
    }),
    ...(options.spareAfterMs !== undefined && { spareAfterMs: options.spareAfterMs }),
    onHealth: (state, restarts) => health.push([state, restarts]),
    onMessage(message) {
      if (options.keep !== false) messages.push(message);
      if (message.type === 'feedPort') begin(message.contributorId, message.port);
      options.onMessage?.(message);
    },
  });

  const begin = (contributorId: string, port: number): void => {
    const media = options.media[contributorId];
    if (!media) return;
    const stream = new RtpStream(media);
    feeds.set(contributorId, { stream, port, since: performance.now() });
    supervisor.send({ type: 'feedTracks', contributorId, video: stream.video, audio: stream.audio });
  };

  let closing: Promise<void> | undefined;
  const startedAt = performance.now();
  const wall = Date.now();
  const timer = setInterval(() => {
    for (const [id, { stream, port, since }] of feeds) {
      const rate = 1 + (options.clockPpm?.[id] ?? 0) / 1e6;
      const datagrams = stream.until((performance.now() - since) * rate, wall + since - startedAt);
      if (!silent.has(id)) for (const datagram of datagrams) socket.send(datagram, port, '127.0.0.1');
    }
  }, PUSH_INTERVAL_MS);

  return {
    supervisor,
    health,
    messages,
    /** Contributors whose packets are held back. */
    silent,
    of<T extends ProgramMessage['type']>(type: T): Extract<ProgramMessage, { type: T }>[] {
      return messages.filter((message): message is Extract<ProgramMessage, { type: T }> => message.type === type);
    },
    outputs<T extends ProgramOutput['type']>(type: T): Extract<ProgramOutput, { type: T }>[] {
      return this.of('output')
        .map(({ output }) => output)
        .filter((output): output is Extract<ProgramOutput, { type: T }> => output.type === type);
    },
    want(changes: Partial<ProgramDesired>): void {
      desired = { ...desired, ...changes };
      supervisor.send({ type: 'desired', desired });
    },
    /** The contributor leaves (false), or comes back with another stream. */
    connect(contributorId: string, here: boolean): void {
      const feed = feeds.get(contributorId);
      const media = options.media[contributorId];
      if (!feed || !media) return;
      feed.stream = new RtpStream(media, {
        videoSsrc: feed.stream.video.ssrc + 2,
        audioSsrc: feed.stream.audio.ssrc + 2,
      });
      feed.since = performance.now();
      if (here) silent.delete(contributorId);
      else silent.add(contributorId);
      const { video, audio } = feed.stream;
      supervisor.send({ type: 'feedTracks', contributorId, video: here ? video : null, audio: here ? audio : null });
    },
    /** Safe twice. */
    close(): Promise<void> {
      clearInterval(timer);
      closing ??= supervisor.close().then(() => void socket.close());
      return closing;
    },
  };
}
