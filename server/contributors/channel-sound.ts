import { type ChannelSound, Hears } from '../contract/index.ts';

/** As stored; what is heard, as `Hears` in the contract, is null where nobody has said it yet. */
type StoredSound = Omit<ChannelSound, 'hears'> & { hears: unknown };

/** A contributor's channel on the sound desk, of a stored row. */
export function soundOf({ gainDb, muted, delayMs, gate, compressor, trim, mode, hears }: StoredSound): ChannelSound {
  return { gainDb, muted, delayMs, gate, compressor, trim, mode, hears: Hears.parse(hears ?? {}) };
}
