/**
 * Entry of a child that makes the head of one replay's file and ends: hours are tens of thousands of fragments to read, and
 * the live picture goes first. Gets its segments as a message. Ends with its parent, too.
 */
import { setPriority } from 'node:os';
import { makeHead } from './make-head.ts';
import type { MakerAnswer, ReplaySegment } from './messages.ts';

const NICENESS = 19;

process.on('disconnect', () => process.exit(1));
process.on('SIGINT', () => {});
setPriority(NICENESS);
process.once('message', (segments: ReplaySegment[]) => {
  process.send?.(answer(segments), undefined, undefined, () => process.disconnect?.());
});

function answer(segments: readonly ReplaySegment[]): MakerAnswer {
  try {
    return { type: 'made', head: makeHead(segments) };
  } catch (error) {
    return { type: 'failed', reason: error instanceof Error ? error.message : String(error) };
  }
}
