/**
 * How many segments one core serves, beside nginx with `sendfile`: one worker each, the same bytes, by turns in one run, by
 * what each answer cost the server's process. `node media/bench/serving.ts [--json] [--quick]`.
 */
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pino } from 'pino';
import { createChannels } from '../packager/channels.ts';
import { fakeInit, fakePart, until } from '../packager/testing/reading.ts';
import { Line } from './audience/line.ts';
import type { FromOrigin } from './audience/messages.ts';
import { cpuSeconds, ended } from './child.ts';
import { printRow, row } from './row.ts';

const NGINX = '/usr/sbin/nginx';
const SETPRIV = '/usr/bin/setpriv';
/** As many bytes as a part of the product's picture has. */
const PART_BYTES = 65_000;
const SEGMENTS = 20;
/** Clients that ask again as soon as they are answered: enough to keep a core busy, few enough not to measure its cache. */
const LINES = 4;
const ROUNDS = 4;

interface Contender {
  name: string;
  server: ChildProcess;
  port: number;
  path: string;
  answers: number;
  cpu: number;
  seconds: number;
}

/** Asks for one address on all lines for so long. Every answer must have `length` bytes. */
async function load(contender: Contender, length: number, seconds: number): Promise<void> {
  const { port, path } = contender;
  const head = `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: */*\r\nAccept-Encoding: gzip\r\n\r\n`;
  let over = false;
  const before = cpuSeconds(contender.server);
  const from = performance.now();
  const lines = Array.from({ length: LINES }, () => {
    const line = new Line(port, (reason) => {
      throw new Error(`${contender.name}: ${reason}`);
    });
    const again = (): void =>
      line.ask(head, (answer) => {
        if (answer.status !== 200 || answer.length !== length) throw new Error(`${contender.name}: ${answer.status}`);
        contender.answers += 1;
        if (!over) again();
      });
    again();
    return line;
  });
  await delay(seconds * 1_000);
  over = true;
  while (lines.some(({ busy }) => busy)) await delay(1);
  contender.seconds += (performance.now() - from) / 1_000;
  contender.cpu += cpuSeconds(contender.server) - before;
  for (const line of lines) line.close();
}

/** A broadcast on disk. */
async function record(folder: string): Promise<void> {
  const channels = createChannels({ dataDir: folder, log: pino({ level: 'silent' }) });
  const channel = channels.channel('show');
  await channel.ready;
  channel.accept(fakeInit('one'));
  for (let index = 0; index < SEGMENTS * 10; index += 1) channel.accept(fakePart('one', index, PART_BYTES));
  await until(channel, () => channel.lastCompleteMsn === SEGMENTS);
  await channels.close();
}

function startOrigin(folder: string): Promise<{ server: ChildProcess; port: number }> {
  const server = fork(join(import.meta.dirname, 'audience/origin.ts'), [folder, 'still'], {
    serialization: 'advanced',
    execArgv: profile ? ['--cpu-prof', `--cpu-prof-dir=${profile}`] : [],
  });
  return new Promise((resolve, reject) => {
    server.once('exit', () => reject(new Error('the origin ended')));
    server.on('message', (message: FromOrigin) => {
      if (message.type === 'listening') resolve({ server, port: message.port });
    });
  });
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** One process that is master and worker at once. */
async function startNginx(folder: string, root: string): Promise<{ server: ChildProcess; port: number }> {
  const port = await freePort();
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  const text = `daemon off; master_process off; worker_processes 1; user ${userInfo().username};
pid ${join(folder, 'nginx.pid')}; error_log ${join(folder, 'error.log')};
events { worker_connections 1024; }
http {
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000000; open_file_cache max=100;
  ${temporary.map((name) => `${name}_temp_path ${join(folder, name)};`).join(' ')}
  types { video/mp4 m4s; }
  server { listen 127.0.0.1:${port}; root ${root}; }
}`;
  writeFileSync(join(folder, 'nginx.conf'), text);
  // It ends with this process, however that ends.
  const words = ['--pdeathsig', 'KILL', NGINX, '-c', join(folder, 'nginx.conf')];
  const server = spawn(SETPRIV, words, { stdio: 'inherit' });
  for (let tries = 0; tries < 100; tries += 1) {
    if (await fetch(`http://127.0.0.1:${port}/`).catch(() => null)) return { server, port };
    await delay(50);
  }
  throw new Error('nginx does not answer');
}

const quick = process.argv.includes('--quick');
const profile = process.argv.find((word) => word.startsWith('--profile='))?.slice(10);
const folder = mkdtempSync(join(tmpdir(), 'antenne-serving-'));
const servers: ChildProcess[] = [];
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => {
    for (const server of servers) server.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
    process.exit(1);
  });
}
try {
  await record(folder);
  const media = join(folder, 'hls/show');
  const segments = readdirSync(media)
    .filter((name) => /^s\d+-\w+\.m4s$/.test(name))
    .sort((a, b) => Number(/\d+/.exec(a)) - Number(/\d+/.exec(b)));
  const [old = ''] = segments;
  const length = statSync(join(media, old)).size;
  const place = join(folder, 'nginx');
  mkdirSync(place);
  const [origin, nginx] = await Promise.all([startOrigin(folder), startNginx(place, media)]);
  servers.push(origin.server, nginx.server);
  const contenders: Contender[] = [
    { name: 'antenne', ...origin, path: `/hls/show/main/${old}` },
    { name: 'nginx', ...nginx, path: `/${old}` },
  ].map((one) => ({ ...one, answers: 0, cpu: 0, seconds: 0 }));
  // Code and page cache become warm first.
  for (const contender of contenders) {
    await load(contender, length, 2);
    Object.assign(contender, { answers: 0, cpu: 0, seconds: 0 });
  }
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const contender of contenders) await load(contender, length, quick ? 1 : 5);
  }
  const conditions = `one segment of ${length / 1_000} kB, ${LINES} keep-alive connections on loopback, one worker`;
  const perCore = contenders.map(({ answers, cpu }) => answers / cpu);
  for (const [index, { name, answers, seconds }] of contenders.entries()) {
    printRow(row(`serving.${name}.perCore`, perCore[index] ?? 0, '1/core-s', conditions));
    printRow(row(`serving.${name}.rate`, answers / seconds, '1/s', conditions));
  }
  printRow(row('serving.ratio', (perCore[0] ?? 0) / (perCore[1] ?? 0), '× nginx', `${conditions}, per core`));
} finally {
  if (profile) servers[0]?.disconnect();
  if (profile) await delay(1_000);
  await Promise.all(servers.map(ended));
  rmSync(folder, { recursive: true, force: true });
}
