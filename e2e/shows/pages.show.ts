/** Every page, on a phone and on a desk: nothing on its console, nothing serious for axe, nothing to scroll sideways. */
import { lookAt, VISITS } from '../probes/visits.ts';
import { test } from '../stage/test.ts';

for (const visit of VISITS) {
  test(`${visit.name} is clean at 360 px and at 1440 px`, async ({ show }) => {
    const { opens } = visit;
    const address = `${show.antenne.url}${await visit.path(show)}`;
    await lookAt(show, visit, { address, width: 360, height: 740 }, opens?.phone);
    await lookAt(show, visit, { address, width: 1440, height: 900 }, opens?.desk);
  });
}
