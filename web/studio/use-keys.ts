import { useEffect } from 'react';
import { usePageKeys } from '../ui/index.ts';
import { isDialogOpen } from '../ui/keyboard.ts';
import { type StudioAction, studioKey } from './keys.ts';

/** The studio's keys on the whole page while no dialog is open. */
export function useKeys(act: (action: StudioAction) => void): void {
  usePageKeys(true, (press) => {
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
export function useFocusOffButtons(): void {
  useEffect(() => {
    const onMouseDown = (event: MouseEvent) => {
      if (
        isDialogOpen() ||
        !(event.target instanceof Element) ||
        !event.target.closest('button, a[href], input[type="checkbox"]')
      )
        return;
      event.preventDefault();
      const focused = document.activeElement;
      if (focused instanceof HTMLElement && focused !== document.body) focused.blur();
    };
    document.addEventListener('mousedown', onMouseDown);
    return () => document.removeEventListener('mousedown', onMouseDown);
  }, []);
}
