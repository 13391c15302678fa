import { randomUUID } from 'node:crypto';
import type { Queries } from '@antenne/prisma';
import { type CreatedRemoteKey, type RemoteKey, RemoteRole } from '../contract/index.ts';
import { SESSION_LASTS } from './store.ts';
import { hashToken, newToken } from './tokens.ts';

/**
 * Makes a key that acts as a producer or captioner of one broadcast for 30 days: an invitation that is accepted already, with a
 * session of its own, so that it is listed, checked and revoked as people's are.
 */
export async function createRemoteKey(
  queries: Queries,
  { broadcastId, name, role }: { broadcastId: string; name: string; role: RemoteRole },
  now: Date,
): Promise<CreatedRemoteKey> {
  const token = newToken();
  const { id, createdAt } = await queries.invitation.create({
    data: {
      id: randomUUID(),
      // Nobody has this one: the key itself is the session's.
      tokenHash: hashToken(newToken()),
      role,
      broadcastId,
      label: name,
      remote: true,
      createdAt: now,
      acceptedAt: now,
      grants: {
        create: {
          createdAt: now,
          session: {
            create: {
              id: randomUUID(),
              tokenHash: hashToken(token),
              name,
              createdAt: now,
              expiresAt: new Date(now.getTime() + SESSION_LASTS),
            },
          },
        },
      },
    },
  });
  return { key: { id, name, role, createdAt: createdAt.toISOString() }, token };
}

/** The keys of a broadcast that work now, oldest first. */
export async function listRemoteKeys(queries: Queries, broadcastId: string, now: Date): Promise<RemoteKey[]> {
  const rows = await queries.invitation.findMany({
    where: { broadcastId, remote: true, revokedAt: null, grants: { some: { session: { expiresAt: { gt: now } } } } },
    orderBy: { createdAt: 'asc' },
  });
  return rows.map(({ id, label, role, createdAt }) => ({
    id,
    name: label,
    role: RemoteRole.parse(role),
    createdAt: createdAt.toISOString(),
  }));
}

/** Whether this invitation is a control surface's key of this broadcast. */
export async function isRemoteKey(queries: Queries, broadcastId: string, id: string): Promise<boolean> {
  return (await queries.invitation.count({ where: { id, broadcastId, remote: true } })) > 0;
}
