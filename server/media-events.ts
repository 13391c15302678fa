/** What media tells, handed to whoever it concerns. */
import type { AssetPool } from './assets/pool.ts';
import type { CaptionDelivery } from './captions/delivery.ts';
import type { MediaReport } from './contract/index.ts';
import type { Air } from './on-air/air.ts';
import type { Clips } from './on-air/clips.ts';
import type { Fader } from './on-air/fader.ts';
import type { Graphics } from './on-air/graphics.ts';
import type { Holds } from './on-air/holds.ts';
import type { MediaEvents } from './on-air/media-link.ts';
import type { Recordings } from './on-air/recordings.ts';
import type { Simulcast } from './on-air/simulcast.ts';
import type { Talkback } from './on-air/talkback.ts';
import type { Vitals } from './on-air/vitals.ts';
import type { Log } from './platform/logging.ts';
import type { Retention } from './replay/retention.ts';
import type { Sockets } from './sockets.ts';

export interface MediaListeners {
  air: Air;
  clips: Clips;
  fader: Fader;
  graphics: Graphics;
  holds: Holds;
  pool: AssetPool;
  recordings: Recordings;
  simulcast: Simulcast;
  sockets: Sockets;
  talkback: Talkback;
  vitals: Vitals;
  /** These two send over the link themselves, so they are made after it. */
  captionDelivery: () => CaptionDelivery;
  retention: () => Retention;
  log: Log;
}

export function mediaEvents(to: MediaListeners): MediaEvents {
  return {
    connected: (ids) => {
      to.air.connected(ids);
      void to.retention().look();
    },
    lost: (ids) => {
      to.air.lost(ids);
      to.graphics.lost(ids);
      to.recordings.lost(ids);
      to.vitals.lost(ids);
      to.simulcast.lost(ids);
      to.retention().lost();
    },
    greeted: () => {
      void to.talkback.routeAgain();
      to.captionDelivery()
        .greeted()
        .catch((error) => to.log.error({ err: error }, 'could not bring captions to media'));
    },
    report: (report) => take(report, to),
    notice: (message) => to.sockets.rtcNotice(message),
  };
}

function take(report: MediaReport, to: MediaListeners): void {
  switch (report.type) {
    case 'levels':
      to.sockets.control.levels(report);
      break;
    case 'vitals':
      to.vitals.take(report);
      break;
    case 'held':
      void to.holds.report(report);
      break;
    case 'graphics':
      to.graphics.report(report);
      break;
    case 'recording':
      to.recordings.take(report);
      // Where the disk has no room for what is live, what is over makes some.
      if (report.status.problem) to.retention().urge();
      break;
    case 'simulcast':
      to.simulcast.take(report);
      break;
    case 'asset':
      void to.pool.report(report);
      break;
    case 'fade':
      void to.fader.restore(report);
      break;
    case 'tookAtEnd':
      void to.clips.followEnd(report);
      break;
    case 'clip':
      to.sockets.control.clip(report);
      void to.clips.report(report);
      break;
    case 'feed':
      to.air.take(report);
      void to.holds.feed(report);
      break;
    case 'program':
    case 'onAir':
    case 'quality':
      to.air.take(report);
      break;
    default:
      report satisfies never;
  }
}
