import { useEffect } from 'react';
import { uuid } from '../ui/index.ts';
import { startViewing } from './viewing.ts';

/** Who leaves sooner, or whose socket is back sooner, would be counted for nothing or twice. Milliseconds. */
const AFTER_MS = 10_000;

/** Says that this broadcast is watched here, while there is one. */
export function useViewing(slug: string | undefined): void {
  useEffect(() => {
    if (slug === undefined) return;
    let end = () => {};
    const timer = setTimeout(() => {
      end = startViewing({ slug, tabId: uuid() });
    }, AFTER_MS);
    return () => {
      clearTimeout(timer);
      end();
    };
  }, [slug]);
}
