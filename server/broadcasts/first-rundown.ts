/** The rundown that a new broadcast begins with, so that it can run at once. Pure. */
import type { ItemType, LocalizedText } from '../contract/index.ts';

export interface PlannedItem {
  type: ItemType;
  title: LocalizedText;
  durationMs: number;
  /** Index of the contributor whose duplex it is. */
  contributor: number | null;
}

const MINUTE = 60_000;
/** Part of the show for the opening, and for the closing. */
const FRAME = 0.05;
const LONGEST_FRAME = 10 * MINUTE;
/** Part of what is left that goes to the duplexes; the questions get the rest. */
const DUPLEXES = 0.8;

/**
 * An opening, a duplex with each contributor (all equally long), a round of questions, a closing. Times are whole
 * minutes, half minutes in shows under an hour, and add up to `durationMs`.
 * @param durationMs whole minutes, at least ten.
 */
export function firstRundown(durationMs: number, contributors: readonly { name: string }[]): PlannedItem[] {
  const step = durationMs < 60 * MINUTE ? MINUTE / 2 : MINUTE;
  const wholeSteps = (ms: number) => Math.max(1, Math.floor(ms / step)) * step;
  const frame = Math.min(LONGEST_FRAME, wholeSteps(durationMs * FRAME));
  const inside = durationMs - 2 * frame;
  const duplex = contributors.length === 0 ? 0 : wholeSteps((inside * DUPLEXES) / contributors.length);
  const segment = (title: LocalizedText): PlannedItem => ({
    type: 'segment',
    title,
    durationMs: frame,
    contributor: null,
  });
  return [
    segment({ fr: 'Ouverture', en: 'Opening', es: 'Apertura' }),
    ...contributors.map(
      ({ name }, contributor): PlannedItem => ({
        type: 'duplex',
        title: { fr: `Duplex avec ${name}`, en: `Live with ${name}`, es: `Conexión con ${name}` },
        durationMs: duplex,
        contributor,
      }),
    ),
    {
      type: 'questions',
      title: { fr: 'Vos questions', en: 'Your questions', es: 'Sus preguntas' },
      durationMs: inside - duplex * contributors.length,
      contributor: null,
    },
    segment({ fr: 'Clôture', en: 'Closing', es: 'Cierre' }),
  ];
}
