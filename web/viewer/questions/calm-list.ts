import { type RefObject, useEffect, useState } from 'react';
import { type CalmList, calm } from './order.ts';

/** How long a touch or a scroll counts as someone reading here, ms. */
const READING = 6_000;

/** Whether someone is in this element: the mouse over it, the keyboard's focus in it, or a finger that was just there. */
export function useEngaged(ref: RefObject<HTMLElement | null>): boolean {
  const [engaged, setEngaged] = useState(false);
  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    const stop = new AbortController();
    const options = { signal: stop.signal, passive: true };
    let over = false;
    let touchedAt = Number.NEGATIVE_INFINITY;
    let timer: ReturnType<typeof setTimeout>;
    const look = () => {
      clearTimeout(timer);
      const focused = element.querySelector(':focus-visible') !== null;
      const left = touchedAt + READING - performance.now();
      setEngaged(over || focused || left > 0);
      if (left > 0) timer = setTimeout(look, left + 10);
    };
    const touched = () => {
      touchedAt = performance.now();
      look();
    };
    element.addEventListener(
      'pointerenter',
      (event) => {
        over = event.pointerType !== 'touch';
        look();
      },
      options,
    );
    element.addEventListener(
      'pointerleave',
      () => {
        over = false;
        look();
      },
      options,
    );
    element.addEventListener('focusin', look, options);
    // The focus has not moved yet when this fires.
    element.addEventListener('focusout', () => queueMicrotask(look), options);
    element.addEventListener('touchstart', touched, options);
    element.addEventListener('touchmove', touched, options);
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, [ref]);
  return engaged;
}

/** `wanted` as it may be shown now, and how to let those in who wait. Keep `wanted` the same array while it says the same. */
export function useCalmList(wanted: readonly string[], engaged: boolean): CalmList & { admit: () => void } {
  const [shown, setShown] = useState<readonly string[]>([]);
  const list = calm(shown, wanted, engaged);
  // While rendering, not in an effect: a press on the button must never meet an order from before it.
  if (list.ids !== shown) setShown(list.ids);
  return { ...list, admit: () => setShown([]) };
}
