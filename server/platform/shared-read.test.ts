import { expect, test } from 'vitest';
import { SharedRead } from './shared-read.ts';

function controlled() {
  const reads: { key: string; give: (value: number) => void; fail: () => void }[] = [];
  const shared = new SharedRead<number>(
    (key) =>
      new Promise((give, reject) => {
        reads.push({ key, give, fail: () => reject(new Error('away')) });
      }),
  );
  return { reads, shared };
}

test('however many ask meanwhile share one more read, and none gets what was read before they asked', async () => {
  const { reads, shared } = controlled();
  const begun = (count: number) => expect.poll(() => reads.length).toBe(count);
  // Until it looks, one read serves all who have asked.
  const first = [shared.get('a'), shared.get('a')];
  await begun(1);
  const later = Array.from({ length: 1_000 }, () => shared.get('a'));
  reads[0]?.give(1);
  expect(await Promise.all(first)).toEqual([1, 1]);
  await begun(2);
  reads[1]?.give(2);
  expect(new Set(await Promise.all(later))).toEqual(new Set([2]));
  const again = shared.get('a');
  await begun(3);
  reads[2]?.give(3);
  expect(await again).toBe(3);
});

test('keys are apart, and a read that failed is not kept', async () => {
  const { reads, shared } = controlled();
  const [a, b] = [shared.get('a'), shared.get('b')];
  await expect.poll(() => reads.map(({ key }) => key)).toEqual(['a', 'b']);
  const waiting = shared.get('a');
  reads[0]?.fail();
  await expect(a).rejects.toThrow('away');
  await expect.poll(() => reads.length).toBe(3);
  reads[2]?.give(4);
  expect(await waiting).toBe(4);
  reads[1]?.give(5);
  expect(await b).toBe(5);
});

test('a crowd that comes a few at a time shares what one read after the other would have cost', async () => {
  let reads = 0;
  const shared = new SharedRead<number>(async () => {
    reads += 1;
    const until = performance.now() + 5;
    while (performance.now() < until);
    return reads;
  });
  const begun = performance.now();
  const first = shared.get('a');
  const all = [first];
  while (performance.now() < begun + 300) {
    await new Promise(setImmediate);
    all.push(shared.get('a'));
  }
  expect(await first).toBe(1);
  await Promise.all(all);
  // Without a rest, 60.
  expect(reads).toBeLessThan(10);
});
