import type { Queries } from '@antenne/prisma';
import { z } from 'zod';
import { Instant, PresenterCue, type StageBoard, StageMessage } from '../contract/index.ts';
import type { Change } from '../platform/changes.ts';

/** As many cues a board keeps. */
const KEPT_CUES = 30;

/** What is kept of a stage: its board, and of its link only the token's hash. */
const KeptStage = z.object({
  message: StageMessage.nullable(),
  blackout: z.boolean(),
  cues: z.array(PresenterCue),
  link: z.object({ tokenHash: z.string(), createdAt: Instant }).nullable(),
});
export type KeptStage = z.infer<typeof KeptStage>;

const EMPTY: KeptStage = { message: null, blackout: false, cues: [], link: null };

const nameOf = (broadcastId: string) => `stage:${broadcastId}`;

export async function loadStage(queries: Queries, broadcastId: string): Promise<KeptStage> {
  const fact = await queries.installationFact.findUnique({ where: { name: nameOf(broadcastId) } });
  return fact ? KeptStage.parse(JSON.parse(fact.value)) : EMPTY;
}

/** Keeps what `change` makes of the stage, and tells the control room. The change holds the broadcast's row: none is lost. */
export async function changeStage(
  change: Change,
  alter: (stage: KeptStage) => KeptStage,
): Promise<{ before: KeptStage; after: KeptStage }> {
  const name = nameOf(change.broadcastId);
  const before = await loadStage(change.tx, change.broadcastId);
  const altered = alter(before);
  if (altered === before) return { before, after: before };
  const after = { ...altered, cues: altered.cues.slice(0, KEPT_CUES) };
  const value = JSON.stringify(after);
  await change.tx.installationFact.upsert({ where: { name }, create: { name, value }, update: { value } });
  change.control({ type: 'stage', stage: boardOf(after) });
  return { before, after };
}

/** What control pages see of it. */
export function boardOf({ message, blackout, cues, link }: KeptStage): StageBoard {
  return { message, blackout, cues, linkedAt: link?.createdAt ?? null };
}
