import {
  AcceptedInvitation,
  AdminContributor,
  CreatedInvitation,
  CreatedStageLink,
  type EntryChange,
  type Failure,
  Invitation,
  type NewBroadcast,
  type NewInvitation,
  OwnerEntry,
  OwnerHealth,
  OwnerReplay,
  PublicBroadcast,
  Readiness,
  type ReplayChange,
  type Reply,
  Report,
  Session,
  StageLink,
} from '@antenne/server/contract';
import { z } from 'zod';
import { request } from '../realtime/index.ts';

/** A refusal on its way through TanStack Query, which speaks in exceptions. */
export class Refused extends Error {
  override name = 'Refused';
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.message);
    this.failure = failure;
  }
}

async function orThrow<T>(reply: Promise<Reply<T>>): Promise<T> {
  const answer = await reply;
  if (!answer.ok) throw new Refused(answer.error);
  return answer.data;
}

function admin(slug: string): string {
  return `/api/admin/broadcasts/${encodeURIComponent(slug)}`;
}

function stageLink(slug: string): string {
  return `/api/studio/${encodeURIComponent(slug)}/stage-link`;
}

/** The owner's side of the API. All reject with `Refused`. */
export const api = {
  session: () => orThrow(request(Session, '/api/session')),
  accept: (token: string, name: string) =>
    orThrow(
      request(AcceptedInvitation, '/api/session/accept', {
        method: 'POST',
        body: { token, ...(name ? { name } : {}) },
      }),
    ),
  signOut: () => orThrow(request(z.unknown(), '/api/session/sign-out', { method: 'POST' })),
  broadcasts: () => orThrow(request(z.array(PublicBroadcast), '/api/admin/broadcasts')),
  createBroadcast: (broadcast: NewBroadcast) =>
    orThrow(request(PublicBroadcast, '/api/admin/broadcasts', { method: 'POST', body: broadcast })),
  contributors: (slug: string) => orThrow(request(z.array(AdminContributor), `${admin(slug)}/contributors`)),
  invitations: (slug: string) => orThrow(request(z.array(Invitation), `${admin(slug)}/invitations`)),
  invite: (slug: string, invitation: NewInvitation) =>
    orThrow(request(CreatedInvitation, `${admin(slug)}/invitations`, { method: 'POST', body: invitation })),
  revoke: (slug: string, id: string) =>
    orThrow(request(Invitation, `${admin(slug)}/invitations/${id}/revoke`, { method: 'POST' })),
  replay: (slug: string) => orThrow(request(OwnerReplay, `${admin(slug)}/replay`)),
  changeReplay: (slug: string, change: ReplayChange) =>
    orThrow(request(OwnerReplay, `${admin(slug)}/replay`, { method: 'PUT', body: change })),
  report: (slug: string) => orThrow(request(Report, `${admin(slug)}/report`)),
  stageLink: (slug: string) => orThrow(request(StageLink, stageLink(slug))),
  makeStageLink: (slug: string) => orThrow(request(CreatedStageLink, stageLink(slug), { method: 'POST' })),
  revokeStageLink: (slug: string) => orThrow(request(z.unknown(), stageLink(slug), { method: 'DELETE' })),
  entry: (slug: string) => orThrow(request(OwnerEntry, `${admin(slug)}/entry`)),
  changeEntry: (slug: string, entry: EntryChange) =>
    orThrow(request(OwnerEntry, `${admin(slug)}/entry`, { method: 'PUT', body: entry })),
  health: () => orThrow(request(OwnerHealth, '/api/admin/health')),
  /** What is up. No answer at all counts as nothing being up. */
  readiness: async (): Promise<Readiness | null> => {
    try {
      // 503 carries the same body.
      return Readiness.parse(await (await fetch('/ready')).json());
    } catch {
      return null;
    }
  },
};

/** The code of a refusal, for its sentence. */
export function codeOf(error: unknown): Failure['code'] {
  return error instanceof Refused ? error.failure.code : 'unavailable';
}
