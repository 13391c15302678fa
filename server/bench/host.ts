/**
 * The control plane under load: `host.ts <data folder> <port, or 0> [questions] [items]`. Makes its show on the first start,
 * with 50 approved questions or with so many in every state, and with so many items.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openDatabase } from '@antenne/prisma';
import { pino } from 'pino';
import { createInvitation } from '../accounts/store.ts';
import { startApp } from '../app.ts';
import { raisePriority } from '../platform/priority.ts';
import { makeQuestions, makeShow } from '../testing/fixtures.ts';
import { cookieOf } from '../testing/harness.ts';
import { makeItems, makeQueue } from './editorial/fixtures.ts';
import type { FromServer, ShowUnderLoad, ToServer } from './messages.ts';

const [dataDir = '', port = '0', questions, items] = process.argv.slice(2);
const tell = (message: FromServer) => process.send?.(message);

const log = pino({ level: 'error' });
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
  log,
});
// As `main.ts` does.
raisePriority(log);

async function cookieFor(role: 'moderator' | 'producer', broadcastId: string): Promise<string> {
  const row = { role, broadcastId, label: 'Charge', reusable: false };
  const { token } = await createInvitation(database.client, row, new Date());
  const accepted = await fetch(`http://127.0.0.1:${app.port}/api/session/accept`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token, name: 'Charge' }),
  });
  return cookieOf(accepted, 'antenne_session');
}

async function makeUnderLoad(): Promise<ShowUnderLoad> {
  const show = await makeShow(database);
  const { id, slug, themeId } = show;
  return {
    slug,
    themeId,
    questions: questions ? await makeQueue(database, show, Number(questions)) : await makeQuestions(database, show, 50),
    items: items ? await makeItems(database, show, Number(items)) : show.items,
    moderator: await cookieFor('moderator', id),
    producer: await cookieFor('producer', id),
  };
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
