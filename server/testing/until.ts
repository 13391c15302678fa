import { setTimeout as wait } from 'node:timers/promises';

/** Polls until `find` gives something. @throws after `withinMs` with what was waited for. */
export async function until<Found>(
  what: string,
  find: () => Found | Promise<Found>,
  withinMs = 20_000,
): Promise<NonNullable<Found>> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const found = await find();
    if (found) return found;
    if (performance.now() > deadline) throw new Error(`waited ${withinMs} ms for ${what}`);
    await wait(10);
  }
}
