import { expect, test } from 'vitest';
import { inTurn } from './in-turn.ts';

test('what is asked later begins when what was asked before has ended, also badly', async () => {
  const next = inTurn();
  const said: string[] = [];
  const first = Promise.withResolvers<void>();
  const one = next(async () => {
    said.push('one begins');
    await first.promise;
    said.push('one ends');
    throw new Error('refused');
  });
  const two = next(async () => {
    said.push('two');
    return 2;
  });
  await Promise.resolve();
  expect(said).toEqual(['one begins']);
  first.resolve();
  await expect(one).rejects.toThrow('refused');
  expect(await two).toBe(2);
  expect(said).toEqual(['one begins', 'one ends', 'two']);
});
