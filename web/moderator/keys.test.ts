import { expect, test } from 'vitest';
import type { KeyPress } from '../ui/keyboard.ts';
import { moderationKey } from './keys.ts';

const press = (over: Partial<KeyPress>): KeyPress => ({
  key: '',
  code: '',
  repeat: false,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  focus: 'page',
  ...over,
});

test('R then a digit rejects with that reason, on a French digit row too', () => {
  expect(moderationKey(press({ key: 'r' }), 'browse')).toEqual({ type: 'startReject' });
  expect(moderationKey(press({ key: 'é', code: 'Digit2' }), 'rejecting')).toEqual({
    type: 'reject',
    reason: 'duplicate',
  });
  expect(moderationKey(press({ key: 'é', code: 'Digit2' }), 'browse')).toBeNull();
  expect(moderationKey(press({ key: 'Escape' }), 'rejecting')).toEqual({ type: 'cancel' });
});

test('U then a digit takes a final decision back, and says why', () => {
  expect(moderationKey(press({ key: 'u' }), 'browse')).toEqual({ type: 'startReopen' });
  expect(moderationKey(press({ key: '1', code: 'Digit1' }), 'reopening')).toEqual({
    type: 'reopen',
    reason: 'mistake',
  });
  expect(moderationKey(press({ key: '9', code: 'Digit9' }), 'reopening')).toBeNull();
});

test('while a reason is awaited no other decision fires', () => {
  expect(moderationKey(press({ key: 'a' }), 'rejecting')).toBeNull();
  expect(moderationKey(press({ key: 'a' }), 'reopening')).toBeNull();
});

test('a held key moves on but decides only once', () => {
  expect(moderationKey(press({ key: 'j', repeat: true }), 'browse')).toEqual({ type: 'move', by: 1 });
  expect(moderationKey(press({ key: 'a', repeat: true }), 'browse')).toBeNull();
});

test('V looks at where the votes came from', () => {
  expect(moderationKey(press({ key: 'v' }), 'browse')).toEqual({ type: 'votes' });
  expect(moderationKey(press({ key: 'v' }), 'rejecting')).toBeNull();
});

test('typing and browser shortcuts are left alone', () => {
  expect(moderationKey(press({ key: 'a', focus: 'typing' }), 'browse')).toBeNull();
  expect(moderationKey(press({ key: 'r', ctrlKey: true }), 'browse')).toBeNull();
});
