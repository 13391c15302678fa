/** How *Auto* goes from one source to the next, as this browser's producer chose it. */
import {
  contributorsIn,
  type SourceRef,
  type StudioContributor,
  Transition,
  TransitionFrames,
} from '@antenne/server/contract';
import { useEffect, useRef, useState } from 'react';

export type AutoTransition = Exclude<Transition, { type: 'cut' }>;

export const TRANSITIONS: readonly AutoTransition['type'][] = ['mix', 'wipe', 'dip'];
/** Lengths with a button of their own, in pictures, at 25 in a second. */
export const LENGTHS: readonly number[] = [8, 12, 25, 50];
export const FRAMES_PER_SECOND = 25;

export const CUT: Transition = { type: 'cut' };
export const BLACK: SourceRef = { type: 'black' };
/** To black and back: slow enough to be meant. */
export const FADE: Transition = { type: 'mix', frames: 25 };

const KEY = 'antenne:transition';
const FIRST: AutoTransition = { type: 'mix', frames: 12 };

/** What was kept, where it can be read; else the first choice. */
export function keptTransition(kept: string | null): AutoTransition {
  if (kept === null) return FIRST;
  const parsed = Transition.safeParse(readJson(kept));
  return parsed.success && parsed.data.type !== 'cut' ? parsed.data : FIRST;
}

/** What was typed for a length; null: no transition is as long. */
export function typedLength(text: string): number | null {
  const parsed = TransitionFrames.safeParse(text.trim() === '' ? Number.NaN : Number(text));
  return parsed.success ? parsed.data : null;
}

export function useAutoTransition(): [AutoTransition, (next: AutoTransition) => void] {
  const [transition, setTransition] = useState(() => keptTransition(stored()));
  return [
    transition,
    (next) => {
      setTransition(next);
      try {
        localStorage.setItem(KEY, JSON.stringify(next));
      } catch {
        // Kept for this visit only.
      }
    },
  ];
}

/** Where black leads back to: what was there before, while its people are; else the preview; else the card. */
export function afterBlack(
  before: SourceRef | null,
  preview: SourceRef | null,
  contributors: readonly StudioContributor[],
): SourceRef {
  const here = (source: SourceRef) => contributorsIn(source).every((id) => contributors.some((one) => one.id === id));
  const back = [before, preview].find((source) => source && source.type !== 'black' && here(source));
  return back ?? { type: 'slate' };
}

function stored(): string | null {
  // Storage can be refused (private windows, policies).
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** What the programme showed before it went black, whoever did that. */
export function useBeforeBlack(program: SourceRef): () => SourceRef | null {
  const seen = useRef<SourceRef | null>(null);
  useEffect(() => {
    if (program.type !== 'black') seen.current = program;
  }, [program]);
  return () => seen.current;
}
