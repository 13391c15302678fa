import { rm } from 'node:fs/promises';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import pino from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Channel } from './channel.ts';
import { type Channels, createChannels } from './channels.ts';
import { fakeInit, fakePart, tempFolder, until } from './testing/reading.ts';

const PARTS_PER_SEGMENT = 10;
const SEGMENTS_PER_CELL = 5;
/** One whole sheet, and two thumbnails of the next. */
const THUMBNAILS = 27;

let dataDir: string;
let channels: Channels;
let channel: Channel;

/** A thumbnail that says its number by its colour. */
async function thumbnail(index: number): Promise<Uint8Array> {
  const canvas = createCanvas(320, 180);
  const context = canvas.getContext('2d');
  context.fillStyle = colour(index);
  context.fillRect(0, 0, 320, 180);
  return canvas.encode('jpeg', 90);
}
const colour = (index: number) => `rgb(${index * 9}, ${255 - index * 9}, 60)`;
const at = (index: number) => fakePart('one', index * SEGMENTS_PER_CELL * PARTS_PER_SEGMENT).programDateTime;
const listed = () =>
  [...channel.thumbnails().matchAll(/main\/([^\s#]+)#xywh=(\S+)/g)].map(([, name, tile]) => ({ name, tile }));

async function feedUntil(parts: number, from: number): Promise<void> {
  const perThumbnail = SEGMENTS_PER_CELL * PARTS_PER_SEGMENT;
  for (let index = from; index < parts; index++) {
    if (index % perThumbnail === 0) {
      const number = index / perThumbnail;
      const data = await thumbnail(number);
      channel.accept({ type: 'thumbnail', data, width: 320, height: 180, programDateTime: at(number) });
    }
    channel.accept(fakePart('one', index));
  }
  await until(channel, () => channel.lastCompleteMsn === Math.floor((parts - 1) / PARTS_PER_SEGMENT));
}

beforeAll(async () => {
  dataDir = await tempFolder();
  channels = createChannels({ dataDir, log: pino({ level: 'silent' }) });
  channel = channels.channel('show');
  await channel.ready;
  channel.accept(fakeInit('one'));
});

afterAll(async () => {
  await channels.close();
  await rm(dataDir, { recursive: true, force: true });
});

it('lists single pictures until a sheet is whole, and then its tiles', async () => {
  const sheet = 25 * SEGMENTS_PER_CELL * PARTS_PER_SEGMENT;
  await feedUntil(sheet, 0);
  expect(listed().map(({ tile }) => tile)).toEqual(Array(25).fill('0,0,320,180'));
  await feedUntil(sheet + 2 * SEGMENTS_PER_CELL * PARTS_PER_SEGMENT, sheet);
  const list = listed();
  expect(list).toHaveLength(THUMBNAILS);
  expect(new Set(list.slice(0, 25).map(({ name }) => name)).size).toBe(1);
  expect(list[0]?.name).toMatch(/^b125-[a-z0-9]{6}-1ffffff\.jpg$/);
  expect([list[0], list[6], list[24], list[25]].map((one) => one?.tile)).toEqual([
    '0,0,160,90',
    '160,90,160,90',
    '640,360,160,90',
    '0,0,320,180',
  ]);
});

it('draws each thumbnail into its tile, once', async () => {
  const name = listed()[0]?.name ?? '';
  const bytes = await channel.storyboard(name);
  const picture = await loadImage(bytes ?? new Uint8Array());
  expect([picture.width, picture.height]).toEqual([800, 450]);
  const canvas = createCanvas(800, 450);
  canvas.getContext('2d').drawImage(picture, 0, 0);
  for (let index = 0; index < 25; index++) {
    const [x, y] = [(index % 5) * 160 + 80, Math.floor(index / 5) * 90 + 45];
    const [red = 0, green = 0] = canvas.getContext('2d').getImageData(x, y, 1, 1).data;
    expect(Math.abs(red - index * 9), `tile ${index}`).toBeLessThan(8);
    expect(Math.abs(green - (255 - index * 9)), `tile ${index}`).toBeLessThan(8);
  }
  expect(await channel.storyboard(name)).toBe(bytes);
});

it('knows no sheet that is not listed', async () => {
  const name = listed()[0]?.name ?? '';
  for (const other of [name.replace('1ffffff', '1fffffe'), name.replace('b125', 'b250'), 'b125-aaaaaa-1ffffff.jpg']) {
    expect(await channel.storyboard(other), other).toBeNull();
  }
});

it('has other sheets once something is cut out: what is gone is on none', async () => {
  const name = listed()[0]?.name ?? '';
  channel.end();
  await until(channel, () => channel.ended);
  channel.cut({ start: null, end: null, removed: [{ from: at(3), until: at(5) }] });
  await until(channel, () => listed().length < THUMBNAILS);
  const list = listed();
  expect(list).toHaveLength(THUMBNAILS - 2);
  expect(list[0]?.name).not.toBe(name);
  expect(await channel.storyboard(name)).toBeNull();
  const picture = await loadImage((await channel.storyboard(list[0]?.name ?? '')) ?? new Uint8Array());
  const canvas = createCanvas(800, 450);
  canvas.getContext('2d').drawImage(picture, 0, 0);
  expect([...canvas.getContext('2d').getImageData(3 * 160 + 80, 45, 1, 1).data].slice(0, 3)).toEqual([0, 0, 0]);
});
