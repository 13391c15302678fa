/** A rundown comes from elsewhere and goes elsewhere: yesterday's show, a file and back, and in three languages. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import type { Show } from '../stage/show.ts';
import { expect, test } from '../stage/test.ts';

test.use({ play: 'own' });

const DAY = 86_400_000;
const DESK = { width: 1440, height: 900 };

function broadcast(show: Show, title: string, daysAway: number): Promise<string> {
  const plannedStart = new Date(Math.ceil(Date.now() / DAY) * DAY + daysAway * DAY + 18 * 3_600_000).toISOString();
  return show.owner.create({
    title,
    plannedStart,
    durationMinutes: 90,
    zone: 'Europe/Paris',
    themes: [{ fr: 'Le prix', en: 'The price', es: 'El precio' }],
    contributors: [{ name: 'Rosa Guamán', place: 'Quito', zone: 'America/Guayaquil' }],
  });
}

async function rundownOf(show: Show, slug: string): Promise<Page> {
  const page = await show.window(DESK);
  await show.signIn(page, 'owner');
  await page.goto(`${show.antenne.url}/rundown/${slug}`);
  await expect(page.getByTestId('rundown-row').first()).toBeVisible();
  return page;
}

/** As they were written: pages put the spaces of French typography in. */
const titles = async (page: Page) =>
  (await page.getByTestId('cell-title').allTextContents()).map((title) => title.replaceAll('\u00a0', ' '));
const durations = (page: Page) => page.getByTestId('cell-duration').allTextContents();

/** Two items with everything that a file must carry. */
const ITEMS = [
  {
    title: { fr: 'Ouverture', en: 'Opening', es: 'Apertura' },
    plannedDurationMs: 210_000,
    group: 'Première heure',
    notes: '=pas une formule\nni ici',
  },
  {
    title: { fr: 'Réponses « à chaud »' },
    plannedDurationMs: 605_000,
    type: 'questions',
    public: false,
    endAction: 'next',
    owner: 'Claire',
  },
];

test('yesterday’s show is taken over, as it is and in place of what is there', async ({ show }) => {
  const yesterday = await broadcast(show, 'L’émission d’hier', 0);
  const items = ITEMS.map((item) => ({ ...item, id: randomUUID() }));
  await show.owner.command(yesterday, 'rundown:add', { items, replace: true });
  const today = await broadcast(show, 'L’émission d’aujourd’hui', 1);
  const page = await rundownOf(show, today);
  const before = await titles(page);

  const copy = async (replace: boolean) => {
    await page.getByTestId('copy-rundown').click();
    const dialog = page.getByRole('dialog');
    await dialog.locator('select').selectOption({ value: `broadcast:${yesterday}` });
    if (replace) await dialog.getByRole('checkbox').check();
    await dialog.getByRole('button', { name: 'Reprendre', exact: true }).click();
    await expect(dialog).toHaveCount(0);
  };
  await copy(false);
  await expect.poll(() => titles(page)).toEqual([...before, 'Ouverture', 'Réponses « à chaud »']);
  await copy(true);
  await expect.poll(() => titles(page)).toEqual(['Ouverture', 'Réponses « à chaud »']);
  expect(await durations(page)).toEqual(['3:30', '10:05']);
  await page.getByTestId('undo').click();
  await expect.poll(async () => (await titles(page)).length).toBe(before.length + 2);

  // Kept as a template, it can be taken into a third show.
  await page.getByTestId('copy-rundown').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Garder ce conducteur comme modèle').fill('Quotidienne');
  await dialog.getByRole('button', { name: 'Enregistrer' }).click();
  await expect(page.getByText('Modèle « Quotidienne » enregistré').first()).toBeVisible();
  await page.keyboard.press('Escape');
  const kept = await titles(page);
  const third = await rundownOf(show, await broadcast(show, 'L’émission de demain', 2));
  await third.getByTestId('copy-rundown').click();
  const template = third.getByRole('dialog').locator('option', { hasText: 'Quotidienne' });
  await third
    .getByRole('dialog')
    .locator('select')
    .selectOption((await template.getAttribute('value')) ?? '');
  await third.getByRole('dialog').getByRole('checkbox').check();
  await third.getByRole('dialog').getByRole('button', { name: 'Reprendre', exact: true }).click();
  await expect.poll(() => titles(third)).toEqual(kept);
});

test('what is exported and imported again is the same rundown', async ({ show }) => {
  const from = await broadcast(show, 'À exporter', 0);
  const items = ITEMS.map((item) => ({ ...item, id: randomUUID() }));
  await show.owner.command(from, 'rundown:add', { items, replace: true });
  const page = await rundownOf(show, from);
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByTestId('export-rundown').click()]);
  expect(download.suggestedFilename()).toBe(`${from}.csv`);
  const file = await download.path();
  const text = readFileSync(file, 'utf8');
  expect(text.charCodeAt(0)).toBe(0xfeff);
  expect(text).toContain('"\'=pas une formule');

  const to = await broadcast(show, 'À importer', 1);
  const other = await rundownOf(show, to);
  await other.getByTestId('import-rundown').click();
  await other
    .getByTestId('import-file')
    .setInputFiles({ name: 'conducteur.csv', mimeType: 'text/csv', buffer: readFileSync(file) });
  await expect(other.getByTestId('import-preview')).toContainText('Réponses');
  await other.getByRole('dialog').getByRole('checkbox').check();
  await other.getByTestId('import-send').click();
  await expect.poll(() => titles(other)).toEqual(['Ouverture', 'Réponses « à chaud »']);
  // The whole of it, letter by letter: exported once more, it is the same file.
  const [again] = await Promise.all([other.waitForEvent('download'), other.getByTestId('export-rundown').click()]);
  expect(readFileSync(await again.path(), 'utf8')).toBe(text);
});

test('an item has its title in three languages, and every viewer reads their own', async ({ show }) => {
  const slug = await broadcast(show, 'En trois langues', 0);
  const item = { id: randomUUID(), title: { fr: 'Le marché' }, plannedDurationMs: 300_000 };
  await show.owner.command(slug, 'rundown:add', { items: [item], replace: true });
  const page = await rundownOf(show, slug);
  await page.getByTestId('rundown-row').first().click();
  for (const [language, title] of [
    ['English', 'The market'],
    ['Español', 'El mercado'],
  ] as const) {
    const tab = page.getByRole('tab', { name: language });
    // A dot says that it is not translated yet.
    await expect(tab).toContainText('·');
    await tab.click();
    const field = page.getByRole('tabpanel').getByLabel('Titre');
    await expect(field).toHaveAttribute('placeholder', 'Le marché');
    await field.fill(title);
    await page.keyboard.press('Tab');
    await expect(tab).not.toContainText('·');
  }
  await expect(page.getByTestId('cell-title').first()).toHaveText('Le marché');
  for (const [locale, title] of [
    ['fr-FR', 'Le marché'],
    ['en-GB', 'The market'],
    ['es-ES', 'El mercado'],
  ] as const) {
    const viewer = await show.window(DESK, locale);
    await viewer.goto(`${show.antenne.url}/b/${slug}`);
    await expect(viewer.getByText(title).first()).toBeVisible();
    await expect(viewer.locator('html')).toHaveAttribute('lang', new RegExp(`^${locale.slice(0, 2)}`));
  }
});
