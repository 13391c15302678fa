import { createInstance, type i18n } from 'i18next';
import { renderToStaticMarkup } from 'react-dom/server';
import { I18nextProvider, initReactI18next } from 'react-i18next';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import texts from '../i18n/en/player.json' with { type: 'json' };
import { Overlay } from './Overlay.tsx';
import type { PlaybackStatus } from './playback.ts';
import { NO_CHOICE } from './quality.ts';
import { troubleOf } from './trouble.ts';
import type { PlaybackControl } from './use-playback.ts';

let words: i18n;

beforeEach(async () => {
  words = createInstance();
  await words.use(initReactI18next).init({ lng: 'en', ns: ['player'], resources: { en: { player: texts } } });
  vi.stubGlobal('navigator', { onLine: true });
});
afterEach(() => void vi.unstubAllGlobals());

const nothing = () => {};

/** What a viewer reads over the picture. */
function read(
  status: Partial<PlaybackStatus>,
  { begun = true, permission = 'sound' as PlaybackControl['permission'] } = {},
) {
  const playback: PlaybackControl = {
    status: {
      state: 'playing',
      trouble: null,
      struggling: false,
      latencySeconds: 1,
      atLive: true,
      live: true,
      quality: NO_CHOICE,
      latencyModes: true,
      captionLanguages: [],
      ...status,
    },
    begun,
    permission,
    playWithSound: nothing,
    play: nothing,
    pause: nothing,
    goLive: nothing,
    goTo: nothing,
    seek: nothing,
    positionOf: () => null,
    shownAt: () => null,
    showCaptions: nothing,
    captionsNow: () => null,
    choose: nothing,
    latency: 'low',
    setLatency: nothing,
    speed: 1,
    setSpeed: nothing,
  };
  const html = renderToStaticMarkup(
    <I18nextProvider i18n={words}>
      <Overlay playback={playback} poster={undefined} still="still.jpg" />
    </I18nextProvider>,
  );
  return html
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&#x27;', "'")
    .replace(/\s+/g, ' ')
    .trim();
}

const networkError = { type: 'networkError', fatal: false };

it('says nothing while there is a picture', () => {
  expect(read({})).toBe('');
});

it('says that a show has not begun, which is no error: its playlist is not there', () => {
  const trouble = troubleOf({ ...networkError, details: 'manifestLoadError', response: { code: 404 } });
  expect(read({ state: 'waiting', trouble }, { begun: false })).toBe('The broadcast has not begun yet');
  expect(read({ state: 'waiting' }, { begun: false })).toBe('The picture will be here in a moment');
});

it('says that whoever serves the picture does not answer', () => {
  for (const error of [
    { ...networkError, details: 'manifestLoadError', response: { code: 0 } },
    { ...networkError, details: 'levelLoadError', response: { code: 503 } },
    { ...networkError, details: 'fragLoadTimeOut' },
  ]) {
    expect(read({ state: 'waiting', trouble: troubleOf(error) })).toContain('does not answer');
    expect(read({ state: 'stalled', trouble: troubleOf(error) })).toContain('does not answer');
  }
});

it('says that what came cannot be shown, once the engine gives up on it', () => {
  const error = { type: 'mediaError', details: 'bufferAppendError', fatal: true };
  expect(read({ state: 'waiting', trouble: troubleOf(error) })).toContain('could not be read');
  expect(troubleOf({ ...error, details: 'bufferStalledError', fatal: false })).toBeNull();
});

it('says first that this machine has no network, whatever else went wrong because of it', () => {
  vi.stubGlobal('navigator', { onLine: false });
  expect(read({ state: 'stalled', trouble: 'unreachable' })).toContain('No network');
  expect(read({})).toBe('');
});

it('tells a slow network from an interruption and from the end', () => {
  expect(read({ state: 'stalled' })).toBe('The picture will be back in a moment');
  expect(read({ state: 'waiting' })).toBe('The broadcast will be back in a moment');
  expect(read({ state: 'ended' })).toBe('The broadcast is over');
  expect(read({ state: 'unsupported' }, { begun: false })).toContain('This browser cannot play');
});

it('offers sound where the browser wanted a press first, and more delay where it stalls again and again', () => {
  expect(read({}, { permission: 'muted' })).toBe('Turn on the sound');
  expect(read({}, { permission: 'none', begun: false })).toBe('Watch live');
  expect(read({ struggling: true })).toContain('More delay, fewer stops');
});
