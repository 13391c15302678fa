/** What the fan-out is compared with: a server of the `ws` package that sends the same text to all who are connected. */
import { WebSocketServer } from 'ws';
import type { FromServer, ToServer } from '../messages.ts';

const tell = (message: FromServer) => process.send?.(message);

const server = new WebSocketServer({ host: '0.0.0.0', port: 0, perMessageDeflate: false, backlog: 4_096 });
process.on('message', (message: ToServer) => {
  if (message.type === 'publish') {
    for (const client of server.clients) client.send(message.text);
    return;
  }
  globalThis.gc?.();
  const { heapUsed, rss } = process.memoryUsage();
  const { user, system } = process.cpuUsage();
  tell({ type: 'memory', heap: heapUsed, rss, cpuSeconds: (user + system) / 1e6 });
});
process.on('disconnect', () => process.exit(0));
server.on('listening', () => {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  tell({ type: 'listening', port: address.port, show: null });
});
