import { useCallback, useEffect, useEffectEvent, useRef } from 'react';
import { type BridgeParts, EmbedBridge } from './bridge.ts';

/**
 * Lets the page around this one work the player, while mounted; alone in its window, nothing.
 * @returns to be called whenever something may have changed.
 */
export function useEmbedBridge(parts: Omit<BridgeParts, 'parent'>): () => void {
  const bridge = useRef<EmbedBridge | null>(null);
  const about = useEffectEvent(parts.about);
  const state = useEffectEvent(parts.state);
  const run = useEffectEvent(parts.run);
  const { origin } = parts;

  useEffect(() => {
    const { parent } = window;
    if (parent === window) return;
    const made = new EmbedBridge({
      parent,
      origin,
      about: () => about(),
      state: () => state(),
      run: (command) => run(command),
    });
    const onMessage = (event: MessageEvent<unknown>) => made.receive(event, performance.now());
    window.addEventListener('message', onMessage);
    bridge.current = made;
    made.open(performance.now());
    return () => {
      window.removeEventListener('message', onMessage);
      bridge.current = null;
    };
  }, [origin]);

  return useCallback(() => bridge.current?.update(performance.now()), []);
}
