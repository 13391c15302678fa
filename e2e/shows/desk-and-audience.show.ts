/** What the desk does beside single decisions, seen from both sides: themes, written answers, edits of two, a person forgotten. */
import type { Page } from '@playwright/test';
import { Moderator } from '../actors/moderator.ts';
import { seriousFindings } from '../probes/page.ts';
import { expect, test } from '../stage/test.ts';

test.use({ play: 'own' });

const told = (page: Page, words: string | RegExp) => page.getByText(words).first();

test('a viewer follows a theme and hears what the moderator does with it', async ({ show }) => {
  const [viewer, moderator] = [await show.viewer(), await show.moderator('Inès')];
  const text = `Qui fixe le prix plancher ? ${Date.now()}`;
  await viewer.ask(text);
  await moderator.showNew(text);
  await moderator.approve(text);
  await viewer.page.getByRole('button', { name: /^Thème 1/ }).click();
  const follow = viewer.page.getByTestId('follow-theme');
  await follow.click();
  await expect(follow).toHaveAttribute('aria-pressed', 'true');
  await viewer.page.reload();
  // The browser keeps it: the list begins with that theme.
  await expect(follow).toHaveAttribute('aria-pressed', 'true');
  await expect(viewer.question(text)).toBeVisible();

  await moderator.page.getByTestId('open-themes').click();
  const row = moderator.page.getByTestId('theme').first();
  const window = row.getByTestId('theme-window');
  expect(await seriousFindings(moderator.page)).toEqual([]);
  await window.selectOption('voteOnly');
  await expect(row).toHaveAttribute('data-window', 'voteOnly');
  await expect(told(viewer.page, 'plus de nouvelles questions, mais vous pouvez encore voter')).toBeVisible();
  await expect(viewer.voteButton(text)).toBeEnabled();
  const option = viewer.page.getByTestId('question-theme').locator('option').nth(1);
  await expect(option).toBeDisabled();

  await window.selectOption('closed');
  await expect(row).toHaveAttribute('data-window', 'closed');
  await expect(told(viewer.page, '« Le prix » est fermé aux questions.')).toBeVisible();
  await expect(viewer.voteButton(text)).toBeDisabled();

  await window.selectOption('open');
  await expect(row).toHaveAttribute('data-window', 'open');
  await expect(told(viewer.page, '« Le prix » prend maintenant les questions.')).toBeVisible();
  await expect(viewer.voteButton(text)).toBeEnabled();
  await expect(option).toBeEnabled();

  // By the clock: closed since a minute ago, until the hand opens it again.
  const local = (minutes: number) =>
    moderator.page.evaluate((by) => {
      const at = new Date(Date.now() + by * 60_000);
      return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
    }, minutes);
  await row.getByTestId('theme-times').click();
  await row.getByTestId('theme-opensAt').fill(await local(-30));
  await row.getByTestId('theme-closesAt').fill(await local(-60));
  await expect(row.getByRole('alert')).toBeVisible();
  await expect(row.getByTestId('theme-save')).toBeDisabled();
  await row.getByTestId('theme-closesAt').fill(await local(-1));
  await row.getByTestId('theme-save').click();
  await window.selectOption('bySchedule');
  await expect(row).toHaveAttribute('data-window', 'closed');
  await expect(viewer.voteButton(text)).toBeDisabled();
  await window.selectOption('open');
  await expect(viewer.voteButton(text)).toBeEnabled();

  await follow.click();
  await expect(follow).toHaveAttribute('aria-pressed', 'false');
});

test('an answer in writing stands under its question, and its author is told', async ({ show }) => {
  const [viewer, other, moderator] = [await show.viewer(), await show.viewer(), await show.moderator('Inès')];
  const text = `Où vont les primes ? ${Date.now()}`;
  await viewer.ask(text);
  await moderator.showNew(text);
  await moderator.approve(text);
  const card = moderator.approved(text);
  await card.locator('[data-card]').click();
  await card.getByTestId('write-answer').click();
  await card.getByTestId('answer-text').fill('À la coopérative, qui en décide en assemblée.');
  await card.getByTestId('answer-save').click();
  await other.showNew(text);
  await expect(other.question(text).getByTestId('written-answer')).toContainText('qui en décide en assemblée');
  await expect(told(viewer.page, /Une réponse écrite vous attend/)).toBeVisible();

  // Somebody else answers while this one writes: nothing is written over unseen.
  const malik = await show.moderator('Malik');
  const malikCard = malik.approved(text);
  await malikCard.locator('[data-card]').click();
  await malikCard.getByTestId('write-answer').click();
  await card.getByTestId('write-answer').click();
  await card.getByTestId('answer-text').fill('Aux coopératives.');
  await card.getByTestId('answer-save').click();
  await expect(other.question(text).getByTestId('written-answer')).toContainText('Aux coopératives.');
  await malikCard.getByTestId('answer-text').fill('Aux écoles.');
  await malikCard.getByTestId('answer-save').click();
  await expect(told(malik.page, 'La question a changé entre-temps')).toBeVisible();
  await expect(malikCard.getByTestId('answer-text')).toHaveValue('Aux écoles.');
  await expect(other.question(text).getByTestId('written-answer')).toContainText('Aux coopératives.');
  await malikCard.getByTestId('answer-save').click();
  await expect(other.question(text).getByTestId('written-answer')).toContainText('Aux écoles.');

  await card.getByTestId('write-answer').click();
  await card.getByTestId('answer-text').fill('');
  await card.getByTestId('answer-save').click();
  await expect(other.question(text).getByTestId('written-answer')).toHaveCount(0);
});

test('of two who edit the same question the slower one sees both wordings, and decides', async ({ show }) => {
  const viewer = await show.viewer();
  const [ines, malik] = [await show.moderator('Inès'), await show.moderator('Malik')];
  const text = `Cb coute le transpor ? ${Date.now()}`;
  await viewer.ask(text);
  for (const moderator of [ines, malik]) {
    await moderator.showNew(text);
    await moderator.choose(text);
  }
  const [mine, theirs] = [`Combien coûte le transport ? ${Date.now()}`, `Que coûte le transport ? ${Date.now()}`];
  // Both have the form open on the author's words.
  await malik.page.keyboard.press('e');
  await expect(malik.page.getByTestId('edit-text')).toHaveValue(text);
  await ines.page.keyboard.press('e');
  const own = ines.page.getByTestId('edit-text');
  await own.fill(theirs);
  // Where somebody else has it in hand, the first press asks, and keeps what was typed.
  await ines.page.getByTestId('edit-save').click();
  await expect(told(ines.page, 'Encore une fois pour décider quand même')).toBeVisible();
  await expect(own).toHaveValue(theirs);
  await ines.page.getByTestId('edit-save').click();
  await expect(own).toHaveCount(0);
  await expect(malik.page.locator('[data-card]').filter({ hasText: theirs })).toBeVisible();
  await malik.page.getByTestId('edit-text').fill(mine);
  await malik.page.getByTestId('edit-save').click();

  const conflict = malik.page.getByTestId('conflict');
  await expect(conflict).toContainText('Inès a été plus rapide');
  await expect(conflict).toContainText(mine.replace(' ?', '\u00a0?'));
  await expect(conflict).toContainText(theirs.replace(' ?', '\u00a0?'));
  await expect(ines.pending(mine)).toHaveCount(0);
  expect(await seriousFindings(malik.page)).toEqual([]);
  await conflict.getByRole('button', { name: 'Faire quand même' }).click();
  await expect(ines.pending(mine)).toBeVisible();
  await expect(conflict).toHaveCount(0);
  // The author's own words stay theirs.
  await expect(viewer.own(text)).toBeVisible();
});

test('what a moderator types stays until the server has it', async ({ show }) => {
  const page = await show.window();
  let away = false;
  await page.routeWebSocket(/socket\.io/, (socket) => {
    const server = socket.connectToServer();
    socket.onMessage((message) => {
      if (!away) server.send(message);
    });
  });
  await show.signIn(page, 'moderator');
  await page.goto(`${show.antenne.url}/moderate/${show.slug}`);
  const moderator = new Moderator(page);
  const viewer = await show.viewer();
  const text = `Le cacao vient dou ? ${Date.now()}`;
  await viewer.ask(text);
  await moderator.showNew(text);
  await moderator.choose(text);
  await page.keyboard.press('e');
  const wording = `D’où vient le cacao ? ${Date.now()}`;
  const field = page.getByTestId('edit-text');
  await field.fill(wording);
  away = true;
  await page.getByTestId('edit-save').click();
  await expect(told(page, 'Le serveur ne répond pas')).toBeVisible();
  await expect(field).toHaveValue(wording);
  away = false;
  await page.getByTestId('edit-save').click();
  await expect(field).toHaveCount(0);
  await expect(moderator.pending(wording)).toBeVisible();
});

test('a person who is forgotten leaves every page at once, with what they asked and voted', async ({ show }) => {
  const [viewer, other, moderator] = [await show.viewer(), await show.viewer(), await show.moderator('Inès')];
  const [text, others] = [`Je m’appelle Untel ? ${Date.now()}`, `Et le climat ? ${Date.now()}`];
  await viewer.ask(text, 'Untel');
  await other.ask(others);
  for (const one of [text, others]) {
    await moderator.showNew(one);
    await moderator.approve(one);
  }
  // In somebody else's hand, on the owner's page too.
  const taken = `Et la météo ? ${Date.now()}`;
  await other.ask(taken);
  await moderator.showNew(taken);
  await moderator.choose(taken);
  await moderator.page.keyboard.press('c');
  await viewer.showNew(others);
  await viewer.voteButton(others).click();
  await other.showNew(text);
  await expect(other.voteButton(others)).toHaveText('1');

  const owner = await show.window({ width: 1440, height: 900 });
  await show.signIn(owner, 'owner');
  await owner.goto(`${show.antenne.url}/moderate/${show.slug}`);
  const card = owner.getByTestId('approved-question').filter({ hasText: text });
  await card.locator('[data-card]').click();
  await card.getByTestId('purge').click();
  await expect(owner.getByTestId('pending-question').filter({ hasText: taken })).toContainText('Inès s’en occupe');
  const confirm = owner.getByTestId('purge-confirm');
  expect(await seriousFindings(owner)).toEqual([]);
  // A short press explains and does nothing.
  await confirm.click();
  await expect(other.question(text)).toBeVisible();
  await confirm.hover();
  await owner.mouse.down();
  await expect(told(owner, /1 question effacée, votes\s: 1/)).toBeVisible();
  await owner.mouse.up();
  await expect(other.question(text)).toHaveCount(0);
  await expect(viewer.own(text)).toHaveCount(0);
  await expect(moderator.approved(text)).toHaveCount(0);
  await expect(owner.getByText('Untel')).toHaveCount(0);
  await expect(other.voteButton(others)).toHaveText('0');
  await viewer.page.reload();
  await expect(viewer.question(others)).toBeVisible();
  await expect(viewer.own(text)).toHaveCount(0);
});
