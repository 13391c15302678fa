/** How long the system is left alone after it has paused, ms: in a call it pauses again at once. */
const PATIENCE_MS = 500;

/** What is needed of a media element. */
export type Playing = Pick<HTMLMediaElement, 'play' | 'addEventListener' | 'removeEventListener'>;

/**
 * Plays `element` for as long as the page is there. What the system pauses (a call, a locked screen, earphones that are
 * pulled out) goes on when it lets go: telephones never do that by themselves.
 *
 * @param onBlocked whether the browser wants a gesture before any sound, as after a reload
 * @returns its undo
 */
export function keepPlaying(element: Playing, onBlocked: (blocked: boolean) => void = () => undefined): () => void {
  let closed = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const play = () => {
    element.play().then(
      () => {
        if (!closed) onBlocked(false);
      },
      (error: unknown) => {
        if (!closed && error instanceof DOMException && error.name === 'NotAllowedError') onBlocked(true);
      },
    );
  };
  const onPause = () => {
    clearTimeout(timer);
    timer = setTimeout(play, PATIENCE_MS);
  };
  const onSeen = () => {
    if (document.visibilityState === 'visible') play();
  };
  element.addEventListener('pause', onPause);
  document.addEventListener('visibilitychange', onSeen);
  window.addEventListener('pageshow', onSeen);
  window.addEventListener('focus', onSeen);
  play();
  return () => {
    closed = true;
    clearTimeout(timer);
    element.removeEventListener('pause', onPause);
    document.removeEventListener('visibilitychange', onSeen);
    window.removeEventListener('pageshow', onSeen);
    window.removeEventListener('focus', onSeen);
  };
}
