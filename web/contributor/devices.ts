/**
 * Camera and microphone of this page: opened once, kept until it closes, changed without the rest noticing more than a
 * new track. A device that is unplugged is replaced by what is left.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { type DeviceProblem, problemOfBrowser, problemOfRefusal } from './device-problem.ts';

export interface DeviceChoice {
  /** Device ids; null: the system's default. */
  camera: string | null;
  microphone: string | null;
  loudspeaker: string | null;
  /** Echo cancellation, noise suppression, automatic gain. Off for those with headphones and a good microphone. */
  processing: boolean;
}

export interface DeviceState {
  /** `opening` while the browser asks. */
  status: 'closed' | 'opening' | 'open';
  problem: DeviceProblem | null;
  choice: DeviceChoice;
  audio: MediaStreamTrack | null;
  video: MediaStreamTrack | null;
  cameras: MediaDeviceInfo[];
  microphones: MediaDeviceInfo[];
  loudspeakers: MediaDeviceInfo[];
}

export interface Devices {
  readonly state: StoreApi<DeviceState>;
  /** Asks for what is chosen. Problems end up in the state. */
  open(): Promise<void>;
  /** Takes another device or setting, at once when open. */
  choose(choice: Partial<DeviceChoice>): Promise<void>;
  /** Lets go of camera and microphone: their lights go out. Safe twice. */
  close(): void;
}

const REMEMBERED = 'antenne:devices';

export function openDevices(): Devices {
  const state = createStore<DeviceState>(() => ({
    status: 'closed',
    problem: problemOfBrowser({
      secure: window.isSecureContext,
      hasDevices: navigator.mediaDevices !== undefined,
      hasWebRtc: typeof RTCPeerConnection !== 'undefined',
    }),
    choice: remembered(),
    audio: null,
    video: null,
    cameras: [],
    microphones: [],
    loudspeakers: [],
  }));
  /** Counts openings: what an older one still brings is let go of. */
  let latest = 0;
  let closed = false;

  const list = async () => {
    const all = await navigator.mediaDevices.enumerateDevices();
    const of = (kind: MediaDeviceKind) => all.filter((device) => device.kind === kind && device.deviceId !== '');
    if (closed) return;
    state.setState({
      cameras: of('videoinput'),
      microphones: of('audioinput'),
      loudspeakers: of('audiooutput'),
    });
  };

  const open = async () => {
    const mine = ++latest;
    if (problemBefore(state.getState().problem)) return;
    state.setState({ status: 'opening', problem: null });
    const { stream, problem } = await acquire(state.getState().choice);
    if (closed || mine !== latest) {
      stop(stream);
      return;
    }
    stopTracks(state.getState());
    const [audio = null] = stream?.getAudioTracks() ?? [];
    const [video = null] = stream?.getVideoTracks() ?? [];
    if (video) video.contentHint = 'motion';
    for (const track of [audio, video]) track?.addEventListener('ended', () => void lost(track));
    state.setState({ status: audio ? 'open' : 'closed', problem, audio, video });
    await list().catch(() => undefined);
  };

  /** Unplugged, or taken away by the system: what is left will do. */
  const lost = async (track: MediaStreamTrack) => {
    const { audio, video, choice } = state.getState();
    if (closed || (track !== audio && track !== video)) return;
    state.setState({ choice: { ...choice, [track === audio ? 'microphone' : 'camera']: null } });
    await open();
  };
  const listed = () => void list().catch(() => undefined);
  navigator.mediaDevices?.addEventListener('devicechange', listed);

  return {
    state,
    open,
    async choose(change) {
      const choice = { ...state.getState().choice, ...change };
      state.setState({ choice });
      remember(choice);
      const inputs = 'camera' in change || 'microphone' in change || 'processing' in change;
      if (inputs && state.getState().status !== 'closed') await open();
    },
    close() {
      closed = true;
      latest += 1;
      navigator.mediaDevices?.removeEventListener('devicechange', listed);
      stopTracks(state.getState());
      state.setState({ status: 'closed', audio: null, video: null });
    },
  };
}

function problemBefore(problem: DeviceProblem | null): boolean {
  return problem === 'insecureOrigin' || problem === 'unsupported';
}

interface Acquired {
  stream: MediaStream | null;
  problem: DeviceProblem | null;
}

/** Both kinds at once, so that the browser asks once; where that fails, the sound alone. */
async function acquire(choice: DeviceChoice): Promise<Acquired> {
  try {
    return { stream: await navigator.mediaDevices.getUserMedia(constraints(choice)), problem: null };
  } catch (error) {
    const problem = problemOfRefusal(error, { audio: true, video: true });
    if (problem !== 'noDevice' && problem !== 'inUse') return { stream: null, problem };
    // A remembered device that is gone must not keep anybody out.
    const anyDevice = { ...choice, camera: null, microphone: null };
    try {
      const { audio } = constraints(anyDevice);
      const stream = await navigator.mediaDevices.getUserMedia({ audio });
      return { stream, problem: problem === 'inUse' ? 'inUse' : 'noCamera' };
    } catch (soundError) {
      const sound = problemOfRefusal(soundError, { audio: true, video: false });
      return { stream: null, problem: sound === 'noMicrophone' && problem === 'noDevice' ? 'noMicrophone' : sound };
    }
  }
}

function constraints({ camera, microphone, processing }: DeviceChoice): MediaStreamConstraints {
  return {
    audio: {
      ...(microphone ? { deviceId: { ideal: microphone } } : {}),
      echoCancellation: processing,
      noiseSuppression: processing,
      autoGainControl: processing,
    },
    video: {
      ...(camera ? { deviceId: { ideal: camera } } : {}),
      width: { ideal: 1280 },
      height: { ideal: 720 },
      frameRate: { ideal: 25, max: 30 },
    },
  };
}

function stop(stream: MediaStream | null): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
}

function stopTracks({ audio, video }: DeviceState): void {
  audio?.stop();
  video?.stop();
}

function remembered(): DeviceChoice {
  const nothing: DeviceChoice = { camera: null, microphone: null, loudspeaker: null, processing: true };
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(REMEMBERED) ?? '{}');
    if (typeof kept !== 'object' || kept === null) return nothing;
    const id = (name: string) => {
      const value: unknown = Reflect.get(kept, name);
      return typeof value === 'string' ? value : null;
    };
    return {
      camera: id('camera'),
      microphone: id('microphone'),
      loudspeaker: id('loudspeaker'),
      processing: Reflect.get(kept, 'processing') !== false,
    };
  } catch {
    return nothing;
  }
}

function remember(choice: DeviceChoice): void {
  try {
    localStorage.setItem(REMEMBERED, JSON.stringify(choice));
  } catch {
    // Private windows may refuse: then the choice lasts as long as the page.
  }
}
