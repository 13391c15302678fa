import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { pipeline } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { connect } from 'node:tls';
import { MediaError } from '../core/errors.ts';

/** Port of RTMP in TLS where an address names none. */
const RTMPS_PORT = 443;
/** How long the other side may take to greet, ms. */
const GREETING_MS = 10_000;
/** How long what is still on its way may take to leave at the end, ms. */
const GOODBYE_MS = 1_000;

export interface CheckedTls {
  /** The same address in the clear, on this machine alone: the first connection to it goes through the TLS one. */
  readonly url: string;
  /** Lets what was written leave, a second at most, and ends both connections. Safe twice. */
  close(): Promise<void>;
}

/**
 * Connects to an `rtmps://` address and checks its certificate: FFmpeg itself would take any. Certificates beyond the
 * public ones are trusted by `NODE_EXTRA_CA_CERTS`.
 *
 * @throws MediaError `ffmpeg` when nobody answers, or when the certificate is not to be trusted or is another name's.
 */
export async function connectChecked(address: string): Promise<CheckedTls> {
  const to = new URL(address);
  // A host of digits is not a name to ask for (RFC 6066 section 3).
  const host = to.hostname.replace(/^\[(.*)\]$/, '$1');
  const port = Number(to.port || RTMPS_PORT);
  const secure = connect({ host, port, ...(/^[\d.]+$|:/.test(host) ? {} : { servername: host }) });
  try {
    await once(secure, 'secureConnect', { signal: AbortSignal.timeout(GREETING_MS) });
  } catch (error) {
    secure.destroy();
    const words = secure.connecting || !(error instanceof Error) ? 'no answer' : error.message;
    throw new MediaError('ffmpeg', `connecting to ${to.host}: ${words}`);
  }
  const sockets: Socket[] = [secure];
  let through: Promise<void> = Promise.resolve();
  const server = createServer((plain) => {
    sockets.push(plain);
    server.close();
    // Whichever side ends first takes the other with it: FFmpeg then hears of it with its next write.
    through = new Promise((resolve) => pipeline(plain, secure, plain, () => resolve()));
    void through.then(destroy);
  }).listen(0, '127.0.0.1');
  const destroy = (): void => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  secure.on('error', destroy);
  await once(server, 'listening');
  const local = server.address();
  if (typeof local !== 'object' || !local) throw new Error('a TCP server without a port');
  return {
    url: `rtmp://127.0.0.1:${local.port}${to.pathname}${to.search}`,
    async close() {
      await Promise.race([through, delay(GOODBYE_MS, undefined, { ref: false })]);
      destroy();
    },
  };
}
