import { expect, it, vi } from 'vitest';
import { openCueDesk } from './cue-desk.ts';

it('tells once what stands on the screen, however often it is drawn', () => {
  const tell = vi.fn(async () => true);
  const desk = openCueDesk(tell);
  desk.seen(['a']);
  desk.seen(['a', 'b']);
  expect(tell.mock.calls).toEqual([
    ['seen', ['a']],
    ['seen', ['b']],
  ]);
});

it('counts a tap at once, and tells it again until the server has it', async () => {
  const answers = [false, true];
  const tell = vi.fn(async () => answers.shift() ?? true);
  const desk = openCueDesk(tell);
  desk.confirm(['a', 'b']);
  expect([...desk.done.getState().ids]).toEqual(['a', 'b']);
  await vi.waitFor(() => expect(tell).toHaveBeenCalledTimes(1));
  await Promise.resolve();
  desk.tellAgain();
  expect(tell).toHaveBeenLastCalledWith('confirmed', ['a', 'b']);
  await Promise.resolve();
  desk.tellAgain();
  expect(tell).toHaveBeenCalledTimes(2);
});
