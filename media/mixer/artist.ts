import { Worker } from 'node:worker_threads';
import type {
  Artist,
  CountdownFiguresOrder,
  CountdownGroundOrder,
  GraphicOrder,
  LogoOrder,
  LowerThirdOrder,
  NameStrapOrder,
  SlateOrder,
  StillOrder,
  TickerOrder,
  TickerStrip,
} from './drawing-orders.ts';
import type { OverlayPlanes } from './planes.ts';

/** To the artist's thread. */
export type ArtistOrder =
  | { id: number; type: 'slate'; order: SlateOrder }
  | { id: number; type: 'lowerThird'; order: LowerThirdOrder }
  | { id: number; type: 'nameStrap'; order: NameStrapOrder }
  | { id: number; type: 'countdownGround'; order: CountdownGroundOrder }
  | { id: number; type: 'countdownFigures'; order: CountdownFiguresOrder }
  | { id: number; type: 'graphic'; order: GraphicOrder }
  | { id: number; type: 'logo'; order: LogoOrder }
  | { id: number; type: 'ticker'; order: TickerOrder }
  | { id: number; type: 'still'; order: StillOrder };

/** And back. */
export type ArtistAnswer =
  | { id: number; type: 'picture'; picture: Uint8Array }
  | { id: number; type: 'overlay'; planes: OverlayPlanes }
  | { id: number; type: 'ticker'; strip: TickerStrip };

export interface OwnedArtist extends Artist {
  /** Ends the thread; what it was working on stays unanswered. Safe twice. */
  close(): void;
}

/**
 * An artist in a thread of its own, so that no tick waits for a drawing. When the thread fails, the process does: a
 * programme without words is not what anybody asked for.
 */
export function startArtist(): OwnedArtist {
  const worker = new Worker(new URL('./artist-thread.ts', import.meta.url));
  const waiting = new Map<number, (answer: ArtistAnswer) => void>();
  let orders = 0;
  worker.on('message', (answer: ArtistAnswer) => {
    waiting.get(answer.id)?.(answer);
    waiting.delete(answer.id);
  });
  // An `error` event without a listener ends the process, which is what is wanted.
  const ask = (order: ArtistOrder): Promise<ArtistAnswer> => {
    const { promise, resolve } = Promise.withResolvers<ArtistAnswer>();
    waiting.set(order.id, resolve);
    worker.postMessage(order);
    return promise;
  };
  const overlay = async (order: ArtistOrder): Promise<OverlayPlanes> => {
    const answer = await ask(order);
    if (answer.type !== 'overlay') throw new Error(`the artist answered a ${order.type} with ${answer.type}`);
    return answer.planes;
  };
  const picture = async (order: ArtistOrder): Promise<Uint8Array> => {
    const answer = await ask(order);
    if (answer.type !== 'picture') throw new Error(`the artist answered a ${order.type} with ${answer.type}`);
    return answer.picture;
  };
  return {
    slate: (order) => picture({ id: ++orders, type: 'slate', order }),
    lowerThird: (order) => overlay({ id: ++orders, type: 'lowerThird', order }),
    nameStrap: (order) => overlay({ id: ++orders, type: 'nameStrap', order }),
    countdownGround: (order) => picture({ id: ++orders, type: 'countdownGround', order }),
    countdownFigures: (order) => overlay({ id: ++orders, type: 'countdownFigures', order }),
    graphic: (order) => overlay({ id: ++orders, type: 'graphic', order }),
    logo: (order) => overlay({ id: ++orders, type: 'logo', order }),
    async ticker(order) {
      orders += 1;
      const answer = await ask({ id: orders, type: 'ticker', order });
      if (answer.type !== 'ticker') throw new Error(`the artist answered a ticker with ${answer.type}`);
      return answer.strip;
    },
    still: (order) => picture({ id: ++orders, type: 'still', order }),
    close() {
      void worker.terminate();
    },
  };
}
