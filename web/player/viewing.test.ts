import { VIEWING_EVERY_MS, ViewingId } from '@antenne/server/contract';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { startViewing } from './viewing.ts';

const tabId = '7b1c6d1e-5d0f-4a53-9a4e-2f3f7a3c9a10';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

it('says at once and then every 25 s that somebody is here, until it is ended', () => {
  const send = vi.fn();
  const end = startViewing({ slug: 'show', tabId, send, random: () => 0.5 });
  expect(send.mock.calls).toEqual([['/api/broadcasts/show/viewing', tabId]]);
  expect(ViewingId.safeParse(send.mock.calls[0]?.[1]).success).toBe(true);
  vi.advanceTimersByTime(VIEWING_EVERY_MS - 1);
  expect(send).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(1 + VIEWING_EVERY_MS);
  expect(send).toHaveBeenCalledTimes(3);
  end();
  vi.advanceTimersByTime(10 * VIEWING_EVERY_MS);
  expect([send.mock.calls.length, vi.getTimerCount()]).toEqual([3, 0]);
});

it.each([
  [0, 0.9],
  [1, 1.1],
])('spreads pages that were opened together (%s)', (chance, share) => {
  const send = vi.fn();
  const end = startViewing({ slug: 'show', tabId, server: 'https://tv.example', send, random: () => chance });
  vi.advanceTimersByTime(share * VIEWING_EVERY_MS - 1);
  expect(send).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(2);
  expect(send).toHaveBeenLastCalledWith('https://tv.example/api/broadcasts/show/viewing', tabId);
  expect(send).toHaveBeenCalledTimes(2);
  end();
});

it('goes by beacon, by an ordinary request where there is none, and needs no answer', () => {
  const beacon = vi.fn(() => true);
  const request = vi.fn(() => Promise.reject(new TypeError('no network')));
  vi.stubGlobal('fetch', request);
  vi.stubGlobal('navigator', { sendBeacon: beacon });
  startViewing({ slug: 'show', tabId })();
  expect(beacon).toHaveBeenCalledExactlyOnceWith('/api/broadcasts/show/viewing', tabId);
  expect(request).not.toHaveBeenCalled();
  vi.stubGlobal('navigator', { sendBeacon: () => false });
  startViewing({ slug: 'show', tabId })();
  const options = { method: 'POST', body: tabId, keepalive: true, credentials: 'omit' };
  expect(request).toHaveBeenCalledExactlyOnceWith('/api/broadcasts/show/viewing', options);
});
