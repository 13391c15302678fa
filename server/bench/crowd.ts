/**
 * What a full house costs the control plane, and how soon everybody knows: the real server with its embedded database, its
 * viewers in processes of their own, on loopback; and beside it the `ws` package that only sends.
 * `node server/bench/crowd.ts [--json] [--quick] [--viewers 10000] [--profile <folder>]`.
 */
import type { ChildProcess } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { embeddedFolder } from '@antenne/prisma/testing';
import { controlCommands } from '../contract/index.ts';
import { TestClient } from '../testing/clients.ts';
import type { FromViewers, ToViewers } from './crowd/messages.ts';
import { now, type ShowUnderLoad, type ToServer } from './messages.ts';
import { leave, listening, memory, next, start, stop, stopAll } from './processes.ts';
import { percentile, printRow } from './row.ts';

const { values } = parseArgs({
  options: {
    json: { type: 'boolean' },
    quick: { type: 'boolean', default: false },
    viewers: { type: 'string' },
    profile: { type: 'string' },
  },
});
const COUNT = Number(values.viewers ?? (values.quick ? 1_000 : 10_000));
/** Processes of viewers, and what each of them sends. */
const PARTS = 2;
const SECONDS = values.quick ? 8 : 60;
const VOTES_PER_SECOND = 150;
const QUESTIONS_PER_SECOND = 2;
/** Milliseconds between two things that a moderator publishes. */
const PUBLISH_EVERY = values.quick ? 400 : 1_000;
/** Files that a process holds besides its viewers' connections. */
const OTHER_FILES = 500;
const CONDITIONS = `${COUNT} viewers on loopback`;
const say = (name: string, value: number, unit: string, more = '') =>
  printRow(`crowd.${name}`, value, unit, more ? `${CONDITIONS}, ${more}` : CONDITIONS);

function ask<Type extends FromViewers['type']>(child: ChildProcess, message: ToViewers, type: Type) {
  const answer = next<FromViewers, Type>(child, type);
  child.send(message);
  return answer;
}

async function connectAll(crowd: readonly ChildProcess[], port: number, bare: boolean): Promise<number> {
  const begun = now();
  const parts = crowd.map((child, index) =>
    ask(child, { type: 'connect', port, count: COUNT / PARTS, bare, firstAddress: 2 + 4 * index }, 'connected'),
  );
  for (const { failed } of await Promise.all(parts)) if (failed > 0) throw new Error(`${failed} could not connect`);
  return now() - begun;
}

/** When the last viewer had each message, and how many did, by its mark. */
async function arrivals(crowd: readonly ChildProcess[]): Promise<Map<string, { count: number; lastAt: number }>> {
  const all = new Map<string, { count: number; lastAt: number }>();
  for (const { marks } of await Promise.all(crowd.map((child) => ask(child, { type: 'arrivals' }, 'arrivals')))) {
    for (const [mark, count, lastAt] of marks) {
      const seen = all.get(mark);
      all.set(mark, { count: (seen?.count ?? 0) + count, lastAt: Math.max(seen?.lastAt ?? 0, lastAt) });
    }
  }
  return all;
}

/** A moderator edits public questions, one after the other. @returns when each edit was sent, by its mark. */
async function publish(
  port: number,
  show: ShowUnderLoad,
  seconds: number,
  { versions, first }: { versions: Map<string, number>; first: number },
): Promise<Map<string, number>> {
  // A machine that is full of viewers may take its time.
  const headers = { extraHeaders: { cookie: show.moderator }, timeout: 120_000 };
  const desk = await new TestClient(`http://127.0.0.1:${port}/control`, headers).connected();
  const { slug } = show;
  const { output: moved } = controlCommands['question:move'];
  const published = new Map<string, number>();
  const until = now() + seconds * 1_000;
  for (let turn = first; now() < until; turn += 1) {
    const id = show.questions[turn % show.questions.length] ?? '';
    published.set(String(turn), now());
    const move = { type: 'edit', text: `Combien reste-t-il au producteur ? mark ${turn}` };
    const after = await desk.ok('question:move', { slug, id, version: versions.get(id) ?? 1, move }, moved);
    versions.set(id, after.version);
    await delay(PUBLISH_EVERY);
  }
  desk.close();
  return published;
}

/** How long each published text took to the last viewer. @throws when somebody did not get one. */
function untilLast(
  published: ReadonlyMap<string, number>,
  seen: ReadonlyMap<string, { count: number; lastAt: number }>,
): number[] {
  return [...published].map(([mark, sentAt]) => {
    const last = seen.get(mark);
    if (last?.count !== COUNT) throw new Error(`text ${mark} reached ${last?.count ?? 0} of ${COUNT} viewers`);
    return last.lastAt - sentAt;
  });
}

async function measureServer(): Promise<number[]> {
  const dataDir = await embeddedFolder();
  try {
    const profile = values.profile ? ['--cpu-prof', `--cpu-prof-dir=${values.profile}`] : [];
    const end = values.profile ? leave : stop;
    let server = start('host', [dataDir, '0'], profile);
    const { port, show } = await listening(server);
    if (!show) throw new Error('the server has no show');
    const crowd = Array.from({ length: PARTS }, () => start('crowd/viewers'));
    const empty = await memory(server);
    const connectedIn = await connectAll(crowd, port, false);
    say('connect.rate', (COUNT * 1_000) / connectedIn, '1/s');
    const idle = await memory(server);
    say('memory.idle.heap', (idle.heap - empty.heap) / COUNT / 1_000, 'kB', 'a client in the namespace');
    say('memory.idle.rss', (idle.rss - empty.rss) / COUNT / 1_000, 'kB', 'a client in the namespace');

    const { slug } = show;
    const joining = now();
    const joined = await Promise.all(crowd.map((child) => ask(child, { type: 'join', slug }, 'joined')));
    for (const { failed } of joined) if (failed > 0) throw new Error(`${failed} could not join`);
    say('join.rate', (COUNT * 1_000) / (now() - joining), '1/s', 'each with a snapshot of 50 questions');
    const quietly = await memory(server);
    say('memory.joined.heap', (quietly.heap - empty.heap) / COUNT / 1_000, 'kB', 'a client that follows the broadcast');
    say('memory.joined.rss', (quietly.rss - empty.rss) / COUNT / 1_000, 'kB', 'a client that follows the broadcast');

    const versions = new Map<string, number>();
    const quiet = await publish(port, show, SECONDS / 2, { versions, first: 1 });
    await delay(1_000);
    const alone = untilLast(quiet, await arrivals(crowd));
    say('publish.last.p50', percentile(alone, 50), 'ms', 'command sent to last viewer, no votes');
    say('publish.last.p99', percentile(alone, 99), 'ms', 'command sent to last viewer, no votes');

    const begun = await memory(server);
    const acting = crowd.map((child) =>
      ask(
        child,
        {
          type: 'act',
          show,
          votesPerSecond: VOTES_PER_SECOND / PARTS,
          questionsPerSecond: QUESTIONS_PER_SECOND / PARTS,
          seconds: SECONDS,
        },
        'acted',
      ),
    );
    const published = await publish(port, show, SECONDS, { versions, first: quiet.size + 1 });
    const acted = await Promise.all(acting);
    await delay(1_000);
    const active = await memory(server);
    const flowing = `${VOTES_PER_SECOND} votes/s and ${QUESTIONS_PER_SECOND} questions/s sent meanwhile`;
    const busy = untilLast(published, await arrivals(crowd));
    say('publish.votes.last.p50', percentile(busy, 50), 'ms', flowing);
    say('publish.votes.last.p99', percentile(busy, 99), 'ms', flowing);
    const accepted = acted.reduce((sum, { votes }) => sum + votes.accepted, 0);
    const refused = acted.reduce((sum, { votes, questions }) => sum + votes.refused + questions.refused, 0);
    const cpu = (active.cpuSeconds - begun.cpuSeconds) / SECONDS;
    say('votes.accepted', accepted / SECONDS, '1/s', `${refused} votes and questions refused`);
    say(
      'votes.wait.p95',
      percentile(
        acted.flatMap(({ votes }) => votes.waits),
        95,
      ),
      'ms',
      flowing,
    );
    say(
      'submit.wait.p95',
      percentile(
        acted.flatMap(({ questions }) => questions.waits),
        95,
      ),
      'ms',
      flowing,
    );
    say('server.cpu', cpu, 'core', flowing);
    say('memory.active.heap', (active.heap - empty.heap) / COUNT / 1_000, 'kB', 'a client that has joined and voted');
    say('memory.active.rss', (active.rss - empty.rss) / COUNT / 1_000, 'kB', 'a client that has joined and voted');

    await end(server);
    const back = crowd.map((child) => ask(child, { type: 'comeBack', slug }, 'back'));
    server = start('host', [dataDir, String(port)], profile);
    await listening(server);
    const readyAt = now();
    const returned = await Promise.all(back);
    const lastAt = Math.max(...returned.map((one) => one.lastAt));
    const snapshots = returned.reduce((sum, one) => sum + one.snapshots, 0);
    say('resync', lastAt - readyAt, 'ms', `from ready until the last has what they missed; ${snapshots} by snapshot`);
    const waits = returned.flatMap((one) => one.waits);
    const apart = 'the server’s share: from the attempt that succeeded until they have what they missed';
    say('resync.wait.p50', percentile(waits, 50), 'ms', apart);
    say('resync.wait.p99', percentile(waits, 99), 'ms', apart);
    for (const child of crowd) await stop(child);
    await end(server);
    return alone;
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function measureBare(): Promise<number[]> {
  const server = start('crowd/bare');
  const { port } = await listening(server);
  const crowd = Array.from({ length: PARTS }, () => start('crowd/viewers'));
  const empty = await memory(server);
  say('ws.connect.rate', (COUNT * 1_000) / (await connectAll(crowd, port, true)), '1/s', 'ws alone');
  const idle = await memory(server);
  say('ws.memory.idle.heap', (idle.heap - empty.heap) / COUNT / 1_000, 'kB', 'ws alone');
  say('ws.memory.idle.rss', (idle.rss - empty.rss) / COUNT / 1_000, 'kB', 'ws alone');
  const published = new Map<string, number>();
  const until = now() + (SECONDS / 2) * 1_000;
  for (let turn = 1; now() < until; turn += 1) {
    const text = JSON.stringify({ text: `Combien reste-t-il au producteur ? mark ${turn}`, filler: 'x'.repeat(300) });
    published.set(String(turn), now());
    const message: ToServer = { type: 'publish', text };
    server.send(message);
    await delay(PUBLISH_EVERY);
  }
  await delay(1_000);
  const waits = untilLast(published, await arrivals(crowd));
  say('ws.publish.last.p50', percentile(waits, 50), 'ms', 'ws alone: no database, no rooms');
  say('ws.publish.last.p99', percentile(waits, 99), 'ms', 'ws alone: no database, no rooms');
  for (const child of [...crowd, server]) await stop(child);
  return waits;
}

/** @throws when a process may not hold as many connections; Node has raised its own limit as far as it may. */
function checkFiles(): void {
  const most = Number(/^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1] ?? Number.NaN);
  if (most < COUNT + OTHER_FILES) throw new Error(`a process may open ${most} files here: raise it with ulimit -n`);
}

try {
  checkFiles();
  const ours = await measureServer();
  const bare = await measureBare();
  say('publish.ratio.p50', percentile(ours, 50) / percentile(bare, 50), '×', 'ours with its database, to ws alone');
  say('publish.ratio.p99', percentile(ours, 99) / percentile(bare, 99), '×', 'ours with its database, to ws alone');
} finally {
  await stopAll();
}
