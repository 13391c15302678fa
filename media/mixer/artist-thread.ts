/** The artist's thread: draws order after order. Entry of a worker, started by `artist.ts`. */
import { parentPort } from 'node:worker_threads';
import type { ArtistAnswer, ArtistOrder } from './artist.ts';
import {
  paintCountdownFigures,
  paintCountdownGround,
  paintGraphic,
  paintLogo,
  paintLowerThird,
  paintNameStrap,
  paintSlate,
  paintStill,
  paintTicker,
  type TickerStrip,
} from './drawing-orders.ts';
import { registerFonts } from './fonts.ts';
import type { OverlayPlanes } from './planes.ts';

registerFonts();
parentPort?.on('message', ({ id, ...what }: ArtistOrder) => {
  switch (what.type) {
    case 'slate':
      return answerPicture(id, paintSlate(what.order));
    case 'countdownGround':
      return answerPicture(id, paintCountdownGround(what.order));
    case 'lowerThird':
      return answerOverlay(id, paintLowerThird(what.order));
    case 'nameStrap':
      return answerOverlay(id, paintNameStrap(what.order));
    case 'graphic':
      return answerOverlay(id, paintGraphic(what.order));
    case 'logo':
      return void paintLogo(what.order).then((planes) => answerOverlay(id, planes));
    case 'ticker':
      return answerStrip(id, paintTicker(what.order));
    case 'countdownFigures':
      return answerOverlay(id, paintCountdownFigures(what.order));
    case 'still':
      return void paintStill(what.order).then((picture) => answerPicture(id, picture));
    default:
      return what satisfies never;
  }
});

function answerPicture(id: number, picture: Uint8Array): void {
  answer({ id, type: 'picture', picture }, [picture.buffer]);
}

function answerOverlay(id: number, planes: OverlayPlanes): void {
  const buffers = planes.planes.flatMap(({ samples, alpha, runs }) => [samples.buffer, alpha.buffer, runs.buffer]);
  answer({ id, type: 'overlay', planes }, buffers);
}

function answerStrip(id: number, strip: TickerStrip): void {
  answer(
    { id, type: 'ticker', strip },
    strip.planes.map(({ buffer }) => buffer),
  );
}

function answer(message: ArtistAnswer, transfer: ArrayBufferLike[]): void {
  parentPort?.postMessage(
    message,
    transfer.filter((buffer) => buffer instanceof ArrayBuffer),
  );
}
