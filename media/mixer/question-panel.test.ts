import { expect, test } from 'vitest';
import type { ProgramQuestion, ProgramSource } from '../core/program-link.ts';
import { about, meanColour } from '../testing/observe.ts';
import { people } from '../testing/slots.ts';
import { panelBox } from './scene.ts';
import { ARTIST } from './testing/artist.ts';
import { GREY_B, SIZE, setUpMixer } from './testing/mixer-rig.ts';

const PANEL: ProgramSource = { type: 'questionPanel', slots: people('b') };
const QUESTION: ProgramQuestion = { id: 'q1', text: 'Où va l’argent du café ?', author: 'Zoé', theme: 'Le prix' };
const BOX = panelBox(SIZE);
/** Above the title in the panel's middle, where a question's first words stand. */
const WORDS = { x: BOX.x + 16, y: BOX.y + 70, width: BOX.width - 32, height: 34 };
/** Where a lower third would stand. */
const LOWER = { x: 60, y: 320, width: 300, height: 10 };

test('the question stands beside the person and not over them, and comes and goes by itself', async () => {
  const { tick, want, drawn } = await setUpMixer({ program: PANEL });
  const run = async (count: number) => {
    for (let i = 0; i < count; i += 1) {
      tick();
      await drawn();
    }
    return tick();
  };
  const title = meanColour((await run(5)).frame, WORDS);
  want({ question: QUESTION });
  const lumas: number[] = [];
  for (let i = 0; i < 12; i += 1) {
    lumas.push(meanColour(tick().frame, WORDS)[0]);
    await drawn();
  }
  expect(new Set(lumas).size).toBeGreaterThan(1);
  const standing = await run(10);
  expect(standing.questionId).toBe('q1');
  expect(meanColour(standing.frame, WORDS)).not.toEqual(title);
  expect(meanColour(standing.frame, { x: 100, y: 140, width: 100, height: 40 })).toEqual(about(GREY_B));
  expect(meanColour(standing.frame, LOWER)[0]).toBe(30);
  // Off the panel it goes on as a lower third.
  want({ program: { type: 'feed', contributorId: 'b' }, takes: 1 });
  const lower = await run(15);
  expect(lower.questionId).toBe('q1');
  expect(meanColour(lower.frame, LOWER)[0]).toBeLessThan(90);
  want({ program: PANEL, question: null, takes: 2 });
  const gone = await run(15);
  expect(gone.questionId).toBeNull();
  expect(meanColour(gone.frame, WORDS)).toEqual(about(title));
});

test('a question of any length and script fits into the panel', async () => {
  const texts = [
    'Oui ?',
    'ما هو السعر العادل للقهوة؟',
    'x'.repeat(280),
    'Comment les coopératives fixent-elles '.repeat(13),
  ];
  const seen = new Set<string>();
  for (const text of texts) {
    const { planes, x, y } = await ARTIST.graphic({
      kind: 'panel',
      ...SIZE,
      accent: '#0f7a4f',
      title: 'Antenne',
      question: { ...QUESTION, text },
      box: BOX,
    });
    const [luma] = planes;
    expect({ x, y, width: luma.width, height: luma.height }).toEqual(BOX);
    // Clear of the lower edge: nothing runs out of it.
    const foot = luma.samples.subarray((BOX.height - 8) * BOX.width + 20, (BOX.height - 7) * BOX.width - 20);
    expect(Math.max(...foot) - Math.min(...foot)).toBe(0);
    seen.add(Buffer.from(luma.samples).toString('base64'));
  }
  expect(seen.size).toBe(texts.length);
});
