import { describe, expect, it } from 'vitest';
import { isThere, judge, parseDirectives } from './directives.ts';

function parse(query: string) {
  return parseDirectives(new URLSearchParams(query));
}

describe('reading', () => {
  it('takes numbers, and YES or v2', () => {
    expect(parse('_HLS_msn=12&_HLS_part=3&_HLS_skip=YES')).toEqual({ msn: 12, part: 3, skip: 'segments' });
    expect(parse('_HLS_msn=0')).toEqual({ msn: 0, part: null, skip: false });
    expect(parse('_HLS_skip=v2')).toEqual({ msn: null, part: null, skip: 'all' });
    expect(parse('')).toEqual({ msn: null, part: null, skip: false });
  });

  it('leaves parameters of others alone', () => {
    expect(parse('token=x&token=y&_HLS_report=1')).toEqual({ msn: null, part: null, skip: false });
  });

  it.each([
    '_HLS_part=1',
    '_HLS_msn=',
    '_HLS_msn=-1',
    '_HLS_msn=1.5',
    '_HLS_msn=1e3',
    '_HLS_msn=%2B1',
    '_HLS_msn=abc',
    '_HLS_msn=9999999999999999999999',
    '_HLS_msn=1&_HLS_msn=2',
    '_HLS_msn=1&_HLS_part=',
    '_HLS_msn=1&_HLS_part=-1',
    '_HLS_msn=1&_HLS_part=1&_HLS_part=1',
    '_HLS_skip=',
    '_HLS_skip=no',
    '_HLS_skip=YES&_HLS_skip=YES',
  ])('refuses %s', (query) => {
    expect(parse(query)).toBeTypeOf('string');
  });
});

/** Segments 4 to 10 complete with ten parts each; of 11, three parts. */
const EDGE = {
  firstMsn: 4,
  lastCompleteMsn: 10,
  partSeconds: 0.2,
  ended: false,
  partCount: (msn: number) => (msn >= 4 && msn <= 10 ? 10 : msn === 11 ? 3 : 0),
};

describe('judging', () => {
  const ask = (msn: number | null, part: number | null = null, edge = EDGE) =>
    judge({ msn, part, skip: false }, edge).type;

  it('answers at once what is there', () => {
    expect(ask(null)).toBe('answer');
    expect(ask(10)).toBe('answer');
    expect(ask(11, 2)).toBe('answer');
    expect(ask(10, 9)).toBe('answer');
  });

  it('waits for what comes next', () => {
    expect(ask(11)).toBe('wait');
    expect(ask(11, 3)).toBe('wait');
    expect(ask(12)).toBe('wait');
    expect(ask(12, 0)).toBe('wait');
  });

  it('takes a part past its segment’s last for the next segment’s first', () => {
    expect(ask(10, 12)).toBe('answer');
    const justEnded = { ...EDGE, partCount: (msn: number) => (msn === 11 ? 0 : EDGE.partCount(msn)) };
    expect(ask(10, 10, justEnded)).toBe('wait');
    expect(isThere(10, 10, justEnded)).toBe(false);
    expect(isThere(10, 10, { ...justEnded, partCount: (msn) => (msn === 11 ? 1 : 10) })).toBe(true);
  });

  it('refuses a segment more than two past the last complete one', () => {
    expect(ask(12)).toBe('wait');
    expect(ask(13)).toBe('refuse');
    expect(ask(1_000_000)).toBe('refuse');
  });

  it('refuses a part more than three seconds of parts past the last', () => {
    expect(ask(11, 2 + 15)).toBe('wait');
    expect(ask(11, 2 + 16)).toBe('refuse');
    expect(ask(10, 9 + 16)).toBe('refuse');
    const long = { ...EDGE, partSeconds: 1 };
    expect(ask(11, 2 + 3, long)).toBe('wait');
    expect(ask(11, 2 + 4, long)).toBe('refuse');
  });

  it('gives all of it, at once, to who asks for a segment that has left', () => {
    expect(judge({ msn: 3, part: 0, skip: 'all' }, EDGE)).toEqual({ type: 'answer', delta: false });
  });

  it('ignores every directive once the broadcast has ended', () => {
    const ended = { ...EDGE, ended: true };
    expect(judge({ msn: 400, part: 99, skip: 'all' }, ended)).toEqual({ type: 'answer', delta: false });
    expect(isThere(400, 99, ended)).toBe(true);
  });
});
