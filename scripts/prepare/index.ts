import { prepareClient } from './prisma.ts';
import { buildWeb } from './turbo.ts';
import { prepareWorker } from './worker.ts';

/**
 * Makes ready what server and media run on; seconds when it is ready already.
 * @returns The mediasoup worker's path.
 */
export async function prepare(signal: AbortSignal): Promise<string> {
  const worker = await prepareWorker(signal);
  await prepareClient(signal);
  await buildWeb(signal);
  return worker;
}
