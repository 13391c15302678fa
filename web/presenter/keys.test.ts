import { expect, it } from 'vitest';
import type { KeyPress } from '../ui/keyboard.ts';
import { presenterKey } from './keys.ts';

const press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code: '',
  repeat: false,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  focus: 'page',
  ...more,
});

it.each([
  [' ', 'main'],
  ['ArrowRight', 'next'],
  ['PageDown', 'next'],
  ['ArrowLeft', 'back'],
  ['PageUp', 'back'],
  ['ArrowDown', 'laterPick'],
  ['ArrowUp', 'earlierPick'],
  ['c', 'confirm'],
] as const)('%s is %s', (key, action) => {
  expect(presenterKey(press(key))).toBe(action);
});

it('moves one question per press, and leaves a button its own space', () => {
  expect(presenterKey(press('ArrowRight', { repeat: true }))).toBeNull();
  expect(presenterKey(press(' ', { focus: 'button' }))).toBeNull();
  expect(presenterKey(press('c', { ctrlKey: true }))).toBeNull();
});
