/** The producer's microphone: asked for with the first word, let go of some time after the last. */

export type MicrophoneProblem = 'insecure' | 'refused' | 'missing' | 'inUse' | 'unknown';

/** Milliseconds without a word after which the microphone is let go of: the next word then asks the device again. */
const IDLE_MS = 120_000;

export interface Microphone {
  /** The track, opened if need be. Its sound is off until `speak`. Rejects with a `MicrophoneRefusal`. */
  open(): Promise<MediaStreamTrack>;
  /** Turns the sound on or off at once. Off for a while, the device is let go of. */
  speak(on: boolean): void;
  /** Lets go of the device. Safe twice. */
  close(): void;
}

export class MicrophoneRefusal extends Error {
  override name = 'MicrophoneRefusal';
  readonly problem: MicrophoneProblem;
  constructor(problem: MicrophoneProblem, cause: unknown) {
    super(`no microphone: ${problem}`, { cause });
    this.problem = problem;
  }
}

/** @param onGone the device was let go of, or taken away */
export function openMicrophone(onGone: () => void): Microphone {
  let track: MediaStreamTrack | null = null;
  let opening: Promise<MediaStreamTrack> | null = null;
  let speaking = false;
  let closed = false;
  let idle: ReturnType<typeof setTimeout> | undefined;

  const drop = () => {
    clearTimeout(idle);
    if (!track) return;
    track.stop();
    track = null;
    onGone();
  };
  const ask = async (): Promise<MediaStreamTrack> => {
    if (!window.isSecureContext || !navigator.mediaDevices) throw new MicrophoneRefusal('insecure', null);
    // The browser's own echo cancellation: most producers listen by loudspeaker.
    const audio = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
    const stream = await navigator.mediaDevices.getUserMedia({ audio }).catch((error: unknown) => {
      throw new MicrophoneRefusal(problemOf(error), error);
    });
    const [opened] = stream.getAudioTracks();
    if (!opened) throw new MicrophoneRefusal('missing', null);
    if (closed) {
      opened.stop();
      throw new MicrophoneRefusal('unknown', null);
    }
    opened.enabled = speaking;
    opened.addEventListener('ended', () => {
      if (track === opened) drop();
    });
    track = opened;
    return opened;
  };

  return {
    async open() {
      if (track) return track;
      opening ??= ask().finally(() => {
        opening = null;
      });
      return opening;
    },
    speak(on) {
      speaking = on;
      if (track) track.enabled = on;
      clearTimeout(idle);
      if (!on) idle = setTimeout(drop, IDLE_MS);
    },
    close() {
      closed = true;
      drop();
    },
  };
}

function problemOf(error: unknown): MicrophoneProblem {
  if (!(error instanceof DOMException)) return 'unknown';
  switch (error.name) {
    case 'NotAllowedError':
    case 'SecurityError':
      return 'refused';
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'missing';
    case 'NotReadableError':
    case 'AbortError':
      return 'inUse';
    default:
      return 'unknown';
  }
}
