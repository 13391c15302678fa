/** A rundown is written in a browser: by keyboard, taken back, and from a spreadsheet. */
import { expect, test } from '../stage/test.ts';

test('a rundown is written by keyboard, taken back, and imported whole or not at all', async ({ show }) => {
  // A broadcast of its own: the others are on air.
  const slug = await show.owner.create({
    title: 'Écrire un conducteur',
    plannedStart: new Date(Date.now() + 86_400_000).toISOString(),
    durationMinutes: 60,
    zone: 'Europe/Paris',
    themes: [],
    contributors: [],
  });
  const page = await show.window({ width: 1440, height: 900 });
  const second = await show.window({ width: 1440, height: 900 });
  for (const one of [page, second]) {
    await show.signIn(one, 'owner');
    await one.goto(`${show.antenne.url}/rundown/${slug}`);
    await expect(one.getByTestId('rundown-row').first()).toBeVisible();
  }
  const titles = page.getByTestId('cell-title');

  await page.getByTestId('rundown-row').first().click();
  await page.keyboard.press('Control+Enter');
  await page.getByTestId('cell-title-field').fill('Sommaire');
  await page.keyboard.press('Enter');
  // The other page has it at once.
  await expect(second.getByTestId('cell-title').nth(1)).toHaveText('Sommaire');
  await expect(titles.nth(1)).toHaveText('Sommaire');

  await page.keyboard.press('Alt+ArrowUp');
  await expect(titles.nth(0)).toHaveText('Sommaire');
  await page.keyboard.press('Control+z');
  await expect(titles.nth(1)).toHaveText('Sommaire');

  await page.getByTestId('rundown-row').nth(1).click();
  await page.getByTestId('cell-duration').nth(1).click();
  await page.getByTestId('cell-duration-field').fill('+30');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('cell-duration').nth(1)).toHaveText('5:30');

  const rows = await page.getByTestId('rundown-row').count();
  const sheet = (text: string) => ({ name: 'conducteur.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
  await page.getByTestId('import-rundown').click();
  await page.getByTestId('import-file').setInputFiles(sheet('Titre;Durée\nMétéo;2:00\nSport;bientôt\n'));
  await expect(page.getByTestId('import-problems')).toContainText('bientôt');
  await expect(page.getByTestId('import-send')).toBeDisabled();
  await page.getByTestId('import-file').setInputFiles(sheet('Titre;Durée\nMétéo;2:00\nSport;90s\n'));
  await page.getByTestId('import-send').click();
  await expect(second.getByTestId('rundown-row')).toHaveCount(rows + 2);
  await expect(second.getByTestId('cell-duration').last()).toHaveText('1:30');
});
