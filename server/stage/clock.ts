import type { StaffDoor } from '../accounts/staff-command.ts';
import { hashToken } from '../accounts/tokens.ts';
import { findBroadcast } from '../broadcasts/store.ts';
import { type StageView, stagePageCommands } from '../contract/index.ts';
import { type Commands, command } from '../platform/commands.ts';
import { Refusal } from '../platform/failure.ts';
import { loadStage } from './board-store.ts';
import { stageView } from './view.ts';

/** Which broadcast's clock a page is, and what it lives on: a session's role, or (null) the link. */
export interface StagePlace {
  slug: string;
  broadcastId: string;
  sessionId: string | null;
}

/** One page's socket. */
export interface StageContext {
  sessionToken: string | undefined;
  /** Makes the page that clock, and no other. */
  enter(place: StagePlace): void;
}

/** Everybody who works a broadcast may look at its clock. */
const READERS = ['producer', 'moderator', 'presenter', 'captioner'] as const;

/** The stage clock: who may look at it, and what it shows. */
export class StageClock {
  readonly #door: StaffDoor;

  constructor(door: StaffDoor) {
    this.#door = door;
  }

  handlers(): Commands<typeof stagePageCommands, StageContext> {
    const { database, access } = this.#door;
    return {
      'stage:join': command(
        stagePageCommands['stage:join'],
        async ({ slug, token }, { sessionToken, enter, afterReply }) => {
          const { id: broadcastId } = await findBroadcast(database.client, slug);
          let sessionId: string | null = null;
          if (token === undefined) {
            const session = await access.session(sessionToken);
            sessionId = (await access.requireRole(session, broadcastId, READERS)).id;
          } else {
            await this.#requireLink(broadcastId, token);
          }
          const view = await this.view(slug);
          afterReply(() => enter({ slug, broadcastId, sessionId }));
          return { now: new Date().toISOString(), view };
        },
      ),
    };
  }

  async view(slug: string): Promise<StageView> {
    const { client } = this.#door.database;
    return stageView(client, await findBroadcast(client, slug), new Date());
  }

  async #requireLink(broadcastId: string, token: string): Promise<void> {
    const { link } = await loadStage(this.#door.database.client, broadcastId);
    if (link?.tokenHash !== hashToken(token)) throw new Refusal('closed', 'this link was taken away');
  }
}
