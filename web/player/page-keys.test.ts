import { describe, expect, it } from 'vitest';
import type { KeyPress } from '../ui/keyboard.ts';
import { isPlayerKey } from './page-keys.ts';

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
const LIVE = { replay: false, free: true };
const REPLAY = { replay: true, free: true };

describe('the player takes', () => {
  it.each([' ', 'k', 'm', 'f', 'c', 'j', 'l'])('“%s”, live and in a replay', (key) => {
    expect([isPlayerKey(press(key), LIVE), isPlayerKey(press(key), REPLAY)]).toEqual([true, true]);
  });

  it.each(['ArrowLeft', 'ArrowRight'])('%s in a replay only', (key) => {
    expect([isPlayerKey(press(key), LIVE), isPlayerKey(press(key), REPLAY)]).toEqual([false, true]);
  });

  it('a held key only where it goes on step by step', () => {
    const held = (key: string) => isPlayerKey(press(key, { repeat: true }), REPLAY);
    expect(['j', 'l', 'ArrowRight'].every(held)).toBe(true);
    expect([' ', 'k', 'm', 'f', 'c'].some(held)).toBe(false);
  });
});

describe('the player leaves', () => {
  it('every key to who types, and what means the browser', () => {
    for (const key of [' ', 'k', 'm', 'ArrowLeft']) {
      expect(isPlayerKey(press(key, { focus: 'typing' }), REPLAY)).toBe(false);
      expect(isPlayerKey(press(key, { ctrlKey: true }), REPLAY)).toBe(false);
      expect(isPlayerKey(press(key, { shiftKey: true }), REPLAY)).toBe(false);
    }
  });

  it('Space and arrows to what has the focus, which may be a button or a list that scrolls', () => {
    const focused = { replay: true, free: false };
    for (const key of [' ', 'ArrowLeft', 'ArrowRight']) expect(isPlayerKey(press(key), focused)).toBe(false);
    expect(isPlayerKey(press('m', { focus: 'button' }), focused)).toBe(true);
  });

  it.each(['a', 'Enter', 'ArrowUp', 'ArrowDown', 'Tab', '?', '1'])('“%s”', (key) => {
    expect(isPlayerKey(press(key), REPLAY)).toBe(false);
  });
});
