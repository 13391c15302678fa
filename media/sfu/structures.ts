/**
 * mediasoup's structures as a browser sends them, checked member by member before they reach mediasoup: unknown members
 * are dropped, lists are bounded, so that nothing from outside reaches the worker unread.
 * Shapes: https://mediasoup.org/documentation/v3/mediasoup/rtp-parameters-and-capabilities/
 */
import type { types } from 'mediasoup';
import { z } from 'zod';
import { SfuFailure } from './failure.ts';
import type { Opaque } from './signals.ts';

const short = z.string().max(200);
const uint32 = z.number().int().min(0).max(0xffffffff);
const payloadType = z.number().int().min(0).max(127);
/** Values of `a=fmtp` parameters. */
const parameters = z.record(short, z.union([short, z.number(), z.boolean(), z.null()]));
const feedback = z.array(z.object({ type: short, parameter: short.optional() })).max(20);
const codec = {
  mimeType: z.string().regex(/^(audio|video)\/[A-Za-z0-9.+-]{1,40}$/),
  clockRate: z.number().int().min(1).max(1_000_000),
  channels: z.number().int().min(1).max(8).optional(),
  parameters: parameters.optional(),
  rtcpFeedback: feedback.optional(),
};

const extensionUris = [
  'urn:ietf:params:rtp-hdrext:sdes:mid',
  'urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id',
  'urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id',
  'http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time',
  'http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01',
  'urn:ietf:params:rtp-hdrext:ssrc-audio-level',
  'https://aomediacodec.github.io/av1-rtp-spec/#dependency-descriptor-rtp-header-extension',
  'http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time',
  'urn:ietf:params:rtp-hdrext:toffset',
  'http://www.webrtc.org/experiments/rtp-hdrext/playout-delay',
] as const satisfies types.RtpHeaderExtensionUri[];
const knownUris = new Set<unknown>(extensionUris);
/** Extensions that the router does not know (or must not have: video-orientation) are left out, not refused. */
function knownExtensions<T extends z.ZodType>(member: T) {
  return z.preprocess(
    (list) => (Array.isArray(list) ? list.slice(0, 40).filter((extension) => knownUris.has(extension?.uri)) : list),
    z.array(member),
  );
}

const dtlsParameters = z.object({
  role: z.enum(['auto', 'client', 'server']).optional(),
  fingerprints: z
    .array(
      z.object({
        algorithm: z.enum(['sha-1', 'sha-224', 'sha-256', 'sha-384', 'sha-512']),
        value: z.string().regex(/^[0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2}){1,127}$/),
      }),
    )
    .min(1)
    .max(10),
});

const rtpParameters = z.object({
  mid: short.optional(),
  codecs: z
    .array(z.object({ ...codec, payloadType }))
    .min(1)
    .max(20),
  headerExtensions: knownExtensions(
    z.object({ uri: z.enum(extensionUris), id: z.number().int().min(1).max(255), encrypt: z.boolean().optional() }),
  ).optional(),
  encodings: z
    .array(
      z.object({
        ssrc: uint32.optional(),
        rid: z
          .string()
          .regex(/^[A-Za-z0-9_-]{1,16}$/)
          .optional(),
        codecPayloadType: payloadType.optional(),
        rtx: z.object({ ssrc: uint32 }).optional(),
        dtx: z.boolean().optional(),
        scalabilityMode: z
          .string()
          .regex(/^[LS][1-3]T[1-3](_KEY)?$/)
          .optional(),
        maxBitrate: z.number().int().positive().optional(),
      }),
    )
    .min(1)
    // One stream, or three simulcast layers.
    .max(3),
  rtcp: z.object({ cname: short.optional(), reducedSize: z.boolean().optional() }).optional(),
});

const rtpCapabilities = z.object({
  codecs: z.array(z.object({ ...codec, kind: z.enum(['audio', 'video']), preferredPayloadType: payloadType })).max(100),
  headerExtensions: knownExtensions(
    z.object({
      kind: z.enum(['audio', 'video']),
      uri: z.enum(extensionUris),
      preferredId: z.number().int().min(1).max(255),
      preferredEncrypt: z.boolean().optional(),
      direction: z.enum(['sendrecv', 'sendonly', 'recvonly', 'inactive']).optional(),
    }),
  ).optional(),
});

function parse<T>(schema: z.ZodType<T>, value: Opaque, what: string): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new SfuFailure('badRequest', `${what} cannot be used: ${z.prettifyError(parsed.error)}`);
}

/** @throws SfuFailure `badRequest` */
export function parseDtlsParameters(value: Opaque): types.DtlsParameters {
  return parse(dtlsParameters, value, 'dtlsParameters');
}

/** @throws SfuFailure `badRequest` */
export function parseRtpParameters(value: Opaque): types.RtpParameters {
  return parse(rtpParameters, value, 'rtpParameters');
}

/** @throws SfuFailure `badRequest` */
export function parseRtpCapabilities(value: Opaque): types.RtpCapabilities {
  return parse(rtpCapabilities, value, 'rtpCapabilities');
}
