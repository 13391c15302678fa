/**
 * When to restart ICE and when to give a transport up, as a pure machine. Chromium says `disconnected` after some five
 * seconds without an answer and often recovers alone, hence the short patience before the first restart.
 */
export type LinkPhase =
  | { name: 'new' }
  | { name: 'connecting'; since: number }
  | { name: 'connected' }
  | { name: 'interrupted'; since: number }
  | { name: 'restarting'; since: number };

/** `forgotten`: the SFU says that it has no such transport: it began anew, and waiting for a restart is in vain. */
export type LinkEvent = 'connecting' | 'connected' | 'disconnected' | 'failed' | 'forgotten' | 'tick';
/** `renew`: throw the transport away and make another. */
export type LinkAction = 'none' | 'restartIce' | 'renew';

/** Milliseconds. */
export const patience = { interrupted: 1500, restarting: 8000, connecting: 12_000 };

/** @param now milliseconds of any clock that only goes forward */
export function nextLinkPhase(
  phase: LinkPhase,
  event: LinkEvent,
  now: number,
): { phase: LinkPhase; action: LinkAction } {
  const stay = { phase, action: 'none' } as const;
  switch (event) {
    case 'connected':
      return { phase: { name: 'connected' }, action: 'none' };
    case 'connecting':
      // A restart passes through `connecting` too; its patience goes on counting.
      return phase.name === 'new' ? { phase: { name: 'connecting', since: now }, action: 'none' } : stay;
    case 'disconnected':
      return phase.name === 'connected' ? { phase: { name: 'interrupted', since: now }, action: 'none' } : stay;
    case 'failed':
      // A restart that failed as well will not succeed by waiting.
      return phase.name === 'restarting' ? { phase: { name: 'new' }, action: 'renew' } : restart(now);
    case 'forgotten':
      return phase.name === 'restarting' ? { phase: { name: 'new' }, action: 'renew' } : stay;
    case 'tick':
      return tick(phase, now);
  }
}

function tick(phase: LinkPhase, now: number): { phase: LinkPhase; action: LinkAction } {
  switch (phase.name) {
    case 'new':
    case 'connected':
      return { phase, action: 'none' };
    case 'interrupted':
      return now - phase.since >= patience.interrupted ? restart(now) : { phase, action: 'none' };
    case 'connecting':
    case 'restarting':
      return now - phase.since >= patience[phase.name]
        ? { phase: { name: 'new' }, action: 'renew' }
        : { phase, action: 'none' };
  }
}

function restart(now: number): { phase: LinkPhase; action: LinkAction } {
  return { phase: { name: 'restarting', since: now }, action: 'restartIce' };
}
