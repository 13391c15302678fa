import type { ProgramFormat } from './program-link.ts';

/** What the renditions of a programme are called, the largest first. */
export function renditionNames({
  height,
  lower = [],
  leanAudioBitrate,
}: Pick<ProgramFormat, 'height' | 'lower' | 'leanAudioBitrate'>): string[] {
  return [`${height}p`, ...lower.map(({ name }) => name), ...(leanAudioBitrate ? ['sound'] : [])];
}
