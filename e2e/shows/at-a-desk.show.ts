/** A contributor with a computer: from the invitation to the air at a desk's size, with a screen that does not sleep. */
import { expect, test } from '../stage/test.ts';

test.use({ play: 'own' });

const DESK = { width: 1440, height: 900 };

/** In the page: what keeps the screen on, and the sounds that the page plays. */
interface Watched {
  locks: { released: boolean; release(): Promise<void> }[];
  chimes: HTMLMediaElement[];
}

declare global {
  interface Window {
    kept: Watched;
  }
}

function watchPage(): void {
  const watched: Watched = { locks: [], chimes: [] };
  window.kept = watched;
  // A browser without a window refuses every lock: this one grants them.
  const request = async () => {
    const lock = {
      released: false,
      release: async () => {
        lock.released = true;
      },
    };
    watched.locks.push(lock);
    return lock;
  };
  Object.defineProperty(navigator, 'wakeLock', { value: { request } });
  const { play } = HTMLMediaElement.prototype;
  HTMLMediaElement.prototype.play = function () {
    // What has no place in the page is heard only.
    if (!this.isConnected) watched.chimes.push(this);
    return Reflect.apply(play, this, []);
  };
}

test('hearing step, room and a screen that stays on', async ({ show }) => {
  await show.duplexesLeave();
  const { id, person } = await show.duplex('orange', { window: DESK, before: watchPage });
  const { page } = person;
  const watched = <Fact>(pick: (watched: Watched) => Fact) =>
    page.evaluate(`(${pick.toString()})(window.kept)`) as Promise<Fact>;
  const fits = () =>
    page.evaluate(() => {
      const { scrollHeight, scrollWidth } = document.documentElement;
      return scrollHeight <= window.innerHeight && scrollWidth <= window.innerWidth;
    });
  try {
    await expect(page.getByTestId('room')).toBeVisible();
    expect(await fits(), 'the room fits on a desk’s screen').toBe(true);
    await expect.poll(() => watched(({ locks }) => locks.filter(({ released }) => !released).length)).toBe(1);

    // Whoever looks at another tab loses it, and has it again with the page.
    await watched(({ locks }) => Promise.all(locks.map((lock) => lock.release())));
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    await expect.poll(() => watched(({ locks }) => locks.filter(({ released }) => !released).length)).toBe(1);
    expect(await watched(({ chimes }) => chimes.length), 'the loudspeaker was tried').toBe(1);

    await show.control.take(id);
    await expect(person.onAirSign).toBeVisible();
    expect(await fits(), 'on air, too').toBe(true);
  } finally {
    await show.duplexesLeave();
  }
});
