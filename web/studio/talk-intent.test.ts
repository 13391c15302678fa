import { describe, expect, it } from 'vitest';
import { hold, letGo, press, pressedFrom, release, SILENT, TAP_MS, toggleLatch, wished } from './talk-intent.ts';

const rosa = { to: ['rosa'], private: false };
const awa = { to: ['awa'], private: false };

describe('a button', () => {
  it('speaks from the press to the release', () => {
    const down = press(SILENT, rosa, 1000);
    expect(wished(down)).toEqual(rosa);
    expect(release(down, 1000 + TAP_MS)).toEqual(SILENT);
  });

  it('latches with a tap, and ends with the next one', () => {
    const latched = release(press(SILENT, rosa, 1000), 1100);
    expect(wished(latched)).toEqual(rosa);
    const again = press(latched, { to: ['rosa'], private: false }, 5000);
    expect(wished(again)).toBeNull();
    expect(release(again, 5100)).toEqual(SILENT);
  });

  it('held over a latch goes back to it', () => {
    const both = press(toggleLatch(SILENT, rosa), awa, 0);
    expect(wished(both)).toEqual(awa);
    expect(wished(release(both, 2000))).toEqual(rosa);
  });
});

describe('what is missed', () => {
  it('ends a hold and leaves a latch', () => {
    expect(letGo(press(SILENT, rosa, 0))).toEqual(SILENT);
    expect(wished(letGo(press(toggleLatch(SILENT, awa), rosa, 0)))).toEqual(awa);
  });

  it('never latches a key, however short it was', () => {
    expect(letGo(hold(SILENT, ['rosa'], 0))).toEqual(SILENT);
  });
});

it('tells all from each, and a conversation from a call', () => {
  expect(wished(toggleLatch(toggleLatch(SILENT, rosa), { to: 'all', private: false }))?.to).toBe('all');
  expect(wished(toggleLatch(toggleLatch(SILENT, rosa), { ...rosa, private: true }))).toEqual({
    ...rosa,
    private: true,
  });
  expect(toggleLatch(toggleLatch(SILENT, rosa), rosa)).toEqual(SILENT);
});

describe('a key elsewhere', () => {
  const toRosa = { ...rosa, on: null };

  it('latches, and ends with the next press; said which way, it is so', () => {
    const open = pressedFrom(SILENT, toRosa);
    expect(wished(open)).toEqual(rosa);
    expect(wished(pressedFrom(open, toRosa))).toBeNull();
    expect(wished(pressedFrom(open, { ...rosa, on: true }))).toEqual(rosa);
    expect(wished(pressedFrom(SILENT, { ...rosa, on: false }))).toBeNull();
  });

  it('ends what it names and nothing else; everything, where it names nobody', () => {
    const open = pressedFrom(SILENT, { ...awa, on: true });
    expect(wished(pressedFrom(open, { ...rosa, on: false }))).toEqual(awa);
    expect(wished(pressedFrom(open, toRosa))).toEqual(rosa);
    expect(wished(pressedFrom(open, { to: null, private: false, on: false }))).toBeNull();
  });
});
