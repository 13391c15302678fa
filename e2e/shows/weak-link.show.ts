/**
 * A contributor's network loses, narrows and breaks: the sound comes first, and everything is back by itself. One browser,
 * the contributor's: the programme is looked at as it is served, and the desk through its socket.
 */
import type { StudioContributor } from '@antenne/server/contract';
import { LossyRelay } from '../network/lossy-relay.ts';
import { continuity } from '../probes/continuity.ts';
import { longestStill, picturesOf, served, servedNow, soundOf } from '../probes/programme.ts';
import type { Duplex, Show } from '../stage/show.ts';
import { expect, test } from '../stage/test.ts';

test.use({ play: 'own' });

function note(description: string): void {
  test.info().annotations.push({ type: 'measured', description });
}

async function tileOf(show: Show, id: string): Promise<StudioContributor> {
  const found = (await show.control.snapshot()).contributors.find((contributor) => contributor.id === id);
  if (!found) throw new Error(`no contributor ${id}`);
  return found;
}

/** Whose picture viewers are sent now; null: nobody's. */
async function cameraSeen(show: Show): Promise<number | null> {
  return (await picturesOf(await servedNow(show.hls))).at(-1)?.mark?.camera ?? null;
}

/** What the person's sound and picture go through: as good as can be at the beginning of a test, and at its end. */
let relay: LossyRelay;
let orange: Duplex;

test.beforeAll(async ({ theatre }) => {
  relay = new LossyRelay(33);
  orange = await theatre.duplexAlone({ relay });
  await expect.poll(async () => (await tileOf(theatre, orange.id)).feed).toBe('live');
});

test.afterAll(async ({ theatre }) => {
  await theatre.duplexesLeave();
  relay.close();
});

/** The person is on air. */
test.beforeEach(async ({ show }) => {
  await show.control.take(orange.id);
  await expect.poll(() => cameraSeen(show)).toBe(orange.camera.number);
});

/** Until the wall clock says so. */
async function untilTime(at: number): Promise<void> {
  await expect.poll(() => Date.now(), { timeout: Math.max(0, at - Date.now()) + 5_000 }).toBeGreaterThanOrEqual(at);
}

async function toneHeard(show: Show, { camera }: Duplex, from: number, until: number) {
  return continuity(await soundOf(await served(show.hls, from, until)), camera.tone);
}

test('20 % loss, 200 ms of jitter and 300 kbit/s: the sound goes on, the picture gives way and comes back', async ({
  show,
}) => {
  const tile = () => tileOf(show, orange.id);
  const height = async () => (await tile()).picture?.height ?? 0;
  // The whole picture of a camera of 480×270, not its half.
  await expect.poll(height, { message: 'the height of their picture', timeout: 120_000 }).toBe(270);
  const stretch = async (ms: number) => {
    const from = Date.now();
    return toneHeard(show, orange, from, from + ms);
  };
  /** Sound that a starved machine tears has nothing to do with the network: what is asked for has to come, once. */
  const patience = { timeout: 150_000 };
  let calm = { heard: 0, longestGapMs: 0 };
  await expect
    .poll(
      async () => {
        calm = await stretch(5_000);
        return calm.heard;
      },
      { message: 'heard before', ...patience },
    )
    .toBeGreaterThan(0.5);

  relay.up = { loss: 0.2, delayMs: 20, jitterMs: 200, rate: 300_000 };
  const weakSince = Date.now();
  await expect.poll(height, 'a lower layer').toBeLessThan(270);
  note(`the picture fell to a lower layer after ${Date.now() - weakSince} ms`);
  const first = await toneHeard(show, orange, weakSince, weakSince + 10_000);
  const tell = (when: string, { heard, longestGapMs }: typeof calm) =>
    note(`${when}: tone heard ${Math.round(heard * 100)} % of the time, longest gap ${longestGapMs} ms`);
  tell('calm', calm);
  tell('first', first);
  await expect
    .poll(
      async () => {
        const later = await stretch(10_000);
        tell('later', later);
        return later.heard > calm.heard * 0.8 && later.longestGapMs < 1_000;
      },
      { message: 'the sound goes on', ...patience },
    )
    .toBe(true);
  const weakFor = Date.now() - weakSince;
  const still = longestStill(await picturesOf(await served(show.hls, weakSince, weakSince + weakFor)));
  note(`the picture stood still for ${still} ms at most`);

  // Hardly more than the sound needs.
  relay.up = { loss: 0.2, delayMs: 20, jitterMs: 200, rate: 110_000 };
  await expect
    .poll(
      async () => {
        const from = Date.now();
        const tight = await served(show.hls, from, from + 10_000);
        const pictures = await picturesOf(tight);
        const slateMs = pictures.filter(({ mark }) => mark === null).length * 40;
        const stillMs = longestStill(pictures);
        const alone = continuity(await soundOf(tight), orange.camera.tone);
        tell(`with 110 kbit/s a still of ${stillMs} ms, the slate for ${slateMs} ms`, alone);
        return slateMs + stillMs > 1_000 && alone.heard > calm.heard * 0.25;
      },
      { message: 'a still or the slate, and the sound goes on', ...patience },
    )
    .toBe(true);

  relay.up = {};
  const betterSince = Date.now();
  await expect.poll(height, { message: 'the whole picture again', timeout: 60_000 }).toBe(270);
  note(`the whole picture was back ${Date.now() - betterSince} ms after the network`);
});

test('a narrow way back: the picture that they are sent gets small or gives way to the sound, and comes back', async ({
  show,
}) => {
  const returns = async () => (await tileOf(show, orange.id)).quality?.returns;
  await expect.poll(returns, { message: 'the whole picture', timeout: 120_000 }).toBe('full');
  relay.down = { rate: 100_000 };
  const narrowAt = Date.now();
  await expect.poll(returns, 'less than the whole picture').not.toBe('full');
  note(`the return gave way after ${Date.now() - narrowAt} ms`);
  relay.down = {};
  const wideAt = Date.now();
  await expect.poll(returns, { message: 'the whole picture again', timeout: 90_000 }).toBe('full');
  note(`the return was whole again after ${Date.now() - wideAt} ms`);
});

/** A preview that somebody set is never taken away; `Holds` offers who is back where there is none. */
const SOMEBODYS = { type: 'black' } as const;

/** So many pictures one after another without anybody's mark are a slate. */
const SLATE_PICTURES = 5;

// A browser gives up a path that has not answered for 30 s (consent freshness, RFC 7675).
for (const seconds of [5, 60]) {
  test(`the network is gone for ${seconds} s: a still, the slate, and back by itself but not on air`, async ({
    show,
  }) => {
    const bus = async () => (await show.control.snapshot()).bus;
    await show.control.preview(SOMEBODYS);
    const giveBack = orange.person.loseNetwork();
    relay.up = { cut: true };
    relay.down = { cut: true };
    const goneAt = Date.now();
    try {
      await expect.poll(async () => (await bus()).held, 'who stays behind the slate').toEqual([orange.id]);
      await untilTime(goneAt + seconds * 1000);
    } finally {
      relay.up = {};
      relay.down = {};
      giveBack();
    }
    const backAt = Date.now();
    await expect.poll(async () => (await tileOf(show, orange.id)).feed, { timeout: 60_000 }).toBe('live');
    note(`their picture was there again ${Date.now() - backAt} ms after the network`);
    expect((await bus()).preview, 'what somebody put there before').toEqual(SOMEBODYS);
    const pictures = await picturesOf(await served(show.hls, goneAt - 2_000, Date.now() + 2_000));
    // Before that they may not have been on air yet; and a picture now and then is no slate because its mark is blurred.
    const slateAt = pictures.find(({ at }, index) => {
      const next = pictures.slice(index, index + SLATE_PICTURES);
      return at >= goneAt && next.length === SLATE_PICTURES && next.every(({ mark }) => mark === null);
    })?.at;
    if (slateAt === undefined) throw new Error('no slate was served');
    const slate = pictures.filter(({ at }) => at >= slateAt);
    note(`the slate stood ${Math.round(slateAt - goneAt)} ms after the network was gone`);
    // Two seconds from the last picture's arrival; a feed whose pictures come late shows it up to a second after that.
    expect(longestStill(pictures.filter(({ at }) => at < slateAt)), 'the still before it, ms').toBeGreaterThan(600);
    expect(
      slate.filter(({ mark }) => mark !== null),
      'pictures of them before a take',
    ).toEqual([]);
    const lightest = slate.map(({ small }) => Math.max(...small));
    expect(Math.min(...lightest), 'the lightest point of a slate: its letters').toBeGreaterThan(60);
    // The desk says so, and one key offers them.
    const { page, bus: desk } = await show.producer('Anne');
    const banner = page.getByTestId('back');
    await expect(banner).toHaveAttribute('data-ready', 'false');
    await page.keyboard.press('r');
    await expect(desk).toHaveAttribute('data-preview', orange.id);
    await expect(banner).toHaveAttribute('data-ready', 'true');
    expect((await bus()).held, 'still behind the slate').toEqual([orange.id]);
    await page.keyboard.press('Space');
    await expect(banner).toHaveCount(0);
    await expect.poll(() => cameraSeen(show)).toBe(orange.camera.number);
  });
}
