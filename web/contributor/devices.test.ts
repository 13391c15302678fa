import { FakeMediaStreamTrack } from 'fake-mediastreamtrack';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Devices, openDevices } from './devices.ts';

/** The devices of a machine, plugged in and out by the test. */
let plugged: { deviceId: string; kind: MediaDeviceKind }[];
let asked: MediaStreamConstraints[];
let changed: () => void;
let seen: () => void;
let devices: Devices;

beforeEach(() => {
  plugged = [
    { deviceId: 'webcam', kind: 'videoinput' },
    { deviceId: 'built-in', kind: 'videoinput' },
    { deviceId: 'headset', kind: 'audioinput' },
    { deviceId: 'table', kind: 'audioinput' },
  ];
  asked = [];
  const pick = (kind: MediaDeviceKind, wanted: MediaTrackConstraints | boolean | undefined) => {
    const all = plugged.filter((device) => device.kind === kind);
    const ideal = typeof wanted === 'object' ? JSON.stringify(wanted.deviceId ?? '') : '';
    return all.find(({ deviceId }) => ideal.includes(deviceId)) ?? all[0];
  };
  const trackOf = (kind: 'audio' | 'video', deviceId: string) =>
    new FakeMediaStreamTrack({ kind, settings: { deviceId } });
  const mediaDevices = {
    async getUserMedia(constraints: MediaStreamConstraints) {
      asked.push(constraints);
      const tracks: MediaStreamTrack[] = [];
      for (const [kind, input] of [
        ['video', 'videoinput'],
        ['audio', 'audioinput'],
      ] as const) {
        if (!constraints[kind]) continue;
        const device = pick(input, constraints[kind]);
        if (!device) throw new DOMException('none', 'NotFoundError');
        tracks.push(trackOf(kind, device.deviceId));
      }
      return {
        getTracks: () => tracks,
        getAudioTracks: () => tracks.filter(({ kind }) => kind === 'audio'),
        getVideoTracks: () => tracks.filter(({ kind }) => kind === 'video'),
      };
    },
    enumerateDevices: async () => plugged.map((device) => ({ ...device, label: device.deviceId, groupId: '' })),
    addEventListener: (_: string, listener: () => void) => {
      changed = listener;
    },
    removeEventListener: () => {},
  };
  vi.stubGlobal('navigator', { mediaDevices });
  vi.stubGlobal('window', { isSecureContext: true });
  vi.stubGlobal('RTCPeerConnection', class {});
  vi.stubGlobal('document', {
    visibilityState: 'visible',
    addEventListener: (_: string, listener: () => void) => {
      seen = listener;
    },
    removeEventListener: () => {},
  });
  devices = openDevices();
});
afterEach(() => {
  devices.close();
  vi.unstubAllGlobals();
});

const now = () => devices.state.getState();
const idOf = (track: MediaStreamTrack | null) => track?.getSettings().deviceId;
/** As if pulled out of its socket. */
function unplug(deviceId: string): void {
  plugged = plugged.filter((device) => device.deviceId !== deviceId);
  for (const track of [now().audio, now().video]) {
    if (idOf(track) === deviceId && track instanceof FakeMediaStreamTrack) track.remoteStop();
  }
}
const settled = (expectation: () => void) => vi.waitFor(expectation, { timeout: 1000 });

test('another camera leaves the microphone as it is, and the other way round', async () => {
  await devices.open();
  const { audio, video } = now();
  await devices.choose({ camera: 'built-in' });
  expect(idOf(now().video)).toBe('built-in');
  expect(now().audio).toBe(audio);
  expect(video?.readyState).toBe('ended');
  expect(audio?.readyState).toBe('live');
  const second = now().video;
  await devices.choose({ microphone: 'table' });
  expect(idOf(now().audio)).toBe('table');
  expect(now().video).toBe(second);
  expect(asked.slice(1).map((constraints) => Object.keys(constraints).join())).toEqual(['video', 'audio']);
});

test('echo is taken out by the browser unless somebody chooses otherwise, whichever microphone it is', async () => {
  await devices.open();
  await devices.choose({ microphone: 'table' });
  await devices.choose({ processing: false });
  expect(asked.map(({ audio }) => typeof audio === 'object' && audio.echoCancellation)).toEqual([true, true, false]);
});

test('an unplugged camera is replaced by what is left, said so, and taken again when it is back', async () => {
  await devices.open();
  expect(idOf(now().video)).toBe('webcam');
  unplug('webcam');
  await settled(() => expect(now().news).toEqual({ kind: 'camera', what: 'replaced' }));
  expect(idOf(now().video)).toBe('built-in');
  plugged.unshift({ deviceId: 'webcam', kind: 'videoinput' });
  changed();
  await settled(() => expect(now().news).toEqual({ kind: 'camera', what: 'back' }));
  expect(idOf(now().video)).toBe('webcam');
  expect(now().audio?.readyState).toBe('live');
});

test('without any microphone left one stays in the room, silent, until one is plugged in', async () => {
  await devices.open();
  unplug('table');
  unplug('headset');
  await settled(() => expect(now().news).toEqual({ kind: 'microphone', what: 'lost' }));
  expect(now().lost.microphone).toBe(true);
  expect(now().audio).not.toBeNull();
  plugged.push({ deviceId: 'other', kind: 'audioinput' });
  changed();
  await settled(() => expect(now().lost.microphone).toBe(false));
  expect(idOf(now().audio)).toBe('other');
});

test('a telephone call pauses and gives back, and a camera that ended out of sight is taken again', async () => {
  await devices.open();
  const { video } = now();
  if (!(video instanceof FakeMediaStreamTrack)) throw new Error('not of this test');
  video.remoteMute();
  expect(now().paused).toEqual({ camera: true, microphone: false });
  video.remoteUnmute();
  expect(now().paused).toEqual({ camera: false, microphone: false });
  video.stop();
  expect(now().video).toBe(video);
  seen();
  await settled(() => expect(now().video).not.toBe(video));
  expect(now().video?.readyState).toBe('live');
});

test('sound goes to the system’s own loudspeaker while the chosen one is unplugged, and back to it', async () => {
  plugged.push({ deviceId: 'desk', kind: 'audiooutput' }, { deviceId: 'earphones', kind: 'audiooutput' });
  await devices.open();
  await devices.choose({ loudspeaker: 'earphones' });
  unplug('earphones');
  changed();
  await settled(() => expect(now().news).toEqual({ kind: 'loudspeaker', what: 'replaced' }));
  expect(now().choice.loudspeaker).toBeNull();
  plugged.push({ deviceId: 'earphones', kind: 'audiooutput' });
  changed();
  await settled(() => expect(now().news).toEqual({ kind: 'loudspeaker', what: 'back' }));
  expect(now().choice.loudspeaker).toBe('earphones');
});

test('whoever chooses another loudspeaker meanwhile keeps it', async () => {
  plugged.push({ deviceId: 'desk', kind: 'audiooutput' }, { deviceId: 'earphones', kind: 'audiooutput' });
  await devices.open();
  await devices.choose({ loudspeaker: 'earphones' });
  unplug('earphones');
  changed();
  await settled(() => expect(now().choice.loudspeaker).toBeNull());
  await devices.choose({ loudspeaker: 'desk' });
  plugged.push({ deviceId: 'earphones', kind: 'audiooutput' });
  changed();
  await settled(() => expect(now().loudspeakers).toHaveLength(2));
  expect(now().choice.loudspeaker).toBe('desk');
});
