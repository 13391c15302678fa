import { expect, it } from 'vitest';
import { readThumbnails } from './thumbnails.ts';

const BASE = 'https://media.example/hls/show/thumbnails.vtt';

it('reads times and whole addresses', () => {
  const list = [
    'WEBVTT\n',
    '00:00:00.000 --> 00:00:10.000\nmain/t1-a.jpg#xywh=0,0,320,180\n',
    '01:00:10.000 --> 01:00:20.500\nmain/t6-a.jpg#xywh=0,0,320,180\n',
  ].join('\n');
  expect(readThumbnails(list, BASE)).toEqual([
    { from: 0, until: 10, text: 'https://media.example/hls/show/main/t1-a.jpg#xywh=0,0,320,180' },
    { from: 3610, until: 3620.5, text: 'https://media.example/hls/show/main/t6-a.jpg#xywh=0,0,320,180' },
  ]);
});

it('takes Windows line ends and times without hours, and leaves out what is no cue', () => {
  expect(readThumbnails('WEBVTT\r\n\r\nNOTE x\r\n\r\n00:01.000 --> 00:02.000\r\na.jpg\r\n', BASE)).toEqual([
    { from: 1, until: 2, text: 'https://media.example/hls/show/a.jpg' },
  ]);
  expect(readThumbnails('<html>', BASE)).toEqual([]);
});
