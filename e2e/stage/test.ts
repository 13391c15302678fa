/** The shows' `test`: one running Antenne per worker, as a theatre is not rebuilt for every scene. */
import { test as base } from '@playwright/test';
import { Antenne } from './antenne.ts';
import { Show } from './show.ts';

export const test = base.extend<{ show: Show }, { theatre: Show }>({
  theatre: [
    async ({ browser }, use) => {
      const antenne = await Antenne.start({ name: 'show', demo: true });
      try {
        const show = await Show.open(antenne, browser);
        try {
          await show.everyoneSends();
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
