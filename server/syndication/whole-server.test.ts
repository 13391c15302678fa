/** Through the whole server, with a real database: the ports of `startApp` lead to what there is. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeShow, type Show } from '../testing/fixtures.ts';
import { type Harness, PUBLIC_URL, startHarness } from '../testing/harness.ts';

let harness: Harness;
let show: Show;
beforeAll(async () => {
  harness = await startHarness();
  show = await makeShow(harness.database);
}, 120_000);
afterAll(() => harness?.close());

test('a broadcast is found by oEmbed, in the feed and in its calendar', async () => {
  const page = `${PUBLIC_URL}/b/${show.slug}`;
  const oembed = await harness.http('GET', `/oembed?url=${encodeURIComponent(page)}`);
  expect(await oembed.json()).toMatchObject({ version: '1.0', type: 'video', title: 'Essai' });
  expect((await harness.http('GET', `/oembed?url=${encodeURIComponent(`${PUBLIC_URL}/b/none`)}`)).status).toBe(404);

  expect(await (await harness.http('GET', '/feed.xml')).text()).toContain(`<link>${page}</link>`);

  const calendar = await (await harness.http('GET', `/b/${show.slug}/calendar.ics?events=items`)).text();
  expect(calendar.match(/BEGIN:VEVENT/g)).toHaveLength(3);
  expect(calendar).toContain('\r\nSEQUENCE:1\r\n');
  for (const item of show.items) expect(calendar).toContain(`\r\nUID:${item}@antenne\r\n`);
});
