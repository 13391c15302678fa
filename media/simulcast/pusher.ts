/**
 * Pushes the programme to one server elsewhere. A process of its own, because FFmpeg's network code blocks where the other
 * side is slow, and nothing that happens there may touch the programme. Ends with its first failure, or with its channel.
 */
import type { FromPusher, ToPusher } from './messages.ts';
import { StreamWriter } from './stream-writer.ts';

let writer: StreamWriter | null = null;
let queue: Promise<void> = Promise.resolve();

function say(message: FromPusher): Promise<void> {
  return new Promise((resolve) => {
    if (process.connected) process.send?.(message, undefined, undefined, () => resolve());
    else resolve();
  });
}

async function handle(message: ToPusher): Promise<void> {
  if (message.type === 'start') {
    writer = new StreamWriter(message.url, message.init);
    return;
  }
  if (!writer) throw new Error('a part before the beginning');
  const wasOpen = writer.isOpen;
  await writer.write(message.data);
  if (!wasOpen) void say({ type: 'live' });
  void say({ type: 'pushed', bytes: message.data.length });
}

process.on('message', (message: ToPusher) => {
  queue = queue
    .then(() => handle(message))
    .catch(async (error: unknown) => {
      await say({ type: 'failed', reason: error instanceof Error ? error.message : String(error) });
      process.exit(1);
    });
});
process.on('disconnect', () => {
  void queue.then(() => writer?.close()).finally(() => process.exit(0));
});
// The whole group gets a Ctrl-C at a terminal; the parent decides.
process.on('SIGINT', () => undefined);
