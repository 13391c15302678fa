import { type Server as HttpServer, type IncomingHttpHeaders, type IncomingMessage, ServerResponse } from 'node:http';
import { Server } from 'socket.io';
import type { Log } from './logging.ts';
import { Openings, type Transport, type UpgradeAnswer } from './openings.ts';
import { isOwnOrigin } from './origin.ts';
import { dropSlowSockets } from './slow-sockets.ts';

export interface SocketServerOptions {
  publicUrl: string;
  log: Log;
  /** `Set-Cookie` for the answer that opens a connection, if one is due. */
  firstCookie(request: IncomingMessage): string | null;
}

/**
 * Longest message in bytes. Just above a megabyte: whoever pastes one gets a clear refusal instead of a dead socket;
 * what is longer ends the connection.
 */
const LONGEST_MESSAGE = 1_100_000;

/** What is read of the request that opened a connection, for as long as that lasts. */
interface KeptRequest {
  headers: IncomingHttpHeaders;
  socket: { remoteAddress?: string | undefined };
  connection: { encrypted?: boolean };
}

/** The same two objects for all. */
const CONNECTIONS = { plain: { encrypted: false }, encrypted: { encrypted: true } };

/**
 * The little that is needed later, in place of Node's whole request: some kilobytes for each of thousands. Its cookies read
 * as if the browser had sent the one that it was just given.
 */
function kept({ headers, socket, connection }: KeptRequest, first: string | undefined): KeptRequest {
  const cookie = copied([first, headers.cookie].filter((one) => one !== undefined).join('; '));
  const forwarded = headers['x-forwarded-for'];
  return {
    headers: {
      ...(cookie && { cookie }),
      ...(headers.origin && { origin: headers.origin }),
      ...(forwarded && { 'x-forwarded-for': forwarded }),
    },
    socket: { remoteAddress: socket.remoteAddress },
    connection: connection.encrypted ? CONNECTIONS.encrypted : CONNECTIONS.plain,
  };
}

/** A piece of a text keeps all of that text in memory; a copy of it does not. */
function copied(text: string): string {
  return Buffer.from(text).toString();
}

/** Makes the socket server on top of the web server. Its owner closes it. */
export function createSocketServer(http: HttpServer, { publicUrl, log, firstCookie }: SocketServerOptions): Server {
  const openings = new Openings(http);
  const io = new Server(http, {
    serveClient: false,
    maxHttpBufferSize: LONGEST_MESSAGE,
    perMessageDeflate: false,
    // Milliseconds: a tab whose network died is away after at most 18 s; one whose computer is busy has 10 s to answer.
    pingInterval: 8_000,
    pingTimeout: 10_000,
    connectTimeout: 10_000,
    allowRequest: (request, decide) => {
      const own = isOwnOrigin(request.headers, publicUrl);
      if (!own) log.info('socket from a foreign origin refused');
      decide(own ? null : 'forbidden origin', own);
    },
  });
  io.engine.use((_request: IncomingMessage, response: ServerResponse | UpgradeAnswer, next: () => void) => {
    if (!(response instanceof ServerResponse)) openings.answered(response);
    next();
  });
  const given = new WeakMap<object, string>();
  io.engine.on('initial_headers', (headers: IncomingHttpHeaders, request: IncomingMessage) => {
    const cookie = firstCookie(request);
    if (!cookie) return;
    headers['set-cookie'] = [cookie];
    given.set(request, cookie.split(';')[0] ?? '');
  });
  io.engine.on('connection', (connection: { request: KeptRequest; transport: Transport }) => {
    connection.request = kept(connection.request, given.get(connection.request));
    openings.opened(connection.transport);
  });
  io.engine.on('connection_error', (error: { code: number; message: string }) => {
    log.debug({ code: error.code, reason: error.message }, 'connection refused');
  });
  dropSlowSockets(io, log);
  return io;
}
