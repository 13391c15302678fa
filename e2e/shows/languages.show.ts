/** Every page in the other two languages, whose words are longer or shorter: on a phone in Spanish, on a desk in English. */
import { lookAt, VISITS } from '../probes/visits.ts';
import { test } from '../stage/test.ts';

for (const visit of VISITS) {
  test(`${visit.name} is clean in Spanish at 360 px and in English at 1440 px`, async ({ show }) => {
    const { opens } = visit;
    const address = `${show.antenne.url}${await visit.path(show)}`;
    await lookAt(show, visit, { address, width: 360, height: 740, locale: 'es-ES' }, opens?.phone);
    await lookAt(show, visit, { address, width: 1440, height: 900, locale: 'en-GB' }, opens?.desk);
  });
}
