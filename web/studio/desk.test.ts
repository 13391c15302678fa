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
    const first = deskStep(idleDesk, { type: 'preview', source: feed(3), bus: seen });
    expect(first.send).toEqual({ type: 'preview', source: feed(3) });
    const second = deskStep(first.desk, { type: 'take', take: cut, bus: seen });
    expect(second.send).toBeNull();
    const third = deskStep(second.desk, { type: 'settled', bus: bus(8, feed(3), feed(1)) });
    expect(third.send).toEqual({ type: 'take', take: cut, version: 8 });
    expect(deskStep(third.desk, { type: 'settled', bus: bus(9, feed(1), feed(3)) }).desk).toEqual(idleDesk);
  });

  test('another producer cut in between: nothing is taken and the producer is told', () => {
    const seen = bus(7, feed(2), feed(1));
    const waiting = deskStep(deskStep(idleDesk, { type: 'preview', source: feed(3), bus: seen }).desk, {
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
    const one = deskStep(idleDesk, { type: 'preview', source: feed(2), bus: seen });
    const two = deskStep(one.desk, { type: 'preview', source: feed(3), bus: seen });
    const three = deskStep(two.desk, { type: 'preview', source: feed(4), bus: seen });
    expect(pendingPreview(three.desk)).toEqual(feed(4));
    expect(deskStep(three.desk, { type: 'settled', bus: bus(8, feed(2), feed(1)) }).send).toEqual({
      type: 'preview',
      source: feed(4),
    });
  });

  test('a refused preview takes its take with it', () => {
    const seen = bus(7, feed(2), feed(1));
    const waiting = deskStep(deskStep(idleDesk, { type: 'preview', source: feed(3), bus: seen }).desk, {
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
    const one = deskStep(idleDesk, { type: 'preview', source: feed(3), bus: seen });
    const two = deskStep(one.desk, { type: 'preview', source: feed(3), bus: seen });
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
    step = deskStep(step.desk, { type: 'preview', source: feed(3), bus: seen });
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
    let step = deskStep(idleDesk, { type: 'preview', source: feed(3), bus: seen });
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
    const preview = deskStep(idleDesk, { type: 'preview', source: feed(3), bus: seen });
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
