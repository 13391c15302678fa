/**
 * Each event of a broadcast counts once. Pure: a page's state with the last `seq` that it has seen, and how joins and
 * events change it. Gaps are normal (some events go to others alone), so only order and repetition are looked at.
 */

export type Envelope<Event> = { seq: number; event: Event };
/** What a join answers: everything anew, or what was missed since the `since` that was sent. */
export type Joined<State, Event> = {
  seq: number;
  snapshot?: State | undefined;
  missed?: Envelope<Event>[] | undefined;
};
export type Reduce<State, Event> = (state: State, event: Event) => State;

/** `null` before the first join. */
export type Sequenced<State> = { seq: number; state: State } | null;

/** Applies an event unless it was seen already. Before the first join there is nothing to apply it to. */
export function receive<State, Event>(
  current: Sequenced<State>,
  { seq, event }: Envelope<Event>,
  reduce: Reduce<State, Event>,
): Sequenced<State> {
  if (!current || seq <= current.seq) return current;
  return { seq, state: reduce(current.state, event) };
}

/**
 * Takes a join's answer. `early` are events that came while the answer was on its way: those that it covers already
 * fall out by their `seq`.
 */
export function join<State, Event>(
  current: Sequenced<State>,
  joined: Joined<State, Event>,
  early: readonly Envelope<Event>[],
  reduce: Reduce<State, Event>,
): Sequenced<State> {
  let next: Sequenced<State> = joined.snapshot ? { seq: joined.seq, state: joined.snapshot } : current;
  if (!next) return null;
  if (!joined.snapshot) {
    for (const envelope of joined.missed ?? []) next = receive(next, envelope, reduce);
    if (next && next.seq < joined.seq) next = { ...next, seq: joined.seq };
  }
  for (const envelope of early) next = receive(next, envelope, reduce);
  return next;
}
