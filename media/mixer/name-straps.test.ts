import { expect, test } from 'vitest';
import type { ProgramContributor, ProgramSource } from '../core/program-link.ts';
import { fingerprint } from '../testing/observe.ts';
import { people } from '../testing/slots.ts';
import type { NameStrapOrder } from './drawing-orders.ts';
import { NameStraps } from './name-straps.ts';
import { ARTIST } from './testing/artist.ts';
import { setUpMixer, TWO_UP } from './testing/mixer-rig.ts';

const SIZE = { width: 640, height: 360 };
const PEOPLE: ProgramContributor[] = ['a', 'b', 'c'].map((id) => ({
  ...{ id, name: id.toUpperCase(), role: null, place: 'Quito', zone: null, gain: 1 },
}));
const drawn = () => new Promise(setImmediate);

/** Straps whose orders are listed, by name and size of box. */
function setUp() {
  const orders: string[] = [];
  const straps = new NameStraps(SIZE, {
    ...ARTIST,
    nameStrap(order: NameStrapOrder) {
      orders.push(`${order.contributor.name} ${order.box.width}`);
      return ARTIST.nameStrap(order);
    },
  });
  return { straps, orders };
}

test('names are drawn ahead for a scene, once for each size of box; who fills the picture has none', async () => {
  const { straps, orders } = setUp();
  expect(straps.prepare(TWO_UP, PEOPLE)).toBe(false);
  await drawn();
  expect(straps.prepare(TWO_UP, PEOPLE)).toBe(true);
  // A grid of two has the same boxes.
  expect(straps.prepareGrids(PEOPLE.slice(0, 2))).toBe(true);
  expect(orders).toEqual(['A 306', 'B 306']);
  expect(straps.prepare({ type: 'feed', contributorId: 'c' }, PEOPLE)).toBe(true);
  expect(orders).toHaveLength(2);
  expect(straps.prepareGrids(PEOPLE)).toBe(false);
  expect(orders.slice(2)).toEqual(['A 304', 'B 304', 'C 306', 'C 304']);
  straps.close();
});

test('a name stands until another one is drawn for the same person', async () => {
  const { straps, orders } = setUp();
  const [person] = PEOPLE;
  if (!person) throw new Error('nobody');
  expect(straps.of(person, SIZE)).toBeNull();
  await drawn();
  const before = straps.of(person, SIZE);
  expect(before).not.toBeNull();
  // Said again, in the same words.
  expect(straps.of({ ...person }, SIZE)).toBe(before);
  expect(orders).toHaveLength(1);
  const renamed = { ...person, name: 'Awa' };
  expect(straps.of(renamed, SIZE)).toBe(before);
  await drawn();
  const after = straps.of(renamed, SIZE);
  expect(after).not.toBe(before);
  straps.update({ accent: '#0f7a4f' });
  expect(straps.of(renamed, SIZE)).toBe(after);
  await drawn();
  expect(straps.of(renamed, SIZE)).not.toBe(after);
  straps.close();
});

test('a scene that was on preview has its names in its first picture on air', async () => {
  const { tick, want, drawn: settled } = await setUpMixer();
  tick();
  const program: ProgramSource = { type: 'grid', slots: people('b', 'a') };
  want({ standby: program });
  await settled();
  want({ program, takes: 1 });
  const first = fingerprint(tick().frame);
  await settled();
  expect(fingerprint(tick().frame)).toBe(first);
  want({ contributors: PEOPLE.slice(0, 2) });
  expect(fingerprint(tick().frame)).toBe(first);
  await settled();
  expect(fingerprint(tick().frame)).not.toBe(first);
});

test('the role stands between name and place, unless the box is too small for it', async () => {
  const draw = (box: { width: number; height: number }, role: string | null) =>
    ARTIST.nameStrap({ accent: '#e4572e', contributor: { name: 'Awa Traoré', role, place: 'Bamako' }, box });
  const heights = async (box: { width: number; height: number }) => {
    const [without, within] = [await draw(box, null), await draw(box, 'Productrice')];
    expect(within.y + within.planes[0].height).toBe(without.y + without.planes[0].height);
    return within.planes[0].height - without.planes[0].height;
  };
  expect(await heights({ width: 614, height: 344 })).toBeGreaterThan(14);
  expect(await heights({ width: 410, height: 230 })).toBeGreaterThan(8);
  expect(await heights({ width: 160, height: 90 })).toBe(0);
  // However long it is, it stays within the box, on one line.
  const long = await draw({ width: 410, height: 230 }, 'Directrice de la coopérative de cacao et de café '.repeat(3));
  expect(long.x + long.planes[0].width).toBeLessThanOrEqual(410 - 4);
  expect(long.planes[0].height).toBeLessThan(230 / 3);
});
