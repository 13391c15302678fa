/** `/api/session…` for everyone, `/api/admin/…` for the owner. */
import type { Database } from '@antenne/prisma';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { createBroadcast } from '../broadcasts/create-store.ts';
import type { LiveView } from '../broadcasts/live-view.ts';
import { findBroadcast, listBroadcastIds } from '../broadcasts/store.ts';
import {
  type AcceptedInvitation,
  AcceptInvitation,
  type AdminContributor,
  type CreatedInvitation,
  Id,
  type Invitation,
  NewBroadcast,
  NewInvitation,
  type PublicBroadcast,
  type Session,
  Slug,
  type StaffRole,
} from '../contract/index.ts';
import { findContributor, listContributors } from '../contributors/store.ts';
import type { Changes } from '../platform/changes.ts';
import { Refusal } from '../platform/failure.ts';
import type { Log } from '../platform/logging.ts';
import type { Access } from './access.ts';
import type { Cookies } from './cookies.ts';
import { acceptInvitation, createInvitation, endSession, listInvitations, revokeInvitation } from './store.ts';

export interface AccountParts {
  database: Database;
  changes: Changes;
  access: Access;
  cookies: Cookies;
  liveView: LiveView;
  publicUrl: string;
  /** Called when sessions or a contributor's link lost a right: their sockets leave at once. */
  onRevoked(what: { sessionIds: readonly string[]; invitationId: string | null }): void;
  log: Log;
}

export function parse<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = z.safeParse(schema, value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new Refusal('badRequest', `${issue?.path.join('.') || 'input'}: ${issue?.message ?? 'wrong'}`);
}

const BySlug = z.object({ slug: Slug });
const BySlugAndId = z.object({ slug: Slug, id: Id });

/** The page that each role works on. */
export function homeOf(role: StaffRole, slug: string | null): string {
  if (role === 'owner' || slug === null) return '/admin';
  return {
    producer: `/studio/${slug}`,
    moderator: `/moderate/${slug}`,
    presenter: `/presenter/${slug}`,
    captioner: `/captions/${slug}`,
  }[role];
}

export function accountRoutes(app: FastifyInstance, parts: AccountParts): void {
  const { database, changes, access, cookies, liveView, publicUrl, onRevoked, log } = parts;
  const sessionOf = (request: FastifyRequest) => access.session(cookies.sessionToken(request.headers.cookie));
  const ownerOf = async (request: FastifyRequest) => access.requireOwner(await sessionOf(request));

  app.get('/api/session', async (request, reply): Promise<Session> => {
    const voter = cookies.firstVoter(request.headers.cookie);
    if (voter) void reply.header('set-cookie', voter);
    void reply.header('cache-control', 'no-store');
    const session = await sessionOf(request);
    const held = session ? await access.roles(session.id) : [];
    return {
      name: session?.name ?? null,
      owner: held.some(({ role }) => role === 'owner'),
      roles: held.flatMap(({ role, slug }) => (slug === null ? [] : [{ role, slug }])),
    };
  });

  app.post('/api/session/accept', async (request, reply): Promise<AcceptedInvitation> => {
    const { token, name } = parse(AcceptInvitation, request.body);
    const accepted = await acceptInvitation(database, { token, name, current: await sessionOf(request) }, new Date());
    if (accepted.newToken) void reply.header('set-cookie', cookies.setSession(accepted.newToken));
    log.info({ session: accepted.session.id, role: accepted.role, slug: accepted.slug }, 'invitation accepted');
    return { role: accepted.role, path: homeOf(accepted.role, accepted.slug) };
  });

  app.post('/api/session/sign-out', async (request, reply) => {
    const session = await sessionOf(request);
    if (session) {
      await endSession(database.client, session.id, new Date());
      onRevoked({ sessionIds: [session.id], invitationId: null });
      log.info({ session: session.id }, 'signed out');
    }
    return reply.header('set-cookie', cookies.clearSession()).code(204).send();
  });

  app.get('/api/admin/broadcasts', async (request): Promise<PublicBroadcast[]> => {
    await ownerOf(request);
    const views = [];
    for (const id of await listBroadcastIds(database.client)) views.push(await liveView.view(id));
    return views;
  });

  app.post('/api/admin/broadcasts', async (request, reply) => {
    const owner = await ownerOf(request);
    const wanted = parse(NewBroadcast, request.body);
    const { id, slug } = await createBroadcast(changes, wanted, owner);
    log.info({ broadcastId: id, slug }, 'broadcast made');
    const created: PublicBroadcast = await liveView.view(id);
    return reply.code(201).send(created);
  });

  app.get('/api/admin/broadcasts/:slug/invitations', async (request): Promise<Invitation[]> => {
    await ownerOf(request);
    const broadcast = await findBroadcast(database.client, parse(BySlug, request.params).slug);
    return listInvitations(database.client, broadcast.id);
  });

  app.get('/api/admin/broadcasts/:slug/contributors', async (request): Promise<AdminContributor[]> => {
    await ownerOf(request);
    const broadcast = await findBroadcast(database.client, parse(BySlug, request.params).slug);
    const invitations = await listInvitations(database.client, broadcast.id);
    const contributors = await listContributors(database.client, broadcast.id);
    return contributors.map(({ id, number, name, place }) => ({
      id,
      number,
      name,
      place,
      invitations: invitations.filter((invitation) => invitation.contributorId === id),
    }));
  });

  app.post('/api/admin/broadcasts/:slug/invitations', async (request, reply) => {
    const owner = await ownerOf(request);
    const broadcast = await findBroadcast(database.client, parse(BySlug, request.params).slug);
    const wanted = parse(NewInvitation, request.body);
    if ((wanted.role === 'contributor') !== (wanted.contributorId !== undefined)) {
      throw new Refusal('badRequest', 'contributorId: goes with the role contributor, and only with it');
    }
    const { token, invitation } = await changes.run(broadcast.id, async (change) => {
      const contributor =
        wanted.contributorId === undefined
          ? null
          : await findContributor(change.tx, broadcast.id, wanted.contributorId);
      change.audit(owner, 'invitation.create', contributor?.name ?? wanted.label);
      return createInvitation(
        change.tx,
        {
          role: wanted.role,
          broadcastId: broadcast.id,
          contributorId: contributor?.id,
          label: wanted.label,
          // A contributor's link is the person's key for the whole show; a role is given to one browser, once.
          reusable: wanted.role === 'contributor',
          validFrom: wanted.validFrom === undefined ? undefined : new Date(wanted.validFrom),
          validUntil: wanted.validUntil === undefined ? undefined : new Date(wanted.validUntil),
        },
        change.now,
      );
    });
    log.info({ invitation: invitation.id, role: invitation.role }, 'invitation made');
    const created: CreatedInvitation = { invitation, url: linkOf(publicUrl, wanted.role, token) };
    return reply.code(201).send(created);
  });

  app.post('/api/admin/broadcasts/:slug/invitations/:id/revoke', async (request): Promise<Invitation> => {
    const owner = await ownerOf(request);
    const { slug, id } = parse(BySlugAndId, request.params);
    const broadcast = await findBroadcast(database.client, slug);
    const { invitation, sessionIds } = await changes.run(broadcast.id, async (change) => {
      const revoked = await revokeInvitation(change.tx, broadcast.id, id, change.now);
      if (revoked.revokedNow) change.audit(owner, 'invitation.revoke', revoked.invitation.label);
      return revoked;
    });
    onRevoked({ sessionIds, invitationId: id });
    log.info({ invitation: id }, 'invitation revoked');
    return invitation;
  });
}

/** The address of an invitation. */
export function linkOf(publicUrl: string, role: Invitation['role'], token: string): string {
  return `${publicUrl}/${role === 'contributor' ? 'join' : 'invite'}/${token}`;
}
