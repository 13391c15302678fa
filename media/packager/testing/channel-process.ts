/**
 * A media process reduced to its channel, to be killed: takes parts in two renditions as fast as it can and tells what it
 * published.
 */
import pino from 'pino';
import { createChannels } from '../channels.ts';
import { fakeInit, fakePart } from './reading.ts';

const [dataDir = '', epoch = ''] = process.argv.slice(2);
const channel = createChannels({ dataDir, log: pino({ level: 'silent' }) }).channel('show');
await channel.ready;
const init = fakeInit(epoch);
channel.subscribe(() => process.send?.(channel.media('main', false)));
channel.accept({ ...init, lower: [{ ...init, name: '270p' }] });
let index = 0;
setInterval(() => {
  channel.accept({ ...fakePart(epoch, index), lower: [fakePart(epoch, index, 300).data] });
  index += 1;
}, 5);
process.on('disconnect', () => process.exit());
