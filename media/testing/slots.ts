import type { ProgramSlot } from '../core/program-link.ts';

/** People in the places of a scene. */
export function people(...ids: string[]): ProgramSlot[] {
  return ids.map((contributorId) => ({ type: 'feed', contributorId }));
}
