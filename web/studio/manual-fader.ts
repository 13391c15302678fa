/**
 * A hand on the manual fader. It shows where the hand is, sends one position after the other, the newest when there are
 * several, and the last one always. Once it has arrived it has taken, and waits for the hand to let go.
 */
import { useRef, useState } from 'react';

/** Between two positions that are sent, ms. */
const PACE_MS = 33;

export type Hand = {
  /** Where the hand is; null: nobody's here. */
  held: number | null;
  /** It has arrived: nothing more is sent until it lets go. */
  arrived: boolean;
};

export const NO_HAND: Hand = { held: null, arrived: false };

/** The hand moved. @returns what to send, null for nothing */
export function moved(hand: Hand, position: number): { hand: Hand; send: number | null } {
  if (hand.arrived) return { hand, send: null };
  return { hand: { held: position, arrived: position >= 1 }, send: position };
}

export function useManualFader(
  known: number,
  send: (position: number) => Promise<unknown>,
): { position: number; move: (position: number) => void; release: () => void } {
  const [hand, setHand] = useState(NO_HAND);
  const current = useRef(hand);
  const wanted = useRef<number | null>(null);
  const isSending = useRef(false);
  const keep = (next: Hand) => {
    current.current = next;
    setHand(next);
  };
  const sendNewest = async (): Promise<void> => {
    if (isSending.current) return;
    isSending.current = true;
    while (wanted.current !== null) {
      const next = wanted.current;
      wanted.current = null;
      const pace = new Promise((resolve) => setTimeout(resolve, PACE_MS));
      await send(next);
      await pace;
    }
    isSending.current = false;
    // The hand is off by now: from here on it shows what the server knows.
    if (!isDown.current) keep(NO_HAND);
  };
  const isDown = useRef(false);
  return {
    position: hand.held ?? known,
    move(position) {
      isDown.current = true;
      const step = moved(current.current, position);
      keep(step.hand);
      if (step.send === null) return;
      wanted.current = step.send;
      void sendNewest();
    },
    release() {
      isDown.current = false;
      if (!isSending.current) keep(NO_HAND);
    },
  };
}
