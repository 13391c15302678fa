/** The shows' `test`: one running Antenne per worker, as a theatre is not rebuilt for every scene. */
import { test as base } from '@playwright/test';
import { Antenne } from './antenne.ts';
import { Show } from './show.ts';

interface Theatre {
  /** Which broadcast is on: the demonstration (default), or one that its owner made for two people. */
  play: 'demonstration' | 'own';
  theatre: Show;
}

export const test = base.extend<{ show: Show }, Theatre>({
  play: ['demonstration', { scope: 'worker', option: true }],
  theatre: [
    async ({ browser, play }, use) => {
      const antenne = await Antenne.start({ name: play, demo: play === 'demonstration' });
      try {
        const show = await Show[play](antenne, browser);
        try {
          if (play === 'demonstration') await show.everyoneSends();
          await show.hasBegun();
          await use(show);
        } finally {
          await show.close();
        }
      } finally {
        await antenne.dispose();
      }
    },
    // The first start on a machine also prepares what is missing.
    { scope: 'worker', timeout: 330_000 },
  ],
  show: async ({ theatre }, use) => {
    await use(theatre);
    await theatre.closeWindows();
  },
});

export { expect } from '@playwright/test';
