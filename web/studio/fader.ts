import { type ChannelSound, FADER_FLOOR } from '@antenne/server/contract';
import { useRef, useState } from 'react';
import { SILENCE } from '../realtime/index.ts';

/** Positions of a fader as words: what is below the floor is silence. */
export function faderText(gainDb: number, floor: number, silence: string): string {
  if (gainDb <= floor) return silence;
  const whole = Math.round(gainDb);
  return `${whole > 0 ? '+' : whole < 0 ? '−' : ''}${Math.abs(whole)} dB`;
}

/** A level as it leaves the fader, dBFS, of what reaches it. */
export function afterFader(dbfs: number, { gainDb, muted }: Pick<ChannelSound, 'gainDb' | 'muted'>): number {
  return muted || gainDb <= FADER_FLOOR ? SILENCE : Math.max(SILENCE, dbfs + gainDb);
}

/**
 * A fader under somebody's finger: it shows where the finger is, and says so to the server one position after the other,
 * the newest when there are several. Otherwise it shows what the server knows.
 */
export function useFader(
  known: Pick<ChannelSound, 'gainDb'>,
  send: (gainDb: number) => Promise<unknown>,
): { gainDb: number; move: (gainDb: number) => void } {
  const [held, setHeld] = useState<number | null>(null);
  const wanted = useRef<number | null>(null);
  const isSending = useRef(false);
  const sendNewest = async (): Promise<void> => {
    if (isSending.current) return;
    isSending.current = true;
    while (wanted.current !== null) {
      const next = wanted.current;
      wanted.current = null;
      await send(next);
    }
    isSending.current = false;
    setHeld(null);
  };
  return {
    gainDb: held ?? known.gainDb,
    move(gainDb) {
      setHeld(gainDb);
      wanted.current = gainDb;
      void sendNewest();
    },
  };
}
