/** The server as it really runs: a process of its own, with a database on the disk. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { embeddedFolder } from '@antenne/prisma/testing';
import { z } from 'zod';
import { TestClient } from './clients.ts';
import { until } from './until.ts';

/** The broadcast that a first start makes, live from then on. */
export const DEMONSTRATION = 'le-tour-du-monde-du-commerce-equitable';
/** The program of the process. */
export const MAIN = join(import.meta.dirname, '../main.ts');

const Links = z.object({ studio: z.url(), moderation: z.url(), contributor: z.url(), owner: z.url(), viewer: z.url() });

/** May be killed and started again, on the same port and the same data. The owner calls `remove`. */
export class ServerProcess {
  readonly dataDir: string;
  readonly url: string;
  readonly #port: number;
  readonly #clients: TestClient[] = [];
  #child: ChildProcess | undefined;
  /** What the process that runs now told its parent. */
  said: unknown[] = [];

  private constructor(dataDir: string, port: number) {
    this.dataDir = dataDir;
    this.#port = port;
    this.url = `http://127.0.0.1:${port}`;
  }

  /** A free port and a fresh data folder; `start` runs it. */
  static async prepare(): Promise<ServerProcess> {
    return new ServerProcess(await embeddedFolder(), await freePort());
  }

  get child(): ChildProcess {
    if (!this.#child) throw new Error('the server was not started');
    return this.#child;
  }

  /** Runs it until it is ready. */
  async start(): Promise<void> {
    this.said = [];
    const child = spawn(process.execPath, [MAIN], {
      env: {
        ...process.env,
        PORT: String(this.#port),
        MEDIA_PORT: String(this.#port === 65_535 ? this.#port - 1 : this.#port + 1),
        HOST: '127.0.0.1',
        PUBLIC_URL: this.url,
        DATA_DIR: this.dataDir,
        LOG_LEVEL: 'warn',
      },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    this.#child = child;
    child.on('message', (message) => this.said.push(message));
    await until(
      'the server to be ready',
      () => this.said.some((message) => JSON.stringify(message) === '{"type":"ready"}'),
      60_000,
    );
  }

  /** SIGKILL. @returns when it is gone */
  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await once(this.child, 'exit');
  }

  links(): z.infer<typeof Links> {
    return Links.parse(JSON.parse(readFileSync(join(this.dataDir, 'links.json'), 'utf8')));
  }

  accept(link: string): Promise<Response> {
    const token = new URL(link).pathname.split('/').at(-1);
    return fetch(`${this.url}/api/session/accept`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token, name: 'Ada' }),
    });
  }

  open(namespace: '/audience' | '/control', cookie: string): Promise<TestClient> {
    const client = new TestClient(`${this.url}${namespace}`, { extraHeaders: { cookie } });
    this.#clients.push(client);
    return client.connected();
  }

  async remove(): Promise<void> {
    for (const client of this.#clients.splice(0)) client.close();
    if (this.#child && this.#child.exitCode === null && this.#child.signalCode === null) await this.kill();
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
