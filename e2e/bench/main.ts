/**
 * `npm run bench [-- --json] [--only latency,take,load,mixer] [--quick]`: measures the real thing on this machine and
 * prints a table, or one JSON object a line.
 */
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { WEBCAM } from '../cameras/camera.ts';
import { Antenne } from '../stage/antenne.ts';
import { browserOptions } from '../stage/chromium.ts';
import { Show } from '../stage/show.ts';
import { measureLatency } from './latency.ts';
import { measureLoad } from './load.ts';
import { type Measurement, table } from './measurement.ts';
import { measureMixer } from './mixer.ts';
import { measureTakes } from './takes.ts';

const SECTIONS = ['load', 'latency', 'take', 'mixer'] as const;
type Section = (typeof SECTIONS)[number];

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    only: { type: 'string', default: SECTIONS.join(',') },
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

if (wants('load') || wants('latency') || wants('take')) {
  say('Starting the demonstration broadcast …');
  // The product's own preset, not the quicker one of the tests.
  const antenne = await Antenne.start(
    { name: 'bench', demo: true, env: { PROGRAM_WIDTH: '1280', PROGRAM_HEIGHT: '720', PROGRAM_PRESET: 'veryfast' } },
    600_000,
  );
  try {
    if (wants('load')) {
      say('Measuring the load with nobody watching …');
      add(
        await measureLoad(
          antenne,
          seconds,
          'demonstration: 6 simulated feeds 640×360, 1280×720p25 veryfast, no browser',
        ),
      );
    }
    if (wants('latency') || wants('take')) {
      const browser = await chromium.launch(browserOptions());
      const show = await Show.demonstration(antenne, browser, WEBCAM);
      try {
        if (wants('latency')) {
          say('Measuring glass to glass …');
          add(await measureLatency(show, seconds));
        }
        if (wants('take')) {
          say('Measuring takes …');
          add(await measureTakes(show, values.quick ? 5 : 15));
        }
      } finally {
        await show.close();
        await browser.close();
      }
    }
  } finally {
    await antenne.stop();
    await antenne.dispose();
  }
}
if (wants('mixer')) {
  say('Measuring the mixer …');
  add(await measureMixer(values.quick));
}
if (!values.json) console.log(table(all));
