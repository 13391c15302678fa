/** The door for a simulated contributor: RTP from a process of ours becomes that contributor's producers. */
import { randomInt } from 'node:crypto';
import type { types } from 'mediasoup';
import { opusParameters, videoParameters } from './codecs.ts';
import { SfuFailure } from './failure.ts';
import type { Feed } from './feed.ts';

export interface SimulatedTracks {
  video: 'vp8' | 'h264';
  /** The loopback port that the RTP will come from; packets from elsewhere are dropped. */
  fromPort: number;
}

/** Where to send the RTP, and under which numbers. */
export interface RtpIngress {
  readonly port: number;
  readonly video: { ssrc: number; payloadType: number };
  readonly audio: { ssrc: number; payloadType: number };
  /** Called once, when it is closed, by whomever; at once when it is closed already. */
  onClose(listener: () => void): void;
  close(): void;
}

/** @param transport taken over: the ingress closes it @throws SfuFailure `invalidState` while a person sends */
export async function openRtpIngress(
  transport: types.PlainTransport,
  feed: Feed,
  tracks: SimulatedTracks,
): Promise<RtpIngress> {
  const cname = feed.contributorId;
  const audio = { ssrc: randomInt(1, 0x7fffffff), payloadType: 100 };
  const video = { ssrc: randomInt(1, 0x7fffffff), payloadType: 101 };
  try {
    await transport.connect({ ip: '127.0.0.1', port: tracks.fromPort });
    const producers = [
      await transport.produce({ kind: 'audio', rtpParameters: opusParameters({ ...audio, cname }) }),
      await transport.produce({ kind: 'video', rtpParameters: videoParameters(tracks.video, { ...video, cname }) }),
    ];
    if (feed.sender === 'person') throw new SfuFailure('invalidState', 'a person has taken this place');
    // Losing one kind to a person or to a successor is losing the place.
    for (const producer of producers) producer.observer.once('close', () => transport.close());
    feed.add(producers, { type: 'simulation' });
  } catch (error) {
    transport.close();
    throw error;
  }
  return {
    port: transport.tuple.localPort,
    audio,
    video,
    onClose: (listener) => {
      if (transport.closed) listener();
      else transport.observer.once('close', listener);
    },
    close: () => transport.close(),
  };
}
