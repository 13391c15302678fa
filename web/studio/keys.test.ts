import { describe, expect, test } from 'vitest';
import type { KeyPress } from '../ui/keyboard.ts';
import { GRAPHIC_KEYS } from './graphics.ts';
import { studioKey } from './keys.ts';

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

describe('studio keys', () => {
  test('the digit row of a French keyboard previews by place, not by character', () => {
    expect(studioKey(press({ key: '"', code: 'Digit3' }))).toEqual({ type: 'preview', number: 3 });
    expect(studioKey(press({ key: '7', code: 'Numpad7' }))).toEqual({ type: 'preview', number: 7 });
    expect(studioKey(press({ key: 'à', code: 'Digit0' }))).toEqual({ type: 'previewSlate' });
  });

  test('Space cuts, Enter takes with the transition, B goes to black', () => {
    expect(studioKey(press({ key: ' ', code: 'Space' }))).toEqual({ type: 'cut' });
    expect(studioKey(press({ key: 'Enter', code: 'NumpadEnter' }))).toEqual({ type: 'auto' });
    expect(studioKey(press({ key: 'B', code: 'KeyB' }))).toEqual({ type: 'black' });
  });

  test('V plays the clip on air or lets it pause, once for each press', () => {
    expect(studioKey(press({ key: 'v', code: 'KeyV' }))).toEqual({ type: 'clip' });
    expect(studioKey(press({ key: 'V', code: 'KeyV', repeat: true }))).toBeNull();
  });

  test('a number with Shift adds somebody or takes them out, on a French keyboard too', () => {
    expect(studioKey(press({ key: '3', code: 'Digit3', shiftKey: true }))).toEqual({ type: 'addOrRemove', number: 3 });
    expect(studioKey(press({ key: '#', code: 'Digit3', shiftKey: true }))).toEqual({ type: 'addOrRemove', number: 3 });
  });

  test('the run has its letters: N on and back, A more and less time, K holds, Z pauses', () => {
    const pressed = [press({ key: 'n' }), press({ key: 'N', shiftKey: true }), press({ key: 'a' })];
    expect(
      [...pressed, press({ key: 'A', shiftKey: true }), press({ key: 'k' }), press({ key: 'z' })].map(studioKey),
    ).toEqual([
      { type: 'takeNext' },
      { type: 'takePrevious' },
      { type: 'addTime', ms: 30_000 },
      { type: 'addTime', ms: -30_000 },
      { type: 'hold' },
      { type: 'pause' },
    ]);
  });

  test('letters name the layouts', () => {
    const layouts = ['f', 'd', 'i', 'g', 'q', 'e'].map((key) => studioKey(press({ key })));
    expect(layouts).toEqual(
      ['full', 'twoUp', 'pip', 'grid', 'questionPanel', 'everybody'].map((layout) => ({ type: 'layout', layout })),
    );
    expect(studioKey(press({ key: 'I', shiftKey: true }))).toEqual({ type: 'resize' });
    expect(studioKey(press({ key: 'x' }))).toEqual({ type: 'swap' });
  });

  test('F1 to F8 recall saved scenes, every graphic has a key of its own', () => {
    expect(studioKey(press({ key: 'F3' }))).toEqual({ type: 'scene', number: 3 });
    expect(studioKey(press({ key: 'F11' }))).toBeNull();
    expect(studioKey(press({ key: 'F5', ctrlKey: true }))).toBeNull();
    for (const [which, key] of Object.entries(GRAPHIC_KEYS)) {
      expect(studioKey(press({ key }))).toEqual({ type: 'graphic', which });
    }
  });

  test('a held key takes once', () => {
    expect(studioKey(press({ key: ' ', code: 'Space', repeat: true }))).toBeNull();
  });

  test('a focused button keeps its own Space and Enter, so that nothing fires twice', () => {
    expect(studioKey(press({ key: ' ', code: 'Space', focus: 'button' }))).toBeNull();
    expect(studioKey(press({ key: 'Enter', code: 'Enter', focus: 'button' }))).toBeNull();
    expect(studioKey(press({ key: '2', code: 'Digit2', focus: 'button' }))).toEqual({ type: 'preview', number: 2 });
  });

  test('nothing fires while someone types or uses a browser shortcut', () => {
    expect(studioKey(press({ key: '3', code: 'Digit3', focus: 'typing' }))).toBeNull();
    expect(studioKey(press({ key: ' ', code: 'Space', focus: 'typing' }))).toBeNull();
    expect(studioKey(press({ key: '1', code: 'Digit1', ctrlKey: true }))).toBeNull();
  });
});
