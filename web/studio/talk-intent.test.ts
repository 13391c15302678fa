import { describe, expect, it } from 'vitest';
import { hold, letGo, press, release, SILENT, TAP_MS, toggleLatch, wished } from './talk-intent.ts';

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
