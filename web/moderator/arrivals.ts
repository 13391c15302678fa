/**
 * Newcomers wait behind "3 nouvelles" so that nothing moves under the moderator's eyes. A question enters the list when
 * the moderator asks for them, when the list is empty, or when it came back by the moderator's own hand.
 */
export type Arrivals = { shown: ReadonlySet<string> };

/** @param waiting ids of the waiting column, in its order */
export function firstArrivals(waiting: readonly string[]): Arrivals {
  return { shown: new Set(waiting) };
}

/** What to show and what to hold back. An empty list has nothing to move, so that it takes newcomers at once. */
export function arrivalsStep(arrivals: Arrivals, waiting: readonly string[]): { arrivals: Arrivals; fresh: string[] } {
  const shown = waiting.filter((id) => arrivals.shown.has(id));
  if (shown.length === 0) return { arrivals: firstArrivals(waiting), fresh: [] };
  return { arrivals, fresh: waiting.filter((id) => !arrivals.shown.has(id)) };
}

/** Lets these in. */
export function admit(arrivals: Arrivals, ids: readonly string[]): Arrivals {
  return { shown: new Set([...arrivals.shown, ...ids]) };
}

/**
 * Where the focus goes when the focused card left the list: to the one that now stands in its place, else to the last.
 * Without a focus yet, to the first.
 * @param before the list as it was, with `focused` in it
 */
export function focusAfter(before: readonly string[], after: readonly string[], focused: string | null): string | null {
  if (focused !== null && after.includes(focused)) return focused;
  const place = focused === null ? -1 : before.indexOf(focused);
  if (place === -1) return after[0] ?? null;
  return before.slice(place).find((id) => after.includes(id)) ?? after.at(-1) ?? null;
}
