import { expect, it } from 'vitest';
import { HeadReader } from './request-head.ts';

const read = (text: string) => new HeadReader().read(Buffer.from(text, 'latin1'));

it('reads what players send', () => {
  const head = 'GET /hls/show/main/live.m3u8?_HLS_msn=7 HTTP/1.1\r\nHost: tv.example\r\nUser-Agent: caf\xe9\r\n';
  expect(read(`${head}accept-encoding:\tgzip, br \r\nRANGE: bytes=0-9\r\nEmpty:\r\n\r\n`)).toEqual({
    method: 'GET',
    url: '/hls/show/main/live.m3u8?_HLS_msn=7',
    headers: { 'accept-encoding': 'gzip, br', range: 'bytes=0-9' },
    closes: false,
  });
  expect(read('HEAD /a HTTP/1.1\r\nHost: b\r\nConnection: Close\r\n\r\n')).toMatchObject({
    method: 'HEAD',
    closes: true,
  });
});

it('knows fields again, and tells those apart that differ', () => {
  const reader = new HeadReader();
  const ask = (url: string, range: string) =>
    reader.read(Buffer.from(`GET ${url} HTTP/1.1\r\nHost: b\r\nRange: ${range}\r\n\r\n`));
  expect(ask('/a', 'x')?.headers).toBe(ask('/b', 'x')?.headers);
  for (let index = 0; index < 1_000; index += 1) expect(ask('/c', `${index}`)?.headers.range).toBe(`${index}`);
});

it.each([
  ['no host', 'GET / HTTP/1.1\r\n\r\n'],
  ['no host among fields', 'GET / HTTP/1.1\r\nA: b\r\n\r\n'],
  ['two hosts', 'GET / HTTP/1.1\r\nHost: a\r\nhost: b\r\n\r\n'],
  ['two ranges', 'GET / HTTP/1.1\r\nHost: a\r\nRange: b\r\nRange: b\r\n\r\n'],
  ['another method', 'POST / HTTP/1.1\r\nHost: a\r\n\r\n'],
  ['a body', 'GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n'],
  ['a body in chunks', 'GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n'],
  ['another protocol', 'GET / HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n'],
  ['an older one', 'GET / HTTP/1.0\r\nHost: a\r\n\r\n'],
  ['a whole address', 'GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n'],
  ['letters that no address has', 'GET /\xe9 HTTP/1.1\r\nHost: a\r\n\r\n'],
  ['a head that goes on', 'GET / HTTP/1.1\r\nHost: a\r\n'],
  ['half a line', 'GET / HT'],
  ['two at once', 'GET / HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n'],
  ['bytes after it', 'GET / HTTP/1.1\r\nHost: a\r\n\r\nx'],
  ['a line that goes on in the next', 'GET / HTTP/1.1\r\nHost: a\r\nB: c\r\n d\r\n\r\n'],
  ['a space before the colon', 'GET / HTTP/1.1\r\nHost: a\r\nContent-Length : 5\r\n\r\n'],
  ['a bare line feed', 'GET / HTTP/1.1\r\nHost: a\nContent-Length: 5\r\n\r\n'],
  ['a bare carriage return', 'GET / HTTP/1.1\r\nHost: a\rb\r\n\r\n'],
  ['a null', 'GET / HTTP/1.1\r\nHost: a\0\r\n\r\n'],
  ['more than anybody needs', `GET / HTTP/1.1\r\nHost: a\r\nB: ${'c'.repeat(9_000)}\r\n\r\n`],
])('leaves %s to others', (_, text) => {
  expect(read(text)).toBeNull();
});
