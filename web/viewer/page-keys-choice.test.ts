import { expect, it } from 'vitest';
import { createKeysChoice } from './page-keys-choice.ts';

function shelf() {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
}

it('is on until somebody switches it off, and stays so the next time', () => {
  const storage = shelf();
  const choice = createKeysChoice(() => storage);
  expect(choice.getState().on).toBe(true);
  choice.getState().choose(false);
  expect([choice.getState().on, createKeysChoice(() => storage).getState().on]).toEqual([false, false]);
  choice.getState().choose(true);
  expect([choice.getState().on, createKeysChoice(() => storage).getState().on]).toEqual([true, true]);
});

it('can be chosen where the browser keeps nothing', () => {
  const choice = createKeysChoice(() => {
    throw new DOMException('refused', 'SecurityError');
  });
  expect(choice.getState().on).toBe(true);
  choice.getState().choose(false);
  expect(choice.getState().on).toBe(false);
});
