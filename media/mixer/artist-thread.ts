/** The artist's thread: draws order after order. Entry of a worker, started by `artist.ts`. */
import { parentPort } from 'node:worker_threads';
import type { ArtistAnswer, ArtistOrder } from './artist.ts';
import { paintLowerThird, paintNameStrap, paintSlate } from './drawing-orders.ts';
import { registerFonts } from './fonts.ts';

registerFonts();
parentPort?.on('message', (order: ArtistOrder) => {
  if (order.type === 'slate') {
    const picture = paintSlate(order.order);
    answer({ id: order.id, type: 'slate', picture }, [picture.buffer]);
    return;
  }
  const planes = order.type === 'lowerThird' ? paintLowerThird(order.order) : paintNameStrap(order.order);
  const buffers = planes.planes.flatMap(({ samples, alpha, runs }) => [samples.buffer, alpha.buffer, runs.buffer]);
  answer({ id: order.id, type: 'overlay', planes }, buffers);
});

function answer(message: ArtistAnswer, transfer: ArrayBufferLike[]): void {
  parentPort?.postMessage(
    message,
    transfer.filter((buffer) => buffer instanceof ArrayBuffer),
  );
}
