/** A rundown is written in a browser: by keyboard, taken back, and from a spreadsheet. */
import type { Show } from '../stage/show.ts';
import { expect, test } from '../stage/test.ts';

/** A broadcast of its own: the others are on air. */
function ownRundown(show: Show, title: string): Promise<string> {
  return show.owner.create({
    title,
    plannedStart: new Date(Date.now() + 86_400_000).toISOString(),
    durationMinutes: 60,
    zone: 'Europe/Paris',
    themes: [],
    contributors: [],
  });
}

const sheet = (text: string) => ({ name: 'conducteur.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });

test('a rundown is written by keyboard, taken back, and imported whole or not at all', async ({ show }) => {
  const slug = await ownRundown(show, 'Écrire un conducteur');
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
  await page.getByTestId('import-rundown').click();
  await page.getByTestId('import-file').setInputFiles(sheet('Titre;Durée\nMétéo;2:00\nSport;bientôt\n'));
  await expect(page.getByTestId('import-problems')).toContainText('bientôt');
  await expect(page.getByTestId('import-send')).toBeDisabled();
  await page.getByTestId('import-file').setInputFiles(sheet('Titre;Durée\nMétéo;2:00\nSport;90s\n'));
  await page.getByTestId('import-send').click();
  await expect(second.getByTestId('rundown-row')).toHaveCount(rows + 2);
  await expect(second.getByTestId('cell-duration').last()).toHaveText('1:30');
});

test('items are dragged, several are changed at once, and one gets who answers for it', async ({ show }) => {
  const slug = await ownRundown(show, 'Déplacer des sujets');
  const page = await show.window({ width: 1440, height: 900 });
  await show.signIn(page, 'owner');
  await page.goto(`${show.antenne.url}/rundown/${slug}`);
  const rows = page.getByTestId('rundown-row');
  await expect(rows.first()).toBeVisible();
  const before = await rows.count();
  await page.getByTestId('import-rundown').click();
  await page
    .getByTestId('import-file')
    .setInputFiles(sheet('Titre;Durée;Responsable\nUn;2:00;\nDeux;2:00;Awa\nTrois;2:00;\n'));
  await page.getByTestId('import-send').click();
  await expect(rows).toHaveCount(before + 3);
  const row = (title: string) => rows.filter({ has: page.getByTestId('cell-title').getByText(title, { exact: true }) });
  const lastThree = async () => (await page.getByTestId('cell-title').allTextContents()).slice(-3);
  await expect(row('Deux')).toContainText('Awa');

  // Pressed, moved past the few pixels that are no drag yet, and let go above another one.
  const [handle, target] = [await row('Trois').getByTestId('drag').boundingBox(), await row('Un').boundingBox()];
  if (!handle || !target) throw new Error('the rows are not there');
  await page.mouse.move(handle.x + handle.width / 2, handle.y + handle.height / 2);
  await page.mouse.down();
  await page.mouse.move(handle.x + 8, target.y + target.height / 2, { steps: 12 });
  await page.mouse.up();
  await expect.poll(lastThree).toEqual(['Trois', 'Un', 'Deux']);

  await row('Un').click();
  await row('Deux').click({ modifiers: ['Shift'] });
  const bar = page.getByTestId('bulk-bar');
  await bar.locator('form').first().locator('input').fill('Ouverture');
  await page.keyboard.press('Enter');
  const group = page.getByTestId('rundown-group').filter({ hasText: '2' });
  await expect(group.locator('input')).toHaveValue('Ouverture');
  await bar.locator('form').nth(1).locator('input').fill('3:30');
  await page.keyboard.press('Enter');
  for (const title of ['Un', 'Deux']) await expect(row(title).getByTestId('cell-duration')).toHaveText('3:30');
  await expect(row('Trois').getByTestId('cell-duration')).toHaveText('2:00');

  await row('Trois').click();
  await page.getByLabel('Responsable').fill('Claire');
  await page.keyboard.press('Tab');
  await expect(row('Trois')).toContainText('Claire');
  // Out of the field, in which it would take back letters.
  await row('Un').click();
  await page.keyboard.press('Control+z');
  await expect(row('Trois')).not.toContainText('Claire');
});
