import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { keepPlaying } from './keep-playing.ts';

/** An element that the system pauses and that may refuse to play. */
class Element extends EventTarget {
  plays = 0;
  refusal: string | null = null;
  async play(): Promise<void> {
    this.plays += 1;
    if (this.refusal) throw new DOMException('no', this.refusal);
  }
}

let page: EventTarget & { visibilityState: string };
let element: Element;
beforeEach(() => {
  vi.useFakeTimers();
  page = Object.assign(new EventTarget(), { visibilityState: 'visible' });
  vi.stubGlobal('document', page);
  vi.stubGlobal('window', new EventTarget());
  element = new Element();
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

test('what a call paused goes on a moment later, and when the page is seen again', async () => {
  const stop = keepPlaying(element);
  expect(element.plays).toBe(1);
  element.dispatchEvent(new Event('pause'));
  expect(element.plays).toBe(1);
  await vi.advanceTimersByTimeAsync(600);
  expect(element.plays).toBe(2);
  page.visibilityState = 'hidden';
  page.dispatchEvent(new Event('visibilitychange'));
  expect(element.plays).toBe(2);
  page.visibilityState = 'visible';
  page.dispatchEvent(new Event('visibilitychange'));
  expect(element.plays).toBe(3);
  stop();
  element.dispatchEvent(new Event('pause'));
  page.dispatchEvent(new Event('visibilitychange'));
  await vi.advanceTimersByTimeAsync(600);
  expect(element.plays).toBe(3);
});

test('a browser that wants a gesture is told of, once it plays no more', async () => {
  const blocked: boolean[] = [];
  element.refusal = 'NotAllowedError';
  keepPlaying(element, (is) => blocked.push(is));
  await vi.advanceTimersByTimeAsync(0);
  element.refusal = 'AbortError';
  element.dispatchEvent(new Event('pause'));
  await vi.advanceTimersByTimeAsync(600);
  element.refusal = null;
  page.dispatchEvent(new Event('visibilitychange'));
  await vi.advanceTimersByTimeAsync(0);
  expect(blocked).toEqual([true, false]);
});
