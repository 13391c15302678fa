import { type RefObject, useEffect, useRef, useState } from 'react';

/**
 * The order to show while someone points at the list: what is there stays where it is, newcomers go to the end.
 * @param before ids as they stood
 * @param wanted ids in the order that they should have
 */
export function steadyOrder(before: readonly string[], wanted: readonly string[]): string[] {
  const present = new Set(wanted);
  const kept = before.filter((id) => present.has(id));
  const known = new Set(kept);
  return [...kept, ...wanted.filter((id) => !known.has(id))];
}

/** A list that is sorted anew only while `hold` is false: nothing moves under the pointer or the focus. */
export function useSteadyOrder<T extends { id: string }>(wanted: readonly T[], hold: boolean): T[] {
  const shown = useRef<string[]>([]);
  const ids = wanted.map((item) => item.id);
  const order = hold ? steadyOrder(shown.current, ids) : ids;
  shown.current = order;
  const byId = new Map(wanted.map((item) => [item.id, item]));
  return order.flatMap((id) => byId.get(id) ?? []);
}

/** Whether someone points at this element with a mouse or pen, or has the focus in it. */
export function useHeld(element: RefObject<HTMLElement | null>): boolean {
  const [held, setHeld] = useState(false);
  useEffect(() => {
    const target = element.current;
    if (!target) return;
    let pointed = false;
    const look = () => setHeld(pointed || target.contains(document.activeElement));
    const onPointer = (event: PointerEvent) => {
      // A finger rests nowhere: it would hold the list for good.
      pointed = event.type === 'pointerenter' && event.pointerType !== 'touch';
      look();
    };
    // The focus has arrived at its new place only after `focusout`.
    const onFocus = () => queueMicrotask(look);
    target.addEventListener('pointerenter', onPointer);
    target.addEventListener('pointerleave', onPointer);
    target.addEventListener('focusin', onFocus);
    target.addEventListener('focusout', onFocus);
    return () => {
      target.removeEventListener('pointerenter', onPointer);
      target.removeEventListener('pointerleave', onPointer);
      target.removeEventListener('focusin', onFocus);
      target.removeEventListener('focusout', onFocus);
    };
  }, [element]);
  return held;
}
