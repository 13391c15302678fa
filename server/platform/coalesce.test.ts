import { pino } from 'pino';
import { expect, test } from 'vitest';
import { Coalescer } from './coalesce.ts';

const log = pino({ level: 'silent' });

test('marks during a run lead to one more run, never to two at once', async () => {
  const gates: PromiseWithResolvers<void>[] = [];
  let running = 0;
  let most = 0;
  const coalescer = new Coalescer(async () => {
    running += 1;
    most = Math.max(most, running);
    const gate = Promise.withResolvers<void>();
    gates.push(gate);
    await gate.promise;
    running -= 1;
  }, log);
  const first = coalescer.mark('a');
  const second = coalescer.mark('a');
  coalescer.mark('a');
  gates[0]?.resolve();
  while (gates.length < 2) await Promise.resolve();
  gates[1]?.resolve();
  await Promise.all([first, second]);
  expect(gates).toHaveLength(2);
  expect(most).toBe(1);
});

test('a failure is logged and the next mark tries again', async () => {
  let runs = 0;
  const coalescer = new Coalescer(async () => {
    runs += 1;
    if (runs === 1) throw new Error('no');
  }, log);
  await coalescer.mark('a');
  await coalescer.mark('a');
  expect(runs).toBe(2);
  await coalescer.close();
  await coalescer.mark('a');
  expect(runs).toBe(2);
});
