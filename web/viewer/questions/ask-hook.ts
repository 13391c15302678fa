import type { Failure } from '@antenne/server/contract';
import { useCallback, useEffect, useReducer, useRef, useState } from 'react';
import { type AudienceRoom, isPassing, type Link } from '../../realtime/index.ts';
import { uuid } from '../../ui/index.ts';
import { type AskState, type Draft, nextLetter, readAsk, reduceAsk, retryDelay } from './ask.ts';

function storageKey(slug: string): string {
  return `antenne:ask:${slug}`;
}

function load(slug: string): AskState {
  try {
    return readAsk(localStorage.getItem(storageKey(slug)));
  } catch {
    return readAsk(null);
  }
}

function save(slug: string, state: AskState): void {
  try {
    localStorage.setItem(storageKey(slug), JSON.stringify(state));
  } catch {
    // Storage refused or full: it lives as long as the page.
  }
}

export type Ask = {
  state: AskState;
  /** Why the last letter came back into the form; cleared by writing. */
  refusal: Failure['code'] | null;
  /** True from when a question of this visit arrived until the next is written. */
  arrived: boolean;
  write: (change: Partial<Draft>) => void;
  send: () => void;
  resume: (key: string) => void;
  drop: (key: string) => void;
};

/** The draft and the letters of one broadcast, kept in the browser; carries letters to the server whenever it can. */
export function useAsk(slug: string, room: AudienceRoom, link: Link): Ask {
  const [state, dispatch] = useReducer(reduceAsk, slug, load);
  const [refusal, setRefusal] = useState<Failure['code'] | null>(null);
  const [arrived, setArrived] = useState(false);
  const [tries, setTries] = useState(0);
  const carrying = useRef<string | null>(null);

  useEffect(() => save(slug, state), [slug, state]);

  const key = nextLetter(state)?.key;
  const letters = useRef(state);
  letters.current = state;
  useEffect(() => {
    const letter = nextLetter(letters.current);
    if (!letter || letter.key !== key || link !== 'online' || carrying.current === letter.key) return;
    let retry: ReturnType<typeof setTimeout> | undefined;
    carrying.current = letter.key;
    void room
      .submit({
        key: letter.key,
        themeId: letter.themeId,
        text: letter.text,
        ...(letter.author ? { author: letter.author } : {}),
        ...(letter.place ? { place: letter.place } : {}),
      })
      .then((reply) => {
        carrying.current = null;
        if (reply.ok) {
          setTries(0);
          setArrived(true);
          dispatch({ type: 'arrived', key: letter.key });
        } else if (isPassing(reply.error)) {
          retry = setTimeout(() => setTries((count) => count + 1), retryDelay(reply.error, tries));
        } else {
          setTries(0);
          setRefusal(reply.error.code);
          dispatch({ type: 'refused', key: letter.key, code: reply.error.code });
        }
      });
    return () => clearTimeout(retry);
  }, [room, link, key, tries]);

  return {
    state,
    refusal,
    arrived,
    write: useCallback((change) => {
      setRefusal(null);
      setArrived(false);
      dispatch({ type: 'wrote', change });
    }, []),
    send: useCallback(() => {
      setRefusal(null);
      setArrived(false);
      dispatch({ type: 'sent', key: uuid() });
    }, []),
    resume: useCallback((which) => dispatch({ type: 'resumed', key: which }), []),
    drop: useCallback((which) => dispatch({ type: 'dropped', key: which }), []),
  };
}
