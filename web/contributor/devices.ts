/**
 * Camera and microphone of this page: opened once, kept until it closes, changed one by one without the rest noticing
 * more than a new track. A device that is unplugged is replaced by what is left, and taken again when it is back.
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

export type DeviceKind = 'camera' | 'microphone';

/** What happened to a device that the person should know. */
export type DeviceNews =
  | { kind: DeviceKind; what: 'replaced' | 'lost' | 'back' }
  /** Sound goes to the system's own one meanwhile. */
  | { kind: 'loudspeaker'; what: 'replaced' | 'back' };

export interface DeviceState {
  /** `opening` while the browser asks. */
  status: 'closed' | 'opening' | 'open';
  problem: DeviceProblem | null;
  choice: DeviceChoice;
  /** A microphone that was lost stays here, silent, until there is another: who takes part never leaves for it. */
  audio: MediaStreamTrack | null;
  video: MediaStreamTrack | null;
  /** Taken by the system (a call, a locked screen), which gives it back. */
  paused: Record<DeviceKind, boolean>;
  /** Unplugged, and nothing has taken its place. */
  lost: Record<DeviceKind, boolean>;
  /** The last of it; null when it was read. */
  news: DeviceNews | null;
  cameras: MediaDeviceInfo[];
  microphones: MediaDeviceInfo[];
  loudspeakers: MediaDeviceInfo[];
}

export interface Devices {
  readonly state: StoreApi<DeviceState>;
  /** Asks for what is chosen. Problems end up in the state. */
  open(): Promise<void>;
  /** Takes another device or setting, at once when open. The other kind goes on undisturbed. */
  choose(choice: Partial<DeviceChoice>): Promise<void>;
  /** The person has read the news. */
  dismissNews(): void;
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
    paused: { camera: false, microphone: false },
    lost: { camera: false, microphone: false },
    news: null,
    cameras: [],
    microphones: [],
    loudspeakers: [],
  }));
  /** Counts openings: what an older one still brings is let go of. */
  let latest = 0;
  const swaps = { camera: 0, microphone: 0 };
  /** Devices that went away while they were in use: taken again when they are plugged in. */
  const missed: Record<DeviceKind | 'loudspeaker', string | null> = {
    camera: null,
    microphone: null,
    loudspeaker: null,
  };
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
    if (audio) watch('microphone', audio);
    if (video) watch('camera', video);
    state.setState({
      status: audio ? 'open' : 'closed',
      problem,
      audio,
      video,
      paused: { camera: video?.muted ?? false, microphone: audio?.muted ?? false },
      lost: { camera: false, microphone: false },
    });
    await list().catch(() => undefined);
  };

  const current = (kind: DeviceKind) => state.getState()[TRACK[kind]];

  const watch = (kind: DeviceKind, track: MediaStreamTrack) => {
    track.addEventListener('ended', () => void lose(kind, track));
    for (const [event, paused] of [
      ['mute', true],
      ['unmute', false],
    ] as const) {
      track.addEventListener(event, () => {
        if (current(kind) === track) state.setState(({ paused: all }) => ({ paused: { ...all, [kind]: paused } }));
      });
    }
  };

  /** Takes one kind anew, the other stays. @returns whether there is one now */
  const swap = async (kind: DeviceKind): Promise<boolean> => {
    const mine = ++swaps[kind];
    const fresh = await captureOne(kind, state.getState().choice, () => current(kind)?.stop());
    if (closed || mine !== swaps[kind]) {
      fresh?.stop();
      return false;
    }
    if (!fresh) return false;
    const old = current(kind);
    watch(kind, fresh);
    state.setState(({ paused, lost }) => ({
      [TRACK[kind]]: fresh,
      problem: null,
      paused: { ...paused, [kind]: fresh.muted },
      lost: { ...lost, [kind]: false },
    }));
    old?.stop();
    await list().catch(() => undefined);
    return true;
  };

  /** Unplugged, or taken away by the system: what is left will do, and what was there is taken again when it is back. */
  const lose = async (kind: DeviceKind, track: MediaStreamTrack) => {
    if (closed || current(kind) !== track) return;
    missed[kind] = track.getSettings().deviceId ?? null;
    state.setState(({ choice }) => ({ choice: { ...choice, [kind]: null } }));
    const replaced = await swap(kind);
    if (closed || (current(kind) !== track && !replaced)) return;
    if (!replaced) state.setState(({ lost }) => ({ lost: { ...lost, [kind]: true } }));
    if (!replaced && kind === 'camera') state.setState({ video: null });
    state.setState({ news: { kind, what: replaced ? 'replaced' : 'lost' } });
  };

  /** Something was plugged in: a device that is missed, or any where there is none. */
  const regain = async (kind: DeviceKind) => {
    const id = missed[kind];
    const { lost, choice } = state.getState();
    const isBack = id !== null && isAmong(listOf(state.getState(), kind), id);
    if (!isBack && !(lost[kind] && listOf(state.getState(), kind).length > 0)) return;
    if (isBack) {
      missed[kind] = null;
      state.setState({ choice: { ...choice, [kind]: id } });
    }
    if (await swap(kind)) state.setState({ news: { kind, what: 'back' } });
  };
  /** A chosen loudspeaker that was unplugged gives way to the system's own, and is taken again when it is back. */
  const followLoudspeaker = (before: readonly MediaDeviceInfo[]) => {
    const { choice, loudspeakers } = state.getState();
    const chosen = choice.loudspeaker;
    const back = missed.loudspeaker;
    // Some browsers list none until one was chosen: only what was there can go.
    if (chosen && isAmong(before, chosen) && !isAmong(loudspeakers, chosen)) {
      missed.loudspeaker = chosen;
      state.setState({ choice: { ...choice, loudspeaker: null }, news: { kind: 'loudspeaker', what: 'replaced' } });
    } else if (back && isAmong(loudspeakers, back)) {
      missed.loudspeaker = null;
      state.setState({ choice: { ...choice, loudspeaker: back }, news: { kind: 'loudspeaker', what: 'back' } });
    }
  };
  const changed = async () => {
    const { loudspeakers } = state.getState();
    await list();
    if (closed) return;
    followLoudspeaker(loudspeakers);
    if (state.getState().status !== 'open') return;
    await regain('camera');
    await regain('microphone');
  };
  const onChange = () => void changed().catch(() => undefined);
  navigator.mediaDevices?.addEventListener('devicechange', onChange);
  /** Telephones end a camera that is out of sight without giving it back. */
  const onVisible = () => {
    if (document.visibilityState !== 'visible') return;
    for (const kind of ['camera', 'microphone'] as const) {
      const track = current(kind);
      if (track?.readyState === 'ended') void lose(kind, track);
    }
  };
  document.addEventListener('visibilitychange', onVisible);

  return {
    state,
    open,
    async choose(change) {
      const choice = { ...state.getState().choice, ...change };
      state.setState({ choice });
      remember(choice);
      if ('loudspeaker' in change) missed.loudspeaker = null;
      if (state.getState().status !== 'open') return;
      if ('camera' in change) {
        missed.camera = null;
        await swap('camera');
      }
      if ('microphone' in change || 'processing' in change) {
        if ('microphone' in change) missed.microphone = null;
        await swap('microphone');
      }
    },
    dismissNews: () => state.setState({ news: null }),
    close() {
      closed = true;
      latest += 1;
      swaps.camera += 1;
      swaps.microphone += 1;
      navigator.mediaDevices?.removeEventListener('devicechange', onChange);
      document.removeEventListener('visibilitychange', onVisible);
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

const TRACK = { camera: 'video', microphone: 'audio' } as const;

const isAmong = (devices: readonly MediaDeviceInfo[], id: string): boolean =>
  devices.some(({ deviceId }) => deviceId === id);

function listOf(state: DeviceState, kind: DeviceKind): readonly MediaDeviceInfo[] {
  return kind === 'camera' ? state.cameras : state.microphones;
}

/**
 * One device of one kind, null where there is none. Telephones open one camera at a time: where the new one is refused,
 * `release` lets go of the old one first.
 */
async function captureOne(
  kind: DeviceKind,
  choice: DeviceChoice,
  release: () => void,
): Promise<MediaStreamTrack | null> {
  const wanted = constraints(choice)[TRACK[kind]];
  const ask = async () => {
    const stream = await navigator.mediaDevices.getUserMedia({ [TRACK[kind]]: wanted });
    const [track = null] = stream.getTracks();
    if (track && kind === 'camera') track.contentHint = 'motion';
    return track;
  };
  try {
    return await ask();
  } catch (error) {
    if (problemOfRefusal(error, { audio: kind === 'microphone', video: kind === 'camera' }) !== 'inUse') return null;
  }
  release();
  return ask().catch(() => null);
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
