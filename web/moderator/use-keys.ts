import { useEffect, useRef } from 'react';
import { type KeyMode, type ModerationAction, moderationKey } from './keys.ts';

/** Listens on the whole page while `enabled`; a dialog in front keeps its keys to itself. */
export function useKeys(enabled: boolean, mode: KeyMode, act: (action: ModerationAction) => void): void {
  const latest = useRef({ mode, act });
  useEffect(() => {
    latest.current = { mode, act };
  });
  useEffect(() => {
    if (!enabled) return;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return;
      const { key, code, repeat, ctrlKey, metaKey, altKey } = event;
      const focus = focusOf(document.activeElement);
      const action = moderationKey({ key, code, repeat, ctrlKey, metaKey, altKey, focus }, latest.current.mode);
      if (!action) return;
      event.preventDefault();
      latest.current.act(action);
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [enabled]);
}

function focusOf(element: Element | null): 'typing' | 'button' | 'page' {
  if (!(element instanceof HTMLElement)) return 'page';
  if (element.isContentEditable || element.matches('input, textarea, select')) return 'typing';
  return element.closest('button, a[href], summary') ? 'button' : 'page';
}
