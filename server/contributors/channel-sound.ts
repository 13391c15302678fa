import type { ChannelSound } from '../contract/index.ts';

/** A contributor's channel on the sound desk, of a stored row. */
export function soundOf({ gainDb, muted, delayMs, gate, compressor, trim, mode }: ChannelSound): ChannelSound {
  return { gainDb, muted, delayMs, gate, compressor, trim, mode };
}
