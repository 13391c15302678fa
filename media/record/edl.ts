/**
 * The edit as a CMX 3600 list (SMPTE 258M and the CMX format before it): one video track, one event a clip, time of day as
 * timecode on both sides, so that source and record are the same numbers. Frames are counted without dropping any.
 */
import type { EditClip } from './edit-list.ts';
import { readPartFile } from './file-name.ts';
import { type Manifest, timecode } from './journal.ts';

/** Event numbers have three digits; further ones go on with four, which today's programs read. */
const EVENT_DIGITS = 3;
/** A reel's name has at most eight letters and digits. */
const REEL_LETTERS = 5;
const BLACK = 'BL';

export function edlOf(manifest: Manifest, clips: readonly EditClip[]): string {
  const startedAt = Date.parse(manifest.startedAt);
  const at = (frame: number): string => timecode(startedAt, frame, manifest.frameRate);
  const reels = reelsOf(manifest);
  const reelOf = (clip: EditClip | undefined): string => (clip?.file ? (reels.get(clip.file.file) ?? BLACK) : BLACK);
  const lines = [`TITLE: ${oneLine(manifest.title)}`, 'FCM: NON-DROP FRAME', ''];
  clips.forEach((clip, index) => {
    const number = String(index + 1).padStart(EVENT_DIGITS, '0');
    const before = clips[index - 1];
    const span = [at(clip.from), at(clip.to), at(clip.from), at(clip.to)].join(' ');
    const { transition } = clip;
    if (transition.type === 'cut' || !before) {
      lines.push(`${number}  ${reelOf(clip).padEnd(8)} V     C        ${span}`);
    } else {
      // The outgoing side of a transition has no length of its own.
      const out = [at(clip.from), at(clip.from), at(clip.from), at(clip.from)].join(' ');
      const kind = transition.type === 'wipe' ? 'W001' : 'D   ';
      const frames = String(Math.min(transition.frames, clip.to - clip.from)).padStart(3, '0');
      lines.push(`${number}  ${reelOf(before).padEnd(8)} V     C        ${out}`);
      lines.push(`${number}  ${reelOf(clip).padEnd(8)} V     ${kind} ${frames} ${span}`);
      if (before.file) lines.push(`* FROM CLIP NAME: ${before.file.file}`);
      if (transition.type === 'dip') lines.push('* COMMENT: DIP TO BLACK');
    }
    const which = transition.type === 'cut' || !before ? 'FROM' : 'TO';
    if (clip.file) lines.push(`* ${which} CLIP NAME: ${clip.file.file}`);
    lines.push(`* COMMENT: ${oneLine(clip.label)}`);
  });
  return `${lines.join('\r\n')}\r\n`;
}

/** Each file's reel: letters of its name and its part's number. */
function reelsOf(manifest: Manifest): Map<string, string> {
  const reels = new Map<string, string>();
  const bases = new Map<string, string>();
  for (const { file } of manifest.files) {
    const { base, part } = readPartFile(file) ?? { base: file, part: 1 };
    let letters = bases.get(base);
    if (letters === undefined) {
      const plain = base
        .replace(/[^a-z0-9]/g, '')
        .toUpperCase()
        .slice(0, REEL_LETTERS);
      const taken = new Set(bases.values());
      letters = plain;
      for (let tries = 2; taken.has(letters); tries += 1) letters = `${plain.slice(0, REEL_LETTERS - 1)}${tries}`;
      bases.set(base, letters);
    }
    reels.set(file, `${letters}${String(part).padStart(2, '0')}`);
  }
  return reels;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
