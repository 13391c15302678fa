import { z } from 'zod';
import { Id, Instant, Role, Slug, StaffRole } from './common.ts';

/** `GET /api/session`: who this browser is. Viewers without a role get `null` roles but a voter identity. */
export const Session = z.object({
  name: z.string().nullable(),
  owner: z.boolean(),
  /** Roles in single broadcasts. */
  roles: z.array(z.object({ slug: Slug, role: Role })),
});
export type Session = z.infer<typeof Session>;

/** `POST /api/session/accept`: spends or renews an invitation link (`/invite/:token`) and sets the session cookie. */
export const AcceptInvitation = z.object({
  token: z.string().min(16).max(128),
  name: z.string().trim().min(1).max(60).optional(),
});

export const AcceptedInvitation = z.object({
  role: StaffRole,
  /** Where to go now: `/admin`, `/studio/:slug`, `/moderate/:slug`. */
  path: z.string(),
});
export type AcceptedInvitation = z.infer<typeof AcceptedInvitation>;

/** A member of `GET /api/admin/broadcasts/:slug/invitations` (owner). The token itself is shown once, on creation. */
export const Invitation = z.object({
  id: Id,
  role: Role,
  /** For contributors: whose link. */
  contributorId: Id.nullable(),
  label: z.string(),
  createdAt: Instant,
  validFrom: Instant.nullable(),
  validUntil: Instant.nullable(),
  revokedAt: Instant.nullable(),
  lastUsedAt: Instant.nullable(),
});
export type Invitation = z.infer<typeof Invitation>;

/** A member of `GET /api/admin/broadcasts/:slug/contributors` (owner): a contributor with the links made for it. */
export const AdminContributor = z.object({
  id: Id,
  number: z.number().int().positive(),
  name: z.string(),
  place: z.string(),
  invitations: z.array(Invitation),
});
export type AdminContributor = z.infer<typeof AdminContributor>;

/** `GET /ready` of the server, with status 503 while something that it needs is away. */
export const Readiness = z.object({ ok: z.boolean(), database: z.boolean(), media: z.boolean() });
export type Readiness = z.infer<typeof Readiness>;

/** `POST /api/admin/broadcasts/:slug/invitations` (owner). */
export const NewInvitation = z.object({
  role: Role.exclude(['owner']),
  contributorId: Id.optional(),
  label: z.string().trim().min(1).max(80),
  validFrom: Instant.optional(),
  validUntil: Instant.optional(),
});
export type NewInvitation = z.infer<typeof NewInvitation>;

/** What a key acts as: a control surface as a producer, a captioning service as a captioner. */
export const RemoteRole = Role.extract(['producer', 'captioner']);
export type RemoteRole = z.infer<typeof RemoteRole>;

/** A key with which a control surface (Stream Deck, Companion, a script) commands one broadcast over HTTP. */
export const RemoteKey = z.object({ id: Id, name: z.string(), role: RemoteRole, createdAt: Instant });
export type RemoteKey = z.infer<typeof RemoteKey>;

/** `POST /api/studio/:slug/keys` (producer). */
export const NewRemoteKey = z.object({
  name: z.string().trim().min(1).max(60),
  role: RemoteRole.default('producer'),
});

/** The token is shown once: `Authorization: Bearer <token>`. */
export const CreatedRemoteKey = z.object({ key: RemoteKey, token: z.string() });
export type CreatedRemoteKey = z.infer<typeof CreatedRemoteKey>;

export const CreatedInvitation = z.object({ invitation: Invitation, url: z.url() });
export type CreatedInvitation = z.infer<typeof CreatedInvitation>;
