import type { BusState, SourceRef } from '@antenne/server/contract';
import { describe, expect, test } from 'vitest';
import { deskStep, idleDesk, pendingPreview } from './desk.ts';

const feed = (n: number): SourceRef => ({ type: 'feed', contributorId: `00000000-0000-4000-8000-00000000000${n}` });
const bus = (version: number, preview: SourceRef | null, program: SourceRef): BusState => ({
  version,
  preview,
  program,
  onAir: program,
  health: 'running',
});

describe('the desk', () => {
  test('3 then Enter before the first answer: the take waits and names the version that the preview gave', () => {
    const seen = bus(7, feed(2), feed(1));
    const first = deskStep(idleDesk, { type: 'preview', source: feed(3), bus: seen });
    expect(first.send).toEqual({ type: 'preview', source: feed(3) });
    const second = deskStep(first.desk, { type: 'take', bus: seen });
    expect(second.send).toBeNull();
    const third = deskStep(second.desk, { type: 'settled', bus: bus(8, feed(3), feed(1)) });
    expect(third.send).toEqual({ type: 'take', version: 8 });
    expect(deskStep(third.desk, { type: 'settled', bus: bus(9, feed(1), feed(3)) }).desk).toEqual(idleDesk);
  });

  test('another producer cut in between: nothing is taken and the producer is told', () => {
    const seen = bus(7, feed(2), feed(1));
    const waiting = deskStep(deskStep(idleDesk, { type: 'preview', source: feed(3), bus: seen }).desk, {
      type: 'take',
      bus: seen,
    });
    const settled = deskStep(waiting.desk, { type: 'settled', bus: bus(9, feed(3), feed(2)) });
    expect(settled).toEqual({ desk: idleDesk, send: null, notice: 'overtaken' });
  });

  test('two quick takes cut once', () => {
    const seen = bus(7, feed(2), feed(1));
    const first = deskStep(idleDesk, { type: 'take', bus: seen });
    expect(first.send).toEqual({ type: 'take', version: 7 });
    const second = deskStep(first.desk, { type: 'take', bus: seen });
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
    const three = deskStep(two.desk, { type: 'take', bus: seen });
    expect(deskStep(three.desk, { type: 'settled', bus: bus(8, feed(3), feed(1)) }).send).toEqual({
      type: 'take',
      version: 8,
    });
  });

  test('a preview pressed while a take is on its way, then a take: both follow in order', () => {
    const seen = bus(7, feed(2), feed(1));
    let step = deskStep(idleDesk, { type: 'take', bus: seen });
    step = deskStep(step.desk, { type: 'preview', source: feed(3), bus: seen });
    step = deskStep(step.desk, { type: 'take', bus: seen });
    step = deskStep(step.desk, { type: 'settled', bus: bus(8, feed(1), feed(2)) });
    expect(step.send).toEqual({ type: 'preview', source: feed(3) });
    step = deskStep(step.desk, { type: 'settled', bus: bus(9, feed(3), feed(2)) });
    expect(step.send).toEqual({ type: 'take', version: 9 });
  });

  test('a take without a preview, or of what is on air already, says so', () => {
    expect(deskStep(idleDesk, { type: 'take', bus: bus(7, null, feed(1)) }).notice).toBe('nothingOnPreview');
    expect(deskStep(idleDesk, { type: 'take', bus: bus(7, feed(1), feed(1)) }).notice).toBe('alreadyOnAir');
  });
});
