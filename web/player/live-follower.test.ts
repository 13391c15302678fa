import { expect, it } from 'vitest';
import { LiveFollower } from './live-follower.ts';

it('follows until the viewer goes back or pauses for long, and again when they return', () => {
  const follower = new LiveFollower();
  expect(follower.follows).toBe(true);
  follower.ask();
  follower.settle(42);
  expect(follower.follows).toBe(false);
  follower.ask();
  follower.settle(2);
  expect(follower.follows).toBe(true);
  follower.ask();
  follower.settle(42);
  follower.follow();
  expect(follower.follows).toBe(true);
});

it('goes on following when the player or the browser moved the playhead, however late it is then', () => {
  const follower = new LiveFollower();
  follower.settle(42);
  expect(follower.follows).toBe(true);
  follower.ask();
  follower.settle(42);
  follower.settle(1);
  expect(follower.follows).toBe(false);
});

it('stays where a link began, until the viewer wants to be live', () => {
  const follower = new LiveFollower();
  follower.leave();
  follower.settle(600);
  expect(follower.follows).toBe(false);
  follower.follow();
  expect(follower.follows).toBe(true);
});
