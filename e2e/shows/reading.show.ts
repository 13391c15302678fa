/** The viewer's page for those who hear it or go through it by keyboard: found by roles and names alone. */
import type { Page } from '@playwright/test';
import { expect, test } from '../stage/test.ts';

/** The levels of the headings, in the order of the page. */
function levels(page: Page): Promise<number[]> {
  return page.getByRole('heading').evaluateAll((headings) => headings.map(({ tagName }) => Number(tagName.slice(1))));
}

test('the live page can be read by its landmarks, headings and names', async ({ show }) => {
  const page = await show.window({ width: 1440, height: 900 });
  await page.goto(`${show.antenne.url}/b/${show.slug}`);
  await expect(page.getByRole('banner')).toHaveCount(1);
  await expect(page.getByRole('main')).toHaveCount(1);
  await expect(page.getByRole('complementary')).toHaveAccessibleName(/question/i);
  await expect(page.getByRole('region', { name: 'Le programme' })).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
  await expect.poll(() => levels(page)).toContain(2);
  // No level is left out on the way down.
  const all = await levels(page);
  expect(all.filter((level, at) => level > (all[at - 1] ?? 0) + 1)).toEqual([]);

  // The first stop of the keyboard leads past the picture, to the questions.
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Aller aux questions' })).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('combobox', { name: 'Thème' })).toBeFocused();
});

test('what is on now is said once when it begins, and not on opening the page', async ({ show }) => {
  const page = await show.window();
  await page.goto(`${show.antenne.url}/b/${show.slug}`);
  await expect(page.getByTestId('now-item').or(page.getByTestId('next-item')).first()).toBeVisible();
  const said = page.getByTestId('announcer');
  await expect(said).toHaveText('');
  await expect(said).toHaveAttribute('role', 'status');
  await show.control.takeNext();
  await expect(said).toHaveText(/^Maintenant\s: .+\./);
  const next = await page.getByTestId('next-item').textContent();
  expect(next).not.toBeNull();
});

test('a show is shared from a moment on, by keyboard', async ({ show }) => {
  const page = await show.window({ width: 1440, height: 900 });
  await page.goto(`${show.antenne.url}/b/${show.slug}`);
  const share = page.getByRole('button', { name: 'Partager' }).first();
  await share.focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Partager l’émission' });
  const link = dialog.getByRole('textbox', { name: 'Lien' });
  await expect(link).toHaveValue(`${show.antenne.url}/b/${show.slug}`);
  await dialog.getByRole('textbox', { name: /Moment de l’émission/ }).fill('1:02:03');
  await expect(link).toHaveValue(`${show.antenne.url}/b/${show.slug}?t=3723`);
  await expect(dialog.getByRole('textbox', { name: 'Pour un autre site' })).toHaveValue(/\/embed\/.+\?t=3723"/);
  await expect(dialog.getByRole('img', { name: /Code QR/ })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(share).toBeFocused();
});
