/** The system's own controls (lock screens, headsets, keyboards' media keys) for what plays here. Media Session, W3C. */

export interface SystemCommands {
  play(): void;
  pause(): void;
  /** To a position in seconds. */
  seek(position: number): void;
}

/** What is read of the video element. */
export type WatchedMedia = Pick<
  HTMLMediaElement,
  'currentTime' | 'duration' | 'playbackRate' | 'seekable' | 'addEventListener' | 'removeEventListener'
>;

/** Seconds, where the system does not say how far. */
const STEP = 10;
const ACTIONS = ['play', 'pause', 'seekbackward', 'seekforward', 'seekto'] as const;
const EVENTS = ['durationchange', 'seeked', 'ratechange', 'play', 'pause'] as const;

/** @returns what takes the controls away again. */
export function connectMediaSession(
  session: Pick<MediaSession, 'setActionHandler' | 'setPositionState'>,
  media: WatchedMedia,
  commands: SystemCommands,
): () => void {
  const seekTo = (position: number) => commands.seek(withinReach(media, position));
  const act = (details: MediaSessionActionDetails) => {
    const { action, seekOffset, seekTime } = details;
    if (action === 'play') commands.play();
    else if (action === 'pause') commands.pause();
    else if (action === 'seekbackward') seekTo(media.currentTime - (seekOffset ?? STEP));
    else if (action === 'seekforward') seekTo(media.currentTime + (seekOffset ?? STEP));
    else if (action === 'seekto' && seekTime !== undefined) seekTo(seekTime);
  };
  const tellPosition = () => {
    const { duration, currentTime, playbackRate } = media;
    // A live picture has no length to show a position in.
    if (!Number.isFinite(duration) || duration <= 0 || playbackRate <= 0) session.setPositionState();
    else session.setPositionState({ duration, playbackRate, position: Math.min(Math.max(currentTime, 0), duration) });
  };
  for (const action of ACTIONS) handle(session, action, act);
  for (const event of EVENTS) media.addEventListener(event, tellPosition);
  tellPosition();
  return () => {
    for (const event of EVENTS) media.removeEventListener(event, tellPosition);
    for (const action of ACTIONS) handle(session, action, null);
    session.setPositionState();
  };
}

/** An action that this browser does not know is refused by it: the others do without. */
function handle(
  session: Pick<MediaSession, 'setActionHandler'>,
  action: MediaSessionAction,
  handler: MediaSessionActionHandler | null,
): void {
  try {
    session.setActionHandler(action, handler);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
}

function withinReach({ seekable }: WatchedMedia, position: number): number {
  if (seekable.length === 0) return Math.max(0, position);
  return Math.min(Math.max(position, seekable.start(0)), seekable.end(seekable.length - 1));
}
