/**
 * Entry of a child that makes one loop and ends: `maker.ts PATH WHICH [first]`. Ends with its parent, too. `first`: a
 * programme waits for it, with nobody else to show.
 */
import { setPriority } from 'node:os';
import { AV_LOG_ERROR } from 'node-av/constants';
import { Log } from 'node-av/lib';
import { writeLoop } from './loop-file.ts';
import { makeLoop } from './recipe/make-loop.ts';

const NICENESS = 3;

process.on('disconnect', () => process.exit(1));
process.on('SIGINT', () => {});
const [path, which, first] = process.argv.slice(2);
if (!path || !which) throw new Error('usage: maker.ts PATH WHICH');
Log.setLevel(AV_LOG_ERROR);
// The programme and the sending of finished loops come first; much lower, and a busy machine would never show them.
if (first !== 'first') setPriority(NICENESS);
await writeLoop(path, makeLoop(Number(which)));
process.disconnect?.();
