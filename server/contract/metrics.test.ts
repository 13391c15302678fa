import { expect, it, test } from 'vitest';
import { Metrics, mayReadMetrics } from './metrics.ts';

it('writes the text exposition format 0.0.4', async () => {
  const metrics = new Metrics();
  const requests = metrics.counter('requests_total', 'Answers.');
  requests.add({ kind: 'part', status: '200' });
  requests.add({ kind: 'part', status: '200' }, 2);
  requests.add({ kind: 'a "b"\\\n', status: '404' });
  metrics.read('gauge', 'held', 'Held\nnow.', () => [[{}, 3]]);
  metrics.read('gauge', 'disk_bytes', 'Free.', () => [[{ slug: 'a' }, Number.POSITIVE_INFINITY]]);
  expect(await metrics.text()).toBe(
    [
      '# HELP requests_total Answers.',
      '# TYPE requests_total counter',
      'requests_total{kind="part",status="200"} 3',
      'requests_total{kind="a \\"b\\"\\\\\\n",status="404"} 1',
      '# HELP held Held\\nnow.',
      '# TYPE held gauge',
      'held 3',
      '# HELP disk_bytes Free.',
      '# TYPE disk_bytes gauge',
      'disk_bytes{slug="a"} +Inf',
      '',
    ].join('\n'),
  );
});

it('counts a value into its bucket and all above, the last of them without end', async () => {
  const metrics = new Metrics();
  const took = metrics.histogram('took_seconds', 'Time.', [0.1, 1]);
  for (const value of [0.05, 0.1, 0.5, 7]) took.observe({ name: 'x' }, value);
  const lines = (await metrics.text()).split('\n').filter((line) => line.startsWith('took'));
  expect(lines).toEqual([
    'took_seconds_bucket{name="x",le="0.1"} 2',
    'took_seconds_bucket{name="x",le="1"} 3',
    'took_seconds_bucket{name="x",le="+Inf"} 4',
    'took_seconds_sum{name="x"} 7.65',
    'took_seconds_count{name="x"} 4',
  ]);
});

it('tells the rest when one cannot be read, and takes no name twice', async () => {
  const metrics = new Metrics();
  metrics.read('gauge', 'broken', 'Not there.', () => Promise.reject(new Error('no database')));
  metrics.read('gauge', 'whole', 'There.', () => [[{}, 1]]);
  expect(await metrics.text()).toContain('whole 1\n');
  expect(() => metrics.counter('whole', 'Again.')).toThrow(/whole/);
});

const TOKEN = 'a token of sixteen';
test.each([
  ['::1', {}, undefined, true],
  ['127.0.0.1', {}, undefined, true],
  ['::ffff:127.0.0.1', {}, undefined, true],
  ['192.0.2.1', {}, undefined, false],
  ['::ffff:192.0.2.127', {}, undefined, false],
  ['127.0.0.1', { 'x-forwarded-for': '127.0.0.1' }, undefined, false],
  ['127.0.0.1', { forwarded: 'for=192.0.2.1' }, undefined, false],
  [undefined, {}, undefined, false],
  ['127.0.0.1', {}, TOKEN, false],
  ['192.0.2.1', { authorization: `Bearer ${TOKEN}` }, TOKEN, true],
  ['192.0.2.1', { authorization: `Bearer ${TOKEN}x` }, TOKEN, false],
  ['192.0.2.1', { authorization: `Bearer ${TOKEN.slice(0, -1)}` }, TOKEN, false],
  ['192.0.2.1', { authorization: TOKEN }, TOKEN, false],
])('from %s with %o, token %s: %s', (address, headers, token, may) => {
  expect(mayReadMetrics({ address, headers }, token)).toBe(may);
});
