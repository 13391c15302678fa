/** A real PostgreSQL for tests: its own cluster in a temporary folder, on its own port, gone afterwards. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { originalFolder } from './original.ts';

export interface PostgresCluster {
  /** Makes an empty database. @returns its address. */
  createDatabase(): Promise<string>;
  /** Stops the server and removes its files. Safe twice. */
  stop(): Promise<void>;
}

/** Milliseconds until the server must answer. */
const UP_WITHIN = 30_000;

/** Debian keeps each version's programs in a folder of its own; elsewhere they are in the PATH. */
function binaryFolder(): string {
  const versions = '/usr/lib/postgresql';
  const newest = existsSync(versions) ? readdirSync(versions).sort((a, b) => Number(b) - Number(a))[0] : undefined;
  return newest === undefined ? '' : join(versions, newest, 'bin');
}

/** PostgreSQL refuses to run as root: the packages' own user runs it then. */
function unprivileged(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const idOf = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: idOf('-u'), gid: idOf('-g') };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}

/** A temporary folder that belongs to whom the server runs as. */
function folderFor({ uid, gid }: ReturnType<typeof unprivileged>): string {
  const folder = mkdtempSync(join(tmpdir(), 'antenne-postgres-'));
  if (uid !== undefined && gid !== undefined) chownSync(folder, uid, gid);
  return folder;
}

/** With its owner, whom Node's own copying forgets. */
function copy(from: string, to: string): void {
  execFileSync('cp', ['-a', from, to]);
}

/** An empty cluster's folder `data`, to be copied. */
function emptyCluster(bin: string, user: ReturnType<typeof unprivileged>): Promise<string> {
  const initdb = join(bin, 'initdb');
  const version = execFileSync(initdb, ['--version'], { encoding: 'utf8' });
  return originalFolder('postgres', `${version}${user.uid}`, async (making) => {
    // The server's user may not enter the project's folder.
    const folder = folderFor(user);
    const data = join(folder, 'data');
    const words = ['-D', data, '-U', 'antenne', '--auth=trust', '--no-sync', '-E', 'UTF8', '--locale=C.UTF-8'];
    execFileSync(initdb, words, { ...user, cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
    copy(data, join(making, 'data'));
    rmSync(folder, { recursive: true });
  });
}

export async function startPostgres(): Promise<PostgresCluster> {
  const bin = binaryFolder();
  const user = unprivileged();
  const folder = folderFor(user);
  const data = join(folder, 'data');
  copy(join(await emptyCluster(bin, user), 'data'), data);

  const port = await freePort();
  const options = { listen_addresses: '127.0.0.1', port, unix_socket_directories: folder, fsync: 'off' };
  const flags = Object.entries(options).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const server = spawn(join(bin, 'postgres'), ['-D', data, ...flags], { ...user, cwd: folder, stdio: 'ignore' });
  const exited = once(server, 'exit');
  const stop = async () => {
    // Fast shutdown: open connections are ended.
    server.kill('SIGINT');
    await exited;
    rmSync(folder, { recursive: true, force: true });
  };

  const url = (database: string) => `postgresql://antenne@127.0.0.1:${port}/${database}`;
  const admin = async (sql: string) => {
    const client = new pg.Client({ connectionString: url('postgres') });
    await client.connect();
    try {
      await client.query(sql);
    } finally {
      await client.end();
    }
  };
  const deadline = Date.now() + UP_WITHIN;
  for (;;) {
    try {
      await admin('SELECT 1');
      break;
    } catch (error) {
      if (server.exitCode !== null || Date.now() > deadline) {
        await stop();
        throw error;
      }
      await wait(50);
    }
  }
  let made = 0;
  let stopping: Promise<void> | undefined;
  return {
    async createDatabase() {
      made += 1;
      await admin(`CREATE DATABASE test_${made}`);
      return url(`test_${made}`);
    },
    stop() {
      stopping ??= stop();
      return stopping;
    },
  };
}
