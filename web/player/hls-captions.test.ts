import Hls, { Events, type MediaPlaylist } from 'hls.js';
import { beforeEach, expect, it } from 'vitest';
import { HlsCaptions } from './hls-captions.ts';

/** What hls.js says and is told, without a playlist. */
class FakeHls {
  subtitleTracks: Pick<MediaPlaylist, 'lang'>[] = [];
  subtitleTrack = -1;
  private readonly listeners = new Map<string, (event: string, data: unknown) => void>();
  on(event: string, listener: (event: string, data: unknown) => void): void {
    this.listeners.set(event, listener);
  }
  say(event: string, data: unknown = {}): void {
    this.listeners.get(event)?.(event, data);
  }
  /** A playlist was read: as hls.js does, it says so and then chooses no captions. */
  async list(...languages: string[]): Promise<void> {
    this.subtitleTracks = languages.map((lang) => ({ lang }));
    this.say(Events.SUBTITLE_TRACKS_UPDATED);
    this.subtitleTrack = -1;
    await Promise.resolve();
  }
  parse(track: string, ...cues: { id: string; text: string; startTime: number; endTime: number }[]): void {
    this.say(Events.CUES_PARSED, { type: 'subtitles', track, cues });
  }
}

let hls: FakeHls;
let captions: HlsCaptions;
beforeEach(() => {
  hls = new FakeHls();
  captions = new HlsCaptions();
  captions.attach(hls as unknown as Hls);
});

it('loads the language that is wanted as soon as the playlist has it, and none otherwise', async () => {
  captions.show('en');
  expect([captions.languages, hls.subtitleTrack]).toEqual([[], -1]);
  await hls.list('fr', 'en');
  expect([captions.languages, hls.subtitleTrack]).toEqual([['fr', 'en'], 1]);
  captions.show(null);
  expect(hls.subtitleTrack).toBe(-1);
});

it('says what is wanted and not there: captions that began after the playlist was read', async () => {
  expect(captions.missing).toBeNull();
  await hls.list('fr');
  captions.show('en');
  expect(captions.missing).toBe('en');
  captions.show('fr');
  expect(captions.missing).toBeNull();
  captions.show('en');
  await hls.list('fr', 'en');
  expect(captions.missing).toBeNull();
});

it('has what stands there at a position, by its own id, as it was read last', async () => {
  await hls.list('fr', 'en');
  captions.show('fr');
  const cue = { id: 'a', text: 'Kito', startTime: 10, endTime: 12 };
  hls.parse('subtitles0', cue, { ...cue, id: 'hlsjscc2_b', text: 'Bonsoir', startTime: 11, endTime: 14 });
  hls.parse('subtitles1', { ...cue, text: 'Good evening' });
  hls.parse('subtitles0', { ...cue, text: 'Quito' });
  expect(captions.at(11.5)).toEqual([
    { id: 'a', text: 'Quito', since: 1_500 },
    { id: 'b', text: 'Bonsoir', since: 500 },
  ]);
  expect(captions.at(9)).toEqual([]);
  captions.show('en');
  expect(captions.at(11).map(({ text }) => text)).toEqual(['Good evening']);
});

it('begins anew with another engine, in the same language', async () => {
  await hls.list('fr');
  captions.show('fr');
  hls.parse('subtitles0', { id: 'a', text: 'Bonsoir', startTime: 0, endTime: 100 });
  const next = new FakeHls();
  captions.attach(next as unknown as Hls);
  expect(captions.at(1)).toEqual([]);
  await next.list('es', 'fr');
  expect(next.subtitleTrack).toBe(1);
});
