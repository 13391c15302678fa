/** The control plane under load: `host.ts <data folder> <port, or 0>`. Makes its show on the first start. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openDatabase } from '@antenne/prisma';
import { pino } from 'pino';
import { createInvitation } from '../../accounts/store.ts';
import { startApp } from '../../app.ts';
import { makeQuestions, makeShow } from '../../testing/fixtures.ts';
import { cookieOf } from '../../testing/harness.ts';
import type { FromServer, ShowUnderLoad, ToServer } from './messages.ts';

const [dataDir = '', port = '0'] = process.argv.slice(2);
const tell = (message: FromServer) => process.send?.(message);

const database = await openDatabase({ dataDir });
const app = await startApp({
  settings: {
    PORT: Number(port),
    HOST: '0.0.0.0',
    PUBLIC_URL: 'http://antenne.test',
    MEDIA_PUBLIC_URL: 'http://media.test',
    MEDIA_SECRET: 'nobody',
    TRUSTED_PROXIES: 0,
  },
  database,
  log: pino({ level: 'error' }),
  webFolder: '/nowhere',
});

async function makeUnderLoad(): Promise<ShowUnderLoad> {
  const show = await makeShow(database);
  const questions = await makeQuestions(database, show, 50);
  const row = { role: 'moderator' as const, broadcastId: show.id, label: 'Charge', reusable: false };
  const { token } = await createInvitation(database.client, row, new Date());
  const accepted = await fetch(`http://127.0.0.1:${app.port}/api/session/accept`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token, name: 'Charge' }),
  });
  const { slug, themeId } = show;
  return { slug, themeId, questions, moderator: cookieOf(accepted, 'antenne_session') };
}

const kept = join(dataDir, 'show.json');
if (!existsSync(kept)) writeFileSync(kept, JSON.stringify(await makeUnderLoad()));
const show: ShowUnderLoad = JSON.parse(readFileSync(kept, 'utf8'));

process.on('message', (message: ToServer) => {
  if (message.type !== 'memory') return;
  globalThis.gc?.();
  const { heapUsed, rss } = process.memoryUsage();
  const { user, system } = process.cpuUsage();
  tell({ type: 'memory', heap: heapUsed, rss, cpuSeconds: (user + system) / 1e6 });
});
process.on('disconnect', () => process.exit(0));
tell({ type: 'listening', port: app.port, show });
