import type { Invitation } from '@antenne/server/contract';

export type LinkState = 'revoked' | 'expired' | 'early' | 'used' | 'fresh';

/** Where an invitation stands at `now` (ms). */
export function linkState(
  invitation: Pick<Invitation, 'revokedAt' | 'validFrom' | 'validUntil' | 'lastUsedAt'>,
  now: number,
): LinkState {
  if (invitation.revokedAt) return 'revoked';
  if (invitation.validUntil && Date.parse(invitation.validUntil) <= now) return 'expired';
  if (invitation.validFrom && Date.parse(invitation.validFrom) > now) return 'early';
  return invitation.lastUsedAt ? 'used' : 'fresh';
}

/** Whether it still opens a door, now or later, and so can be taken back. */
export function isOpen(state: LinkState): boolean {
  return state === 'used' || state === 'fresh' || state === 'early';
}
