/**
 * The programme process: one live broadcast's ingest, mixer, encoder and packager, away from everything else, because
 * native code can crash. Its parent (the media main process) speaks `core/program-link.ts` with it over IPC, watches it
 * and starts it again. It holds nothing that a restart needs.
 */
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { setPriority } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { AV_LOG_FATAL } from 'node-av/constants';
import { Log } from 'node-av/lib';
import { pino } from 'pino';
import type { ProgramCommand, ProgramMessage } from './core/program-link.ts';
import { SPARE } from './core/spare.ts';
import { startArtist } from './mixer/artist.ts';
import { ProgramSession } from './program-session.ts';

/** Niceness: the picture goes before whatever else the machine does. Only a privileged user may ask for it. */
const PRIORITY = -10;
/** And the clock's thread goes before those that decode and encode for it. On Linux niceness is a thread's own. */
const CLOCK_PRIORITY = -20;
const isSpare = process.argv.includes(SPARE);
const AUTOGROUP = '/proc/self/autogroup';
const THREADS = '/proc/self/task';
/** How long the last messages may take to reach the parent, ms. */
const FLUSH_LIMIT_MS = 500;
/** How long the recorder may take to complete its files, ms; afterwards it does so alone. */
const RECORDER_LIMIT_MS = 1_000;

const log = pino({ name: 'programme', level: process.env.LOG_LEVEL ?? 'info' });
/** Started first of all: its thread loads its fonts while the rest gets ready. */
const artist = startArtist();
let session: ProgramSession | null = null;
let unsent = 0;
let onFlushed: (() => void) | null = null;
let ending = false;

function emit(message: ProgramMessage): void {
  if (!process.send || !process.connected) return;
  unsent += 1;
  process.send(message, undefined, undefined, () => {
    unsent -= 1;
    if (unsent === 0) onFlushed?.();
  });
}

function end(code: number): void {
  if (ending) return;
  ending = true;
  try {
    session?.close();
  } catch (err) {
    log.error({ err }, 'closing the programme failed');
  }
  const exit = (): never => process.exit(code);
  const leave = (): void => {
    if (unsent === 0 || !process.connected) exit();
    onFlushed = exit;
    setTimeout(exit, FLUSH_LIMIT_MS);
  };
  void Promise.race([session?.finished, delay(RECORDER_LIMIT_MS)]).then(leave, leave);
}

/** Raises the priority of `threads`. Those that one of them starts from now on have the same. */
function raise(niceness: number, threads: readonly number[] = [0]): void {
  try {
    for (const thread of threads) setPriority(thread, niceness);
    // Where Linux shares the processor among sessions first (autogroup), niceness counts only inside one: raise it too.
    if (existsSync(AUTOGROUP)) writeFileSync(AUTOGROUP, String(PRIORITY));
  } catch (err) {
    log.debug({ err, niceness }, 'no right to a higher priority');
  }
}

/** From now on this is the one on air. */
function takeOver(): void {
  process.title = 'antenne media/program.ts';
  raise(PRIORITY, existsSync(THREADS) ? readdirSync(THREADS).map(Number) : [0]);
}

function handle(command: ProgramCommand): void {
  if (ending) return;
  switch (command.type) {
    case 'start':
      if (session) return;
      if (isSpare) takeOver();
      session = new ProgramSession({
        start: command,
        emit,
        artist,
        log: log.child({ broadcastId: command.broadcastId }),
        now: () => performance.now(),
      });
      void session.run().then(() => raise(CLOCK_PRIORITY));
      return;
    case 'desired':
      if (session) session.desired = command.desired;
      return;
    case 'fade':
      if (session) session.fade = command.fade;
      return;
    case 'feedTracks':
      session?.bindTracks(command.contributorId, command.video, command.audio);
      return;
    case 'feedsReset':
      session?.excuseFeeds();
      return;
    case 'return':
      if (session) session.returnTargets = command.targets;
      return;
    case 'returnKeyFrame':
      session?.requestKeyFrame(command.small);
      return;
    case 'stop':
      end(0);
      return;
    default:
      command satisfies never;
  }
}

if (isSpare) process.title = 'antenne programme, waiting';
else raise(PRIORITY);
// Damaged pictures are normal here; the decoders need not say so each time.
Log.setLevel(AV_LOG_FATAL);
process.on('message', handle);
process.on('disconnect', () => end(0));
for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
  process.on(event, (err: unknown) => {
    log.fatal({ err }, 'programme failed');
    process.exit(1);
  });
}
// The parent decides when to end: a Ctrl-C in the terminal reaches it too, and its `stop` follows.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => end(0));
emit({ type: 'ready' });
