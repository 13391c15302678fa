import { expect, it } from 'vitest';
import { withoutPass, withPassOf } from './pass.ts';

const OPEN = 'https://media.example/hls/show/index.m3u8';
const OLD = 'https://media.example/hls/show/~100.old/index.m3u8';
const NEW = 'https://media.example/hls/show/~200.new/index.m3u8';

it('is one source, whatever its pass', () => {
  expect([OPEN, OLD, NEW].map(withoutPass)).toEqual([OPEN, OPEN, OPEN]);
  expect(withoutPass('https://elsewhere.example/video.mp4')).toBe('https://elsewhere.example/video.mp4');
});

it('gives every address of the broadcast the newest pass, or none where none is needed any more', () => {
  const part = 'https://media.example/hls/show/~100.old/main/s7-abc.3.m4s?x=/~1/';
  expect(withPassOf(NEW, part)).toBe('https://media.example/hls/show/~200.new/main/s7-abc.3.m4s?x=/~1/');
  expect(withPassOf(OPEN, part)).toBe('https://media.example/hls/show/main/s7-abc.3.m4s?x=/~1/');
  const open = 'https://media.example/hls/show/main/live.m3u8?_HLS_msn=3';
  expect(withPassOf(NEW, open)).toBe('https://media.example/hls/show/~200.new/main/live.m3u8?_HLS_msn=3');
});
