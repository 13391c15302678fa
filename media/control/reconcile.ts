/** From what was wanted of a broadcast and what is wanted now to what has to happen. */
import { contributorsIn, type DesiredBroadcast } from '@antenne/server/contract';

export type StageAction =
  | { type: 'openRoom' }
  | { type: 'closeRoom' }
  | { type: 'startProgram' }
  | { type: 'stopProgram' }
  /** Something that the programme shows changed, or somebody took again: the running programme gets the whole new state. */
  | { type: 'updateProgram' }
  /** Others may be seen now or next. */
  | { type: 'favour'; contributorIds: string[] }
  /** No longer part of the broadcast: who speaks for them is sent away. */
  | { type: 'removeContributor'; contributorId: string }
  | { type: 'simulate'; contributorId: string; which: number }
  | { type: 'stopSimulation'; contributorId: string };

/**
 * What to do, in this order. What makes a picture is begun last and ended first, so that it never lacks its room.
 * @param before what was made so already; null: nothing
 * @param after null: the broadcast is no longer wanted at all
 */
export function reconcile(before: DesiredBroadcast | null, after: DesiredBroadcast | null): StageAction[] {
  const was = before && before.stage !== 'closed' ? before : null;
  const is = after && after.stage !== 'closed' ? after : null;
  const actions: StageAction[] = [];
  if (was?.stage === 'live' && is?.stage !== 'live') actions.push({ type: 'stopProgram' });
  const simulatedBefore = simulations(was);
  const simulatedAfter = simulations(is);
  for (const [contributorId, which] of simulatedBefore) {
    if (simulatedAfter.get(contributorId) !== which) actions.push({ type: 'stopSimulation', contributorId });
  }
  if (was && !is) return [...actions, { type: 'closeRoom' }];
  if (!is) return actions;
  if (!was) actions.push({ type: 'openRoom' });
  const kept = new Set(is.contributors.map(({ id }) => id));
  for (const { id } of was?.contributors ?? []) {
    if (!kept.has(id)) actions.push({ type: 'removeContributor', contributorId: id });
  }
  for (const [contributorId, which] of simulatedAfter) {
    if (simulatedBefore.get(contributorId) !== which) actions.push({ type: 'simulate', contributorId, which });
  }
  if (is.stage === 'live') {
    if (was?.stage !== 'live') actions.push({ type: 'startProgram' });
    else if (shown(was) !== shown(is)) actions.push({ type: 'updateProgram' });
    const contributorIds = atTheirBest(is);
    if (was?.stage === 'live' && atTheirBest(was).join() !== contributorIds.join()) {
      actions.push({ type: 'favour', contributorIds });
    }
  }
  return actions;
}

/** Whose picture should come at its best: everyone who is on a bus, and everyone at all where they are recorded so or the scene
 * of everybody is on a bus. */
export function atTheirBest({ program, standby, contributors, recording }: DesiredBroadcast): string[] {
  const isForAll = [program, standby].some((source) => source?.type === 'everybody');
  const areRecorded = recording?.on && recording.isos && recording.bestLayer;
  const recorded = isForAll || areRecorded ? contributors.map(({ id }) => id) : [];
  return [...new Set([...contributorsIn(program), ...contributorsIn(standby), ...recorded])].sort();
}

/** What is known of all broadcasts, with what came of it. */
export type Known = ReadonlyMap<string, DesiredBroadcast>;

/** One broadcast's new state: null when it is no newer than what is known. */
export function newer(known: Known, incoming: DesiredBroadcast): DesiredBroadcast | null {
  const before = known.get(incoming.broadcastId);
  return before && before.rev >= incoming.rev ? null : incoming;
}

/**
 * The server's whole list, as it comes with every hello. It is the truth even where its revisions are lower (a database
 * that was restored): broadcasts that are not in it are over.
 */
export function changesTo(
  known: Known,
  all: readonly DesiredBroadcast[],
): { broadcastId: string; desired: DesiredBroadcast | null }[] {
  const listed = new Set(all.map(({ broadcastId }) => broadcastId));
  return [
    ...[...known.keys()].filter((id) => !listed.has(id)).map((broadcastId) => ({ broadcastId, desired: null })),
    ...all.map((desired) => ({ broadcastId: desired.broadcastId, desired })),
  ];
}

/** Who is on air comes first: on a first start their loop is made before the others', so that the picture lives soon. */
function simulations(desired: DesiredBroadcast | null): Map<string, number> {
  const entries = (desired?.contributors ?? []).flatMap(({ id, simulated }) =>
    simulated === null ? [] : [[id, simulated] as const],
  );
  const onAir = desired?.program.type === 'feed' ? desired.program.contributorId : null;
  return new Map(entries.toSorted(([a], [b]) => Number(b === onAir) - Number(a === onAir)));
}

/** All that the programme shows. */
function shown({ rev: _rev, stage: _stage, ...picture }: DesiredBroadcast): string {
  return JSON.stringify(picture);
}
