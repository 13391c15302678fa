/** Questions outside the picture: rejected ones, those before a show, and two people who decide about the same. */
import type { Page, WebSocketRoute } from '@playwright/test';
import { expect, test } from '../stage/test.ts';

test('a rejected author is told why, and nobody else sees the question', async ({ show }) => {
  const [viewer, other, moderator] = [await show.viewer(), await show.viewer(), await show.moderator('Inès')];
  const text = `Achetez mes montres ${Date.now()}`;
  await viewer.ask(text);
  await moderator.showNew(text);
  await moderator.reject(text, 1);
  await expect(viewer.own(text)).toHaveAttribute('data-state', 'rejected');
  await expect(viewer.own(text)).toContainText('Elle s’éloigne du sujet de l’émission.');
  await expect(other.question(text)).toBeHidden();
});

test('before the show there is a countdown, questions are taken already, and the player is fetched', async ({
  show,
}) => {
  const viewer = await show.viewer(await show.nextSlug());
  await expect(viewer.page.getByTestId('countdown')).toBeVisible();
  const text = `Une question en avance ${Date.now()}`;
  await viewer.ask(text);
  await expect(viewer.own(text)).toHaveAttribute('data-state', 'pending');
  const fetched = () => viewer.page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
  await expect.poll(fetched).toContainEqual(expect.stringMatching(/\/hls-playback-[^/]+\.js$/));
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

test('a theme that closes while somebody writes keeps the draft, and says what to do', async ({ show }) => {
  const viewer = await show.viewer();
  const text = viewer.page.getByTestId('question-text');
  const theme = viewer.page.getByTestId('question-theme');
  await theme.selectOption({ index: 1 });
  const themeId = await theme.inputValue();
  await text.fill('Et si le thème ferme ?');
  await show.owner.command(show.slug, 'theme:window', { themeId, window: 'closed' });
  await expect(viewer.form).toContainText('Votre texte est gardé : choisissez un autre thème.');
  await expect(text).toHaveValue('Et si le thème ferme ?');
  await show.owner.command(show.slug, 'theme:window', { themeId, window: null });
  await expect(viewer.form).not.toContainText('Votre texte est gardé');
});

test('two moderators see what the other has in hand, nothing moves under theirs, and who is slower is told', async ({
  show,
}) => {
  const viewer = await show.viewer();
  const [ines, malik] = [await show.moderator('Inès'), await show.moderator('Malik')];
  const network = await weakNetwork(malik.page);
  await malik.page.reload();
  const text = `Qui fixe le prix du cacao ? ${Date.now()}`;
  await viewer.ask(text);
  for (const moderator of [ines, malik]) {
    await moderator.showNew(text);
    await moderator.choose(text);
  }

  // In hand: the other is asked before they decide, for as long as it is worked on.
  const claims = sentBy(ines.page, 'question:claim');
  await ines.page.reload();
  await ines.showNew(text);
  await ines.choose(text);
  await ines.page.keyboard.press('c');
  await expect(malik.pending(text)).toContainText('Inès s’en occupe');
  await expect(malik.pending(text).getByRole('img', { name: 'Inès regarde' })).toBeVisible();
  await malik.page.keyboard.press('a');
  await expect(malik.page.getByText('Encore une fois pour décider quand même').first()).toBeVisible();
  await expect(viewer.own(text)).toHaveAttribute('data-state', 'pending');

  // A new question waits until it is asked for.
  const place = () => malik.pending(text).boundingBox();
  const before = await place();
  const next = `Et celui du transport ? ${Date.now()}`;
  await viewer.ask(next);
  await expect(malik.page.getByTestId('new-questions')).toBeVisible();
  expect(await place()).toEqual(before);
  await expect(malik.pending(next)).toBeHidden();
  await malik.page.keyboard.press('n');
  await malik.choose(next);
  await malik.page.keyboard.press('r');
  await malik.page.keyboard.press('2');
  await expect(viewer.own(next)).toHaveAttribute('data-state', 'rejected');
  await malik.page.keyboard.press('z');
  await expect(viewer.own(next)).toHaveAttribute('data-state', 'pending');
  await expect(malik.pending(next)).toHaveAttribute('aria-current', 'true');

  await expect.poll(() => claims.length, 'a claim that is said again').toBeGreaterThan(1);
  await expect(malik.pending(text)).toContainText('Inès s’en occupe');

  // The one hears late of what the other decided.
  await malik.choose(text);
  network.hold();
  await ines.page.keyboard.press('a');
  await expect(viewer.own(text)).toHaveAttribute('data-state', 'approved');
  await malik.page.keyboard.press('r');
  // Asked first, and again.
  await malik.page.keyboard.press('1');
  await malik.page.keyboard.press('1');
  network.mend();
  const conflict = malik.page.getByTestId('conflict');
  await expect(conflict).toContainText('Inès a été plus rapide');
  await expect(conflict).toContainText('approuvée');
  await expect(malik.approved(text)).toBeVisible();
  await expect(viewer.own(text)).toHaveAttribute('data-state', 'approved');
  await conflict.getByTestId('conflict-dismiss').click();
  await expect(conflict).toBeHidden();
});

test('several are decided at once: with a question first where somebody has one, and taken back by one press', async ({
  show,
}) => {
  const viewer = await show.viewer();
  const [ines, malik] = [await show.moderator('Inès'), await show.moderator('Malik')];
  const at = Date.now();
  const [first, second, third] = [`Le prix, un ${at}`, `Le prix, deux ${at}`, `Le prix, trois ${at}`];
  await viewer.page.getByTestId('question-place').fill('Saint-Denis');
  for (const text of [first, second, third]) {
    await viewer.ask(text, 'Zoé');
    await malik.showNew(text);
  }
  // From where stays in the form, as the name does, and goes with each question.
  await expect(malik.pending(third)).toContainText('Zoé, Saint-Denis');
  await ines.showNew(first);
  await ines.choose(first);
  await ines.page.keyboard.press('c');
  await expect(malik.pending(first)).toContainText('Inès s’en occupe');
  for (const text of [first, second, third]) {
    await malik.choose(text);
    await malik.page.keyboard.press('x');
  }
  await expect(malik.page.getByTestId('many')).toContainText('3');

  // All into the second; somebody has the first in hand.
  await malik.page.keyboard.press('m');
  const into = malik.page.getByTestId('merge-target').filter({ hasText: second });
  await into.click();
  await expect(malik.page.getByText('Encore une fois pour décider quand même').first()).toBeVisible();
  await expect(viewer.own(first).getByTestId('merged')).toBeHidden();
  await into.click();
  await expect(malik.pending(second)).toContainText('2 réunies');
  for (const text of [first, third]) {
    await expect(viewer.own(text).getByTestId('merged')).toBeVisible();
    // Others speak for it: it is not its author's alone to withdraw.
    await expect(viewer.own(text).getByRole('button', { name: 'Retirer' })).toBeHidden();
  }
  await expect(malik.page.getByTestId('many')).toBeHidden();
  await malik.page.keyboard.press('z');
  for (const text of [first, third]) await expect(viewer.own(text).getByTestId('merged')).toBeHidden();
  await expect(malik.pending(first)).toBeVisible();

  // Decided and taken back as one.
  for (const text of [second, third]) {
    await malik.choose(text);
    await malik.page.keyboard.press('x');
  }
  await malik.page.keyboard.press('a');
  for (const text of [second, third]) await expect(viewer.own(text)).toHaveAttribute('data-state', 'approved');
  await malik.page.getByRole('button', { name: 'Annuler' }).click();
  for (const text of [second, third]) await expect(viewer.own(text)).toHaveAttribute('data-state', 'pending');
});

/** What the page's sockets send from its next visit on, of one command. */
function sentBy(page: Page, command: string): string[] {
  const sent: string[] = [];
  page.on('websocket', (socket) => {
    socket.on('framesent', ({ payload }) => {
      if (String(payload).includes(`"${command}"`)) sent.push(String(payload));
    });
  });
  return sent;
}

/** The page's sockets, for a network that swallows answers, brings them late or is away. */
async function weakNetwork(page: Page) {
  let state: 'whole' | 'late' | 'deaf' | 'cut' = 'whole';
  const late: (() => void)[] = [];
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
      if (state === 'late') late.push(() => socket.send(message));
    });
  });
  return {
    /** Until it is mended. */
    hold: () => {
      state = 'late';
    },
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
      for (const deliver of late.splice(0)) deliver();
    },
  };
}
