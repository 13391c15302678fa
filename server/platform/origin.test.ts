import { expect, test } from 'vitest';
import { isOwnOrigin } from './origin.ts';

const PUBLIC = 'https://antenne.example';

test.each([
  ['our public address', { origin: 'https://antenne.example', host: 'inside:3000' }, true],
  ['the host that is asked', { origin: 'http://192.168.1.5:3000', host: '192.168.1.5:3000' }, true],
  ['no browser', { host: 'inside:3000' }, true],
  ['another site', { origin: 'https://evil.example', host: 'antenne.example' }, false],
  ['another port', { origin: 'http://localhost:9999', host: 'localhost:3000' }, false],
  [
    'a name that only begins like ours',
    { origin: 'https://antenne.example.evil.example', host: 'antenne.example' },
    false,
  ],
  ['a sandboxed page', { origin: 'null', host: 'antenne.example' }, false],
  ['a browser that hides where it comes from', { 'sec-fetch-site': 'cross-site', host: 'antenne.example' }, false],
])('%s', (_who, headers, own) => {
  expect(isOwnOrigin(headers, PUBLIC)).toBe(own);
});
