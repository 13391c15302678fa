import { afterEach, expect, it, vi } from 'vitest';
import { readThumbnails, Thumbnails } from './thumbnails.ts';

const BASE = 'https://media.example/hls/show/thumbnails.vtt';

afterEach(() => void vi.unstubAllGlobals());

it('reads times, whole addresses, and where in a picture each is', () => {
  const list = [
    'WEBVTT\n',
    '00:00:00.000 --> 00:00:10.000\nmain/b1-a.jpg#xywh=160,90,160,90\n',
    '01:00:10.000 --> 01:00:20.500\nmain/t6-a.jpg\n',
  ].join('\n');
  expect(readThumbnails(list, BASE)).toEqual([
    {
      from: 0,
      until: 10,
      address: 'https://media.example/hls/show/main/b1-a.jpg',
      tile: { x: 160, y: 90, width: 160, height: 90 },
    },
    { from: 3610, until: 3620.5, address: 'https://media.example/hls/show/main/t6-a.jpg', tile: null },
  ]);
});

it('takes Windows line ends and times without hours, and leaves out what is no cue', () => {
  expect(readThumbnails('WEBVTT\r\n\r\nNOTE x\r\n\r\n00:01.000 --> 00:02.000\r\na.jpg\r\n', BASE)).toEqual([
    { from: 1, until: 2, address: 'https://media.example/hls/show/a.jpg', tile: null },
  ]);
  expect(readThumbnails('<html>', BASE)).toEqual([]);
});

it('asks for the list when somebody looks, and not again at once; has nothing where there is none', async () => {
  const list = 'WEBVTT\n\n00:00.000 --> 00:10.000\na.jpg\n\n00:10.000 --> 00:20.000\nb.jpg\n';
  const ask = vi.fn(() => Promise.resolve(new Response(list)));
  vi.stubGlobal('location', { href: 'https://tv.example/b/show' });
  vi.stubGlobal('fetch', ask);
  const thumbnails = new Thumbnails('https://media.example/hls/show/index.m3u8');
  expect(thumbnails.at(3)).toBeNull();
  await thumbnails.refresh();
  await thumbnails.refresh();
  expect(ask).toHaveBeenCalledExactlyOnceWith(BASE, expect.anything());
  expect([thumbnails.at(3), thumbnails.at(10), thumbnails.at(20)].map((one) => one?.address.at(-5))).toEqual([
    'a',
    'b',
    undefined,
  ]);
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('no network')));
  const unreachable = new Thumbnails('https://media.example/hls/show/index.m3u8');
  await unreachable.refresh();
  expect(unreachable.at(3)).toBeNull();
});
