/** How long parts are: whole pictures, whole frames of sound, and all of them nearly as long as the playlist promises. */

/** Parts are as near to it as whole pictures allow, seconds. */
const WISHED_SECONDS = 0.2;
/** RFC 8216bis, 4.4.4.9: a part lasts at least this share of PART-TARGET. */
const LEAST_SHARE = 0.85;
/** AAC comes in frames of 1,024 samples, at 48,000 a second: a part of sound has one more or less than another. */
const SOUND_FRAME_SECONDS = 1024 / 48_000;

/** What no part exceeds, of pictures or of sound, in seconds: rounded up to whole frames of sound. */
export function longestPart(partSeconds: number): number {
  return Math.ceil(Math.ceil(partSeconds / SOUND_FRAME_SECONDS) * SOUND_FRAME_SECONDS * 1e5) / 1e5;
}

/**
 * Seconds of a part at so many pictures a second: 0.2, unless whole pictures of that rate make parts that are too long or
 * too short for it.
 */
export function partSecondsAt(frameRate: number): number {
  const exact = Math.max(1, Math.round(WISHED_SECONDS * frameRate)) / frameRate;
  const longest = longestPart(WISHED_SECONDS);
  // Sound alone: one frame fewer where the picture's part is no whole number of them.
  const shortest = Math.floor(exact / SOUND_FRAME_SECONDS) * SOUND_FRAME_SECONDS;
  return exact <= longest && shortest >= LEAST_SHARE * longest ? WISHED_SECONDS : exact;
}
