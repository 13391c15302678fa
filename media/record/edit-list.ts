/**
 * The log of takes as an edit: what was on air from which frame to which, and which recorded file holds it. Whoever was on
 * air alone comes from their own file; scenes, clips, what the house made (slate, colour, countdown), and what a hand at the
 * fader mixed exist only in the programme's recording, with the transitions into them and out of them. Frames are the
 * programme's.
 */
import type { Manifest, ManifestFile, Take } from './journal.ts';

export interface EditClip {
  /** First frame, and the first that is no more in it. */
  from: number;
  to: number;
  source: Take['source'];
  /** In words: the person, or the kind of scene and who was in it. */
  label: string;
  /** Null: nothing that was recorded holds it. */
  file: ManifestFile | null;
  /** How the programme came to it, beginning at `from`. Only on the first clip of a take. */
  transition: Take['transition'];
}

/** Where a file ends; one that is still growing, or whose end was lost in a crash, holds all that is known of. */
export function endOf(file: ManifestFile, manifest: Manifest): number {
  if (file.endFrame !== null) return file.endFrame;
  const nextLife = manifest.lives.find((frame) => frame > file.startFrame);
  return Math.max(file.startFrame, nextLife ?? manifest.endFrame);
}

export function editOf(manifest: Manifest): EditClip[] {
  const names = new Map(manifest.files.map(({ contributorId, name }) => [contributorId, name]));
  const filesOf = (who: string | null) => manifest.files.filter((file) => file.video && file.contributorId === who);
  let before: { who: string | null } | null = null;
  return manifest.takes.flatMap((take, index): EditClip[] => {
    const to = manifest.takes[index + 1]?.frame ?? manifest.endFrame;
    if (to <= take.frame) return [];
    const isHand = take.beside !== undefined;
    const who = isHand ? null : (take.source.contributorId ?? null);
    const label = [take.source, take.beside]
      .flatMap((source) => (source ? [labelOf(source, (id) => names.get(id) ?? id, take.titles)] : []))
      .join(' / ');
    // What the programme's recording holds on one side of a transition holds the transition, too.
    const isBetweenPeople = who !== null && before?.who !== null;
    const { transition } = take;
    const isBaked = transition.type !== 'cut' && before !== null && !isBetweenPeople;
    const passed = isBaked ? Math.min(to, take.frame + transition.frames) : take.frame;
    before = { who };
    const clips = [
      ...(passed > take.frame ? cover(take.frame, passed, filesOf(null), manifest) : []),
      ...(to > passed ? cover(passed, to, filesOf(who), manifest) : []),
    ].reduce<ReturnType<typeof cover>>((all, piece) => {
      const last = all.at(-1);
      if (last && last.file === piece.file && last.to === piece.from) last.to = piece.to;
      else all.push({ ...piece });
      return all;
    }, []);
    return clips.map((clip, part) => ({
      ...clip,
      source: take.source,
      label,
      transition: part === 0 && !isBaked ? transition : { type: 'cut' },
    }));
  });
}

/** The stretch from `from` to `to`, file by file, with the holes between them. */
export function cover(
  from: number,
  to: number,
  files: readonly ManifestFile[],
  manifest: Manifest,
): { from: number; to: number; file: ManifestFile | null }[] {
  const pieces: { from: number; to: number; file: ManifestFile | null }[] = [];
  let at = from;
  for (const file of [...files].sort((a, b) => a.startFrame - b.startFrame)) {
    const begin = Math.max(at, file.startFrame);
    const end = Math.min(to, endOf(file, manifest));
    if (end <= begin) continue;
    if (begin > at) pieces.push({ from: at, to: begin, file: null });
    pieces.push({ from: begin, to: end, file });
    at = end;
  }
  if (at < to) pieces.push({ from: at, to, file: null });
  return pieces;
}

function labelOf(source: Take['source'], nameOf: (id: string) => string, titles: Take['titles'] = {}): string {
  const { type, contributorId, assetId } = source;
  if (contributorId !== undefined) return nameOf(contributorId);
  if (assetId !== undefined) return `${type}: ${titles[assetId] ?? assetId}`;
  const places = source.slots?.map((slot) => labelOf(slot, nameOf, titles)) ?? source.contributorIds?.map(nameOf) ?? [];
  return places.length > 0 ? `${type}: ${places.join(', ')}` : type;
}
