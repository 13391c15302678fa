/**
 * Entry of a child that makes one upload ready and ends: `maker.ts ORDER`. Files of strangers are opened here and nowhere
 * else, so that one that kills its decoder kills nothing more. Ends with its parent, too.
 */
import { setPriority } from 'node:os';
import { AV_LOG_QUIET } from 'node-av/constants';
import { Log } from 'node-av/lib';
import { makeClip } from './make-clip.ts';
import { makeStill } from './make-still.ts';
import { type MakeOrder, type MakerMessage, Unreadable } from './messages.ts';

/** The show comes first. */
const NICENESS = 15;

function say(message: MakerMessage): Promise<void> {
  return new Promise((resolve) => {
    if (!process.send || !process.connected) resolve();
    else process.send(message, undefined, undefined, () => resolve());
  });
}

function problemOf(error: unknown): 'unreadable' | 'diskFull' | 'internal' {
  if (error instanceof Unreadable) return 'unreadable';
  const isFull =
    error instanceof Error && (('code' in error && error.code === 'ENOSPC') || /ENOSPC|No space/.test(error.message));
  return isFull ? 'diskFull' : 'internal';
}

process.on('disconnect', () => process.exit(1));
process.on('SIGINT', () => {});
Log.setLevel(AV_LOG_QUIET);
setPriority(NICENESS);
const order: MakeOrder = JSON.parse(process.argv[2] ?? '');
try {
  const onProgress = (share: number): void => void say({ type: 'progress', share });
  const facts = order.kind === 'clip' ? await makeClip(order, onProgress) : await makeStill(order);
  await say({ type: 'ready', facts });
} catch (error) {
  await say({
    type: 'failed',
    problem: problemOf(error),
    reason: error instanceof Error ? error.message : String(error),
  });
}
process.disconnect?.();
