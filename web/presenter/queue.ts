/** The questions as the presenter needs them: the one on air, and those chosen for the show, in order. */
import type { StaffQuestion } from '@antenne/server/contract';

export type PresenterQueue = { onAir: StaffQuestion | null; queued: StaffQuestion[] };

/** @param chosen what the presenter picked to be next: it comes first while it is queued */
export function presenterQueue(questions: readonly StaffQuestion[], chosen: string | null): PresenterQueue {
  const queued = questions
    .filter(({ state }) => state === 'queued')
    .sort((a, b) => b.votes - a.votes || a.submittedAt.localeCompare(b.submittedAt) || a.id.localeCompare(b.id));
  const first = queued.find(({ id }) => id === chosen);
  return {
    onAir: questions.find(({ state }) => state === 'onAir') ?? null,
    queued: first ? [first, ...queued.filter((one) => one !== first)] : queued,
  };
}

/** How large a question stands, by its length: the longest still at 40 px. */
export function questionSize(text: string): string {
  const length = [...text].length;
  if (length <= 80) return 'clamp(2.75rem, 1.5rem + 4.4vmin, 5.5rem)';
  if (length <= 160) return 'clamp(2.5rem, 1.4rem + 3vmin, 4rem)';
  return 'clamp(2.5rem, 1.6rem + 1.8vmin, 3.25rem)';
}
