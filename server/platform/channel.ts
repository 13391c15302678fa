/** A channel of the sound desk as media needs it, a person's or a clip's. */
import { type ChannelProcessing, type ChannelSound, FADER_FLOOR } from '../contract/index.ts';

/** What a channel's setting does to the samples: 0 is silence. */
export function gainOf({ gainDb, muted }: Pick<ChannelSound, 'gainDb' | 'muted'>): number {
  return muted || gainDb <= FADER_FLOOR ? 0 : 10 ** (gainDb / 20);
}

/** What is done before the fader. */
export function processingOf({ delayMs, gate, compressor, trim }: ChannelProcessing): ChannelProcessing {
  return { delayMs, gate, compressor, trim };
}
