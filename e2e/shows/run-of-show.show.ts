/** The show is run from the desk alone: item by item, with the viewers' questions. */
import { expect, test } from '../stage/test.ts';

test.use({ play: 'own' });

const DESK = { width: 1440, height: 900 };

test('Take next goes from item to item, each with its scene, its clock and every page told', async ({ show }) => {
  const [orange, blue] = await show.duplexes();
  // An opening has no scene of its own: it leaves on air what is there.
  await show.control.take({ type: 'black' });
  const viewer = await show.viewer();
  const producer = await show.producer('Anne', DESK);
  await expect(producer.tile(orange.id)).toHaveAttribute('data-feed', 'live');
  const { items } = (await show.control.snapshot()).rundown;
  const [opening, duplex, other] = items;
  if (!opening || !duplex || !other) throw new Error('the rundown is too short');
  expect(duplex.contributorId).toBe(orange.id);
  const current = async () => (await show.control.snapshot()).rundown.currentItemId;

  await producer.takeNext();
  await expect.poll(current).toBe(opening.id);
  await expect(viewer.now).toContainText(opening.title.fr ?? '');
  await expect(viewer.next).toContainText(duplex.title.fr ?? '');
  // What comes next stands on preview by itself.
  await expect(producer.bus).toHaveAttribute('data-preview', orange.id);
  await expect(orange.person.onAirSign).toBeHidden();
  // And is told; with one tap they say that they know.
  await expect(orange.person.cueCard).toContainText('C’est bientôt à vous');
  await orange.person.page.getByTestId('cue-confirm').click();
  await expect(orange.person.cueCard).toHaveCount(0);

  await producer.page.keyboard.press('n');
  await expect(producer.bus).toHaveAttribute('data-on-air', orange.id);
  await expect.poll(current).toBe(duplex.id);
  await expect(orange.person.onAirSign).toBeVisible();
  await expect(viewer.now).toContainText(duplex.title.fr ?? '');
  await expect(blue.person.cueCard).toContainText('C’est bientôt à vous');
  const elapsed = producer.page.getByTestId('run-elapsed');
  const first = await elapsed.textContent();
  await expect(elapsed, 'its clock goes').not.toHaveText(first ?? '');

  // Back, by mistake and on purpose.
  await producer.page.keyboard.press('Shift+N');
  await expect.poll(current).toBe(opening.id);
  await producer.takeNext();
  await expect.poll(current).toBe(duplex.id);
  // The shows after this one are with the same people.
  for (const { person } of [orange, blue]) {
    const confirm = person.page.getByTestId('cue-confirm');
    await expect(async () => {
      if (await confirm.isVisible()) await confirm.click({ timeout: 1_000 });
      expect(await person.cueCard.count()).toBe(0);
    }).toPass({ timeout: 30_000 });
  }
});

test('a question is chosen, put on air, exchanged for another and answered from the desk', async ({ show }) => {
  const orange = await show.duplex('orange');
  await show.control.take(orange.id);
  const producer = await show.producer('Anne', DESK);
  const viewer = await show.viewer();
  const texts = [`Combien touche le planteur ? ${Date.now()}`, `Et le climat, là-bas ? ${Date.now()}`] as const;
  const asked = async (text: string) => (await show.control.snapshot()).questions.find((one) => one.original === text);
  for (const text of texts) {
    await viewer.ask(text, 'Zoé');
    await expect(viewer.own(text)).toHaveAttribute('data-state', 'pending');
    const question = await asked(text);
    if (!question) throw new Error('it did not reach the desk');
    await show.control.approve(question.id, question.version);
  }
  const [first, second] = texts;
  const card = (text: string) => producer.page.getByTestId('studio-question').filter({ hasText: text });
  const state = (text: string) => expect.poll(async () => (await asked(text))?.state);

  await expect(card(first)).toHaveAttribute('data-state', 'approved');
  await card(first).getByTestId('queue-question').click();
  await expect(card(first)).toHaveAttribute('data-state', 'queued');
  await card(first).getByTestId('put-on-air').click();
  await expect(card(first)).toHaveAttribute('data-state', 'onAir');
  await expect(viewer.own(first)).toHaveAttribute('data-state', 'onAir');
  // Another one in its place: never two.
  await card(second).getByTestId('put-on-air').click();
  await expect(card(second)).toHaveAttribute('data-state', 'onAir');
  await state(first).toBe('answered');
  await producer.page.getByTestId('mark-answered').click();
  await state(second).toBe('answered');
  await expect(card(second)).toHaveCount(0);
});
