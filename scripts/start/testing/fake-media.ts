import { fakeChild } from './fake-child.ts';

fakeChild(process.env.MEDIA_PORT);
