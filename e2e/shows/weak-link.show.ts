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

/** The person comes through this network and is on air. */
async function onAirBehind(show: Show, relay: LossyRelay): Promise<Duplex> {
  const orange = await show.duplexAlone({ relay });
  await expect.poll(async () => (await tileOf(show, orange.id)).feed).toBe('live');
  await show.control.take(orange.id);
  await expect.poll(() => cameraSeen(show)).toBe(orange.camera.number);
  return orange;
}

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
  const relay = new LossyRelay(33);
  try {
    const orange = await onAirBehind(show, relay);
    const tile = () => tileOf(show, orange.id);
    const height = async () => (await tile()).picture?.height ?? 0;
    // The whole picture of a camera of 480×270, not its half.
    await expect.poll(height, 'the height of their picture').toBe(270);
    const calmSince = Date.now();
    const calm = await toneHeard(show, orange, calmSince, calmSince + 5_000);

    relay.up = { loss: 0.2, delayMs: 20, jitterMs: 200, rate: 300_000 };
    const weakSince = Date.now();
    await expect.poll(height, 'a lower layer').toBeLessThan(270);
    note(`the picture fell to a lower layer after ${Date.now() - weakSince} ms`);
    await untilTime(weakSince + 26_000);
    const first = await toneHeard(show, orange, weakSince, weakSince + 10_000);
    const later = await toneHeard(show, orange, weakSince + 10_000, weakSince + 25_000);
    for (const [when, { heard, longestGapMs }] of Object.entries({ calm, first, later })) {
      note(`${when}: tone heard ${Math.round(heard * 100)} % of the time, longest gap ${longestGapMs} ms`);
    }
    const still = longestStill(await picturesOf(await served(show.hls, weakSince, weakSince + 25_000)));
    note(`the picture stood still for ${still} ms at most`);
    expect(first.heard).toBeGreaterThan(calm.heard * 0.6);
    expect(later.heard).toBeGreaterThan(calm.heard * 0.8);
    expect(later.longestGapMs).toBeLessThan(1_000);

    // Hardly more than the sound needs.
    relay.up = { loss: 0.2, delayMs: 20, jitterMs: 200, rate: 110_000 };
    const tightSince = Date.now();
    await untilTime(tightSince + 15_000);
    const tight = await served(show.hls, tightSince, tightSince + 15_000);
    const pictures = await picturesOf(tight);
    const slates = pictures.filter(({ mark }) => mark === null).length;
    const alone = continuity(await soundOf(tight), orange.camera.tone);
    note(
      `with 110 kbit/s: tone heard ${Math.round(alone.heard * 100)} %, longest gap ${alone.longestGapMs} ms; ` +
        `a still of ${longestStill(pictures)} ms, the slate for ${slates * 40} ms`,
    );
    expect(slates * 40 + longestStill(pictures), 'a still, or the slate, ms').toBeGreaterThan(1_000);
    expect(alone.heard).toBeGreaterThan(calm.heard * 0.25);

    relay.up = {};
    const betterSince = Date.now();
    await expect.poll(height, { message: 'the whole picture again', timeout: 60_000 }).toBe(270);
    note(`the whole picture was back ${Date.now() - betterSince} ms after the network`);
  } finally {
    await show.duplexesLeave();
    relay.close();
  }
});

test('a narrow way back: the picture that they are sent gets small or gives way to the sound, and comes back', async ({
  show,
}) => {
  const relay = new LossyRelay(34);
  try {
    const orange = await onAirBehind(show, relay);
    const returns = async () => (await tileOf(show, orange.id)).quality?.returns;
    await expect.poll(returns).toBe('full');
    relay.down = { rate: 150_000 };
    const narrowAt = Date.now();
    await expect.poll(returns, 'less than the whole picture').not.toBe('full');
    note(`the return gave way after ${Date.now() - narrowAt} ms`);
    relay.down = {};
    const wideAt = Date.now();
    await expect.poll(returns, { message: 'the whole picture again', timeout: 90_000 }).toBe('full');
    note(`the return was whole again after ${Date.now() - wideAt} ms`);
  } finally {
    await show.duplexesLeave();
    relay.close();
  }
});

/** A preview that somebody set is never taken away; `Holds` offers who is back where there is none. */
const SOMEBODYS = { type: 'black' } as const;

// A browser gives up a path that has not answered for 30 s (consent freshness, RFC 7675).
for (const seconds of [5, 40]) {
  test(`the network is gone for ${seconds} s: a still, the slate, and back by itself but not on air`, async ({
    show,
  }) => {
    const relay = new LossyRelay(31);
    try {
      const orange = await onAirBehind(show, relay);
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
      // Before that they may not have been on air yet.
      const slateAt = pictures.find(({ at, mark }) => at >= goneAt && mark === null)?.at ?? Number.NaN;
      const slate = pictures.filter(({ at }) => at >= slateAt);
      note(`the slate stood ${Math.round(slateAt - goneAt)} ms after the network was gone`);
      expect(longestStill(pictures.filter(({ at }) => at < slateAt)), 'the still before it, ms').toBeGreaterThan(1_000);
      expect(
        slate.filter(({ mark }) => mark !== null),
        'pictures of them before a take',
      ).toEqual([]);
      const lightest = slate.map(({ small }) => Math.max(...small));
      expect(Math.min(...lightest), 'the lightest point of a slate: its letters').toBeGreaterThan(60);
      await show.control.take(orange.id);
      await expect.poll(() => cameraSeen(show)).toBe(orange.camera.number);
    } finally {
      await show.duplexesLeave();
      relay.close();
    }
  });
}
