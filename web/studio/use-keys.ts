import { useEffect } from 'react';
import { usePageKeys } from '../ui/index.ts';
import { type StudioAction, studioKey } from './keys.ts';

/** The studio's keys on the whole page while `enabled`. */
export function useKeys(enabled: boolean, act: (action: StudioAction) => void): void {
  usePageKeys(enabled, (press) => {
    const action = studioKey(press);
    if (action) act(action);
    // A held Space takes once, and must not scroll a panel away either.
    return action !== null || (press.code === 'Space' && press.focus === 'page');
  });
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
