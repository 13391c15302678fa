import { useEffect, useRef } from 'react';
import { type Focus, type StudioAction, studioKey } from './keys.ts';

/** Listens on the whole page while `enabled`; a dialog in front keeps its keys to itself. */
export function useKeys(enabled: boolean, act: (action: StudioAction) => void): void {
  const latest = useRef(act);
  useEffect(() => {
    latest.current = act;
  });
  useEffect(() => {
    if (!enabled) return;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return;
      const { key, code, repeat, ctrlKey, metaKey, altKey } = event;
      const action = studioKey({ key, code, repeat, ctrlKey, metaKey, altKey, focus: focusOf(document.activeElement) });
      if (!action) {
        // A held Space must not scroll a panel away either.
        if (code === 'Space' && focusOf(document.activeElement) === 'page') event.preventDefault();
        return;
      }
      event.preventDefault();
      latest.current(action);
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [enabled]);
}

function focusOf(element: Element | null): Focus {
  if (!(element instanceof HTMLElement)) return 'page';
  if (element.isContentEditable || element.matches('input, textarea, select')) return 'typing';
  return element.closest('button, a[href], summary, [role="button"], [role="tab"]') ? 'button' : 'page';
}

/**
 * A click with the mouse leaves the focus where the keyboard works for the desk: otherwise the next Space would press
 * the clicked button again instead of taking. Tab still reaches every button.
 */
export function useFocusOffButtons(enabled: boolean): void {
  useEffect(() => {
    if (!enabled) return;
    const onMouseDown = (event: MouseEvent) => {
      if (!(event.target instanceof Element) || !event.target.closest('button, a[href]')) return;
      event.preventDefault();
      const focused = document.activeElement;
      if (focused instanceof HTMLElement && focused !== document.body) focused.blur();
    };
    document.addEventListener('mousedown', onMouseDown);
    return () => document.removeEventListener('mousedown', onMouseDown);
  }, [enabled]);
}
