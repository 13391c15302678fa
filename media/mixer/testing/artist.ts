import {
  type Artist,
  paintCountdownFigures,
  paintCountdownGround,
  paintGraphic,
  paintLogo,
  paintLowerThird,
  paintNameStrap,
  paintSlate,
  paintStill,
  paintTicker,
} from '../drawing-orders.ts';

/** Draws at once, in this thread. */
export const ARTIST: Artist = {
  slate: (order) => Promise.resolve(paintSlate(order)),
  lowerThird: (order) => Promise.resolve(paintLowerThird(order)),
  nameStrap: (order) => Promise.resolve(paintNameStrap(order)),
  graphic: (order) => Promise.resolve(paintGraphic(order)),
  ticker: (order) => Promise.resolve(paintTicker(order)),
  countdownGround: (order) => Promise.resolve(paintCountdownGround(order)),
  logo: paintLogo,
  still: paintStill,
  countdownFigures: (order) => Promise.resolve(paintCountdownFigures(order)),
};
