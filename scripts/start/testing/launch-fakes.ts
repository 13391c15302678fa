import { join } from 'node:path';
import { interruption } from '../../interruption.ts';
import { launch } from '../launch.ts';

/** The launcher as it is, with fake children and nothing to prepare. */
const code = await launch({
  words: process.argv.slice(2),
  environment: process.env,
  entries: {
    server: join(import.meta.dirname, 'fake-server.ts'),
    media: join(import.meta.dirname, 'fake-media.ts'),
  },
  prepare: async () => '/nonexistent/mediasoup-worker',
  stop: interruption(),
});
process.exit(code);
