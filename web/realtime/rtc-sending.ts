/** What this page sends: the wanted tracks and the producers that carry them. */
import type { Device, types } from 'mediasoup-client';
import { cameraLayers } from './camera-layers.ts';
import { openRtcLink, type RtcLink } from './rtc-link.ts';
import type { RtcKind, RtcTracks } from './rtc-types.ts';
import type { RtcAsk } from './rtc-wire.ts';

/**
 * Sound first: where the two compete for a weak link, it gets its share before the picture gets any, in the browser's own
 * division and, where routers heed it, in theirs (RFC 8835, DSCP).
 */
const SOUND_FIRST = [{ priority: 'high', networkPriority: 'high' }] satisfies types.RtpEncodingParameters[];

/** The names of the camera's layers, whatever its size: the SFU knows them for the life of the producer. */
const LAYERS = ['r0', 'r1', 'r2'] as const;
/** Speech in mono with FEC. No DTX: silence without packets would look like a lost feed. */
const VOICE: types.ProducerCodecOptions = {
  opusStereo: false,
  opusFec: true,
  opusDtx: false,
  opusNack: true,
  // Speech in full quality, with room for the FEC.
  opusMaxAverageBitrate: 48_000,
};

/** Kilobits per second to begin with: a contributor's first seconds shall not be the worst. */
const CAMERA: types.ProducerCodecOptions = { videoGoogleStartBitrate: 1000 };

export class RtcSending {
  #tracks: RtcTracks = { audio: null, video: null };
  #videoPaused = false;
  #link: RtcLink | null = null;
  readonly #producers = new Map<RtcKind, types.Producer>();
  readonly #ask: RtcAsk;
  readonly #onPhase: () => void;
  readonly #onLost: () => void;

  constructor(ask: RtcAsk, onPhase: () => void, onLost: () => void) {
    this.#ask = ask;
    this.#onPhase = onPhase;
    this.#onLost = onLost;
  }

  get link(): RtcLink | null {
    return this.#link;
  }

  get wanted(): boolean {
    return this.#tracks.audio !== null || this.#tracks.video !== null;
  }

  want(tracks: RtcTracks): void {
    this.#tracks = tracks;
  }

  pauseVideo(paused: boolean): void {
    this.#videoPaused = paused;
  }

  /** Makes what is sent agree with what is wanted. Rejects when a request fails; calling again goes on from there. */
  async sync(device: Device): Promise<void> {
    if (!this.wanted) {
      const link = this.#link;
      this.drop();
      if (link) await this.#ask({ type: 'closeTransport', transportId: link.transport.id });
      return;
    }
    const link = this.#link ?? (await this.#open(device));
    await this.#syncKind(link, device, 'audio', this.#tracks.audio);
    await this.#syncKind(link, device, 'video', this.#tracks.video);
  }

  /** Forgets transport and producers: the SFU has lost them, or is about to be told. The wanted tracks stay wanted. */
  drop(): void {
    this.#link?.close();
    this.#link = null;
    this.#producers.clear();
  }

  transportClosed(transportId: string): boolean {
    if (this.#link?.transport.id !== transportId) return false;
    this.drop();
    return true;
  }

  async #open(device: Device): Promise<RtcLink> {
    const link = await openRtcLink({
      device,
      direction: 'send',
      ask: this.#ask,
      onPhase: this.#onPhase,
      onLost: () => {
        this.drop();
        this.#onLost();
      },
    });
    this.#link = link;
    return link;
  }

  async #syncKind(link: RtcLink, device: Device, kind: RtcKind, track: MediaStreamTrack | null): Promise<void> {
    const producer = this.#producers.get(kind);
    if (!producer) {
      if (track && device.canProduce(kind)) await this.#produce(link, kind, track);
      return;
    }
    if (track && producer.track !== track) {
      await producer.replaceTrack({ track });
      if (kind === 'video') await fitLayers(producer, track);
    }
    const pause = !track || (kind === 'video' && this.#videoPaused);
    if (pause === producer.paused) return;
    if (pause) producer.pause();
    else producer.resume();
    await this.#ask({ type: 'setProducerPaused', producerId: producer.id, paused: pause });
  }

  async #produce(link: RtcLink, kind: RtcKind, track: MediaStreamTrack): Promise<void> {
    const producer = await link.transport.produce({
      track,
      stopTracks: false,
      disableTrackOnPause: false,
      zeroRtpOnPause: true,
      ...(kind === 'video'
        ? { encodings: encodingsOf(track), codecOptions: CAMERA }
        : { encodings: SOUND_FIRST, codecOptions: VOICE }),
    });
    this.#producers.set(kind, producer);
    producer.observer.on('close', () => {
      if (this.#producers.get(kind) === producer) this.#producers.delete(kind);
    });
    if (kind === 'video' && this.#videoPaused) {
      producer.pause();
      await this.#ask({ type: 'setProducerPaused', producerId: producer.id, paused: true });
    }
  }
}

function encodingsOf(camera: MediaStreamTrack): types.RtpEncodingParameters[] {
  const layers = cameraLayers(sizeOf(camera));
  return LAYERS.map((rid, index) => ({ rid, scalabilityMode: 'L1T3', ...layers[index] }));
}

/** Another camera may be smaller or larger. */
async function fitLayers({ rtpSender }: types.Producer, camera: MediaStreamTrack): Promise<void> {
  if (!rtpSender) return;
  const layers = cameraLayers(sizeOf(camera));
  const parameters = rtpSender.getParameters();
  parameters.encodings = parameters.encodings.map((encoding, index) => ({ ...encoding, ...layers[index] }));
  await rtpSender.setParameters(parameters);
}

function sizeOf(camera: MediaStreamTrack): { width: number; height: number } | null {
  const { width, height } = camera.getSettings();
  return width && height ? { width, height } : null;
}
