/** Why there is no picture, in words that a viewer can do something with. Pure. */

/**
 * `notYet`: there is nothing to play so far. `unreachable`: whoever serves the picture does not answer. `decoder`: what
 * came cannot be shown, and is fetched anew. That a machine is offline it knows by itself, and says it first.
 */
export type Trouble = 'notYet' | 'unreachable' | 'decoder';

/** As hls.js tells an error. */
export interface EngineError {
  type: string;
  details: string;
  fatal: boolean;
  response?: { code?: number | undefined } | undefined;
}

/** What an error of hls.js means; null: nothing that a viewer would see. */
export function troubleOf({ type, details, fatal, response }: EngineError): Trouble | null {
  if (type === 'networkError')
    return details === 'manifestLoadError' && response?.code === 404 ? 'notYet' : 'unreachable';
  return type === 'mediaError' && fatal ? 'decoder' : null;
}

/** The same of a video element that plays HLS by itself: it does not say what was answered. */
export function nativeTroubleOf(error: Pick<MediaError, 'code'> | null, hasPlayed: boolean): Trouble {
  // MediaError.MEDIA_ERR_DECODE
  if (error?.code === 3) return 'decoder';
  return hasPlayed ? 'unreachable' : 'notYet';
}
