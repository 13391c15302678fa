/** WebRTC signalling of a control page, through its room. */
import type { ControlRoom } from './control.ts';
import type { RtcSignalling } from './rtc.ts';

/** A refusal by the server, with the contract's code, as the session expects it. */
class RtcRefused extends Error {
  override name = 'RtcRefused';
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** `peerId`: this tab's own, for as long as its room is open. */
export function signallingOf(room: ControlRoom, peerId: string): RtcSignalling {
  return {
    request: async (request) => {
      const reply = await room.call('rtc', { slug: room.slug, peerId, request });
      if (reply.ok) return reply.data;
      throw new RtcRefused(reply.error.code, reply.error.message);
    },
    notices: room.onRtc,
  };
}
