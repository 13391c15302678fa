/** Debian's nginx with the project's configuration, as a process of its own in a folder of its own. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { type ClientHttp2Session, connect } from 'node:http2';
import { createServer } from 'node:net';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';

const NGINX = '/usr/sbin/nginx';
const CONFIGURATION = join(import.meta.dirname, '../../../deploy/nginx.conf');
export const SERVER_HOST = 'antenne.example';
export const MEDIA_HOST = 'media.antenne.example';

/** Whether this machine has what is needed: Debian's packages nginx and openssl. */
export const hasNginx = existsSync(NGINX) && existsSync('/usr/bin/openssl');

export interface Nginx {
  /** Of HTTP/2 over TLS. */
  port: number;
  /** Certificate of its own making, PEM. */
  ca: string;
  /** A client of its own connection. The caller closes it. */
  connect(host: string): Promise<Client>;
  /** Safe twice. */
  close(): Promise<void>;
}

export interface NginxAnswer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
  text: string;
}

export interface Client {
  get(path: string, headers?: Record<string, string>): Promise<NginxAnswer>;
  put(path: string, body: Buffer): Promise<NginxAnswer>;
  close(): void;
}

/**
 * Starts it before an origin and a server on these ports of 127.0.0.1; `folder` is its owner's to remove. `edits`: what
 * else reads differently in its configuration.
 */
export async function startNginx(
  folder: string,
  upstream: { server: number; media: number },
  edits: readonly (readonly [string, string])[] = [],
): Promise<Nginx> {
  const [plainPort, port] = await Promise.all([freePort(), freePort()]);
  const certificate = join(folder, 'certificate.pem');
  const key = join(folder, 'key.pem');
  const names = `subjectAltName=DNS:${SERVER_HOST},DNS:${MEDIA_HOST}`;
  await promisify(execFile)('/usr/bin/openssl', [
    ...['req', '-x509', '-nodes', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-days', '2'],
    ...['-subj', `/CN=${SERVER_HOST}`, '-addext', names, '-keyout', key, '-out', certificate],
  ]);
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  const text = replaceAll(await readFile(CONFIGURATION, 'utf8'), [
    ['/run/nginx.pid', join(folder, 'nginx.pid')],
    ['/var/log/nginx/error.log', join(folder, 'error.log')],
    ['access_log off;', temporary.map((name) => `${name}_temp_path ${join(folder, name)};`).join(' ')],
    ['/var/cache/nginx/antenne', join(folder, 'cache')],
    ['/etc/ssl/antenne/fullchain.pem', certificate],
    ['/etc/ssl/antenne/privkey.pem', key],
    ['listen 80;', `listen 127.0.0.1:${plainPort};`],
    ['listen 443 ssl', `listen 127.0.0.1:${port} ssl`],
    ['server 127.0.0.1:3000;', `server 127.0.0.1:${upstream.server};`],
    ['server 127.0.0.1:3001;', `server 127.0.0.1:${upstream.media};`],
    ...edits,
  ]).replace('tcp_nodelay on;', 'tcp_nodelay on; access_log off;');
  const file = join(folder, 'nginx.conf');
  await writeFile(file, text);
  const child = spawn(NGINX, ['-c', file, '-g', `daemon off; user ${userInfo().username};`], { stdio: 'pipe' });
  const said: string[] = [];
  child.stderr.on('data', (chunk: Buffer) => said.push(chunk.toString()));
  const ca = await readFile(certificate, 'utf8');
  await answers(port, ca, child, () => said.join(''));
  return {
    port,
    ca,
    connect: (host) => connectTo(port, host, ca),
    async close() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await gone;
    },
  };
}

/** @throws Error when the configuration holds none of it: then the test would run something else. */
function replaceAll(text: string, pairs: readonly (readonly [string, string])[]): string {
  return pairs.reduce((result, [from, to]) => {
    if (!result.includes(from)) throw new Error(`deploy/nginx.conf has no ${JSON.stringify(from)}`);
    return result.replaceAll(from, to);
  }, text);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

async function answers(port: number, ca: string, child: ChildProcess, said: () => string): Promise<void> {
  const deadline = performance.now() + 20_000;
  for (;;) {
    if (child.exitCode !== null) throw new Error(`nginx ended: ${said()}`);
    const client = await connectTo(port, MEDIA_HOST, ca).catch(() => null);
    client?.close();
    if (client) return;
    if (performance.now() > deadline) throw new Error(`nginx does not answer: ${said()}`);
  }
}

async function connectTo(port: number, host: string, ca: string): Promise<Client> {
  const session = connect(`https://127.0.0.1:${port}`, { ca, servername: host });
  await new Promise<void>((resolve, reject) => {
    session.once('connect', () => resolve());
    session.once('error', reject);
  });
  // A connection that breaks fails its requests, which tell of it.
  session.on('error', () => {});
  const ask = (method: string, path: string, headers: Record<string, string> = {}, body?: Buffer) =>
    send(session, { ':method': method, ':path': path, ':authority': host, ...headers }, body);
  return {
    get: (path, headers) => ask('GET', path, headers),
    put: (path, body) => ask('PUT', path, { 'content-length': String(body.length) }, body),
    close: () => session.destroy(),
  };
}

function send(session: ClientHttp2Session, headers: Record<string, string>, body?: Buffer): Promise<NginxAnswer> {
  return new Promise((resolve, reject) => {
    const stream = session.request(headers, { endStream: body === undefined });
    const chunks: Buffer[] = [];
    let head: NginxAnswer['headers'] = {};
    let status = 0;
    stream.on('response', ({ ':status': code = 0, ...rest }) => {
      status = code;
      head = Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, value?.toString()]));
    });
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('error', reject);
    stream.on('end', () => {
      const all = Buffer.concat(chunks);
      const plain = head['content-encoding'] === 'gzip' ? gunzipSync(all) : all;
      resolve({ status, headers: head, body: all, text: plain.toString() });
    });
    if (body) stream.end(body);
  });
}
