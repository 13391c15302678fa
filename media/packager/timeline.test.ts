import { describe, expect, it } from 'vitest';
import { beginEpoch, commit, feedParts } from './testing/parts.ts';
import { Timeline } from './timeline.ts';
import type { TimelineEvent } from './timeline-event.ts';

const CONFIG = { segmentSeconds: 2, partSeconds: 0.2, windowSeconds: 20 };

function started(run = 'aaaaaa', config = CONFIG): Timeline {
  const timeline = new Timeline(config, run);
  beginEpoch(timeline, 'one');
  return timeline;
}

describe('segments', () => {
  it('begin at media sequence 1 and end with their tenth part, without waiting for the next', () => {
    const timeline = started();
    feedParts(timeline, 'one', 9);
    expect(timeline.lastCompleteMsn).toBe(0);
    feedParts(timeline, 'one', 1, 9);
    expect(timeline.lastCompleteMsn).toBe(1);
    expect(timeline.open).toBeNull();
    expect(timeline.segment(1)).toMatchObject({ complete: true, lengths: [10_000] });
    expect(timeline.segment(1)?.duration).toBeCloseTo(2, 6);
  });

  it('end early where the encoder began another', () => {
    const timeline = started();
    feedParts(timeline, 'one', 4);
    feedParts(timeline, 'one', 1, 10);
    expect(timeline.segment(1)).toMatchObject({ complete: true, lengths: [4000] });
    expect(timeline.open?.msn).toBe(2);
  });

  it('take no part of an epoch that is over', () => {
    const timeline = started();
    feedParts(timeline, 'one', 3);
    beginEpoch(timeline, 'two');
    expect(feedParts(timeline, 'one', 2, 3).events).toEqual([]);
  });
});

describe('a new epoch', () => {
  it('closes the open segment with the parts that it has and marks the next as a discontinuity', () => {
    const timeline = started();
    feedParts(timeline, 'one', 14);
    beginEpoch(timeline, 'two');
    expect(timeline.segment(2)).toMatchObject({ complete: true, discontinuity: false });
    expect(timeline.segment(2)?.parts).toHaveLength(4);
    feedParts(timeline, 'two', 12);
    expect(timeline.segment(3)).toMatchObject({ discontinuity: true, init: { epoch: 'two' } });
    expect(timeline.segment(4)).toMatchObject({ discontinuity: false });
  });

  it('does not mark the very first segment', () => {
    const timeline = started();
    feedParts(timeline, 'one', 1);
    expect(timeline.segment(1)?.discontinuity).toBe(false);
  });
});

describe('the window', () => {
  it('removes from the front one by one, keeping what it promises in length', () => {
    const timeline = started();
    feedParts(timeline, 'one', 130);
    expect(timeline.firstMsn).toBe(4);
    expect(timeline.listed()).toHaveLength(10);
    expect(timeline.listedSeconds).toBeCloseTo(20, 6);
  });

  it('keeps six complete segments however short it is', () => {
    const timeline = started('aaaaaa', { ...CONFIG, windowSeconds: 1 });
    feedParts(timeline, 'one', 200);
    expect(timeline.lastCompleteMsn - timeline.firstMsn + 1).toBe(6);
  });

  it('counts the discontinuities that leave it', () => {
    const timeline = started();
    feedParts(timeline, 'one', 20);
    beginEpoch(timeline, 'two');
    feedParts(timeline, 'two', 100);
    expect(timeline.segment(3)?.discontinuity).toBe(true);
    expect([timeline.firstMsn, timeline.discontinuitySequence]).toEqual([3, 0]);
    feedParts(timeline, 'two', 10, 100);
    expect([timeline.firstMsn, timeline.discontinuitySequence]).toEqual([4, 1]);
  });

  it('keeps removed segments fetchable for as long as the list is, then names the files that may go', () => {
    const timeline = started();
    const { forgotten } = feedParts(timeline, 'one', 200);
    expect(timeline.firstMsn).toBe(11);
    expect(forgotten).toEqual([]);
    expect(timeline.segment(1)?.name).toBe('s1-aaaaaa.m4s');
    expect(feedParts(timeline, 'one', 10, 200).forgotten).toEqual(['s1-aaaaaa.m4s']);
    expect(timeline.segment(1)).toBeUndefined();
  });

  it('lets go of an init section with its last segment', () => {
    const timeline = started();
    feedParts(timeline, 'one', 10);
    beginEpoch(timeline, 'two');
    const { forgotten } = feedParts(timeline, 'two', 220);
    expect(forgotten.slice(0, 2)).toEqual(['s1-aaaaaa.m4s', 'i1-aaaaaa.mp4']);
    expect(timeline.init('i2-aaaaaa.mp4')).toBeDefined();
  });

  it('can be endless', () => {
    const timeline = started('aaaaaa', { ...CONFIG, windowSeconds: Number.POSITIVE_INFINITY });
    feedParts(timeline, 'one', 2000);
    expect(timeline.firstMsn).toBe(1);
    expect(timeline.listed()).toHaveLength(200);
  });
});

describe('the index', () => {
  /** Reads events as another process would. */
  function replay(events: TimelineEvent[], run: string): Timeline {
    const timeline = new Timeline(CONFIG, run);
    for (const event of JSON.parse(JSON.stringify(events)) as TimelineEvent[]) timeline.apply(event);
    return timeline;
  }

  it('makes the same timeline again, and numbers go on with names of the new run', () => {
    const first = new Timeline(CONFIG, 'aaaaaa');
    const events = [...beginEpoch(first, 'one'), ...feedParts(first, 'one', 34).events];
    const second = replay(events, 'bbbbbb');
    expect(second.listed()).toEqual(first.listed());
    commit(second, second.planShut());
    beginEpoch(second, 'two');
    feedParts(second, 'two', 1);
    expect(second.segment(4)?.name).toBe('s4-aaaaaa.m4s');
    expect(second.open).toMatchObject({ msn: 5, name: 's5-bbbbbb.m4s', discontinuity: true });
  });

  it('as a snapshot says the same without what is forgotten', () => {
    const first = started();
    feedParts(first, 'one', 20);
    beginEpoch(first, 'two');
    feedParts(first, 'two', 344);
    commit(first, first.planGap(30));
    const second = replay(first.snapshot(), 'bbbbbb');
    expect(second.listed()).toEqual(first.listed());
    expect(second.retained()).toEqual(first.retained());
    expect(second.firstMsn).toBe(first.firstMsn);
    expect(second.discontinuitySequence).toBe(first.discontinuitySequence);
    expect(second.listedSeconds).toBeCloseTo(first.listedSeconds, 6);
  });

  it('as a snapshot keeps an init section whose first part is yet to come', () => {
    const first = started();
    const second = replay(first.snapshot(), 'bbbbbb');
    const { events } = feedParts(first, 'one', 1);
    commit(second, events);
    expect(second.open?.init.epoch).toBe('one');
  });

  it('that does not fit together is refused', () => {
    const timeline = started();
    expect(() =>
      timeline.apply({ type: 'part', msn: 7, duration: 0.2, independent: false, length: 1, lower: [] }),
    ).toThrow('a part of 7');
  });
});

it('goes on after its end when the programme does', () => {
  const timeline = started();
  feedParts(timeline, 'one', 13);
  commit(timeline, timeline.planEnd());
  expect(timeline).toMatchObject({ ended: true, lastCompleteMsn: 2 });
  expect(feedParts(timeline, 'one', 1, 13).events).toEqual([]);
  beginEpoch(timeline, 'two');
  feedParts(timeline, 'two', 10);
  expect(timeline).toMatchObject({ ended: false, lastCompleteMsn: 3 });
});

describe('hours', () => {
  it('are remembered by their segments: parts that nobody asks for any more are one', () => {
    const timeline = started('aaaaaa', { ...CONFIG, windowSeconds: 86_400 });
    feedParts(timeline, 'one', 4_000);
    expect(timeline.listed()).toHaveLength(400);
    expect(timeline.listed().filter(({ parts }) => parts.length > 1)).toHaveLength(12);
    expect(timeline.segment(1)).toMatchObject({
      compact: true,
      duration: 2,
      lengths: [10_000],
      parts: [{ duration: 2, independent: true, places: [{ offset: 0, length: 10_000 }] }],
    });
    expect(timeline.segment(388)).toMatchObject({ compact: true });
    expect(timeline.segment(389)?.parts).toHaveLength(10);
  });

  it('make a short index, which gives the same timeline', () => {
    const first = started('aaaaaa', { ...CONFIG, windowSeconds: 86_400 });
    feedParts(first, 'one', 4_005);
    const events = first.snapshot();
    expect(events.length).toBeLessThan(2 * 400 + 12 * 10 + 20);
    const second = new Timeline({ ...CONFIG, windowSeconds: 86_400 }, 'bbbbbb');
    for (const event of events) second.apply(event);
    expect(second.listed()).toEqual(first.listed());
  });
});
