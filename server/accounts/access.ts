import type { Database } from '@antenne/prisma';
import type { StaffRole } from '../contract/index.ts';
import { Refusal } from '../platform/failure.ts';
import { findSession, type HeldRole, heldRoles, rolesIn, type SessionRow } from './store.ts';

/** A person of the control room in one broadcast. */
export interface Actor {
  /** The session's id. */
  id: string;
  name: string;
  /** All roles held here; never empty. */
  roles: readonly StaffRole[];
}

/** Strongest first: the one that a page shows. */
const ORDER = ['owner', 'producer', 'moderator', 'presenter', 'captioner'] as const satisfies readonly StaffRole[];

export function mainRole(actor: Actor): StaffRole {
  const role = ORDER.find((candidate) => actor.roles.includes(candidate));
  if (!role) throw new Error(`actor ${actor.id} has no role`);
  return role;
}

/** The owner may do whatever any role may. */
export function mayActAs(actor: Actor, allowed: readonly StaffRole[]): boolean {
  return actor.roles.some((role) => role === 'owner' || allowed.includes(role));
}

/** Answers who someone is and what they may do, from the database each time: a role taken away is gone at once. */
export class Access {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  session(token: string | undefined): Promise<SessionRow | null> {
    return findSession(this.#database.client, token, new Date());
  }

  roles(sessionId: string): Promise<HeldRole[]> {
    return heldRoles(this.#database.client, sessionId, new Date());
  }

  /** Has a role in that broadcast, or in all. */
  async worksIn(sessionId: string, broadcastId: string): Promise<boolean> {
    return (await rolesIn(this.#database.client, sessionId, broadcastId, new Date())).length > 0;
  }

  /** @throws Refusal `notSignedIn`, `forbidden` */
  async requireRole(session: SessionRow | null, broadcastId: string, allowed: readonly StaffRole[]): Promise<Actor> {
    if (!session) throw new Refusal('notSignedIn', 'no session');
    const roles = await rolesIn(this.#database.client, session.id, broadcastId, new Date());
    const actor = { id: session.id, name: session.name, roles };
    if (!mayActAs(actor, allowed)) throw new Refusal('forbidden', 'this needs another role');
    return actor;
  }

  /** @throws Refusal `notSignedIn`, `forbidden` */
  async requireOwner(session: SessionRow | null): Promise<SessionRow> {
    if (!session) throw new Refusal('notSignedIn', 'no session');
    const held = await this.roles(session.id);
    if (!held.some((one) => one.role === 'owner')) throw new Refusal('forbidden', 'this needs the owner');
    return session;
  }
}
