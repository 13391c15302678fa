import { expect, test } from 'vitest';
import { BatchedRead } from './batched-read.ts';

/** A read that ends when the test says so. */
function setUp() {
  const asked: string[][] = [];
  const finish: ((outcome: Error | null) => void)[] = [];
  const reads = new BatchedRead<string>(
    (keys) =>
      new Promise((resolve, reject) => {
        asked.push(keys);
        finish.push((error) =>
          error
            ? reject(error)
            : resolve(new Map(keys.filter((key) => key !== 'nobody').map((key) => [key, `of ${key}`]))),
        );
      }),
    () => 'nothing',
  );
  return { reads, asked, finish };
}

test('who asks while one runs shares the next one', async () => {
  const { reads, asked, finish } = setUp();
  const first = reads.get('a');
  await expect.poll(() => asked).toEqual([['a']]);
  const others = [reads.get('b'), reads.get('nobody'), reads.get('b'), reads.get('a')];
  finish[0]?.(null);
  expect(await first).toBe('of a');
  await expect.poll(() => asked).toEqual([['a'], ['b', 'nobody', 'a']]);
  finish[1]?.(null);
  expect(await Promise.all(others)).toEqual(['of b', 'nothing', 'of b', 'of a']);
});

test('a read that fails is told to those who waited for it, and to nobody else', async () => {
  const { reads, asked, finish } = setUp();
  const lost = reads.get('a');
  await expect.poll(() => asked.length).toBe(1);
  const next = reads.get('b');
  finish[0]?.(new Error('no database'));
  await expect(lost).rejects.toThrow('no database');
  await expect.poll(() => asked.length).toBe(2);
  finish[1]?.(null);
  expect(await next).toBe('of b');
});

test('a crowd is read in portions', async () => {
  const { reads, asked, finish } = setUp();
  const all = Array.from({ length: 1_201 }, (_, index) => reads.get(String(index)));
  for (let turn = 0; turn < 3; turn += 1) {
    await expect.poll(() => finish.length).toBe(turn + 1);
    finish[turn]?.(null);
  }
  expect((await Promise.all(all)).at(-1)).toBe('of 1200');
  expect(asked.map(({ length }) => length)).toEqual([500, 500, 201]);
});
