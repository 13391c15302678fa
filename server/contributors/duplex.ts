/** The /duplex namespace: a contributor's page joins with its link, says where the person is, and speaks to the SFU. */
import type { Database } from '@antenne/prisma';
import { findContributorInvitation, markUsed } from '../accounts/store.ts';
import {
  type DuplexState,
  duplexCommands,
  type Reply,
  type RtcPeer,
  type RtcReply,
  type RtcRequest,
} from '../contract/index.ts';
import { type Changes, type Doer, SYSTEM } from '../platform/changes.ts';
import { type CommandCall, type Commands, command } from '../platform/commands.ts';
import { Refusal } from '../platform/failure.ts';
import type { ContributorBoard } from './board.ts';
import type { Cues } from './cues.ts';
import type { Peers } from './peers.ts';
import { listHere, setHere, viewDuplexInvitation } from './store.ts';

/** What this feature needs of the media plane. */
export interface RtcPort {
  /** Answers what media answered, or `mediaUnavailable`. */
  rtc(broadcastId: string, peer: RtcPeer, request: RtcRequest): Promise<Reply<RtcReply>>;
  /** Resolves when media has taken over what should be now. */
  settled(broadcastId: string): Promise<void>;
}

/** What this feature needs of the programme. */
export interface AirPort {
  /** What a contributor's page shows besides pictures. */
  duplexState(broadcastId: string, contributorId: string): Promise<DuplexState>;
}

/** Who holds a /duplex socket, once it joined. */
export interface Linked {
  contributorId: string;
  broadcastId: string;
  invitationId: string;
  peerId: string;
  name: string;
}

export interface DuplexContext {
  socketId: string;
  /** Null before `duplex:join`. */
  linked(): Linked | null;
  /** Gives the link to this socket. Other sockets of the contributor are told and closed. */
  link(linked: Linked): void;
  /** Tells the page who speaks to it now. */
  sendTalks(): void;
  unlink(): void;
}

type DuplexCall = DuplexContext & CommandCall;

export interface DuplexParts {
  database: Database;
  changes: Changes;
  board: ContributorBoard;
  peers: Peers;
  media: RtcPort;
  air: AirPort;
  cues: Cues;
}

export const ownerOfContributor = (contributorId: string) => `contributor:${contributorId}`;

export class Duplex {
  readonly #parts: DuplexParts;

  constructor(parts: DuplexParts) {
    this.#parts = parts;
  }

  /** After a start: those who were linked have as long to come back as after any lost connection. */
  async open(): Promise<void> {
    for (const { id, broadcastId } of await listHere(this.#parts.database.client)) {
      this.#parts.peers.expect({ broadcastId, peerId: id, owner: ownerOfContributor(id) });
    }
  }

  /** The last tab of a contributor is gone for good: whoever stands in may come back. */
  async gone(broadcastId: string, contributorId: string): Promise<void> {
    const { peers, changes, board } = this.#parts;
    if (peers.ofOwner(ownerOfContributor(contributorId)).length > 0) return;
    board.update(broadcastId, contributorId, { step: 'away' });
    await changes.run(broadcastId, async (change) => {
      await setHere(change, contributorId, false);
    });
  }

  handlers(): Commands<typeof duplexCommands, DuplexContext> {
    const { database, changes, board, peers, media, air, cues } = this.#parts;
    return {
      'duplex:join': command(duplexCommands['duplex:join'], async ({ token, peerId }, context: DuplexCall) => {
        const now = new Date();
        const {
          id: invitationId,
          contributorId,
          broadcastId,
        } = await findContributorInvitation(database.client, token, now);
        const invitation = await viewDuplexInvitation(database.client, contributorId);
        const owner = ownerOfContributor(contributorId);
        peers.claim({ broadcastId, peerId, owner }, context.socketId);
        context.link({ contributorId, broadcastId, invitationId, peerId, name: invitation.name });
        for (const other of peers.ofOwner(owner)) {
          if (other.peerId !== peerId) peers.leave(broadcastId, other.peerId);
        }
        board.update(broadcastId, contributorId, { step: 'checking' });
        await markUsed(database.client, invitationId, now);
        context.afterReply(() => context.sendTalks());
        return { now: now.toISOString(), invitation, state: await air.duplexState(broadcastId, contributorId) };
      }),

      'duplex:step': command(duplexCommands['duplex:step'], async ({ step }, context: DuplexContext) => {
        const { broadcastId, contributorId, name } = required(context);
        board.update(broadcastId, contributorId, { step });
        if (step === 'greenRoom') {
          await changes.run(broadcastId, async (change) => {
            const arrived = await setHere(change, contributorId, true);
            if (arrived) change.audit(doerOf({ contributorId, name }), 'contributor.greenRoom', name, contributorId);
          });
          // The stand-in has to be gone before this person's media comes.
          await media.settled(broadcastId);
        }
        return {};
      }),

      'duplex:report': command(
        duplexCommands['duplex:report'],
        async ({ condition, received }, context: DuplexContext) => {
          const { broadcastId, contributorId } = required(context);
          board.update(broadcastId, contributorId, { page: condition, received });
          return {};
        },
      ),

      rtc: command(duplexCommands.rtc, async ({ request }, context: DuplexContext) => {
        const { broadcastId, contributorId, peerId } = required(context);
        return unwrap(await media.rtc(broadcastId, { role: 'contributor', peerId, contributorId }, request));
      }),

      'duplex:seen': command(duplexCommands['duplex:seen'], async ({ ids }, context: DuplexContext) => {
        const { broadcastId, contributorId } = required(context);
        await cues.mark(broadcastId, contributorId, ids, 'seen');
        return {};
      }),

      'duplex:confirm': command(duplexCommands['duplex:confirm'], async ({ ids }, context: DuplexContext) => {
        const { broadcastId, contributorId } = required(context);
        await cues.mark(broadcastId, contributorId, ids, 'confirmed');
        return {};
      }),

      'duplex:leave': command(duplexCommands['duplex:leave'], async (_input, context: DuplexContext) => {
        const { broadcastId, contributorId, peerId, name } = required(context);
        context.unlink();
        peers.leave(broadcastId, peerId);
        await changes.run(broadcastId, async (change) => {
          change.audit(doerOf({ contributorId, name }), 'contributor.left', name, contributorId);
        });
        return {};
      }),
    };
  }
}

function required(context: DuplexContext): Linked {
  const linked = context.linked();
  if (!linked) throw new Refusal('notSignedIn', 'join first');
  return linked;
}

function doerOf({ contributorId, name }: { contributorId: string; name: string }): Doer {
  return { ...SYSTEM, id: contributorId, name };
}

/** Hands a refusal of media on as our own. */
export function unwrap<Data>(reply: Reply<Data>): Data {
  if (reply.ok) return reply.data;
  const { code, message, ...more } = reply.error;
  throw new Refusal(code, message, more);
}
