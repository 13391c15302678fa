import type { BusState, SourceRef, Transition } from '@antenne/server/contract';
import { describe, expect, test } from 'vitest';
import { deskStep, foreseen, idleDesk, pendingPreview, type Take } from './desk.ts';

const feed = (n: number): SourceRef => ({ type: 'feed', contributorId: `00000000-0000-4000-8000-00000000000${n}` });
const bus = (version: number, preview: SourceRef | null, program: SourceRef): BusState => ({
  version,
  preview,
  program,
  onAir: program,
  incoming: null,
  fade: null,
  held: [],
  onAirSince: null,
  health: 'running',
});
const cut: Take = { source: null, transition: { type: 'cut' } };
const mix: Transition = { type: 'mix', frames: 25 };
const black: Take = { source: { type: 'black' }, transition: mix };

describe('the desk', () => {
  test('3 then Enter before the first answer: the take waits and names the version that the preview gave', () => {
    const seen = bus(7, feed(2), feed(1));
    const first = deskStep(idleDesk, { type: 'preview', source: feed(3), bus: seen, at: 0 });
    expect(first.send).toEqual({ type: 'preview', source: feed(3) });
    const second = deskStep(first.desk, { type: 'take', take: cut, bus: seen });
    expect(second.send).toBeNull();
    const third = deskStep(second.desk, { type: 'settled', bus: bus(8, feed(3), feed(1)) });
    expect(third.send).toEqual({ type: 'take', take: cut, version: 8 });
    expect(deskStep(third.desk, { type: 'settled', bus: bus(9, feed(1), feed(3)) }).desk).toEqual(idleDesk);
  });

  test('another producer cut in between: nothing is taken and the producer is told', () => {
    const seen = bus(7, feed(2), feed(1));
    const waiting = deskStep(deskStep(idleDesk, { type: 'preview', source: feed(3), bus: seen, at: 0 }).desk, {
      type: 'take',
      take: cut,
      bus: seen,
    });
    const settled = deskStep(waiting.desk, { type: 'settled', bus: bus(9, feed(3), feed(2)) });
    expect(settled).toEqual({ desk: idleDesk, send: null, notice: 'overtaken' });
  });

  test('what is on air is taken again where somebody is held behind their slate', () => {
    const seen = { ...bus(7, feed(1), feed(1)), held: ['00000000-0000-4000-8000-000000000001'] };
    const again = deskStep(idleDesk, { type: 'take', take: cut, bus: seen });
    expect(again.send).toEqual({ type: 'take', take: cut, version: 7 });
    expect(foreseen(again.desk, seen).held).toEqual([]);
    expect(deskStep(idleDesk, { type: 'take', take: cut, bus: bus(7, feed(1), feed(1)) }).notice).toBe('alreadyOnAir');
  });

  test('two quick takes cut once', () => {
    const seen = bus(7, feed(2), feed(1));
    const first = deskStep(idleDesk, { type: 'take', take: cut, bus: seen });
    expect(first.send).toEqual({ type: 'take', take: cut, version: 7 });
    const second = deskStep(first.desk, { type: 'take', take: cut, bus: seen });
    expect(second.send).toBeNull();
    expect(deskStep(second.desk, { type: 'settled', bus: bus(8, feed(1), feed(2)) }).send).toBeNull();
  });

  test('of several previews pressed quickly the last one wins', () => {
    const seen = bus(7, null, feed(1));
    const one = deskStep(idleDesk, { type: 'preview', source: feed(2), bus: seen, at: 0 });
    const two = deskStep(one.desk, { type: 'preview', source: feed(3), bus: seen, at: 0 });
    const three = deskStep(two.desk, { type: 'preview', source: feed(4), bus: seen, at: 0 });
    expect(pendingPreview(three.desk)).toEqual(feed(4));
    expect(deskStep(three.desk, { type: 'settled', bus: bus(8, feed(2), feed(1)) }).send).toEqual({
      type: 'preview',
      source: feed(4),
    });
  });

  test('a refused preview takes its take with it', () => {
    const seen = bus(7, feed(2), feed(1));
    const waiting = deskStep(deskStep(idleDesk, { type: 'preview', source: feed(3), bus: seen, at: 0 }).desk, {
      type: 'take',
      take: cut,
      bus: seen,
    });
    expect(deskStep(waiting.desk, { type: 'settled', bus: null })).toEqual({
      desk: idleDesk,
      send: null,
      notice: null,
    });
  });

  test('double click: preview twice, then a take, cuts to that one', () => {
    const seen = bus(7, null, feed(1));
    const one = deskStep(idleDesk, { type: 'preview', source: feed(3), bus: seen, at: 0 });
    const two = deskStep(one.desk, { type: 'preview', source: feed(3), bus: seen, at: 0 });
    expect(two.send).toBeNull();
    const three = deskStep(two.desk, { type: 'take', take: cut, bus: seen });
    expect(deskStep(three.desk, { type: 'settled', bus: bus(8, feed(3), feed(1)) }).send).toEqual({
      type: 'take',
      take: cut,
      version: 8,
    });
  });

  test('a preview pressed while a take is on its way, then a take: both follow in order', () => {
    const seen = bus(7, feed(2), feed(1));
    let step = deskStep(idleDesk, { type: 'take', take: cut, bus: seen });
    step = deskStep(step.desk, { type: 'preview', source: feed(3), bus: seen, at: 0 });
    step = deskStep(step.desk, { type: 'take', take: cut, bus: seen });
    step = deskStep(step.desk, { type: 'settled', bus: bus(8, feed(1), feed(2)) });
    expect(step.send).toEqual({ type: 'preview', source: feed(3) });
    step = deskStep(step.desk, { type: 'settled', bus: bus(9, feed(3), feed(2)) });
    expect(step.send).toEqual({ type: 'take', take: cut, version: 9 });
  });

  test('a take without a preview, or of what is on air already, says so', () => {
    expect(deskStep(idleDesk, { type: 'take', take: cut, bus: bus(7, null, feed(1)) }).notice).toBe('nothingOnPreview');
    expect(deskStep(idleDesk, { type: 'take', take: cut, bus: bus(7, feed(1), feed(1)) }).notice).toBe('alreadyOnAir');
  });

  test('a take that waits goes with the transition that was pressed', () => {
    const seen = bus(7, feed(2), feed(1));
    let step = deskStep(idleDesk, { type: 'preview', source: feed(3), bus: seen, at: 0 });
    step = deskStep(step.desk, { type: 'take', take: { source: null, transition: mix }, bus: seen });
    // The same thing once more, as a cut: the first press counts.
    step = deskStep(step.desk, { type: 'take', take: cut, bus: seen });
    step = deskStep(step.desk, { type: 'settled', bus: bus(8, feed(3), feed(1)) });
    expect(step.send).toEqual({ type: 'take', take: { source: null, transition: mix }, version: 8 });
  });

  test('black goes on air directly, whatever is on preview, and once', () => {
    const seen = bus(7, null, feed(1));
    let step = deskStep(idleDesk, { type: 'take', take: black, bus: seen });
    expect(step.send).toEqual({ type: 'take', take: black, version: 7 });
    step = deskStep(step.desk, { type: 'take', take: black, bus: seen });
    step = deskStep(step.desk, { type: 'settled', bus: bus(8, null, { type: 'black' }) });
    expect(step).toEqual({ desk: idleDesk, send: null, notice: null });
    const again = deskStep(idleDesk, { type: 'take', take: black, bus: bus(8, null, { type: 'black' }) });
    expect(again.notice).toBe('alreadyOnAir');
  });

  test('black pressed while a cut is on its way follows it', () => {
    const seen = bus(7, feed(2), feed(1));
    let step = deskStep(idleDesk, { type: 'take', take: cut, bus: seen });
    step = deskStep(step.desk, { type: 'take', take: black, bus: seen });
    expect(step.send).toBeNull();
    step = deskStep(step.desk, { type: 'settled', bus: bus(8, feed(1), feed(2)) });
    expect(step.send).toEqual({ type: 'take', take: black, version: 8 });
  });

  test('the next press builds upon what was asked for already', () => {
    const seen = bus(7, feed(2), feed(1));
    const preview = deskStep(idleDesk, { type: 'preview', source: feed(3), bus: seen, at: 0 });
    expect(foreseen(preview.desk, seen)).toMatchObject({ preview: feed(3), program: feed(1) });
    const both = deskStep(preview.desk, { type: 'take', take: cut, bus: seen });
    expect(foreseen(both.desk, seen)).toMatchObject({ preview: feed(1), program: feed(3) });

    const taking = deskStep(idleDesk, { type: 'take', take: cut, bus: seen });
    expect(foreseen(taking.desk, seen)).toMatchObject({ preview: feed(1), program: feed(2) });
    const done = bus(8, feed(1), feed(2));
    expect(foreseen(taking.desk, done)).toEqual(done);
    const toBlack = deskStep(idleDesk, { type: 'take', take: black, bus: seen });
    expect(foreseen(toBlack.desk, seen)).toMatchObject({ preview: feed(2), program: { type: 'black' } });
  });
});

describe('without a connection', () => {
  const seen = bus(7, feed(2), feed(1));
  const pressed = deskStep(idleDesk, { type: 'preview', source: feed(3), bus: seen, at: 1_000 });
  const lost = deskStep(pressed.desk, { type: 'lost', sent: true });

  test('a preview waits, shown as on its way, and is asked for again once the connection is back', () => {
    expect(lost).toMatchObject({ send: null, notice: null });
    expect(pendingPreview(lost.desk)).toEqual(feed(3));
    expect(foreseen(lost.desk, seen).preview).toEqual(feed(3));
    const back = deskStep(lost.desk, { type: 'back', bus: seen, at: 10_900 });
    expect(back).toMatchObject({ send: { type: 'preview', source: feed(3) }, notice: null });
    expect(deskStep(back.desk, { type: 'settled', bus: bus(8, feed(3), feed(1)) }).desk).toEqual(idleDesk);
  });

  test('the last of several waits', () => {
    const again = deskStep(lost.desk, { type: 'preview', source: feed(4), bus: seen, at: 2_000 });
    const still = deskStep(again.desk, { type: 'lost', sent: false });
    const back = deskStep(still.desk, { type: 'back', bus: seen, at: 3_000 });
    expect(back.send).toEqual({ type: 'preview', source: feed(4) });
  });

  test('one that had arrived is not asked for twice', () => {
    const back = deskStep(lost.desk, { type: 'back', bus: bus(8, feed(3), feed(1)), at: 2_000 });
    expect(back).toEqual({ desk: idleDesk, send: null, notice: null });
  });

  test.each([
    ['older than ten seconds', seen, 11_001],
    ['after somebody else chose', bus(8, feed(4), feed(1)), 2_000],
  ])('a preview %s is dropped, and said to be', (_what, now, at) => {
    expect(deskStep(lost.desk, { type: 'back', bus: now, at })).toEqual({
      desk: idleDesk,
      send: null,
      notice: 'previewLost',
    });
  });

  test('a take is never sent later', () => {
    const take = deskStep(idleDesk, { type: 'take', take: cut, bus: seen });
    const refused = deskStep(take.desk, { type: 'lost', sent: false });
    expect(refused).toEqual({ desk: idleDesk, send: null, notice: 'notTaken' });
    expect(deskStep(refused.desk, { type: 'back', bus: seen, at: 0 }).send).toBeNull();
    // 3 and Enter: the choice waits, the take does not.
    const both = deskStep(deskStep(pressed.desk, { type: 'take', take: cut, bus: seen }).desk, {
      type: 'lost',
      sent: true,
    });
    expect(both.notice).toBe('notTaken');
    const back = deskStep(both.desk, { type: 'back', bus: seen, at: 2_000 });
    expect(back.send).toEqual({ type: 'preview', source: feed(3) });
    expect(deskStep(back.desk, { type: 'settled', bus: bus(8, feed(3), feed(1)) }).send).toBeNull();
  });

  test('a take that was sent may have been done: said at once, and made clear when the buses are seen again', () => {
    const take = deskStep(idleDesk, { type: 'take', take: cut, bus: seen });
    const unanswered = deskStep(take.desk, { type: 'lost', sent: true });
    expect(unanswered.notice).toBe('unanswered');
    expect(deskStep(unanswered.desk, { type: 'back', bus: seen, at: 0 }).notice).toBe('notTaken');
    expect(deskStep(unanswered.desk, { type: 'back', bus: bus(8, feed(1), feed(2)), at: 0 }).notice).toBeNull();
  });
});
