import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { VoteTally } from './votes.ts';

let sent: Record<string, number>[];
let sendingTakes: number;
let told: (() => void) | null;
let isSlow: boolean;
let tally: VoteTally;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
  sent = [];
  sendingTakes = 0;
  told = null;
  isSlow = false;
  let spent = 0;
  tally = new VoteTally(
    (_broadcastId, votes) => {
      sent.push(votes);
      spent += sendingTakes;
      return isSlow ? new Promise((resolve) => (told = resolve)) : null;
    },
    () => performance.now() + spent,
  );
});
afterEach(() => {
  tally.close();
  vi.useRealTimers();
});

/** So many votes for one question, one every 100 ms. */
function vote(times: number): void {
  for (let votes = 1; votes <= times; votes += 1) {
    tally.count('show', 'question', votes);
    vi.advanceTimersByTime(100);
  }
}

test('tells the newest count twice a second, however many vote', () => {
  vote(20);
  expect(sent).toEqual([{ question: 5 }, { question: 10 }, { question: 15 }, { question: 20 }]);
});

test('tells a crowd that takes long to tell more seldom, and the newest count all the same', () => {
  sendingTakes = 300;
  vote(40);
  expect(sent.length).toBeGreaterThan(2);
  expect(sent.length).toBeLessThanOrEqual(4);
  vi.advanceTimersByTime(2_000);
  expect(sent.at(-1)).toEqual({ question: 40 });
});

test('a crowd that is still being told is told nothing else before, and the newest count then', async () => {
  isSlow = true;
  vote(30);
  expect(sent).toEqual([{ question: 5 }]);
  isSlow = false;
  told?.();
  await vi.waitFor(() => {
    vi.advanceTimersByTime(500);
    expect(sent).toEqual([{ question: 5 }, { question: 30 }]);
  });
});
