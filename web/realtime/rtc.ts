/**
 * WebRTC with the SFU, for any page: what it wants to send and to see is said once, and kept so across network losses,
 * restarts of the media plane and new producers. Signalling goes through whichever socket the page has (`/duplex` or
 * `/control`), given as two functions; no framework is needed.
 */
import { RtcEngine } from './rtc-engine.ts';
import type { RtcSession, RtcSignalling } from './rtc-types.ts';

export type { ConsumeOptions, RtcConnection, RtcSession, RtcSignalling } from './rtc-types.ts';

/** Opens nothing yet: the first `publish` or `consume` does. */
export function createRtcSession(signalling: RtcSignalling): RtcSession {
  return new RtcEngine(signalling);
}
