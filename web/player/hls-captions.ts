/** The captions of the playlist, as hls.js reads them: they are drawn by us, at a size and place of ours. */
import type Hls from 'hls.js';
import { Events } from 'hls.js';
import type { ListedCaption } from './captions.ts';

/** What hls.js puts before the id of a cue after a discontinuity. */
const HLS_PREFIX = /^hlsjscc\d+_/;

type Cue = { id: string; text: string; startTime: number; endTime: number };

export class HlsCaptions {
  private hls: Hls | null = null;
  private wanted: string | null = null;
  /** By track, as hls.js calls them. */
  private readonly cues = new Map<string, Map<string, Cue>>();

  /** Goes on with another engine, whose owner lets it go. */
  attach(hls: Hls): void {
    this.hls = hls;
    this.cues.clear();
    // Right after it has told of them, hls.js chooses its own: none.
    hls.on(Events.SUBTITLE_TRACKS_UPDATED, () => queueMicrotask(() => this.apply()));
    hls.on(Events.CUES_PARSED, (_event, { track, cues }: { track: string; cues: Cue[] }) => {
      const known = this.cues.get(track) ?? new Map<string, Cue>();
      this.cues.set(track, known);
      // The last one read holds: words are corrected.
      for (const { id, text, startTime, endTime } of cues) known.set(id, { id, text, startTime, endTime });
    });
  }

  /** Of the playlist, in its order. */
  get languages(): string[] {
    return (this.hls?.subtitleTracks ?? []).flatMap(({ lang }) => lang ?? []);
  }

  /** The language that is wanted and that the playlist did not have when it was read; null: nothing is amiss. */
  get missing(): string | null {
    const { hls, wanted } = this;
    return hls && wanted !== null && !hls.subtitleTracks.some(({ lang }) => lang === wanted) ? wanted : null;
  }

  /** Loads the captions of that language; null: none, which costs nothing. */
  show(language: string | null): void {
    this.wanted = language;
    this.apply();
  }

  /** What stands there at `position`, playback time in seconds. */
  at(position: number): ListedCaption[] {
    const cues = this.cues.get(`subtitles${this.hls?.subtitleTrack}`)?.values() ?? [];
    return [...cues]
      .filter(({ startTime, endTime }) => startTime <= position && endTime > position)
      .map(({ id, text, startTime }) => ({
        id: id.replace(HLS_PREFIX, ''),
        text,
        since: (position - startTime) * 1_000,
      }));
  }

  private apply(): void {
    const { hls, wanted } = this;
    if (!hls) return;
    const index = hls.subtitleTracks.findIndex(({ lang }) => lang === wanted);
    if (hls.subtitleTrack !== index) hls.subtitleTrack = index;
  }
}
