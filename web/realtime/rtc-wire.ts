/**
 * mediasoup's structures as they pass through the contract (plain JSON objects) and as mediasoup-client wants them.
 * Only the outer shape is checked here: mediasoup-client validates the inside itself and throws a TypeError.
 */
import type { RtcReply, RtcRequest } from '@antenne/server/contract';
import type { types } from 'mediasoup-client';
import { z } from 'zod';

/** A request that the SFU or the way to it refused. `code` is the contract's, `unavailable` when nothing came back. */
export function failureCode(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : 'unavailable';
}

function withMembers<T>(...members: (keyof T & string)[]) {
  return z.custom<T>(
    (value) => typeof value === 'object' && value !== null && members.every((member) => member in value),
    `lacks one of: ${members.join(', ')}`,
  );
}

const rtpCapabilities = withMembers<types.RtpCapabilities>('codecs');
const rtpParameters = withMembers<types.RtpParameters>('codecs', 'encodings');
const iceParameters = withMembers<types.IceParameters>('usernameFragment', 'password');
const iceCandidate = withMembers<types.IceCandidate>('foundation', 'priority', 'address', 'protocol', 'port');
const dtlsParameters = withMembers<types.DtlsParameters>('fingerprints');

/** @throws ZodError when the SFU's reply is not what mediasoup-client needs */
export const fromWire = {
  rtpCapabilities: (value: unknown) => rtpCapabilities.parse(value),
  rtpParameters: (value: unknown) => rtpParameters.parse(value),
  iceParameters: (value: unknown) => iceParameters.parse(value),
  transport: (reply: RtcReplyOf<'createTransport'>): types.TransportOptions => ({
    id: reply.id,
    iceParameters: iceParameters.parse(reply.iceParameters),
    iceCandidates: z.array(iceCandidate).parse(reply.iceCandidates),
    dtlsParameters: dtlsParameters.parse(reply.dtlsParameters),
  }),
};

/** A structure of mediasoup-client as the plain object that goes over the wire. */
export function toWire(structure: object): Record<string, unknown> {
  return { ...structure };
}

export type RtcReplyOf<T extends RtcRequest['type']> = Extract<RtcReply, { type: T }>;
/** Asks and gives back the reply that belongs to the request. Rejects as `RtcSignalling.request` does. */
export type RtcAsk = <T extends RtcRequest['type']>(
  request: Extract<RtcRequest, { type: T }>,
) => Promise<RtcReplyOf<T>>;

export function isReplyTo<T extends RtcRequest['type']>(reply: RtcReply, type: T): reply is RtcReplyOf<T> {
  return reply.type === type;
}
