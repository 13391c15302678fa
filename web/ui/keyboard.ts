/** Keys that work on the whole page, for desks where the hands stay on the keyboard. */
import { useEffect, useRef } from 'react';

/** What a key map needs of a `KeyboardEvent`. */
export type KeyPress = {
  key: string;
  /** The physical key: digits are read from it, because a French digit row gives `&é"'(-è_çà` without Shift. */
  code: string;
  repeat: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  /** Left out: not held. */
  shiftKey?: boolean;
  focus: KeyFocus;
};

/** Where the focus is: a text field keeps every key, a button or a tick keeps its own Space and Enter. */
export type KeyFocus = 'typing' | 'button' | 'page';

/** Whether the page's keys have to stand back: someone types, or means the browser. */
export function isForeign(press: KeyPress): boolean {
  return press.focus === 'typing' || press.ctrlKey || press.metaKey || press.altKey;
}

/** The digit on this key, whatever the layout says; null when it is not one. */
export function digitOf(press: KeyPress): number | null {
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(press.code)?.[1];
  return digit === undefined ? null : Number(digit);
}

/**
 * Gives key presses to `handle` while `enabled` and no dialog is open. What it answers with true is taken: the browser
 * does nothing more.
 */
export function usePageKeys(enabled: boolean, handle: (press: KeyPress) => boolean): void {
  const latest = useRef(handle);
  useEffect(() => {
    latest.current = handle;
  });
  useEffect(() => {
    if (!enabled) return;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isDialogOpen()) return;
      const { key, code, repeat, ctrlKey, metaKey, altKey, shiftKey } = event;
      const focus = focusOf(document.activeElement);
      if (latest.current({ key, code, repeat, ctrlKey, metaKey, altKey, shiftKey, focus })) event.preventDefault();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [enabled]);
}

/** A dialog has its own keys: nothing behind it is meant. */
export function isDialogOpen(): boolean {
  return document.querySelector('[data-modal]') !== null;
}

function focusOf(element: Element | null): KeyFocus {
  if (!(element instanceof HTMLElement)) return 'page';
  // A slider has use for arrows only: a fader that was just moved must not take the desk's keys.
  if (element.matches('input[type="range"]')) return 'page';
  if (element.matches('input[type="checkbox"]')) return 'button';
  if (element.isContentEditable || element.matches('input, textarea, select')) return 'typing';
  return element.closest('button, a[href], summary, [role="button"], [role="tab"]') ? 'button' : 'page';
}
