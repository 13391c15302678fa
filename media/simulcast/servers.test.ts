/** Against the servers that people use: nginx's RTMP module, behind TLS as well, and an SRT listener (Debian's packages). */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, existsSync } from 'node:fs';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ProgramOutput } from '../core/program-output.ts';
import { createChannels } from '../packager/channels.ts';
import { decode } from '../packager/testing/decode.ts';
import { fetchBytes, read, tempFolder } from '../packager/testing/reading.ts';
import { type PushTarget, Simulcast } from './simulcast.ts';
import { closeAll, closers, decodeFile, freePort, open, play } from './testing/rig.ts';

const MODULES = '/usr/lib/nginx/modules';
const hasRtmp = existsSync(`${MODULES}/ngx_rtmp_module.so`) && existsSync(`${MODULES}/ngx_stream_module.so`);
const SRT = '/usr/bin/srt-live-transmit';

let folder = '';
beforeEach(async () => {
  folder = await tempFolder();
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await closeAll();
  await rm(folder, { recursive: true, force: true });
});

/** Takes RTMP on `port`, RTMPS on `securePort`, and records each push to a file of its own. */
async function startNginx(port: number, securePort: number): Promise<ChildProcess> {
  const recorded = join(folder, 'recorded');
  await mkdir(recorded, { recursive: true });
  const [key, certificate, file] = ['key.pem', 'certificate.pem', 'nginx.conf'].map((name) => join(folder, name));
  if (!key || !certificate || !file) throw new Error('three names');
  execFileSync(
    '/usr/bin/openssl',
    [
      ...['req', '-x509', '-nodes', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-days', '2'],
      ...['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-keyout', key, '-out', certificate],
    ],
    { stdio: 'ignore' },
  );
  await writeFile(
    file,
    `load_module ${MODULES}/ngx_rtmp_module.so; load_module ${MODULES}/ngx_stream_module.so;
daemon off; master_process off; user ${userInfo().username}; pid ${join(folder, 'nginx.pid')};
error_log ${join(folder, 'error.log')};
events {}
rtmp { server { listen 127.0.0.1:${port};
  application live { live on; record all; record_unique on; record_path ${recorded}; } } }
stream { server { listen 127.0.0.1:${securePort} ssl; ssl_certificate ${certificate}; ssl_certificate_key ${key};
  proxy_pass 127.0.0.1:${port}; } }
`,
  );
  const server = spawn('/usr/sbin/nginx', ['-c', file], { stdio: 'ignore' });
  closers.push(() => void server.kill('SIGKILL'));
  await vi.waitFor(() => listens(securePort), { timeout: 20_000 });
  return server;
}

function listens(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve();
    }).once('error', reject);
  });
}

async function recordings(): Promise<string[]> {
  const names = await readdir(join(folder, 'recorded'));
  return names.sort().map((name) => join(folder, 'recorded', name));
}

/** Five seconds beyond the moment at which the other side took it. */
function lasting(states: readonly { type: string }[]): () => boolean {
  let seconds = 0;
  return () => {
    if (states.at(-1)?.type === 'live') seconds += 1;
    return seconds > 5;
  };
}

/** Every picture of the programme once, from a key frame on, with sound. */
async function expectProgramme(path: string, atLeast: number): Promise<void> {
  const { pictures, sounds } = await decodeFile(path);
  expect(pictures.length).toBeGreaterThan(atLeast);
  const first = pictures[0]?.number ?? Number.NaN;
  expect(first % 50).toBe(0);
  expect(pictures.map(({ number }) => number)).toEqual(pictures.map((_, index) => first + index));
  expect(Math.max(...sounds.map(({ rms }) => rms))).toBeGreaterThan(0.15);
}

describe.runIf(hasRtmp)('nginx’s RTMP module', () => {
  it.each(['rtmp', 'rtmps'] as const)(
    'records by %s what the programme is',
    async (kind) => {
      const [port, securePort] = [await freePort(), await freePort()];
      const server = await startNginx(port, securePort);
      vi.stubEnv('NODE_EXTRA_CA_CERTS', join(folder, 'certificate.pem'));
      const { push, states } = open(`${kind}://localhost:${kind === 'rtmp' ? port : securePort}/live/key`);
      await play((output) => push.accept(output), lasting(states));
      await push.close();
      const gone = once(server, 'exit');
      server.kill('SIGTERM');
      await gone;
      const [recording = ''] = await recordings();
      await expectProgramme(recording, 100);
    },
    60_000,
  );

  it.each([
    ['that nobody vouches for', 'localhost', false, 'self-signed certificate'],
    ['of another name', '127.0.0.1', true, 'does not match'],
  ])(
    'is sent nothing behind a certificate %s, and the producer reads why',
    async (_, host, isTrusted, reason) => {
      const [port, securePort] = [await freePort(), await freePort()];
      await startNginx(port, securePort);
      if (isTrusted) vi.stubEnv('NODE_EXTRA_CA_CERTS', join(folder, 'certificate.pem'));
      const { push, states } = open(`rtmps://${host}:${securePort}/live/key`);
      await play(
        (output) => push.accept(output),
        () => states.filter(({ type }) => type === 'waiting').length > 1,
      );
      await push.close();
      expect(states.map(({ type }) => type)).not.toContain('live');
      expect(states.find(({ type }) => type === 'waiting')).toMatchObject({ reason: expect.stringContaining(reason) });
      expect(await recordings()).toEqual([]);
    },
    60_000,
  );

  it('is pushed to again after it died and came back', async () => {
    const [port, securePort] = [await freePort(), await freePort()];
    const server = await startNginx(port, securePort);
    const { push, states } = open(`rtmp://127.0.0.1:${port}/live/key`);
    await play((output) => push.accept(output), lasting(states));
    server.kill('SIGKILL');
    const since = states.length;
    await play(
      (output) => push.accept(output),
      () => states.slice(since).some(({ type }) => type === 'waiting'),
    );
    // Files are named by the second in which they begin.
    await startNginx(port, securePort);
    await play((output) => push.accept(output), lasting(states));
    await push.close();
    expect(states.map(({ type }) => type).filter((type) => type === 'live').length).toBeGreaterThan(1);
    const last = (await recordings()).at(-1) ?? '';
    await vi.waitFor(() => expectProgramme(last, 100), { timeout: 10_000 });
  }, 120_000);

  it('may hang while it is pushed to and taken away: the programme goes on with every picture', async () => {
    const [port, securePort] = [await freePort(), await freePort()];
    const server = await startNginx(port, securePort);
    const log = pino({ level: 'silent' });
    const channels = createChannels({ dataDir: folder, log });
    closers.push(() => channels.close());
    const channel = channels.channel('show');
    const states: { type: string }[] = [];
    const simulcast = new Simulcast({ log, onState: (_, state) => states.push(state) });
    closers.push(() => simulcast.close());
    const target: PushTarget = { id: 't', name: 't', address: `rtmp://127.0.0.1:${port}/live/key` };
    simulcast.targets = [target];
    let parts = 0;
    const accept = (output: ProgramOutput): void => {
      if (output.type === 'part') parts += 1;
      // As media hands it on: to viewers and to the others elsewhere.
      channel.accept(output);
      simulcast.accept(output);
    };
    let seconds = 0;
    await play(accept, () => {
      if (states.at(-1)?.type === 'live') seconds += 1;
      if (seconds === 3) server.kill('SIGSTOP');
      if (seconds === 8) simulcast.targets = [];
      return states.at(-1)?.type === 'stopped';
    });
    await vi.waitFor(() => expect(Math.round(channel.listedSeconds * 5)).toBe(parts), { timeout: 10_000 });
    const { segments } = read(channel);
    const init = (await fetchBytes(channel, segments[0]?.map ?? '')) ?? Buffer.alloc(0);
    const bytes = await Promise.all(segments.map(({ uri }) => fetchBytes(channel, uri)));
    const { pictures } = await decode([init, ...bytes.flatMap((one) => one ?? [])]);
    expect(pictures.map(({ number }) => number)).toEqual(pictures.map((_, index) => index));
    expect(pictures).toHaveLength(segments.length * 50);
    server.kill('SIGCONT');
  }, 60_000);
});

it.runIf(existsSync(SRT))(
  'an SRT listener gets what the programme is',
  async () => {
    const port = await freePort();
    const file = join(folder, 'there.ts');
    const server = spawn(SRT, [`srt://127.0.0.1:${port}?mode=listener`, 'file://con'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    closers.push(() => void server.kill('SIGKILL'));
    const written = once(server.stdout.pipe(createWriteStream(file)), 'finish');
    const { push, states } = open(`srt://127.0.0.1:${port}`);
    await play((output) => push.accept(output), lasting(states));
    await push.close();
    server.kill('SIGTERM');
    await written;
    await expectProgramme(file, 100);
  },
  60_000,
);
