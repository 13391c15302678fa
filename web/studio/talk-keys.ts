/** The talkback's keys: T is held, and digits meanwhile say to whom. */
import { type BusState, contributorsIn, type StudioContributor, type TalkTo } from '@antenne/server/contract';
import { useEffect, useRef } from 'react';
import { isDialogOpen } from '../ui/keyboard.ts';
import type { Talking } from './talk.tsx';

/** Milliseconds after T within which a digit still says to whom: nobody else hears the first syllable. */
const AIM_MS = 180;

/** To whom T speaks: those whose numbers were pressed, 0 for all, else who is on preview. Null: nobody. */
export function aimed(
  digits: ReadonlySet<number>,
  contributors: readonly StudioContributor[],
  preview: BusState['preview'],
): TalkTo | null {
  if (digits.has(0)) return 'all';
  const ids =
    digits.size > 0
      ? contributors.filter(({ number }) => digits.has(number)).map(({ id }) => id)
      : [...contributorsIn(preview)];
  return ids.length > 0 ? ids : null;
}

export function useTalkKeys({
  talk,
  contributors,
  preview,
  onNobody,
}: {
  talk: Talking;
  contributors: readonly StudioContributor[];
  preview: BusState['preview'];
  /** T was pressed, and nobody is on preview. */
  onNobody: () => void;
}): void {
  const latest = useRef({ talk, contributors, preview, onNobody });
  useEffect(() => {
    latest.current = { talk, contributors, preview, onNobody };
  });
  useEffect(() => {
    let held = false;
    let aiming: ReturnType<typeof setTimeout> | undefined;
    const digits = new Set<number>();
    const speak = () => {
      clearTimeout(aiming);
      const now = latest.current;
      const to = aimed(digits, now.contributors, now.preview);
      if (to) now.talk.hold(to);
      else now.onNobody();
    };
    const end = () => {
      if (!held) return;
      held = false;
      clearTimeout(aiming);
      digits.clear();
      latest.current.talk.letGo();
    };
    const down = (event: KeyboardEvent) => {
      if (held) {
        const digit = /^(?:Digit|Numpad)(\d)$/.exec(event.code)?.[1];
        // While T is held the desk's other keys rest: nobody cuts with half a hand.
        event.preventDefault();
        if (digit === undefined || event.repeat) return;
        digits.add(Number(digit));
        speak();
        return;
      }
      if (event.code !== 'KeyT' && event.key.toLowerCase() !== 't') return;
      if (event.key.toLowerCase() !== 't' || event.repeat || isForeign(event)) return;
      event.preventDefault();
      if (event.shiftKey) {
        const { talk: now, contributors: people, preview: bus, onNobody: nobody } = latest.current;
        const to = aimed(new Set(), people, bus);
        if (now.latched && now.wish) now.toggleLatch(now.wish);
        else if (to) now.toggleLatch({ to, private: false });
        else nobody();
        return;
      }
      held = true;
      aiming = setTimeout(speak, AIM_MS);
    };
    const up = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() === 't') end();
    };
    const hidden = () => {
      if (document.visibilityState === 'hidden') end();
    };
    // Before the desk's own keys, which leave alone what is taken.
    document.addEventListener('keydown', down, { capture: true });
    document.addEventListener('keyup', up, { capture: true });
    window.addEventListener('blur', end);
    document.addEventListener('visibilitychange', hidden);
    return () => {
      end();
      document.removeEventListener('keydown', down, { capture: true });
      document.removeEventListener('keyup', up, { capture: true });
      window.removeEventListener('blur', end);
      document.removeEventListener('visibilitychange', hidden);
    };
  }, []);
}

/** Somebody types, answers a dialog, or means the browser. */
function isForeign(event: KeyboardEvent): boolean {
  const focused = document.activeElement;
  const typing =
    focused instanceof HTMLElement &&
    (focused.isContentEditable || focused.matches('input:not([type="checkbox"],[type="range"]), textarea, select'));
  return isDialogOpen() || typing || event.ctrlKey || event.metaKey || event.altKey;
}
