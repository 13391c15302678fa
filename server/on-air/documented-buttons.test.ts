/** Every button of docs/remote-control.md, pressed as it is written there. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CreatedRemoteKey, controlCommands, SavedScene } from '../contract/index.ts';
import { makeShow, type Show } from '../testing/fixtures.ts';
import { type Harness, startHarness } from '../testing/harness.ts';

const PAGE = readFileSync(new URL('../../docs/remote-control.md', import.meta.url), 'utf8');
/** Of the table of buttons: the command, and each body that stands beside it. */
const BUTTONS = [...PAGE.matchAll(/^\| .+ \| `([a-z]+:[A-Za-z]+)` \| (`\{.+) \|$/gm)].flatMap(
  ([, name = '', bodies = '']) => [...bodies.matchAll(/`(\{[^`]*\})`/g)].map(([, body = '']) => ({ name, body })),
);

let harness: Harness;
let shows: Record<'live' | 'scheduled', { show: Show; token: string; sceneId: string }>;
beforeAll(async () => {
  harness = await startHarness();
  const prepare = async (state: 'live' | 'scheduled') => {
    const show = await makeShow(harness.database, { state });
    const { cookie } = await harness.staff('producer', show.id);
    const post = (path: string, body: object) =>
      harness.http('POST', `/api/studio/${show.slug}/${path}`, { body, cookie }).then((answer) => answer.json());
    const { token } = CreatedRemoteKey.parse(await post('keys', { name: 'Stream Deck' }));
    await post('commands/studio:preview', { source: { type: 'feed', contributorId: show.contributors[1] } });
    const { id } = SavedScene.parse(await post('commands/scene:save', { name: 'Plateau' }));
    // The page whose talk button is pressed.
    const studio = await harness.control('producer', show);
    await studio.ok('talkback:ready', { slug: show.slug }, controlCommands['talkback:ready'].output);
    if (state === 'live') await post('commands/rundown:takeNext', {});
    return { show, token, sceneId: id };
  };
  shows = { live: await prepare('live'), scheduled: await prepare('scheduled') };
}, 120_000);
afterAll(() => harness?.close());

test('the page has a table of them', () => {
  expect(BUTTONS.length).toBeGreaterThan(20);
});

// There is no clip without a file: clips.test.ts plays them.
test.each(BUTTONS.filter(({ body }) => !body.includes('assetId')))('$name $body', async ({ name, body }) => {
  const { show, token, sceneId } = shows[name === 'rundown:rehearse' ? 'scheduled' : 'live'];
  const itemId = show.items[name === 'rundown:skip' ? 2 : 1];
  const ids: Record<string, string> = { contributorId: show.contributors[0], itemId, id: sceneId };
  const written = body
    .replaceAll(/"(\w+)":"…"/g, (_, key: string) => `"${key}":"${ids[key]}"`)
    .replaceAll('"…"', `"${show.contributors[1]}"`);
  const press = (command: string, input: unknown) =>
    harness.http('POST', `/api/studio/${show.slug}/commands/${command}`, {
      body: input,
      headers: { authorization: `Bearer ${token}` },
    });
  // Somebody else is on preview each time: there is something to take.
  await press('studio:preview', { source: { type: 'feed', contributorId: show.contributors[1] } });
  const answer = await press(name, JSON.parse(written));
  expect(await answer.json()).not.toHaveProperty('error');
  expect(answer.status).toBe(200);
});
