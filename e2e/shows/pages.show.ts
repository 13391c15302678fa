/**
 * Every page, on a phone and on a desk: nothing on its console, nothing serious for axe, nothing to scroll sideways. Spanish has
 * the longest words, so it is what a narrow window shows; a wide one shows French and English by turns.
 */
import { lookAt, VISITS } from '../probes/visits.ts';
import { test } from '../stage/test.ts';

const PHONE = { width: 360, height: 740 };
const DESK = { width: 1440, height: 900 };

for (const [index, visit] of VISITS.entries()) {
  const locale = index % 2 === 0 ? 'fr-FR' : 'en-GB';
  test(`${visit.name} is clean in Spanish at 360 px and in ${locale} at 1440 px`, async ({ show }) => {
    const { opens } = visit;
    const address = `${show.antenne.url}${await visit.path(show)}`;
    await lookAt(show, visit, { address, ...PHONE, locale: 'es-ES' }, opens?.phone);
    await lookAt(show, visit, { address, ...DESK, locale }, opens?.desk);
  });
}
