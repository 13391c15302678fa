import { expect, it } from 'vitest';
import { LiveFollower } from './live-follower.ts';

it('follows until the viewer goes back or pauses for long, and again when they return', () => {
  const follower = new LiveFollower();
  expect(follower.follows).toBe(true);
  follower.settle(42, 0.8);
  expect(follower.follows).toBe(false);
  follower.settle(2, 0.8);
  expect(follower.follows).toBe(true);
  follower.settle(42, 0.8);
  follower.follow();
  expect(follower.follows).toBe(true);
});
