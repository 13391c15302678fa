import { useCallback, useEffect, useRef, useState } from 'react';

/** How long a line beside the take button stays, in ms. */
const NOTICE_MS = 6_000;

/** One line at a time that leaves by itself. */
export function useNotice(): [string | null, (text: string) => void] {
  const [text, setText] = useState<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const say = useCallback((next: string) => {
    clearTimeout(timer.current);
    setText(next);
    timer.current = setTimeout(() => setText(null), NOTICE_MS);
  }, []);
  return [text, say];
}
