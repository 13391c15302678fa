import { join } from 'node:path';
import { waitForLock } from '../lock.mjs';
import { localCache } from './paths.ts';

/** Runs `work` while no other process of this checkout does the same thing. */
export async function oneAtATime<T>(thing: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  const lock = await waitForLock(join(localCache, `${thing}.lock`), {
    signal,
    onWait: (pid) => console.log(`Waiting for process ${pid}, which is preparing the ${thing} …`),
  });
  try {
    return await work();
  } finally {
    lock.release();
  }
}
