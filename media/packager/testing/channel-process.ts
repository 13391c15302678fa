/** A media process reduced to its channel, to be killed: takes parts as fast as it can and tells what it published. */
import pino from 'pino';
import { createChannels } from '../channels.ts';
import { fakeInit, fakePart } from './reading.ts';

const [dataDir = '', epoch = ''] = process.argv.slice(2);
const channel = createChannels({ dataDir, log: pino({ level: 'silent' }) }).channel('show');
await channel.ready;
channel.subscribe(() => process.send?.(channel.media('main', false)));
channel.accept(fakeInit(epoch));
let index = 0;
setInterval(() => channel.accept(fakePart(epoch, index++)), 5);
process.on('disconnect', () => process.exit());
