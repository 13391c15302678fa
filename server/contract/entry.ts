/** Who may watch a broadcast, and how they come in. */
import { z } from 'zod';
import { Instant, Slug } from './common.ts';

/** `open`: everybody. `link`: whoever has its link, which carries a key. `password`: whoever knows it. */
export const EntryMode = z.enum(['open', 'link', 'password']);
export type EntryMode = z.infer<typeof EntryMode>;

/**
 * What lets somebody in: part of the link, or got for the password. The same for all, until its owner changes the link or
 * the password. Pages send it with `audience:join`, and to the API as header `x-entry-key` or as `?key=`.
 */
export const EntryKey = z.string().min(1).max(100);
export const ENTRY_KEY_HEADER = 'x-entry-key';

export const PASSWORD_LENGTH = { min: 6, max: 100 } as const;
const Password = z.string().trim().max(PASSWORD_LENGTH.max);

/** `GET /api/broadcasts/:slug/door`: what everybody may know of a broadcast, to be asked for a key or a password. */
export const Door = z.object({
  slug: Slug,
  title: z.string(),
  accent: z.string(),
  plannedStart: Instant,
  mode: EntryMode,
});
export type Door = z.infer<typeof Door>;

/** `POST /api/broadcasts/:slug/enter`. A wrong password is refused as `locked`, many of them as `tooMany`. */
export const Enter = z.object({ password: Password });
export const Entered = z.object({ key: EntryKey });
export type Entered = z.infer<typeof Entered>;

/** `GET /api/admin/broadcasts/:slug/entry`, for its owner. */
export const OwnerEntry = z.object({
  mode: EntryMode,
  /** Opens the broadcast's page, with `#key=…`; null in the other modes. */
  link: z.url().nullable(),
});
export type OwnerEntry = z.infer<typeof OwnerEntry>;

/** `PUT /api/admin/broadcasts/:slug/entry`. Any change locks those out who came in by what was before. */
export const EntryChange = z.discriminatedUnion('mode', [
  z.object({ mode: z.literal('open') }),
  /** `renew`: the old link opens nothing any more. */
  z.object({ mode: z.literal('link'), renew: z.boolean().default(false) }),
  z.object({ mode: z.literal('password'), password: Password.min(PASSWORD_LENGTH.min) }),
]);
export type EntryChange = z.input<typeof EntryChange>;

/** What media knows of it. */
export const Gate = z.object({
  /** Passes of another one open nothing. */
  generation: z.number().int().nonnegative(),
  /** Nothing is answered without a pass. */
  closed: z.boolean(),
});
export type Gate = z.infer<typeof Gate>;

/**
 * What a viewer's pass signs (HMAC-SHA-256 with the secret of server and media, base64url). It stands in the path, and
 * everything below it keeps it: `{mediaPublicUrl}/hls/{slug}/~{expires}.{signature}/index.m3u8`. `expires`: Unix seconds.
 */
export function passText(slug: string, generation: number, expires: number): string {
  return `pass\n${slug}\n${generation}\n${expires}`;
}
