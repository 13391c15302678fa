/**
 * The recorder: a child of the programme process that writes its recordings. A process of its own, so that a disk that
 * hangs holds nobody up, and so that files are completed even when the programme process dies: its channel closes then.
 */
import { setPriority } from 'node:os';
import { pino } from 'pino';
import type { FromRecorder, ToRecorder } from './messages.ts';
import { Recording } from './recording.ts';

/** Niceness: everything else goes first. */
const PRIORITY = 5;
const SETTLE_MS = 1_000;

const log = pino({ name: 'recorder', level: process.env.LOG_LEVEL ?? 'info' });
let recording: Promise<Recording> | null = null;
let queue: Promise<void> = Promise.resolve();
let asked = false;

function say(message: FromRecorder): void {
  if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
}

function inOrder(work: () => Promise<void>): void {
  queue = queue.then(work).catch((err: unknown) => {
    log.fatal({ err }, 'recorder failed');
    process.exit(1);
  });
}

function handle(message: ToRecorder): void {
  switch (message.type) {
    case 'start': {
      const { type: _, ...start } = message;
      recording = Recording.open({
        ...start,
        log,
        now: () => performance.now(),
        onKeyFrameWanted: (contributorId) => say({ type: 'keyFrameWanted', contributorId }),
      });
      inOrder(async () => void (await recording));
      return;
    }
    case 'batch':
      inOrder(async () => {
        const open = await recording;
        for (const entry of message.entries) await open?.take(entry);
        say({ type: 'done', bytes: message.bytes });
      });
      return;
    case 'stop':
      asked = true;
      end();
      return;
    default:
      message satisfies never;
  }
}

function end(): void {
  clearInterval(timer);
  inOrder(async () => {
    await (await recording)?.close(asked ? 'stopped' : 'failed');
    process.exit(0);
  });
}

const timer = setInterval(() => {
  inOrder(async () => {
    const open = await recording;
    if (!open) return;
    await open.settle();
    say({ type: 'status', status: open.status });
  });
}, SETTLE_MS);

try {
  setPriority(PRIORITY);
} catch (err) {
  log.debug({ err }, 'niceness');
}
process.on('message', handle);
process.on('disconnect', end);
// The programme process decides when to end.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => {});
