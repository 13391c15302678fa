/** The whole server on a port of its own, with clients for each of its doors. */
import { randomUUID } from 'node:crypto';
import type { Database } from '@antenne/prisma';
import { openTestPglite, type TestDatabase } from '@antenne/prisma/testing';
import { type Logger, pino } from 'pino';
import { createInvitation } from '../accounts/store.ts';
import { type AppOptions, startApp } from '../app.ts';
import { AcceptedInvitation, type Role } from '../contract/index.ts';
import { TestClient } from './clients.ts';

export const PUBLIC_URL = 'http://antenne.test';
export const MEDIA_SECRET = 'a secret that both sides know';

export interface Harness {
  database: Database;
  url: string;
  /** Requests with JSON. */
  http(
    method: string,
    path: string,
    options?: { body?: unknown; cookie?: string; headers?: Record<string, string> },
  ): Promise<Response>;
  /** A link of the database's own making. */
  invite(
    role: Role,
    broadcastId: string | null,
    more?: { contributorId?: string; reusable?: boolean; validUntil?: Date; validFrom?: Date },
  ): Promise<{ id: string; token: string }>;
  /** A person with a role: invited, and signed in. @returns the cookie. */
  staff(
    role: Exclude<Role, 'contributor'>,
    broadcastId: string | null,
  ): Promise<{ cookie: string; invitationId: string }>;
  client(
    namespace: '/audience' | '/control' | '/duplex' | '/media' | '/stage',
    options?: ConstructorParameters<typeof TestClient>[1],
  ): TestClient;
  /** A control page that has joined. */
  control(role: Exclude<Role, 'contributor'>, show: { id: string; slug: string }): Promise<TestClient>;
  /** A viewer's page; the same `cookie` is the same voter. */
  audience(cookie?: string): Promise<TestClient>;
  voterCookie(): Promise<string>;
  /** The server ends and begins again on the same port, with the same database. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

export async function startHarness({
  peerAwayMs = 30_000,
  settings = {},
  open = openTestPglite,
  log = pino({ level: 'silent' }),
}: {
  peerAwayMs?: number;
  settings?: Partial<AppOptions['settings']>;
  open?: () => Promise<TestDatabase>;
  log?: Logger;
} = {}): Promise<Harness> {
  const opened = await open();
  const { database } = opened;
  const start = (port: number) =>
    startApp({
      settings: {
        PORT: port,
        HOST: '127.0.0.1',
        PUBLIC_URL,
        MEDIA_PUBLIC_URL: 'http://media.test',
        MEDIA_SECRET,
        TRUSTED_PROXIES: 0,
        ...settings,
      },
      database,
      log,
      webFolder: '/nowhere',
      peerAwayMs,
    });
  let app = await start(0);
  const url = `http://127.0.0.1:${app.port}`;
  const clients: TestClient[] = [];

  const harness: Harness = {
    database,
    url,
    http(method, path, { body, cookie, headers = {} } = {}) {
      return fetch(`${url}${path}`, {
        method,
        headers: {
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(cookie ? { cookie } : {}),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    },
    async invite(role, broadcastId, more = {}) {
      const row = { role, broadcastId, label: `Essai ${role}`, reusable: false, ...more };
      const { token, invitation } = await createInvitation(database.client, row, new Date());
      return { id: invitation.id, token };
    },
    async staff(role, broadcastId) {
      const { id, token } = await harness.invite(role, broadcastId);
      const response = await harness.http('POST', '/api/session/accept', { body: { token, name: `Essai ${role}` } });
      AcceptedInvitation.parse(await response.json());
      return { cookie: cookieOf(response, 'antenne_session'), invitationId: id };
    },
    client(namespace, options = {}) {
      const client = new TestClient(`${url}${namespace}`, options);
      clients.push(client);
      return client;
    },
    async control(role, show) {
      const { cookie } = await harness.staff(role, show.id);
      const client = await harness.client('/control', { extraHeaders: { cookie } }).connected();
      const reply = await client.command('control:join', { slug: show.slug });
      if (!reply.ok) throw new Error(reply.error.message);
      return client;
    },
    async audience(cookie) {
      return harness
        .client('/audience', { extraHeaders: { cookie: cookie ?? (await harness.voterCookie()) } })
        .connected();
    },
    async voterCookie() {
      return cookieOf(await harness.http('GET', '/api/session'), 'antenne_voter');
    },
    async restart() {
      await app.close();
      app = await start(app.port);
    },
    async close() {
      for (const client of clients) client.close();
      await app.close();
      await opened.remove();
    },
  };
  return harness;
}

/** The `name=value` of a cookie that a response sets. */
export function cookieOf(response: Response, name: string): string {
  const cookie = response.headers.getSetCookie().find((one) => one.startsWith(name));
  if (!cookie) throw new Error(`no cookie ${name} was set`);
  return cookie.split(';')[0] ?? '';
}

/** A question as a viewer's page sends it. */
export function newQuestion(show: { slug: string; themeId: string }, text = 'Combien revient au producteur ?') {
  return { slug: show.slug, key: randomUUID(), themeId: show.themeId, text };
}
