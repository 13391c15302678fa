/**
 * The control room over HTTP, for control surfaces and scripts: the same commands as the studio's, parsed by the same
 * schemas, checked for the same roles, in the same log.
 *
 * `GET /api/studio/:slug` tells everything as it is; `POST /api/studio/:slug/commands/:name` commands, with the
 * command's input as JSON without `slug`. A `version` that is left out is the present one: a button knows none.
 */
import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Access } from '../accounts/access.ts';
import { createRemoteKey, isRemoteKey, listRemoteKeys } from '../accounts/remote-keys-store.ts';
import { type AccountParts, parse } from '../accounts/routes.ts';
import { revokeInvitation, type SessionRow } from '../accounts/store.ts';
import { findBroadcast } from '../broadcasts/store.ts';
import { type CreatedRemoteKey, controlCommands, Id, NewRemoteKey, type RemoteKey, Slug } from '../contract/index.ts';
import type { Command, Commands } from '../platform/commands.ts';
import { Refusal } from '../platform/failure.ts';
import { loadRundown } from '../rundown/store.ts';
import { loadBuses } from './bus-store.ts';
import type { ControlContext } from './control-room.ts';

export interface RemoteControlParts
  extends Pick<AccountParts, 'database' | 'changes' | 'access' | 'cookies' | 'onRevoked' | 'log'> {
  commands: Commands<typeof controlCommands, ControlContext>;
}

/** These need the socket that they come from. */
const NEEDS_SOCKET: ReadonlySet<string> = new Set([
  'control:join',
  'talkback:set',
  'talkback:ready',
  'rundown:editing',
  'question:look',
  'rtc',
]);

const BySlug = z.object({ slug: Slug });
const BySlugAndId = z.object({ slug: Slug, id: Id });
const ByCommand = z.object({ slug: Slug, name: z.string() });
const Body = z.record(z.string(), z.unknown());

export function remoteControlRoutes(app: FastifyInstance, parts: RemoteControlParts): void {
  const { database, changes, access, cookies, onRevoked, log } = parts;
  const { client } = database;
  const commands = new Map<string, Command<ControlContext>>(Object.entries(parts.commands));

  const sessionOf = (request: FastifyRequest) => sessionByHeaders(access, cookies, request);
  /** Keys are made and taken away by people: a key cannot make another one. */
  const producerOf = async (request: FastifyRequest, slug: string) => {
    const session = await access.session(cookies.sessionToken(request.headers.cookie));
    const broadcast = await findBroadcast(client, slug);
    return { broadcast, actor: await access.requireRole(session, broadcast.id, ['producer']) };
  };

  async function run(request: FastifyRequest, name: string, input: unknown): Promise<unknown> {
    const session = await sessionOf(request);
    if (!session) throw new Refusal('notSignedIn', 'no key that works now');
    const found = commands.get(name);
    if (!found) throw new Refusal('notFound', 'no such command');
    const after: (() => void)[] = [];
    return found.run(input, {
      socketId: `http:${session.id}`,
      session,
      // There is no page that stays: nothing is followed, and what runs after a reply serves nobody.
      connected: () => false,
      follow: () => undefined,
      edit: () => undefined,
      send: () => undefined,
      sendVotes: () => undefined,
      sendClaims: () => undefined,
      look: () => undefined,
      afterReply: (work) => void after.push(work),
    });
  }

  async function presentVersion(name: string, slug: string): Promise<number> {
    const broadcast = await findBroadcast(client, slug);
    return name.startsWith('rundown:')
      ? (await loadRundown(client, broadcast.id)).rundownVersion
      : (await loadBuses(client, broadcast.id)).version;
  }

  app.get('/api/studio/:slug', async (request, reply) => {
    const { slug } = parse(BySlug, request.params);
    void reply.header('cache-control', 'no-store');
    const { snapshot } = controlCommands['control:join'].output.parse(await run(request, 'control:join', { slug }));
    return snapshot;
  });

  app.post('/api/studio/:slug/commands/:name', async (request) => {
    const { slug, name } = parse(ByCommand, request.params);
    if (NEEDS_SOCKET.has(name)) throw new Refusal('notFound', 'no command of this door');
    const body = parse(Body, request.body ?? {});
    const schema = Object.entries(controlCommands).find(([known]) => known === name)?.[1];
    const wantsVersion = schema !== undefined && 'version' in schema.input.shape && body.version === undefined;
    // A question's version is what its moderator read: that one is never guessed.
    const guessed = wantsVersion && !name.startsWith('question:') ? { version: await presentVersion(name, slug) } : {};
    // A button is pressed once each time: nobody retries for it.
    const key = schema !== undefined && 'key' in schema.input.shape ? { key: randomUUID() } : {};
    return run(request, name, { ...guessed, ...key, ...body, slug });
  });

  app.get('/api/studio/:slug/keys', async (request): Promise<RemoteKey[]> => {
    const { broadcast } = await producerOf(request, parse(BySlug, request.params).slug);
    return listRemoteKeys(client, broadcast.id, new Date());
  });

  app.post('/api/studio/:slug/keys', async (request, reply) => {
    const { broadcast, actor } = await producerOf(request, parse(BySlug, request.params).slug);
    const { name, role } = parse(NewRemoteKey, request.body);
    const created: CreatedRemoteKey = await changes.run(broadcast.id, async (change) => {
      change.audit(actor, 'remoteKey.create', name);
      return createRemoteKey(change.tx, { broadcastId: broadcast.id, name, role }, change.now);
    });
    log.info({ key: created.key.id, slug: broadcast.slug }, 'remote key made');
    return reply.code(201).header('cache-control', 'no-store').send(created);
  });

  app.post('/api/studio/:slug/keys/:id/revoke', async (request, reply) => {
    const { slug, id } = parse(BySlugAndId, request.params);
    const { broadcast, actor } = await producerOf(request, slug);
    const sessionIds = await changes.run(broadcast.id, async (change) => {
      if (!(await isRemoteKey(change.tx, broadcast.id, id))) throw new Refusal('notFound', 'no such key');
      const revoked = await revokeInvitation(change.tx, broadcast.id, id, change.now);
      if (revoked.revokedNow) change.audit(actor, 'remoteKey.revoke', revoked.invitation.label);
      return revoked.sessionIds;
    });
    onRevoked({ sessionIds, invitationId: id });
    return reply.code(204).send();
  });
}

/** A key in the `Authorization` header (RFC 6750), or the page's own session. */
function sessionByHeaders(
  access: Access,
  cookies: AccountParts['cookies'],
  { headers }: FastifyRequest,
): Promise<SessionRow | null> {
  const key = /^Bearer ([\w-]{16,128})$/.exec(headers.authorization ?? '')?.[1];
  return access.session(key ?? cookies.sessionToken(headers.cookie));
}
