import type { ControlSnapshot, TargetState } from '@antenne/server/contract';

/** What the light says: the worst of those that are switched on. Null: there is none, or the show is not live. */
export function worstOf({
  targets,
  states,
}: ControlSnapshot['simulcast']): Exclude<TargetState['type'], 'idle'> | null {
  const types = targets.filter(({ enabled }) => enabled).map(({ id }) => states[id]?.type ?? 'idle');
  return (['waiting', 'connecting', 'live'] as const).find((type) => types.includes(type)) ?? null;
}
