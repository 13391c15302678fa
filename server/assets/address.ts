import { assetKeyText } from '../contract/index.ts';
import { signedQuery } from '../platform/signed-address.ts';

/** Seconds between two new addresses of the same picture: each is good for a day at least, longer than any show. */
const STEP = 12 * 60 * 60;

/** Where media is, and what it and the server share. */
export interface MediaDoor {
  /** Without a trailing slash. */
  mediaPublicUrl: string;
  secret: string;
}

/** Signed address of what media shows of an asset. For half a day the same, so that browsers find it in their cache. */
export function assetAddress(
  { mediaPublicUrl, secret }: MediaDoor,
  id: string,
  what: 'thumbnail' | 'view' | 'sound' | 'trailer',
  now: number,
): string {
  const expires = (Math.floor(now / 1000 / STEP) + 3) * STEP;
  return `${mediaPublicUrl}/assets/${id}/${what}?${signedQuery(assetKeyText(id, expires), expires, secret)}`;
}
