import { fakeChild } from './fake-child.ts';

const { PORT, PUBLIC_URL } = process.env;
fakeChild(PORT, () => {
  process.send?.({
    type: 'links',
    links: { viewer: `${PUBLIC_URL}/b/tour`, owner: `${PUBLIC_URL}/admin`, api: `${PUBLIC_URL}/api/broadcasts` },
  });
});
