/** What the person does with cues. A tap counts at once on this page, and is told until the server has it. */
import { createStore, type StoreApi } from 'zustand/vanilla';

export interface CueDesk {
  /** Confirmed here, whether the server knows it already or not. */
  readonly done: StoreApi<{ ids: ReadonlySet<string> }>;
  /** They stand on the screen. */
  seen(ids: readonly string[]): void;
  confirm(ids: readonly string[]): void;
  /** The server is there again: tells what it has not acknowledged. */
  tellAgain(): void;
}

/** @param tell resolves to whether the server has it */
export function openCueDesk(tell: (what: 'seen' | 'confirmed', ids: readonly string[]) => Promise<boolean>): CueDesk {
  const done = createStore<{ ids: ReadonlySet<string> }>(() => ({ ids: new Set() }));
  const known = { seen: new Set<string>(), confirmed: new Set<string>() };
  const untold = { seen: new Set<string>(), confirmed: new Set<string>() };

  const flush = async (what: 'seen' | 'confirmed') => {
    const ids = [...untold[what]];
    if (ids.length === 0) return;
    untold[what].clear();
    if (await tell(what, ids)) return;
    for (const id of ids) untold[what].add(id);
  };
  const add = (what: 'seen' | 'confirmed', ids: readonly string[]) => {
    for (const id of ids) {
      if (known[what].has(id)) continue;
      known[what].add(id);
      untold[what].add(id);
    }
    void flush(what);
  };

  return {
    done,
    seen: (ids) => add('seen', ids),
    confirm(ids) {
      done.setState(({ ids: before }) => ({ ids: new Set([...before, ...ids]) }));
      add('confirmed', ids);
    },
    tellAgain() {
      void flush('seen');
      void flush('confirmed');
    },
  };
}
