/** What happens to microphones in the middle of a show: exchanged, pulled out, taken by a call, too near the loudspeaker. */
import { hearReturn, meetMicrophone, type PageMicrophone } from '../cameras/page-microphones.ts';
import { continuity } from '../probes/continuity.ts';
import { served, soundOf } from '../probes/programme.ts';
import { expect, test } from '../stage/test.ts';

test.use({ play: 'own' });

const HEADSET: PageMicrophone = { label: 'Micro-casque', tone: 520 };
const BUILT_IN: PageMicrophone = { label: 'Micro intégré', tone: 1180 };
const SILENT: PageMicrophone = { label: 'Micro', tone: 0 };
/** Sound has gaps for a while where the machine gives its browsers little. */
const PATIENCE = { timeout: 120_000 };

test('somebody on air changes the microphone, it is pulled out, a call takes it, the page is hidden', async ({
  show,
}) => {
  const { id, person } = await show.duplexAlone({ microphones: [HEADSET, BUILT_IN] });
  try {
    await show.control.take(id);
    const note = person.page.getByTestId('room-note');
    const condition = async () =>
      (await show.control.snapshot()).contributors.find((contributor) => contributor.id === id)?.page;
    /** The share of the next five seconds of the programme in which this one is heard. */
    const heard = (microphone: PageMicrophone) => async () => {
      const from = Date.now();
      return continuity(await soundOf(await served(show.hls, from, from + 5_000)), microphone.tone).heard;
    };
    await expect.poll(heard(HEADSET), { message: 'the headset', ...PATIENCE }).toBeGreaterThan(0.6);

    await person.page.getByTestId('devices').click();
    await person.page.getByTestId('device-microphone').selectOption(BUILT_IN.label);
    await person.page.keyboard.press('Escape');
    await expect.poll(heard(BUILT_IN), { message: 'the built-in one', ...PATIENCE }).toBeGreaterThan(0.6);
    expect(await heard(HEADSET)()).toBe(0);

    await meetMicrophone(person.page, BUILT_IN.label, 'unplug');
    await expect(note).toHaveAttribute('data-note', 'news');
    await expect.poll(heard(HEADSET), { message: 'what is left', ...PATIENCE }).toBeGreaterThan(0.6);
    await meetMicrophone(person.page, BUILT_IN.label, 'plug');
    await expect.poll(heard(BUILT_IN), { message: 'the one that is back', ...PATIENCE }).toBeGreaterThan(0.6);
    expect((await condition())?.microphone).toBe('on');

    await meetMicrophone(person.page, BUILT_IN.label, 'call');
    await expect(note).toHaveAttribute('data-note', 'microphonePaused');
    await expect.poll(async () => (await condition())?.microphone, 'what producers read').toBe('paused');
    await expect.poll(heard(BUILT_IN), 'during the call').toBe(0);
    await meetMicrophone(person.page, BUILT_IN.label, 'endCall');
    await expect.poll(async () => (await condition())?.microphone).toBe('on');

    // Another tab is before this one.
    await person.page.evaluate(() => {
      Object.defineProperty(document, 'visibilityState', { get: () => 'hidden', configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    });
    await expect.poll(async () => (await condition())?.hidden).toBe(true);
    await expect.poll(heard(BUILT_IN), { message: 'from behind', ...PATIENCE }).toBeGreaterThan(0.6);

    // None is left: the link stays, and the first one that comes is taken.
    for (const { label } of [BUILT_IN, HEADSET]) await meetMicrophone(person.page, label, 'unplug');
    await expect.poll(async () => (await condition())?.microphone).toBe('lost');
    await meetMicrophone(person.page, HEADSET.label, 'plug');
    await expect.poll(async () => (await condition())?.microphone).toBe('on');
    await expect.poll(heard(HEADSET), { message: 'the first that came', ...PATIENCE }).toBeGreaterThan(0.6);
  } finally {
    await show.duplexesLeave();
  }
});

test('whoever’s microphone hears the return is told, and so are producers, until it does not any more', async ({
  show,
}) => {
  await show.duplexesLeave();
  try {
    const speaker = await show.duplex('blue', { microphones: [{ ...HEADSET, talks: true }] });
    const listener = await show.duplex('orange', { microphones: [SILENT] });
    await show.control.take(speaker.id);
    const echo = async () =>
      (await show.control.snapshot()).contributors.find(({ id }) => id === listener.id)?.page?.echo;
    await expect.poll(echo).toBe(false);
    await expect(speaker.person.onAirSign).toBeVisible();
    // A loudspeaker beside the microphone, in place of headphones.
    await hearReturn(listener.person.page, true);
    await expect.poll(echo, { message: 'an echo', ...PATIENCE }).toBe(true);
    await expect(listener.person.page.getByTestId('room-note')).toHaveAttribute('data-note', 'echo', PATIENCE);
    await hearReturn(listener.person.page, false);
    await expect.poll(echo, { message: 'none any more', ...PATIENCE }).toBe(false);
  } finally {
    await show.duplexesLeave();
  }
});
