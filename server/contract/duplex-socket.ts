/** The Socket.IO namespace `/duplex`: contributors. */
import { z } from 'zod';
import { type CommandEvents, type CommandMap, Id, Instant, Nothing } from './common.ts';
import { DuplexInvitation, DuplexState } from './contributors.ts';
import { PageReport } from './link.ts';
import { type RtcNotice, RtcReply, RtcRequest } from './rtc.ts';
import type { TalkToMe } from './talkback.ts';

export const duplexCommands = {
  'duplex:join': {
    /** `token`: the invitation's; it is the credential here, so that no cookie is needed. */
    input: z.object({ token: z.string().min(16).max(128), peerId: Id }),
    output: z.object({ now: Instant, invitation: DuplexInvitation, state: DuplexState }),
  },
  /** Where the person is; `linked` is said by media itself, from what arrives. */
  'duplex:step': { input: z.object({ step: z.enum(['checking', 'greenRoom']) }), output: Nothing },
  /** What only the page knows of its devices and of what it receives; the last one holds. */
  'duplex:report': { input: PageReport, output: Nothing },
  rtc: { input: z.object({ request: RtcRequest }), output: RtcReply },
  /** Cues stand on the screen now. Saying it again changes nothing. */
  'duplex:seen': { input: z.object({ ids: z.array(Id).min(1).max(50) }), output: Nothing },
  /** The person has understood. Saying it again changes nothing. */
  'duplex:confirm': { input: z.object({ ids: z.array(Id).min(1).max(50) }), output: Nothing },
  'duplex:leave': { input: Nothing, output: Nothing },
} as const satisfies CommandMap;

export type DuplexClientEvents = CommandEvents<typeof duplexCommands>;
export type DuplexServerEvents = {
  state: (state: DuplexState) => void;
  /** Who speaks to this contributor now: whole, after each join and with each change. */
  talks: (message: { talks: TalkToMe[] }) => void;
  rtc: (notice: RtcNotice) => void;
  revoked: (message: { reason: string }) => void;
  /** Another tab or device took this link over; this one stops sending. */
  replaced: () => void;
};
