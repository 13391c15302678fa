import { createStore, type StoreApi } from 'zustand';

const KEY = 'antenne:page-keys';

export type KeysChoice = { on: boolean; choose: (on: boolean) => void };

/**
 * Whether the player's keys work on the whole page. Single letters must be possible to switch off (WCAG 2.2, 2.1.4): who
 * speaks to their machine would otherwise press them by mistake. Within the player they work all the same.
 */
export function createKeysChoice(
  storage: () => Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>,
): StoreApi<KeysChoice> {
  return createStore((set) => ({
    on: attempt(() => storage().getItem(KEY)) !== 'off',
    choose: (on) => {
      attempt(() => (on ? storage().removeItem(KEY) : storage().setItem(KEY, 'off')));
      set({ on });
    },
  }));
}

/** Storage can be refused (private windows, other sites' frames): then a choice lasts as long as the page. */
function attempt<Value>(access: () => Value): Value | null {
  try {
    return access();
  } catch {
    return null;
  }
}

export const keysChoice = createKeysChoice(() => localStorage);
