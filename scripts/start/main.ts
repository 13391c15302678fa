/**
 * The second stage of `npm start`: checks the settings, prepares what is missing, and keeps server and media running as
 * two siblings. Siblings, because a server that dies must never take the picture with it.
 */
import { join } from 'node:path';
import { interruption } from '../interruption.ts';
import { prepare } from '../prepare/index.ts';
import { root } from '../prepare/paths.ts';
import { launch } from './launch.ts';

const code = await launch({
  words: process.argv.slice(2),
  environment: process.env,
  entries: { server: join(root, 'server', 'main.ts'), media: join(root, 'media', 'main.ts') },
  prepare,
  stop: interruption(),
});
process.exit(code);
