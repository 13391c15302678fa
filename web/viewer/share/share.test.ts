import { expect, test } from 'vitest';
import { broadcast } from '../../realtime/testing.ts';
import { embedCode, pageLink } from './addresses.ts';
import { parseMoment } from './moment.ts';
import { qrSvg } from './qr.ts';

test.each([
  ['90', 90],
  ['1:30', 90],
  [' 62:03 ', 3_723],
  ['1:02:03', 3_723],
  ['0:00', 0],
  ['1:60', null],
  ['1:60:00', null],
  ['', null],
  ['1:2:3:4', null],
  ['-5', null],
])('%s is %s seconds into the show', (text, seconds) => {
  expect(parseMoment(text)).toBe(seconds);
});

test('a link leads to the page, or to a moment of it', () => {
  expect(pageLink('https://tele.example', broadcast({ slug: 'tour' }), null)).toBe('https://tele.example/b/tour');
  expect(pageLink('https://tele.example', broadcast({ slug: 'tour' }), 90)).toBe('https://tele.example/b/tour?t=90');
});

test('the code for other sites says nothing but what it was given', () => {
  const code = embedCode('https://tele.example', broadcast({ title: 'Prix & "justice" <live>', slug: 'tour' }), 90);
  expect(code).toContain('src="https://tele.example/embed/tour?t=90"');
  expect(code).toContain('title="Prix &amp; &quot;justice&quot; &lt;live&gt;"');
});

test('a code that phones read has its quiet zone and its three finders', () => {
  const svg = qrSvg('https://tele.example/b/tour');
  expect(svg).toMatch(/viewBox="0 0 (\d+) \1"/);
  // The first finder's corner, four modules in.
  expect(svg).toContain('d="M4 4h1v1h-1z');
  expect(svg).not.toContain('M3 3h1');
});
