import type { Rundown, SlotRef, SourceRef } from '@antenne/server/contract';
import { describe, expect, test } from 'vitest';
import { filled, inLayout, inRundownOrder, layoutOf, peopleIn, resized, swapped, withOrWithout } from './scene.ts';
import { aContributor, idOf as id } from './testing.ts';

const feed = (n: number): SlotRef => ({ type: 'feed', contributorId: id(n) });
const twoUp = (...people: number[]): SourceRef => ({ type: 'twoUp', slots: people.map(feed) });
const grid = (...people: number[]): SourceRef => ({ type: 'grid', slots: people.map(feed) });
const pip = (main: number, inset: number): SourceRef => ({
  type: 'pip',
  slots: [feed(main), feed(inset)],
  corner: 'topRight',
  size: 'small',
});
const slate: SourceRef = { type: 'slate' };

// Not in the order of their numbers, as they may arrive.
const six = [5, 2, 1, 3, 6, 4].map((number) => aContributor(number));

describe('a layout', () => {
  test('takes those on preview, then those on programme, then the next live ones by number', () => {
    expect(inLayout('twoUp', { preview: feed(3), program: feed(5) }, six)).toEqual(twoUp(3, 5));
    expect(inLayout('grid', { preview: feed(3), program: feed(5) }, six)).toEqual(grid(3, 5, 1, 2));
    expect(inLayout('full', { preview: null, program: slate }, six)).toEqual(feed(1));
  });

  test('never shows the same person twice', () => {
    expect(inLayout('twoUp', { preview: feed(3), program: feed(3) }, six)).toEqual(twoUp(3, 1));
    expect(inLayout('grid', { preview: twoUp(1, 2), program: grid(2, 1, 3) }, six)).toEqual(grid(1, 2, 3, 4));
  });

  test('keeps as many as it has places for, in their order', () => {
    expect(inLayout('pip', { preview: grid(4, 2, 6), program: slate }, six)).toEqual(pip(4, 2));
    expect(inLayout('full', { preview: pip(4, 2), program: slate }, six)).toEqual(feed(4));
  });

  test('asks in those who are live, and nobody who is away or left', () => {
    const few = [aContributor(1, 'absent'), aContributor(2, 'stalled'), aContributor(3)];
    expect(inLayout('twoUp', { preview: feed(1), program: slate }, few)).toEqual(twoUp(1, 3));
    expect(inLayout('twoUp', { preview: feed(9), program: slate }, few)).toBeNull();
    expect(inLayout('grid', { preview: feed(1), program: feed(2) }, few)).toEqual(grid(1, 2, 3));
    expect(inLayout('grid', { preview: feed(1), program: slate }, few)).toBeNull();
    expect(inLayout('full', { preview: slate, program: slate }, [aContributor(1, 'absent')])).toBeNull();
  });

  test('that is on preview stays as it is; only the inset goes round the corners', () => {
    expect(inLayout('grid', { preview: grid(1, 2, 3), program: feed(4) }, six)).toEqual(grid(1, 2, 3));
    let preview = inLayout('pip', { preview: feed(1), program: feed(2) }, six);
    const corners: string[] = [];
    for (let press = 0; press < 5; press += 1) {
      if (preview?.type === 'pip') corners.push(preview.corner);
      preview = inLayout('pip', { preview, program: feed(2) }, six);
    }
    expect(corners).toEqual(['topRight', 'bottomRight', 'bottomLeft', 'topLeft', 'topRight']);
  });

  test('with a place that became free is filled again', () => {
    expect(inLayout('twoUp', { preview: twoUp(9, 2), program: slate }, six)).toEqual(twoUp(2, 1));
  });
});

describe('one person more or less', () => {
  test('one and another are a two-up, a third makes a grid, up to six', () => {
    let source: SourceRef | null = withOrWithout(slate, feed(1));
    expect(source).toEqual(feed(1));
    source = withOrWithout(source, feed(2));
    expect(source).toEqual(twoUp(1, 2));
    expect(withOrWithout(pip(1, 2), feed(3))).toEqual(grid(1, 2, 3));
    for (const next of [3, 4, 5, 6]) source = withOrWithout(source, feed(next));
    expect(source).toEqual(grid(1, 2, 3, 4, 5, 6));
    expect(withOrWithout(source, feed(7))).toBeNull();
  });

  test('a grid down to two is a two-up, down to one a full picture, and the last one stays', () => {
    expect(withOrWithout(grid(1, 2, 3), feed(2))).toEqual(twoUp(1, 3));
    expect(withOrWithout(twoUp(1, 3), feed(1))).toEqual(feed(3));
    expect(withOrWithout(pip(1, 3), feed(3))).toEqual(feed(1));
    expect(withOrWithout(feed(3), feed(3))).toEqual(feed(3));
  });
});

describe('what the house makes', () => {
  const clip: SlotRef = { type: 'clip', assetId: id(8) };
  const white: SlotRef = { type: 'colour', colour: '#ffffff' };

  test('is added to people and taken out again by a press, like them', () => {
    expect(withOrWithout(feed(1), clip)).toEqual({ type: 'twoUp', slots: [feed(1), clip] });
    expect(withOrWithout(clip, feed(1))).toEqual({ type: 'twoUp', slots: [clip, feed(1)] });
    const three = withOrWithout(twoUp(1, 2), clip);
    expect(three).toEqual({ type: 'grid', slots: [feed(1), feed(2), clip] });
    expect(withOrWithout(three, { ...clip })).toEqual(twoUp(1, 2));
    expect(withOrWithout(clip, clip)).toEqual(clip);
  });

  test('stands in every layout where it is on preview, people fill what is left, and it never comes in unasked', () => {
    const buses = { preview: clip, program: feed(4) };
    expect(inLayout('pip', buses, six)).toMatchObject({ type: 'pip', slots: [clip, feed(4)] });
    expect(inLayout('questionPanel', buses, six)).toEqual({ type: 'questionPanel', slots: [clip] });
    expect(inLayout('full', { preview: inLayout('pip', buses, six), program: slate }, six)).toEqual(clip);
    expect(inLayout('twoUp', { preview: feed(3), program: white }, six)).toEqual(twoUp(3, 1));
    const both: SourceRef = { type: 'twoUp', slots: [feed(1), white] };
    expect(swapped(both)).toEqual({ type: 'twoUp', slots: [white, feed(1)] });
  });
});

describe('everybody', () => {
  const all: SourceRef = { type: 'everybody', slots: [] };
  const few = [aContributor(1), aContributor(2, 'stalled'), aContributor(3), aContributor(4, 'absent')];
  const items = [3, 1].map((n) => ({ contributorId: id(n) })) as Rundown['items'];

  test('is there to be chosen even while nobody is, and shows who is live in the order of the rundown', () => {
    expect(inLayout('everybody', { preview: feed(1), program: slate }, [])).toEqual(all);
    expect(layoutOf(all)).toBe('everybody');
    const order = inRundownOrder(few, items);
    expect(order.map(({ number }) => number)).toEqual([3, 1, 2, 4]);
    expect(filled(all, order)).toEqual({ type: 'everybody', slots: [feed(3), feed(1)] });
    expect(filled(feed(1), order)).toEqual(feed(1));
  });

  test('with one taken out it is a scene of the others', () => {
    const shown = filled(all, six);
    expect(withOrWithout(shown, feed(2))).toMatchObject({ type: 'grid', slots: expect.not.arrayContaining([feed(2)]) });
  });
});

test('two people change places, with their corner and size', () => {
  expect(swapped(twoUp(1, 2))).toEqual(twoUp(2, 1));
  expect(swapped(pip(1, 2))).toEqual(pip(2, 1));
  expect(swapped(grid(1, 2, 3))).toBeNull();
  expect(swapped(feed(1))).toBeNull();
});

test('an inset has two sizes', () => {
  expect(resized(pip(1, 2))).toEqual({ ...pip(1, 2), size: 'large' });
  expect(resized(resized(pip(1, 2)))).toEqual(pip(1, 2));
  expect(resized(twoUp(1, 2))).toBeNull();
});

test('a source says its layout and its people, those that the broadcast knows', () => {
  expect([feed(1), pip(1, 2), grid(1, 2, 3), slate, null].map(layoutOf)).toEqual(['full', 'pip', 'grid', null, null]);
  expect(peopleIn(twoUp(4, 9), six).map(({ number }) => number)).toEqual([4]);
});
