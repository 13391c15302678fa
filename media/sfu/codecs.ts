/** What the router speaks, and what each of its neighbours may know of it. */
import type { types } from 'mediasoup';

const videoFeedback: types.RtcpFeedback[] = [
  { type: 'nack' },
  { type: 'nack', parameter: 'pli' },
  { type: 'ccm', parameter: 'fir' },
  { type: 'goog-remb' },
  { type: 'transport-cc' },
];

/**
 * H.264 in RTP is told as constrained baseline, the one profile that every browser offers. The programme is really main
 * profile, which every browser decodes and hardly any offers (Safari: high and baseline, Firefox: baseline only).
 */
const H264 = { 'packetization-mode': 1, 'profile-level-id': '42e01f', 'level-asymmetry-allowed': 1 };

/** VP8 first: mediasoup-client sends the first codec that its browser knows, and every browser knows VP8 simulcast. */
export const routerCodecs: types.RouterRtpCodecCapability[] = [
  {
    kind: 'audio',
    mimeType: 'audio/opus',
    clockRate: 48_000,
    channels: 2,
    parameters: { useinbandfec: 1, usedtx: 0 },
    rtcpFeedback: [{ type: 'nack' }, { type: 'transport-cc' }],
  },
  { kind: 'video', mimeType: 'video/VP8', clockRate: 90_000, rtcpFeedback: videoFeedback },
  { kind: 'video', mimeType: 'video/H264', clockRate: 90_000, parameters: H264, rtcpFeedback: videoFeedback },
];

/**
 * The router's capabilities as browsers get them. Without video-orientation a rotated phone turns its pictures itself
 * before it encodes them; with it, every receiver (our decoder too) would have to.
 */
export function browserCapabilities(router: types.RtpCapabilities): types.RtpCapabilities {
  return {
    ...router,
    headerExtensions: router.headerExtensions?.filter((extension) => extension.uri !== 'urn:3gpp:video-orientation'),
  };
}

/**
 * What the programme process can take: plain RTP over loopback, so no retransmission, no bandwidth estimation, no
 * header extensions. Losses of the contributor's own network were repaired on the way in.
 */
export function programCapabilities(router: types.RtpCapabilities): types.RtpCapabilities {
  return {
    codecs: router.codecs
      ?.filter((codec) => !codec.mimeType.toLowerCase().endsWith('/rtx'))
      .map((codec) => ({
        ...codec,
        rtcpFeedback: codec.kind === 'video' ? [{ type: 'nack', parameter: 'pli' }] : [],
      })),
    headerExtensions: [],
  };
}

const NAMES = { 'video/vp8': 'vp8', 'video/h264': 'h264', 'audio/opus': 'opus' } as const;

/** The codec of a stream in the programme's words. @throws when it is none that the router speaks */
export function codecName(mimeType: string): 'vp8' | 'h264' | 'opus' {
  const lower = mimeType.toLowerCase();
  if (lower === 'video/vp8' || lower === 'video/h264' || lower === 'audio/opus') return NAMES[lower];
  throw new Error(`no decoder for ${mimeType}`);
}

/** RTP from a process of ours: Opus 48 kHz stereo under these numbers. */
export function opusParameters(numbers: { ssrc: number; payloadType: number; cname: string }): types.RtpParameters {
  return {
    codecs: [
      {
        mimeType: 'audio/opus',
        payloadType: numbers.payloadType,
        clockRate: 48_000,
        channels: 2,
        // Without this, browsers play two channels as one.
        parameters: { useinbandfec: 1, 'sprop-stereo': 1 },
      },
    ],
    encodings: [{ ssrc: numbers.ssrc }],
    rtcp: { cname: numbers.cname },
  };
}

/**
 * RTP video from a process of ours. Key-frame requests are taken as RTCP by nobody there: `pli` is declared so that
 * mediasoup makes them, and they are seen as the producer's trace events.
 */
export function videoParameters(
  codec: 'vp8' | 'h264',
  numbers: { ssrc: number; payloadType: number; cname: string },
): types.RtpParameters {
  return {
    codecs: [
      {
        mimeType: codec === 'vp8' ? 'video/VP8' : 'video/H264',
        payloadType: numbers.payloadType,
        clockRate: 90_000,
        parameters: codec === 'vp8' ? {} : H264,
        rtcpFeedback: [{ type: 'nack', parameter: 'pli' }],
      },
    ],
    encodings: [{ ssrc: numbers.ssrc }],
    rtcp: { cname: numbers.cname },
  };
}
