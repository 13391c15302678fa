/**
 * Microphones that a page makes itself, in place of the browser's file-based one: they can be exchanged, pulled out and
 * plugged in again, taken by a call, and hear the page's own loudspeaker.
 */
import type { Page } from '@playwright/test';

export interface PageMicrophone {
  /** What the browser calls it, and its device id. */
  label: string;
  /** Hz. */
  tone: number;
  /** Syllables with pauses, as somebody who talks; a steady tone otherwise. */
  talks?: boolean;
}

/** What can happen to a microphone. `call`: the system takes it and gives it back. */
export type MicrophoneFate = 'unplug' | 'plug' | 'call' | 'endCall';

interface Microphones extends Window {
  meet?(label: string, fate: MicrophoneFate): void;
  hearReturn?(hears: boolean): void;
}

/** Before the page opens. */
export async function givePageMicrophones(page: Page, microphones: readonly PageMicrophone[]): Promise<void> {
  await page.addInitScript(installMicrophones, [...microphones]);
}

export async function meetMicrophone(page: Page, label: string, fate: MicrophoneFate): Promise<void> {
  await page.evaluate(({ label, fate }) => (window as Microphones).meet?.(label, fate), { label, fate });
}

/** From now on every microphone hears what the page plays of the programme, as from a loudspeaker beside it, or no more. */
export async function hearReturn(page: Page, hears: boolean): Promise<void> {
  await page.evaluate((hears) => (window as Microphones).hearReturn?.(hears), hears);
}

/** In the page. */
function installMicrophones(microphones: PageMicrophone[]): void {
  const { mediaDevices } = navigator;
  if (!mediaDevices) return;
  interface Own {
    label: string;
    out: GainNode;
    plugged: boolean;
    called: boolean;
    tracks: MediaStreamTrack[];
  }
  let context: AudioContext | null = null;
  let room: GainNode | null = null;
  let own: Own[] = [];
  /** Eleven seconds, with syllables of 90 to 280 ms. */
  const sample = (target: AudioContext, { tone, talks }: PageMicrophone): AudioBuffer => {
    const buffer = target.createBuffer(1, target.sampleRate * 11, target.sampleRate);
    const data = buffer.getChannelData(0);
    let until = 0;
    let level = 0;
    let seed = tone;
    for (let at = 0; at < data.length; at += 1) {
      if (at >= until) {
        seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
        const chance = seed / 2_147_483_648;
        until = at + target.sampleRate * (0.09 + 0.19 * chance);
        level = !talks || level === 0 ? 0.25 : 0;
      }
      data[at] = level * Math.sin((2 * Math.PI * tone * at) / target.sampleRate);
    }
    return buffer;
  };
  /** Made with the first question for a microphone: sound is allowed by then. */
  const ready = (): AudioContext => {
    if (context) return context;
    const made = new AudioContext({ sampleRate: 48_000 });
    context = made;
    room = made.createGain();
    room.gain.value = 0.5;
    own = microphones.map((microphone) => {
      const source = new AudioBufferSourceNode(made, { buffer: sample(made, microphone), loop: true });
      const out = made.createGain();
      source.connect(out);
      room?.connect(out);
      source.start();
      return { label: microphone.label, out, plugged: true, called: false, tracks: [] };
    });
    return made;
  };
  const trackOf = (constraint: boolean | MediaTrackConstraints): MediaStreamTrack => {
    const made = ready();
    const wanted = typeof constraint === 'object' ? constraint.deviceId : undefined;
    const id = typeof wanted === 'object' && !Array.isArray(wanted) ? (wanted.exact ?? wanted.ideal) : wanted;
    const there = own.filter(({ plugged }) => plugged);
    const one = there.find(({ label }) => label === id) ?? there[0];
    const destination = made.createMediaStreamDestination();
    const [track] = destination.stream.getAudioTracks();
    if (!one || !track) throw new DOMException('no microphone', 'NotFoundError');
    one.out.connect(destination);
    one.tracks.push(track);
    const settings = track.getSettings.bind(track);
    track.getSettings = () => ({ ...settings(), deviceId: one.label });
    Object.defineProperty(track, 'muted', { get: () => one.called });
    return track;
  };
  const getUserMedia = mediaDevices.getUserMedia.bind(mediaDevices);
  mediaDevices.getUserMedia = async ({ audio, video, ...rest } = {}) => {
    const stream = video ? await getUserMedia({ ...rest, video }) : new MediaStream();
    if (audio) {
      stream.addTrack(trackOf(audio));
      await context?.resume();
    }
    return stream;
  };
  const enumerate = mediaDevices.enumerateDevices.bind(mediaDevices);
  mediaDevices.enumerateDevices = async () => {
    const others = (await enumerate()).filter(({ kind }) => kind !== 'audioinput');
    const there = context ? own.filter(({ plugged }) => plugged).map(({ label }) => label) : [];
    const devices = there.map((label) => {
      const device = { deviceId: label, groupId: label, kind: 'audioinput' as const, label };
      return { ...device, toJSON: () => device };
    });
    return [...others, ...devices];
  };
  const page = window as Microphones;
  page.meet = (label, fate) => {
    const one = own.find((microphone) => microphone.label === label);
    if (!one) throw new Error(`no microphone ${label}`);
    if (fate === 'plug' || fate === 'unplug') {
      one.plugged = fate === 'plug';
      const gone = one.plugged ? [] : one.tracks.splice(0);
      for (const track of gone) {
        const wasLive = track.readyState === 'live';
        track.stop();
        if (wasLive) track.dispatchEvent(new Event('ended'));
      }
      mediaDevices.dispatchEvent(new Event('devicechange'));
      return;
    }
    one.called = fate === 'call';
    one.out.gain.value = one.called ? 0 : 1;
    for (const track of one.tracks) track.dispatchEvent(new Event(one.called ? 'mute' : 'unmute'));
  };
  let heard: AudioNode | null = null;
  page.hearReturn = (hears) => {
    heard?.disconnect();
    heard = null;
    const element = document.querySelector<HTMLVideoElement>('[data-testid="program-return"]');
    const played = element?.srcObject instanceof MediaStream ? element.srcObject.getAudioTracks() : [];
    if (!hears || !context || !room) return;
    if (played.length === 0) throw new Error('the page plays no return');
    // From the loudspeaker through the room.
    const way = new DelayNode(context, { delayTime: 0.15 });
    context.createMediaStreamSource(new MediaStream(played)).connect(way);
    way.connect(room);
    heard = way;
  };
}
