import { type GraphicName, NO_GRAPHICS, type StudioGraphics } from '@antenne/server/contract';
import { expect, test } from 'vitest';
import { lampOf, toggled } from './graphics.ts';

const graphics = (name: Partial<StudioGraphics['state']['name']>, onAir: GraphicName[]): StudioGraphics => ({
  state: { ...NO_GRAPHICS, name: { ...NO_GRAPHICS.name, ...name } },
  onAir,
});

test('a lamp is red by what the mixer shows, and waits while it does not', () => {
  expect(lampOf(graphics({}, []), 'name')).toBe('off');
  expect(lampOf(graphics({ on: true }, []), 'name')).toBe('waiting');
  expect(lampOf(graphics({ on: true }, ['name']), 'name')).toBe('onAir');
  expect(lampOf(graphics({}, ['name']), 'name')).toBe('onAir');
});

test('a press brings in what is not there and takes out what is, also what stands by itself', () => {
  expect(toggled(graphics({}, []), 'name')).toEqual({ name: { on: true } });
  expect(toggled(graphics({ on: true }, ['name']), 'name')).toEqual({ name: { on: false } });
  // Pressed twice quickly: the second press takes the first one back.
  expect(toggled(graphics({ on: true }, []), 'name')).toEqual({ name: { on: false } });
  expect(toggled(graphics({ on: false }, ['name']), 'name')).toEqual({ name: { on: true } });
  expect(toggled(graphics({ autoSeconds: 8 }, ['name']), 'name')).toEqual({ name: { on: false } });
});
