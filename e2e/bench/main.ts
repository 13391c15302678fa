/**
 * `npm run bench [-- --json] [--only <sections>] [--quick]`:
 * measures the real thing on this machine and prints a table, or one JSON object a line.
 */
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { WEBCAM } from '../cameras/camera.ts';
import { Antenne } from '../stage/antenne.ts';
import { browserOptions } from '../stage/chromium.ts';
import { Show } from '../stage/show.ts';
import { measureCommands } from './commands.ts';
import { measureQueue } from './editorial.ts';
import { measureLatency } from './latency.ts';
import { measureLoad } from './load.ts';
import { type Measurement, table } from './measurement.ts';
import { measureInMedia, measureInServer } from './media.ts';
import { measureReplay } from './replay.ts';
import { measureStart } from './start.ts';
import { measureTakes } from './takes.ts';
import { measureViewing } from './viewing.ts';

/** How the hour went, as it is shown beside the other figures. */
const SOAK_PLOT = fileURLToPath(new URL('../../docs/benchmarks/soak.svg', import.meta.url));

const SECTIONS = [
  'load',
  'command',
  'latency',
  'take',
  'viewing',
  'replay',
  'mixer',
  'restart',
  'compare',
  'playlist',
  'audience',
  'serving',
  'crowd',
  'editorial',
  'soak',
] as const;
type Section = (typeof SECTIONS)[number];

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    // An hour is asked for by name.
    only: { type: 'string', default: SECTIONS.filter((section) => section !== 'soak').join(',') },
    quick: { type: 'boolean', default: false },
  },
});
const wanted = new Set(values.only.split(','));
const unknown = [...wanted].filter((name) => !SECTIONS.some((section) => section === name));
if (unknown.length > 0) {
  console.error(`${unknown.join(', ')}: not one of ${SECTIONS.join(', ')}`);
  process.exit(2);
}
const wants = (section: Section) => wanted.has(section);
const seconds = values.quick ? 10 : 30;
const all: Measurement[] = [];

function add(measurements: readonly Measurement[]): void {
  all.push(...measurements);
  if (values.json) for (const measurement of measurements) console.log(JSON.stringify(measurement));
}

function say(words: string): void {
  if (!values.json) console.error(words);
}

/** The product's own size and preset, not the small ones of the tests. */
const PROGRAM = { PROGRAM_WIDTH: '1280', PROGRAM_HEIGHT: '720', PROGRAM_PRESET: 'auto' };

/** With the demonstration on air and `guests` simulated contributors who all send. */
async function onStage(
  guests: number,
  work: (antenne: Antenne, show: Show) => Promise<void>,
  ladder = 'off',
): Promise<void> {
  const env = { ...PROGRAM, DEMO_GUESTS: String(guests), PROGRAM_LADDER: ladder };
  const antenne = await Antenne.start({ name: 'bench', demo: true, env }, 600_000);
  const browser = await chromium.launch(browserOptions());
  try {
    const show = await Show.demonstration(antenne, browser, WEBCAM);
    try {
      await show.everyoneSends(guests);
      await show.hasBegun();
      await work(antenne, show);
    } finally {
      await show.close();
    }
  } finally {
    await browser.close();
    await antenne.stop();
    await antenne.dispose();
  }
}

if (wants('load')) {
  for (const guests of [1, 3, 6]) {
    say(`Measuring the load of ${guests} feeds with nobody watching …`);
    await onStage(guests, async (antenne) => {
      const feeds = `${guests} simulated feed${guests > 1 ? 's' : ''} 640×360`;
      add(await measureLoad(antenne, seconds, `demonstration: ${feeds}, 1280×720p25, no page open`));
    });
  }
}
if (wants('command')) {
  say('Measuring commands …');
  await onStage(6, async (_antenne, show) => add(await measureCommands(show, values.quick ? 50 : 300)));
}
if (wants('latency') || wants('take')) {
  await onStage(6, async (_antenne, show) => {
    if (wants('latency')) {
      say('Measuring glass to glass …');
      add(await measureLatency(show, seconds));
    }
    if (wants('take')) {
      say('Measuring takes …');
      add(await measureTakes(show, values.quick ? 5 : 15));
    }
  });
}
if (wants('viewing') || wants('replay')) {
  const conditions = '1 Chromium contributor 640×360 and 1 simulated feed, 1280×720p25 and 480×270';
  await onStage(
    2,
    async (_antenne, show) => {
      if (wants('viewing')) {
        add(await measureStart(show, values.quick ? 3 : 10, conditions));
        const minutes = values.quick ? 1 : 10;
        say(`Watching for ${minutes} min …`);
        add(await measureViewing(show, minutes, `${conditions}, browsers on the same machine`));
      }
      if (wants('replay')) {
        say('Ending the show …');
        add(await measureReplay(show, 'demonstration, 1280×720p25 and 480×270'));
      }
    },
    '270',
  );
}
if (wants('mixer')) {
  say('Measuring the mixer …');
  add(await measureInMedia('mixer', values.quick));
}
if (wants('restart')) {
  say('Killing the programme …');
  add(await measureInMedia('restart', values.quick));
}
if (wants('compare')) {
  say('Comparing with ffmpeg and voctocore …');
  add(await measureInMedia('compare', values.quick));
}
if (wants('playlist')) {
  say('Measuring playlists …');
  add(await measureInMedia('playlist', values.quick));
}
if (wants('audience')) {
  say('A thousand viewers …');
  add(await measureInMedia('audience', values.quick));
}
if (wants('serving')) {
  say('Serving a segment beside nginx …');
  add(await measureInMedia('serving', values.quick));
}
if (wants('crowd')) {
  say('Ten thousand pages at the control plane (a thousand with --quick) …');
  add(await measureInServer('crowd', values.quick));
}
if (wants('editorial')) {
  say('Ten thousand questions and five hundred items …');
  add(await measureInServer('editorial', values.quick));
  add(await measureQueue(values.quick));
}
if (wants('soak')) {
  say('An hour of programme (two minutes with --quick) …');
  add(await measureInMedia('soak', values.quick, values.quick ? [] : ['--plot', SOAK_PLOT]));
}
if (!values.json) console.log(table(all));
