import { Locale } from '@antenne/server/contract';
import { expect, it } from 'vitest';
import { createStore } from 'zustand';
import { SILENCE } from '../realtime/index.ts';
import { rendererIn, textOfMarkup } from '../ui/testing.tsx';
import { ChannelStrip } from './ChannelStrip.tsx';

const level = createStore(() => ({ rms: SILENCE, peak: SILENCE }));
const solo = { on: false, disabled: false, toggle: () => undefined };
const nothing = { level, heard: true, onSet: async () => undefined, settings: <i data-testid="settings" /> };

it.each(Locale.options)('offers in %s to mute, hear alone and move a channel, by its name', async (language) => {
  const render = await rendererIn(language, ['studio']);
  const strip = (muted: boolean, on: boolean) =>
    render(
      <ChannelStrip
        {...nothing}
        testId="clip-channel"
        of={{ 'data-asset': 'a' }}
        name="Reportage"
        sound={{ gainDb: -6, muted }}
        solo={{ ...solo, on }}
      />,
    );
  const html = strip(false, false);
  for (const part of ['channel-mute', 'channel-solo', 'fader', 'settings']) expect(html).toContain(`"${part}"`);
  expect(html).toContain('data-asset="a"');
  expect(textOfMarkup(html)).toContain('Reportage −6 dB');
  expect(html).not.toMatch(/(?:sound|talk|tiles)\.\w/);
  const labels = (of: string) => [...of.matchAll(/aria-label="([^"]+)"/g)].map(([, label]) => label);
  const [mute, alone] = labels(html);
  const [open, end] = labels(strip(true, true));
  expect(new Set([mute, alone, open, end]).size).toBe(4);
  expect(strip(true, true).match(/aria-pressed="true"/g)).toHaveLength(2);
});

it('has nothing to move where there is nothing to hear', async () => {
  const render = await rendererIn('en', ['studio']);
  const html = render(
    <ChannelStrip
      {...nothing}
      testId="clip-channel"
      of={{ 'data-asset': 'a' }}
      name="Générique"
      sound={{ gainDb: 0, muted: false }}
      solo={{ ...solo, disabled: true }}
      noSound="no sound"
    />,
  );
  expect(textOfMarkup(html)).toContain('no sound');
  expect(html.match(/disabled=""/g)).toHaveLength(3);
});
