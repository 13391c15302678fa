import type { Queries } from '@antenne/prisma';
import type { StoredBroadcast } from '../broadcasts/store.ts';
import { LocalizedText, type StageView } from '../contract/index.ts';
import { loadRundown, type StoredRundown, timelineOf } from '../rundown/store.ts';
import { loadStage } from './board-store.ts';

type StoredItem = StoredRundown['items'][number];

/** Everything on the stage clock at `now`. */
export async function stageView(queries: Queries, broadcast: StoredBroadcast, now: Date): Promise<StageView> {
  const rundown = await loadRundown(queries, broadcast.id);
  const { message, blackout } = await loadStage(queries, broadcast.id);
  const timeline = timelineOf(rundown, now);
  const { run } = rundown;
  const find = (id: string | null | undefined) => rundown.items.find((item) => item.id === id) ?? null;
  const [current, next] = [find(run?.currentItemId), find(timeline.nextItemId)];
  const startedAt = run?.currentStartedAt ?? null;
  const runs = run?.state === 'live' || run?.state === 'rehearsal';
  const nextStart = timeline.items.find(({ id }) => id === next?.id)?.expectedStart;
  return {
    at: now.toISOString(),
    title: broadcast.title,
    accent: broadcast.accent,
    zone: broadcast.zone,
    state: broadcast.state,
    rehearsal: run?.state === 'rehearsal',
    plannedStart: broadcast.plannedStart.toISOString(),
    now:
      current && startedAt
        ? {
            ...named(current),
            startedAt: startedAt.toISOString(),
            endsAt: new Date(
              startedAt.getTime() + Math.max(0, current.plannedDurationMs + (run?.addedMs ?? 0)) + (run?.pausedMs ?? 0),
            ).toISOString(),
            pausedAt: run?.pausedAt?.toISOString() ?? null,
            warnMs: current.warnMs,
            dangerMs: current.dangerMs,
          }
        : null,
    next: next && nextStart !== undefined ? { ...named(next), expectedStart: new Date(nextStart).toISOString() } : null,
    overUnderMs: runs ? timeline.overUnderMs : null,
    delayMs: runs ? timeline.delayMs : null,
    message,
    blackout,
  };
}

/** What an item is called where anybody may read it. */
function named({ type, title, place, public: isPublic }: StoredItem) {
  return isPublic ? { type, title: LocalizedText.parse(title), place } : { type, title: null, place: null };
}
