import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

const fakes = join(import.meta.dirname, 'testing', 'launch-fakes.ts');
const start = join(import.meta.dirname, '..', 'start.mjs');

/** Milliseconds that a start may take when the machine is busy with other things. */
const STARTED_MS = 40_000;

vi.setConfig({ testTimeout: 120_000 });

interface Launcher {
  process: ChildProcess;
  /** Everything that it printed so far. */
  output(): string;
  exit: Promise<number | null>;
}

let folder = '';
let ports: { PORT: number; MEDIA_PORT: number };
const launchers: Launcher[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'antenne-launch-'));
  const [PORT, MEDIA_PORT] = await freePorts();
  ports = { PORT, MEDIA_PORT };
});

afterEach(async () => {
  for (const launcher of launchers.splice(0)) {
    launcher.process.kill('SIGTERM');
    await launcher.exit;
  }
  rmSync(folder, { recursive: true, force: true });
});

function environment(): NodeJS.ProcessEnv {
  return {
    ...process.env,
    // The tests themselves may run under npm, and another process than that starts these launchers.
    npm_lifecycle_event: undefined,
    LOG_LEVEL: 'info',
    HOST: '127.0.0.1',
    PORT: String(ports.PORT),
    MEDIA_PORT: String(ports.MEDIA_PORT),
    PUBLIC_URL: `http://127.0.0.1:${ports.PORT}`,
    DATA_DIR: join(folder, 'data'),
  };
}

function launcher(script: string, env: Record<string, string> = {}, words: string[] = []): Launcher {
  const child = spawn(process.execPath, [script, ...words], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...environment(), ...env },
  });
  let printed = '';
  const keep = (chunk: Buffer) => {
    printed += chunk.toString();
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const made: Launcher = { process: child, output: () => printed, exit: once(child, 'close').then(([code]) => code) };
  launchers.push(made);
  return made;
}

async function running(env?: Record<string, string>): Promise<Launcher & { server: number; media: number }> {
  const started = launcher(fakes, env);
  await vi.waitFor(() => expect(started.output()).toContain('Antenne is running'), { timeout: STARTED_MS });
  return { ...started, server: await pidAt(ports.PORT), media: await pidAt(ports.MEDIA_PORT) };
}

async function pidAt(port: number): Promise<number> {
  return Number(await (await fetch(`http://127.0.0.1:${port}/`)).text());
}

async function listenAnywhere(): Promise<{ server: Server; port: number }> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { server, port: address.port };
}

async function freePorts(): Promise<[number, number]> {
  const [one, two] = [await listenAnywhere(), await listenAnywhere()];
  for (const { server } of [one, two]) await new Promise((resolve) => server.close(resolve));
  return [one.port, two.port];
}

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

const lines = (text: string) => text.trim().split('\n');

test('a wrong setting ends the start with one line and exit code 1', async () => {
  const started = launcher(start, { PORT: 'three' });
  expect(await started.exit).toBe(1);
  expect(lines(started.output())).toEqual([expect.stringContaining('PORT="three" cannot be used')]);
});

test('an unknown option ends the start with one line and exit code 1', async () => {
  const started = launcher(start, {}, ['--no-such-thing']);
  expect(await started.exit).toBe(1);
  expect(lines(started.output())).toEqual([expect.stringContaining("'--no-such-thing'")]);
});

test('a port in use ends the start with one line that names the setting', async () => {
  const { server, port } = await listenAnywhere();
  const started = launcher(fakes, { MEDIA_PORT: String(port) });
  expect(await started.exit).toBe(1);
  expect(lines(started.output())).toEqual([expect.stringContaining(`MEDIA_PORT=${port} on 127.0.0.1 is in use`)]);
  server.close();
});

test('prints the links that the server told', async () => {
  const started = await running();
  expect(started.output()).toContain(`Viewer       http://127.0.0.1:${ports.PORT}/b/tour`);
  expect(started.output()).toContain(`Owner        http://127.0.0.1:${ports.PORT}/admin`);
  expect(started.output(), 'there is no contributor to invite').not.toContain('Contributor');
});

test('keeps its secrets from one start to the next, for the owner of the folder only', async () => {
  const secrets = () => readFileSync(join(folder, 'data', 'secrets.json'), 'utf8');
  const first = await running();
  const made = secrets();
  expect(statSync(join(folder, 'data', 'secrets.json')).mode & 0o777).toBe(0o600);
  first.process.kill('SIGTERM');
  await first.exit;
  await running();
  expect(secrets()).toBe(made);
});

test('a second start on the same folder is refused in one line, another folder is fine', async () => {
  const first = await running();
  const [PORT, MEDIA_PORT] = (await freePorts()).map(String);
  const second = launcher(fakes, { PORT: PORT ?? '', MEDIA_PORT: MEDIA_PORT ?? '' });
  expect(await second.exit).toBe(1);
  expect(lines(second.output())).toEqual([
    expect.stringContaining(`is in use by another Antenne (process ${first.process.pid})`),
  ]);
  const third = launcher(fakes, { PORT: PORT ?? '', MEDIA_PORT: MEDIA_PORT ?? '', DATA_DIR: join(folder, 'other') });
  await vi.waitFor(() => expect(third.output()).toContain('Antenne is running'), { timeout: STARTED_MS });
});

test.each(['SIGTERM', 'SIGINT'] as const)(
  '%s ends everything with code 0 and leaves nothing behind',
  async (signal) => {
    const started = await running();
    started.process.kill(signal);
    expect(await started.exit).toBe(0);
    expect([lives(started.server), lives(started.media)]).toEqual([false, false]);
    expect([await isFree(ports.PORT), await isFree(ports.MEDIA_PORT)]).toEqual([true, true]);
    expect(readdirSync(join(folder, 'data')).filter((name) => name.includes('lock'))).toEqual([]);
  },
);

test('children that do not listen are gone within five seconds all the same', async () => {
  const started = await running({ FAKE_STUBBORN: '1' });
  const begin = performance.now();
  started.process.kill('SIGTERM');
  expect(await started.exit).toBe(0);
  expect(performance.now() - begin).toBeLessThan(5_000);
  expect([lives(started.server), lives(started.media)]).toEqual([false, false]);
});

test('when npm is gone, everything ends', async () => {
  // A stand-in for npm, which says the process id of what it started.
  const npm = spawn('sh', ['-c', `${process.execPath} ${fakes} & echo $!; wait`], {
    env: { ...environment(), npm_lifecycle_event: 'start' },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let printed = '';
  npm.stdout.on('data', (chunk: Buffer) => {
    printed += chunk.toString();
  });
  await vi.waitFor(() => expect(printed).toContain('Antenne is running'), { timeout: STARTED_MS });
  const pids = [Number.parseInt(printed, 10), await pidAt(ports.PORT), await pidAt(ports.MEDIA_PORT)];
  npm.kill('SIGKILL');
  await vi.waitFor(() => expect(pids.map(lives)).toEqual([false, false, false]), 5_000);
});

test('a killed launcher leaves no children, and its lock is taken over', async () => {
  const started = await running();
  started.process.kill('SIGKILL');
  await started.exit;
  await vi.waitFor(() => expect([lives(started.server), lives(started.media)]).toEqual([false, false]), 5_000);
  expect(existsSync(join(folder, 'data', 'launcher.lock'))).toBe(true);
  await running();
});

test('a child that is killed comes back, and the other does not notice', async () => {
  const started = await running();
  process.kill(started.server, 'SIGKILL');
  await vi.waitFor(async () => expect(await pidAt(ports.PORT)).not.toBe(started.server), STARTED_MS);
  expect(await pidAt(ports.MEDIA_PORT)).toBe(started.media);
  expect(lines(started.output()).filter((line) => line.startsWith('server ended (SIGKILL)'))).toHaveLength(1);
});

test('a child that is killed comes back without waiting for what it had started', async () => {
  const started = await running({ FAKE_HEIR: '30' });
  process.kill(started.media, 'SIGKILL');
  await vi.waitFor(async () => expect(await pidAt(ports.MEDIA_PORT)).not.toBe(started.media), 15_000);
  expect(lines(started.output()).filter((line) => line.startsWith('media ended (SIGKILL)'))).toHaveLength(1);
});

test('children that cannot start end the start with the reason', async () => {
  const started = launcher(fakes, { FAKE_BROKEN: '1' });
  expect(await started.exit).toBe(1);
  expect(started.output()).toMatch(/(server|media) cannot start \(code 1: Error: no disk under the moon\)/);
  expect(readFileSync(join(folder, 'data', 'logs', 'server.log'), 'utf8')).toContain('no disk under the moon');
});

test('damaged secrets are not silently replaced', async () => {
  const first = await running();
  first.process.kill('SIGTERM');
  await first.exit;
  writeFileSync(join(folder, 'data', 'secrets.json'), '{');
  const second = launcher(fakes);
  expect(await second.exit).toBe(1);
  expect(lines(second.output())).toEqual([expect.stringContaining('secrets.json is damaged')]);
});
