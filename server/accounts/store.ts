import { randomUUID } from 'node:crypto';
import type { Database, Queries } from '@antenne/prisma';
import type { Invitation, Role, StaffRole } from '../contract/index.ts';
import { Refusal } from '../platform/failure.ts';
import { hashToken, newToken } from './tokens.ts';
import { type Validity, validityOf } from './validity.ts';

/** A session ends this many milliseconds after it began. */
export const SESSION_LASTS = 30 * 24 * 60 * 60 * 1000;
const VOTER_KEY = 'voterKey';

const REFUSALS: Record<Exclude<Validity, 'valid'>, string> = {
  revoked: 'this invitation was revoked',
  notYet: 'this invitation is not valid yet',
  expired: 'this invitation has expired',
  spent: 'this invitation was used already',
};

export interface SessionRow {
  id: string;
  name: string;
}

/** A role that a session holds now; `broadcastId` null is every broadcast. */
export interface HeldRole {
  role: StaffRole;
  broadcastId: string | null;
  slug: string | null;
}

/** The key that signs voters' cookies: made once, the same for every server of this installation. */
export async function voterKey(database: Database): Promise<string> {
  // Two servers that start at once agree on whichever came first.
  await database.client.installationFact.createMany({
    data: [{ name: VOTER_KEY, value: newToken() }],
    skipDuplicates: true,
  });
  return (await database.client.installationFact.findUniqueOrThrow({ where: { name: VOTER_KEY } })).value;
}

export async function findSession(queries: Queries, token: string | undefined, now: Date): Promise<SessionRow | null> {
  if (!token) return null;
  const session = await queries.session.findUnique({ where: { tokenHash: hashToken(token) } });
  return session && !session.endedAt && session.expiresAt > now ? { id: session.id, name: session.name } : null;
}

/** The roles that a session holds: those of its invitations that were not revoked. */
export async function heldRoles(queries: Queries, sessionId: string, now: Date): Promise<HeldRole[]> {
  const grants = await queries.grant.findMany({
    where: {
      sessionId,
      session: { endedAt: null, expiresAt: { gt: now } },
      invitation: { revokedAt: null, role: { not: 'contributor' } },
    },
    select: { invitation: { select: { role: true, broadcastId: true, broadcast: { select: { slug: true } } } } },
  });
  return grants.flatMap(({ invitation: { role, broadcastId, broadcast } }) =>
    role === 'contributor' ? [] : [{ role, broadcastId, slug: broadcast?.slug ?? null }],
  );
}

/** The roles that a session holds in one broadcast, in one query: every command of a control page asks. */
export async function rolesIn(
  queries: Queries,
  sessionId: string,
  broadcastId: string,
  now: Date,
): Promise<StaffRole[]> {
  const invitations = await queries.invitation.findMany({
    where: {
      revokedAt: null,
      OR: [{ broadcastId: null }, { broadcastId }],
      grants: { some: { sessionId, session: { endedAt: null, expiresAt: { gt: now } } } },
    },
    select: { role: true },
  });
  return invitations.flatMap(({ role }) => (role === 'contributor' ? [] : [role]));
}

export async function endSession(queries: Queries, sessionId: string, now: Date): Promise<void> {
  await queries.session.updateMany({ where: { id: sessionId, endedAt: null }, data: { endedAt: now } });
}

export interface NewInvitationRow {
  role: Role;
  broadcastId: string | null;
  contributorId?: string | undefined;
  label: string;
  reusable: boolean;
  validFrom?: Date | undefined;
  validUntil?: Date | undefined;
}

/** @returns the invitation, and its token, which is not kept. */
export async function createInvitation(queries: Queries, wanted: NewInvitationRow, now: Date) {
  const token = newToken();
  const invitation = await queries.invitation.create({
    data: {
      id: randomUUID(),
      tokenHash: hashToken(token),
      role: wanted.role,
      broadcastId: wanted.broadcastId,
      contributorId: wanted.contributorId ?? null,
      label: wanted.label,
      reusable: wanted.reusable,
      createdAt: now,
      validFrom: wanted.validFrom ?? null,
      validUntil: wanted.validUntil ?? null,
    },
  });
  return { token, invitation: viewInvitation(invitation) };
}

type InvitationRow = NonNullable<Awaited<ReturnType<Queries['invitation']['findUnique']>>>;

export function viewInvitation(row: InvitationRow): Invitation {
  return {
    id: row.id,
    role: row.role,
    contributorId: row.contributorId,
    label: row.label,
    createdAt: row.createdAt.toISOString(),
    validFrom: row.validFrom?.toISOString() ?? null,
    validUntil: row.validUntil?.toISOString() ?? null,
    revokedAt: row.revokedAt?.toISOString() ?? null,
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  };
}

export async function listInvitations(queries: Queries, broadcastId: string): Promise<Invitation[]> {
  const rows = await queries.invitation.findMany({ where: { broadcastId }, orderBy: { createdAt: 'asc' } });
  return rows.map(viewInvitation);
}

export interface Acceptance {
  role: StaffRole;
  slug: string | null;
  session: SessionRow;
  /** The new session's token for the cookie; null when the browser's own session got the role. */
  newToken: string | null;
}

/**
 * Gives the invitation's role to the browser's session, or to a new one. One-time invitations are accepted once,
 * however many ask at the same moment; the browser that accepted it may come back.
 * @throws Refusal `notFound`, `closed`
 */
export async function acceptInvitation(
  database: Database,
  { token, name, current }: { token: string; name: string | undefined; current: SessionRow | null },
  now: Date,
): Promise<Acceptance> {
  return database.client.$transaction(async (tx) => {
    const invitation = await tx.invitation.findUnique({
      where: { tokenHash: hashToken(token) },
      include: {
        broadcast: { select: { slug: true } },
        grants: current ? { where: { sessionId: current.id } } : { take: 0 },
      },
    });
    if (!invitation || invitation.role === 'contributor') throw new Refusal('notFound', 'no such invitation');
    const slug = invitation.broadcast?.slug ?? null;
    const validity = validityOf(invitation, now);
    if (current && invitation.grants.length > 0 && (validity === 'valid' || validity === 'spent')) {
      return { role: invitation.role, slug, session: current, newToken: null };
    }
    if (validity !== 'valid') throw new Refusal('closed', REFUSALS[validity]);
    const { count } = await tx.invitation.updateMany({
      where: { id: invitation.id, revokedAt: null, ...(invitation.reusable ? {} : { acceptedAt: null }) },
      data: { acceptedAt: now, lastUsedAt: now },
    });
    if (count === 0) throw new Refusal('closed', REFUSALS.spent);
    const secret = current ? null : newToken();
    const session =
      current ??
      (await tx.session.create({
        data: {
          id: randomUUID(),
          tokenHash: hashToken(secret ?? newToken()),
          name: name ?? invitation.label,
          createdAt: now,
          expiresAt: new Date(now.getTime() + SESSION_LASTS),
        },
      }));
    if (current && name) await tx.session.update({ where: { id: current.id }, data: { name } });
    await tx.grant.create({ data: { sessionId: session.id, invitationId: invitation.id, createdAt: now } });
    return { role: invitation.role, slug, session: { id: session.id, name: name ?? session.name }, newToken: secret };
  });
}

/**
 * Takes an invitation back, and with it every role that it gave.
 * @returns the sessions that held it.
 * @throws Refusal `notFound` when it is not this broadcast's.
 */
export async function revokeInvitation(queries: Queries, broadcastId: string, invitationId: string, now: Date) {
  const { count } = await queries.invitation.updateMany({
    where: { id: invitationId, broadcastId, revokedAt: null },
    data: { revokedAt: now },
  });
  const invitation = await queries.invitation.findUnique({ where: { id: invitationId }, include: { grants: true } });
  if (invitation?.broadcastId !== broadcastId) throw new Refusal('notFound', 'no such invitation');
  return {
    revokedNow: count > 0,
    invitation: viewInvitation(invitation),
    sessionIds: invitation.grants.map((grant) => grant.sessionId),
  };
}

/** A contributor's link. @throws Refusal `notFound`, `closed` */
export async function findContributorInvitation(queries: Queries, token: string, now: Date) {
  const invitation = await queries.invitation.findUnique({ where: { tokenHash: hashToken(token) } });
  if (invitation?.role !== 'contributor' || !invitation.contributorId || !invitation.broadcastId) {
    throw new Refusal('notFound', 'no such invitation');
  }
  const validity = validityOf(invitation, now);
  if (validity !== 'valid') {
    // The page says in the reader's language what is wrong, and from when it will not be.
    const validFrom = invitation.validFrom?.toISOString() ?? null;
    throw new Refusal('closed', REFUSALS[validity], { current: { validity, validFrom } });
  }
  return { id: invitation.id, contributorId: invitation.contributorId, broadcastId: invitation.broadcastId };
}

export async function markUsed(queries: Queries, invitationId: string, now: Date): Promise<void> {
  await queries.invitation.updateMany({ where: { id: invitationId }, data: { lastUsedAt: now } });
}

/** Whether a link of this token still opens something. */
export async function isUsable(queries: Queries, token: string, now: Date): Promise<boolean> {
  const invitation = await queries.invitation.findUnique({ where: { tokenHash: hashToken(token) } });
  return invitation !== null && validityOf(invitation, now) === 'valid';
}

/** Whether someone is owner, or can still become it by a link that was given out. */
export async function hasOwner(queries: Queries, now: Date): Promise<boolean> {
  const invitations = await queries.invitation.findMany({
    where: { role: 'owner', revokedAt: null },
    include: { grants: { where: { session: { endedAt: null, expiresAt: { gt: now } } } } },
  });
  return invitations.some((invitation) => invitation.grants.length > 0 || validityOf(invitation, now) === 'valid');
}
