/** The part of an invitation that decides whether it can be used now. */
export interface InvitationFacts {
  reusable: boolean;
  validFrom: Date | null;
  validUntil: Date | null;
  acceptedAt: Date | null;
  revokedAt: Date | null;
}

export type Validity = 'valid' | 'revoked' | 'notYet' | 'expired' | 'spent';

export function validityOf(invitation: InvitationFacts, now: Date): Validity {
  if (invitation.revokedAt) return 'revoked';
  if (invitation.validFrom && now < invitation.validFrom) return 'notYet';
  if (invitation.validUntil && now >= invitation.validUntil) return 'expired';
  if (!invitation.reusable && invitation.acceptedAt) return 'spent';
  return 'valid';
}
