import type { Failure } from '@antenne/server/contract';

/** Why a page is closed to somebody; `revoked`: it was open to them, or to their link, until now. */
export type ClosedBecause = 'notSignedIn' | 'forbidden' | 'notFound' | 'revoked' | 'unavailable';

export function closedBecause(refusal: Failure | null, wasIn: boolean): ClosedBecause {
  switch (refusal?.code) {
    case 'notSignedIn':
      return wasIn ? 'revoked' : 'notSignedIn';
    case 'forbidden':
      return wasIn ? 'revoked' : 'forbidden';
    case 'closed':
      return 'revoked';
    case 'notFound':
      return 'notFound';
    default:
      return 'unavailable';
  }
}
