/** Entry of a child that makes a clip's trailer and ends: `trailer-maker.ts FOLDER`. Ends with its parent, too. */
import { setPriority } from 'node:os';
import { AV_LOG_QUIET } from 'node-av/constants';
import { Log } from 'node-av/lib';
import { makeTrailer } from './trailer-file.ts';

/** The show comes first. */
const NICENESS = 15;

process.on('disconnect', () => process.exit(1));
process.on('SIGINT', () => {});
Log.setLevel(AV_LOG_QUIET);
setPriority(NICENESS);
makeTrailer(process.argv[2] ?? '');
process.exit(0);
