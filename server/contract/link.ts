/** A contributor's link, as both sides see it, and what their page says of itself. */
import { z } from 'zod';
import { Id } from './common.ts';

const milliseconds = z.number().min(0).max(600_000);
const bitsPerSecond = z.number().min(0).max(10_000_000_000);
const share = z.number().min(0).max(1);
const Pixels = z.object({ width: z.number().int().min(0).max(16_384), height: z.number().int().min(0).max(16_384) });

/** What of the programme's picture a contributor gets: all of it, the small one, or none where sound alone fits. */
export const ReturnSize = z.enum(['full', 'small', 'off']);
export type ReturnSize = z.infer<typeof ReturnSize>;

/** What media measures of a contributor's link, in three steps, with the numbers behind them. */
export const LinkQuality = z.object({
  /** Of what arrives here. */
  level: z.enum(['good', 'fair', 'poor']),
  /** Milliseconds; null while unknown. */
  roundTripMs: z.number().nullable(),
  /** 0–1, of the packets sent to us. */
  loss: z.number(),
  jitterMs: z.number(),
  /** Bits per second, sound and picture together. */
  bitrate: z.number(),
  /** How many of the picture's simulcast layers arrive; null without a picture, or where it has one size only. */
  layers: z.object({ arriving: z.number().int(), of: z.number().int() }).nullable().default(null),
  /** What they get back; null while they receive no picture at all. */
  returns: ReturnSize.nullable().default(null),
});
export type LinkQuality = z.infer<typeof LinkQuality>;

/** What a contributor's page measures of what it receives. */
export const ReceivedQuality = z.object({
  roundTripMs: milliseconds.nullable(),
  loss: share,
  jitterMs: milliseconds,
  bitrate: bitsPerSecond,
  /** As decoded; null while nothing moves. */
  picture: Pixels.nullable(),
});
export type ReceivedQuality = z.infer<typeof ReceivedQuality>;

/** What changed of contributors' links, by contributor. */
export const LinkNumbers = z.record(
  Id,
  z.object({ quality: LinkQuality.nullable(), received: ReceivedQuality.nullable() }),
);
export type LinkNumbers = z.infer<typeof LinkNumbers>;

/**
 * - `on`: it is captured and sent;
 * - `off`: the person switched it off;
 * - `paused`: the system took it (a call, a locked screen) and will give it back;
 * - `lost`: it was unplugged, and none has taken its place;
 * - `none`: this person takes part without one.
 */
export const DeviceCondition = z.enum(['on', 'off', 'paused', 'lost', 'none']);
export type DeviceCondition = z.infer<typeof DeviceCondition>;

/** What only the contributor's own page knows. */
export const PageCondition = z.object({
  camera: DeviceCondition,
  microphone: DeviceCondition,
  /** The page is in the background: the browser may slow its picture. */
  hidden: z.boolean(),
  /** The microphone hears the return: whoever speaks hears themselves come back. */
  echo: z.boolean(),
});
export type PageCondition = z.infer<typeof PageCondition>;

/** Sent by a contributor's page when something of it changed, and with new numbers every few seconds. */
export const PageReport = z.object({ condition: PageCondition, received: ReceivedQuality.nullable() });
export type PageReport = z.infer<typeof PageReport>;
