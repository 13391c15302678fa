/** A producer speaks to one person past the programme, hears one alone, and sends cues that are confirmed. */
import type { Locator } from '@playwright/test';
import { VOICE_TONE } from '../cameras/camera.ts';
import { listen, type Sound } from '../probes/sound.ts';
import { expect, test } from '../stage/test.ts';

test.use({ play: 'own' });

/** dB of a spectrum's bin below which a tone is not there. */
const NOTHING = -75;
/** dB above which it is plainly heard. */
const PLAIN = -60;

/** How loud a tone is in what this element plays, dB; −200: not at all. */
async function loudness(element: Locator, tone: number): Promise<number> {
  if ((await element.count()) === 0) return -200;
  return (await listen(element, [tone]))?.tones[tone] ?? -200;
}

/** Hz beside the voice where nobody sounds: what is there is the noise of a late picture or of a busy machine. */
const BESIDE = [VOICE_TONE - 170, VOICE_TONE + 170] as const;

/** How far the voice stands out of what sounds beside it, dB: more than 15 where it is heard, even on a busy machine. */
function voiceIn(sound: Sound | null): number {
  const beside = Math.max(...BESIDE.map((tone) => sound?.tones[tone] ?? -200));
  return (sound?.tones[VOICE_TONE] ?? -200) - beside;
}

test('a producer speaks to one of two people on air: they hear it over a lowered programme, nobody else does', async ({
  show,
}) => {
  const [orange, blue] = await show.duplexes();
  const viewer = await show.viewer();
  const producer = await show.speakingProducer('Anne');
  await expect(producer.tile(blue.id)).toHaveAttribute('data-feed', 'live');
  await show.control.take({
    type: 'twoUp',
    slots: [orange, blue].map(({ id }) => ({ type: 'feed', contributorId: id })),
  });
  for (const { person } of [orange, blue]) await expect(person.onAirSign).toBeVisible();
  const program = () => loudness(orange.person.program, blue.camera.tone);
  await expect.poll(program, 'the other one in the return, in dB').toBeGreaterThan(PLAIN);
  const before = await program();

  // The finger goes down.
  await producer.talkTo(orange.id).hover();
  await producer.page.mouse.down();
  await expect(producer.talkTo(orange.id)).toHaveAttribute('data-state', 'on');
  await expect(orange.person.talkBanner).toContainText('Anne');
  const heard = () => loudness(orange.person.voice, VOICE_TONE);
  await expect.poll(heard, 'the voice for whom it is meant, in dB').toBeGreaterThan(PLAIN);
  const toThem = await listen(orange.person.voice, [VOICE_TONE, ...BESIDE], 3000);
  expect(voiceIn(toThem), 'the voice where it is meant, above the noise in dB').toBeGreaterThan(15);
  const lowered = async () => before - (await program());
  await expect.poll(lowered, 'how much lower the programme is meanwhile, in dB').toBeGreaterThan(10);
  expect(await lowered(), 'in dB').toBeLessThan(22);

  await expect(blue.person.talkBanner).toBeHidden();
  expect(await loudness(blue.person.voice, VOICE_TONE), 'the voice for the other person').toBeLessThan(NOTHING);
  expect(await loudness(blue.person.program, VOICE_TONE), 'the voice in their return').toBeLessThan(NOTHING);
  const onAir = await listen(viewer.video, [VOICE_TONE, ...BESIDE, orange.camera.tone], 3000);
  expect(onAir?.tones[orange.camera.tone], 'the programme is heard').toBeGreaterThan(PLAIN);
  expect(voiceIn(onAir), 'the voice in the programme, above the noise in dB').toBeLessThan(10);

  // It goes up.
  await producer.page.mouse.up();
  await expect(producer.talkTo(orange.id)).toHaveAttribute('data-state', 'off');
  await expect(orange.person.talkBanner).toBeHidden();
  await expect.poll(heard, 'the voice afterwards, in dB').toBeLessThan(NOTHING);
  const back = async () => Math.abs(await lowered());
  await expect.poll(back, 'the programme, compared with before, in dB').toBeLessThan(5);
});

test('a held key speaks to who is on preview until it is up, or the window is left', async ({ show }) => {
  const [orange, blue] = await show.duplexes();
  const producer = await show.speakingProducer('Paul');
  await producer.tile(blue.id).click();
  await expect(producer.bus).toHaveAttribute('data-preview', blue.id);
  const status = producer.page.getByTestId('talk-status');

  await producer.page.keyboard.down('t');
  await expect(status).toHaveAttribute('data-heard', 'true');
  await expect(blue.person.talkBanner).toContainText('Paul');
  await expect(orange.person.talkBanner).toBeHidden();
  await producer.page.keyboard.up('t');
  await expect(status).toBeHidden();
  await expect(blue.person.talkBanner).toBeHidden();

  // T and a number: that person. The window loses the focus, and with it the key's end.
  await producer.page.keyboard.down('t');
  await producer.page.keyboard.press('1');
  await expect(orange.person.talkBanner).toContainText('Paul');
  await expect(blue.person.talkBanner).toBeHidden();
  await producer.page.evaluate(() => window.dispatchEvent(new Event('blur')));
  await expect(orange.person.talkBanner).toBeHidden();
  await producer.page.keyboard.up('t');
  // What was a number while T was held put nobody on preview.
  await expect(producer.bus).toHaveAttribute('data-preview', blue.id);

  // A key of a control surface presses the page's button, once for each way.
  await show.control.pressTalk('Paul', [orange.id]);
  await expect(orange.person.talkBanner).toContainText('Paul');
  await expect(status).toHaveAttribute('data-heard', 'true');
  await show.control.pressTalk('Paul', [orange.id]);
  await expect(orange.person.talkBanner).toBeHidden();
  await expect(status).toBeHidden();

  // And its solo, by which nobody is spoken to.
  await show.control.pressSolo('Paul', [blue.id]);
  const alone = () => loudness(producer.soloSound(blue.id), blue.camera.tone);
  await expect.poll(alone, 'who is heard alone, in dB').toBeGreaterThan(PLAIN);
  await expect(blue.person.talkBanner).toBeHidden();
  await show.control.pressSolo('Paul', [blue.id]);
  await expect(producer.soloSound(blue.id)).toHaveCount(0);

  // Latched, it stays until the page is gone.
  await producer.page.keyboard.press('Shift+T');
  await expect(blue.person.talkBanner).toBeVisible();
  await producer.page.evaluate(() => window.dispatchEvent(new Event('blur')));
  await expect(status).toHaveAttribute('data-heard', 'true');
  await producer.page.close();
  await expect(blue.person.talkBanner).toBeHidden();
});

test('media is killed while a producer speaks: the page says that nobody hears it, until they hear it again', async ({
  show,
}) => {
  const orange = await show.duplex('orange');
  const producer = await show.speakingProducer('Anne');
  await producer.tile(orange.id).click();
  await expect(producer.bus).toHaveAttribute('data-preview', orange.id);
  await producer.page.keyboard.press('Shift+T');
  const status = producer.page.getByTestId('talk-status');
  await expect(status).toHaveAttribute('data-heard', 'true');
  const heard = () => loudness(orange.person.voice, VOICE_TONE);
  await expect.poll(heard, 'the voice, in dB').toBeGreaterThan(PLAIN);

  await show.antenne.kill('media');
  await expect(status).toHaveAttribute('data-heard', 'false');
  await expect(status).toHaveAttribute('data-heard', 'true');
  await expect.poll(heard, 'the voice through the next media process, in dB').toBeGreaterThan(PLAIN);
  await expect(orange.person.talkBanner).toContainText('Anne');

  await producer.page.getByTestId('talk-end').click();
  await expect.poll(heard, 'the voice once it has ended, in dB').toBeLessThan(NOTHING);
});

test('a producer talks in private with somebody who is not on air: both hear each other, viewers neither', async ({
  show,
}) => {
  const [orange, blue] = await show.duplexes();
  const viewer = await show.viewer();
  const producer = await show.speakingProducer('Anne');
  await show.control.take(blue.id);
  await expect(blue.person.onAirSign).toBeVisible();
  await expect(orange.person.onAirSign).toBeHidden();
  await expect(producer.tile(orange.id)).toHaveAttribute('data-feed', 'live');

  await producer.strip(orange.id).getByTestId('private').click();
  await expect(orange.person.talkBanner).toHaveAttribute('data-private', 'true');
  const [theirs, ours] = [
    () => loudness(orange.person.voice, VOICE_TONE),
    () => loudness(producer.soloSound(orange.id), orange.camera.tone),
  ];
  await expect.poll(theirs, 'the producer, for the contributor, in dB').toBeGreaterThan(PLAIN);
  await expect.poll(ours, 'the contributor, for the producer, in dB').toBeGreaterThan(PLAIN);
  const onAir = () => listen(viewer.video, [VOICE_TONE, ...BESIDE, orange.camera.tone, blue.camera.tone], 3000);
  // How much softer than the one on air: the first look may still hear the picture of before.
  const softer = async () => {
    const tones = (await onAir())?.tones;
    return (tones?.[blue.camera.tone] ?? -200) - (tones?.[orange.camera.tone] ?? -200);
  };
  await expect.poll(softer, 'the contributor in the programme, below who is on air, in dB').toBeGreaterThan(25);
  const sound = await onAir();
  expect(sound?.tones[blue.camera.tone], 'who is on air').toBeGreaterThan(PLAIN);
  expect(voiceIn(sound), 'the producer, above the noise in dB').toBeLessThan(10);

  await producer.strip(orange.id).getByTestId('private').click();
  await expect(orange.person.talkBanner).toBeHidden();
  await expect(producer.soloSound(orange.id)).toHaveCount(0);
  // Solo alone, from the sound desk: nobody is spoken to.
  await producer.strip(blue.id).getByTestId('solo').click();
  const alone = () => loudness(producer.soloSound(blue.id), blue.camera.tone);
  await expect.poll(alone, 'who is heard alone, in dB').toBeGreaterThan(PLAIN);
  await expect(blue.person.talkBanner).toBeHidden();
});

test('a cue is sent to one person, seen in their language, confirmed with one tap, and outlives reloads', async ({
  show,
}) => {
  const [orange, blue] = await show.duplexes();
  // A template is read by each in their own language.
  const producer = await show.producer('Awa', undefined, 'es-ES');
  await producer.talkRow(orange.id).getByTestId('talk-tick').check();
  const template = producer.page.getByTestId('cue-template');
  await expect(template).toContainText('Sigue usted');
  await template.selectOption('youAreNext');
  await producer.page.getByTestId('cue-send').click();
  await expect(orange.person.cueCard).toContainText('C’est bientôt à vous');
  await expect(blue.person.cueCard).toHaveCount(0);
  await expect(producer.cueState(orange.id)).toHaveAttribute('data-state', 'seen');

  await producer.page.reload();
  await expect(producer.cueState(orange.id)).toHaveAttribute('data-state', 'seen');
  await producer.talkRow(orange.id).getByTestId('talk-tick').check();
  await producer.page.getByTestId('cue-template').selectOption('own');
  await producer.page.getByTestId('cue-own').fill('Souriez <b>maintenant</b>');
  await producer.page.getByTestId('cue-send').click();
  await expect(orange.person.cueCard).toContainText('Souriez <b>maintenant</b>');
  await orange.person.page.reload();
  await expect(orange.person.cueCard).toContainText('Souriez');

  await orange.person.page.getByTestId('cue-confirm').click();
  await expect(orange.person.cueCard).toHaveCount(0);
  await expect(producer.cueState(orange.id)).toHaveAttribute('data-state', 'confirmed');
});
