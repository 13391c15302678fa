/** Whom a producer hears alone, in their own browser. */

/**
 * What is heard alone after a press: these as well, or not any more; by default the other way than all of them are now.
 * Without `ids` everybody is meant who is heard alone, and such a press can only end it.
 */
export function soloPressedFrom(
  before: ReadonlySet<string>,
  { ids, on }: { ids: readonly string[] | null; on: boolean | null },
): ReadonlySet<string> {
  if (ids === null) return on === true ? before : new Set();
  if (on ?? !ids.every((id) => before.has(id))) return new Set([...before, ...ids]);
  return new Set([...before].filter((id) => !ids.includes(id)));
}
