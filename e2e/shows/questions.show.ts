/** Questions outside the picture: rejected ones, and those before a show. */
import type { Page, WebSocketRoute } from '@playwright/test';
import { expect, test } from '../stage/test.ts';

test('a rejected author is told why, and nobody else sees the question', async ({ show }) => {
  const [viewer, other, moderator] = [await show.viewer(), await show.viewer(), await show.moderator('Inès')];
  const text = `Achetez mes montres ${Date.now()}`;
  await viewer.ask(text);
  await moderator.showNew(text);
  await moderator.reject(text, 1);
  await expect(viewer.own(text)).toHaveAttribute('data-state', 'rejected');
  await expect(other.question(text)).toBeHidden();
});

test('before the show there is a countdown, and questions are taken already', async ({ show }) => {
  const viewer = await show.viewer(await show.nextSlug());
  await expect(viewer.page.getByTestId('countdown')).toBeVisible();
  const text = `Une question en avance ${Date.now()}`;
  await viewer.ask(text);
  await expect(viewer.own(text)).toHaveAttribute('data-state', 'pending');
});

test('a question outlives a reload, a lost network and a lost answer, and arrives once', async ({ show }) => {
  const [viewer, moderator] = [await show.viewer(), await show.moderator('Inès')];
  const { page } = viewer;
  const text = `Et si le réseau tombe ${Date.now()} ?`;
  await page.getByTestId('question-text').fill(text);
  await page.reload();
  await expect(page.getByTestId('question-text')).toHaveValue(text);

  const network = await weakNetwork(page);
  await page.reload();
  await expect(page.getByTestId('question-text')).toHaveValue(text);
  // It arrives, but what the server says to it does not.
  network.deafen();
  await viewer.ask(text);
  await moderator.showNew(text);
  await network.cut();
  await expect(viewer.own(text)).toHaveAttribute('data-state', 'sending');
  await page.reload();
  await network.mend();
  await expect(viewer.own(text)).toHaveAttribute('data-state', 'pending');
  await expect(viewer.own(text)).toHaveCount(1);
  await expect(moderator.pending(text)).toHaveCount(1);
});

/** The page's sockets, for a network that swallows answers or is away. */
async function weakNetwork(page: Page) {
  let state: 'whole' | 'deaf' | 'cut' = 'whole';
  const sockets = new Set<WebSocketRoute>();
  await page.route(/transport=polling/, (route) => route.abort());
  await page.routeWebSocket(/\/socket\.io\//, (socket) => {
    if (state === 'cut') {
      void socket.close();
      return;
    }
    sockets.add(socket);
    const server = socket.connectToServer();
    server.onMessage((message) => {
      if (state === 'whole') socket.send(message);
    });
  });
  return {
    deafen: () => {
      state = 'deaf';
    },
    cut: async () => {
      state = 'cut';
      await Promise.all([...sockets].map((socket) => socket.close()));
      sockets.clear();
    },
    mend: () => {
      state = 'whole';
    },
  };
}
