/**
 * Somebody on air turns their telephone, takes another camera and mutes: the programme goes on in one piece. One browser,
 * the contributor's: the programme is looked at as it is served.
 */
import { CAMERAS } from '../cameras/camera.ts';
import { type PageCamera, type Size, turnPageCamera } from '../cameras/page-cameras.ts';
import { continuity } from '../probes/continuity.ts';
import { brokenBetween, brokenInPlaylist } from '../probes/hls-rules.ts';
import { fetchLive, type MediaPlaylist, parseMediaPlaylist } from '../probes/playlist.ts';
import { picturesOf, type ServedPicture, served, servedNow, soundOf } from '../probes/programme.ts';
import { expect, test } from '../stage/test.ts';

test.use({ play: 'own' });

const FRONT = { label: 'Caméra avant', camera: CAMERAS.orange, width: 480, height: 270 } satisfies PageCamera;
const BACK = { label: 'Caméra arrière', camera: CAMERAS.blue, width: 640, height: 360 } satisfies PageCamera;
/** The front camera, turned. */
const UPRIGHT: Size = { width: FRONT.height, height: FRONT.width };

/** How many times a picture differs from the one before it by what no coding does. */
function changes(pictures: readonly ServedPicture[]): number {
  return pictures.filter(({ small }, index) => {
    const before = pictures[index - 1]?.small;
    return before !== undefined && small.some((grey, at) => Math.abs(grey - (before[at] ?? 0)) > 40);
  }).length;
}

test('a telephone is turned, the camera and the microphone change: one programme without a break', async ({ show }) => {
  const { id, person } = await show.duplexAlone({ cameras: [FRONT, BACK] });
  try {
    const size = async () =>
      (await show.control.snapshot()).contributors.find((contributor) => contributor.id === id)?.picture;
    /** Viewers may still be sent what was shown before the last change: that is none of these. */
    let changedAt = 0;
    const now = async () => {
      const newest = await servedNow(show.hls);
      return newest && newest.begin >= changedAt ? picturesOf(newest) : [];
    };
    const seen = async () => (await now()).at(-1)?.mark?.camera ?? null;
    const playlist = async (): Promise<MediaPlaylist> => parseMediaPlaylist((await fetchLive(show.hls)).media.text);
    const discontinuities = ({ discontinuitySequence, segments }: MediaPlaylist) =>
      (discontinuitySequence ?? 0) + segments.filter(({ discontinuity }) => discontinuity).length;

    await expect.poll(size).toEqual({ width: FRONT.width, height: FRONT.height });
    await show.control.take(id);
    await expect.poll(seen, 'the front camera').toBe(FRONT.camera.number);
    const before = await playlist();
    const since = Date.now();

    await turnPageCamera(person.page, FRONT.label, UPRIGHT);
    await expect.poll(size, 'the telephone upright').toEqual(UPRIGHT);
    changedAt = Date.now();
    await expect.poll(async () => changes(await now()), 'pictures that move, upright').toBeGreaterThan(5);
    await turnPageCamera(person.page, FRONT.label, FRONT);
    await expect.poll(size).toEqual({ width: FRONT.width, height: FRONT.height });
    changedAt = Date.now();
    await expect.poll(seen, 'the front camera, turned back').toBe(FRONT.camera.number);

    await person.page.getByTestId('devices').click();
    await person.page.getByTestId('device-camera').selectOption(BACK.label);
    await person.page.keyboard.press('Escape');
    await expect.poll(seen, 'the back camera').toBe(BACK.camera.number);
    // All of it, though so small a camera has no third layer.
    await expect.poll(size).toEqual({ width: BACK.width, height: BACK.height });

    const microphone = person.page.getByTestId('mute-microphone');
    const heard = async (): Promise<number> => {
      const from = Date.now();
      const sound = await soundOf(await served(show.hls, from, from + 5_000));
      return continuity(sound, CAMERAS.orange.tone).heard;
    };
    // Where the machine gives its browsers little, sound has gaps for a while.
    const share = { message: 'the share of the time in which they are heard', timeout: 120_000 };
    await expect.poll(heard, share).toBeGreaterThan(0.4);
    await microphone.click();
    await expect.poll(heard, 'muted').toBe(0);
    changedAt = Date.now();
    await expect.poll(async () => changes(await now()), 'pictures that move, muted').toBeGreaterThan(5);
    await microphone.click();
    await expect.poll(heard, share).toBeGreaterThan(0.4);

    const after = await playlist();
    expect(brokenInPlaylist(after, false)).toEqual([]);
    expect(brokenBetween(before, after)).toEqual([]);
    expect(discontinuities(after)).toBe(discontinuities(before));
    // It decodes as one file, and nobody saw a slate.
    const all = await picturesOf(await served(show.hls, since, Date.now()));
    const cameras = [...new Set(all.flatMap(({ mark }) => mark?.camera ?? []))];
    expect(cameras, 'whose pictures were in it').toEqual([FRONT.camera.number, BACK.camera.number]);
  } finally {
    await show.duplexesLeave();
  }
});
