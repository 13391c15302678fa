import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MediaReport } from '@antenne/server/contract';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { ProgramCommand, ProgramMessage } from '../core/program-link.ts';
import type { Sfu } from '../sfu/sfu.ts';
import { openTestSfu, silent } from '../sfu/testing.ts';
import type { PushTarget, Simulator } from '../simulated/simulator.ts';
import { desiredFile } from './desired-file.ts';
import { MediaNode } from './node.ts';
import type { Assets } from './program-desired.ts';
import type { ProgramSupervisorOptions } from './program-supervisor.ts';
import { desired } from './testing.ts';

let sfu: Sfu;
let folder: string;
let node: MediaNode;
/** Programme "processes" in the order of their start: what was sent to them, and how to speak for them. */
let programs: { sent: ProgramCommand[]; options: ProgramSupervisorOptions; closed: boolean }[];
let reports: MediaReport[];
let outlet: string[];
let pushed: { which: number; target: PushTarget; stopped: boolean }[];
let forgotten: string[];
let cuts: [slug: string, removed: number][];
let chapters: [slug: string, count: number][];

beforeAll(async () => {
  sfu = await openTestSfu();
});
afterAll(() => sfu.close());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'antenne-node-'));
  programs = [];
  reports = [];
  outlet = [];
  pushed = [];
  forgotten = [];
  cuts = [];
  chapters = [];
  node = openNode();
});
afterEach(async () => {
  await node.close();
  await rm(folder, { recursive: true });
});

const assets: Assets = { isReady: () => false, folderOf: (id) => id, keepOnly: () => undefined };
const simulator: Simulator = {
  pid: undefined,
  source: () => ({ video: 'vp8', fromPort: 9 }),
  push(which, target) {
    const push = { which, target, stopped: false };
    pushed.push(push);
    return () => {
      push.stopped = true;
    };
  },
  onChange: () => () => {},
  close: async () => {},
};

function openNode(): MediaNode {
  return new MediaNode(desiredFile(join(folder, 'desired.json'), silent), {
    sfu,
    simulator,
    assets,
    simulatedGuests: 6,
    format: {
      width: 1280,
      height: 720,
      frameRate: 25,
      videoBitrate: 2_500_000,
      preset: 'veryfast',
      segmentSeconds: 2,
      partSeconds: 0.2,
      audioBitrate: 128_000,
    },
    programEntry: 'none',
    supervise(options) {
      const program = { sent: [] as ProgramCommand[], options, closed: false };
      programs.push(program);
      options.onHealth('starting', 0);
      return {
        health: 'running',
        restarts: 0,
        pid: undefined,
        send: (command) => program.sent.push(command),
        close: async () => {
          program.closed = true;
          options.onHealth('off', 0);
        },
      };
    },
    outlet: (slug) => ({
      accept: (output) => outlet.push(`${slug} ${output.type}`),
      interrupt: () => outlet.push(`${slug} interrupt`),
      end: () => outlet.push(`${slug} end`),
    }),
    report: (report) => reports.push(report),
    notice: () => {},
    gate: () => {},
    chapters: (slug, { length }) => void chapters.push([slug, length]),
    cut: (slug, { removed }) => void cuts.push([slug, removed.length]),
    forget: (broadcastId) => forgotten.push(broadcastId),
    log: silent,
  });
}

async function started() {
  await vi.waitFor(() => expect(programs.at(-1)).toBeDefined());
  const program = programs.at(-1);
  if (!program) throw new Error('no programme');
  return { program, say: (message: ProgramMessage) => program.options.onMessage(message) };
}

test('a live broadcast gets a programme with the whole state, later changes go to the same one', async () => {
  const live = desired();
  await node.take(live);
  const { program } = await started();
  expect(program.options.start()).toMatchObject({
    type: 'start',
    broadcastId: live.broadcastId,
    desired: {
      title: 'Essai',
      program: { type: 'slate' },
      contributors: [{ name: 'Rosa', place: 'Quito', role: null, zone: null, gain: 1 }],
    },
  });
  const contributorId = live.contributors[0]?.id ?? '';
  await node.take({ ...live, rev: 2, program: { type: 'feed', contributorId } });
  await vi.waitFor(() =>
    expect(program.sent).toContainEqual(
      expect.objectContaining({
        type: 'desired',
        desired: expect.objectContaining({ program: { type: 'feed', contributorId } }),
      }),
    ),
  );
  expect(programs).toHaveLength(1);
});

test('what the programme says reaches the origin and the server', async () => {
  const live = desired();
  await node.take(live);
  const { say } = await started();
  say({ type: 'ready' });
  const source = { type: 'slate' } as const;
  say({ type: 'onAir', source, incoming: null, questionId: null, at: 1_700_000_000_000, tick: 3 });
  say({ type: 'feed', contributorId: live.contributors[0]?.id ?? '', state: 'stalled', width: 640, height: 360 });
  const took = { type: 'tookAtEnd', takes: 4, source, transition: { type: 'mix', frames: 12 } } as const;
  say(took);
  expect(reports).toContainEqual({ ...took, broadcastId: live.broadcastId });
  const epoch = 'e';
  const part = { independent: true, startsSegment: true, duration: 0.2, programDateTime: 0 };
  say({ type: 'output', output: { type: 'part', epoch, data: new Uint8Array(), lower: [], ...part } });
  expect(outlet).toEqual(['essai part']);
  expect(reports).toContainEqual(expect.objectContaining({ type: 'onAir', at: '2023-11-14T22:13:20.000Z', source }));
  expect(reports).toContainEqual(
    expect.objectContaining({ type: 'feed', state: 'stalled', picture: { width: 640, height: 360 } }),
  );
});

test('a crash of the programme is marked in the playlist, and the next life is bound to the room again', async () => {
  await node.take(desired());
  const { program, say } = await started();
  const returns = () => program.sent.filter(({ type }) => type === 'return').length;
  say({ type: 'ready' });
  await vi.waitFor(() => expect(returns()).toBe(1));
  program.options.onHealth('restarting', 1);
  expect(outlet).toEqual(['essai interrupt']);
  say({ type: 'ready' });
  await vi.waitFor(() => expect(returns()).toBe(2));
});

test('the end of a broadcast ends its playlist and frees everything', async () => {
  const live = desired();
  await node.take(live);
  const { program } = await started();
  await node.take({ ...live, rev: 2, stage: 'closed' });
  await vi.waitFor(() => expect(forgotten).toEqual([live.broadcastId]));
  expect(program.closed).toBe(true);
  expect(outlet).toEqual(['essai end']);
  expect(node.stage(live.broadcastId)).toBeNull();
});

test('a node that is stopped leaves the playlist open, and goes on with the same state before any server speaks', async () => {
  const live = desired({
    contributors: [
      { id: desired().broadcastId, name: 'Linh', place: 'Hanoï', role: null, zone: null, simulated: 2, gain: 1 },
    ],
  });
  await node.take(live);
  await started();
  await node.close();
  expect(outlet).toEqual(['essai interrupt']);

  node = openNode();
  await node.resume();
  await vi.waitFor(() => expect(programs).toHaveLength(2));
  await vi.waitFor(() => expect(pushed.at(-1)).toMatchObject({ which: 2, stopped: false }));
  expect(node.stage(live.broadcastId)?.desired).toEqual(live);
});

test('a simulated contributor makes way for a person and comes back', async () => {
  const id = desired().broadcastId;
  const live = desired({
    contributors: [{ id, name: 'Linh', place: 'Hanoï', role: null, zone: null, simulated: 2, gain: 1 }],
  });
  await node.take(live);
  await vi.waitFor(() => expect(pushed).toHaveLength(1));
  await node.take({
    ...live,
    rev: 2,
    contributors: [{ id, name: 'Linh', place: 'Hanoï', role: null, zone: null, simulated: null, gain: 1 }],
  });
  await vi.waitFor(() => expect(pushed[0]?.stopped).toBe(true));
  await node.take({ ...live, rev: 3 });
  await vi.waitFor(() => expect(pushed).toHaveLength(2));
});

test('who is spoken to is ducked at once, without a new state from the server, until the voice or the server is gone', async () => {
  const other = {
    id: desired().broadcastId,
    name: 'Awa',
    place: 'Bamako',
    role: null,
    zone: null,
    simulated: null,
    gain: 1,
  };
  const live = desired();
  await node.take({ ...live, contributors: [...live.contributors, other] });
  const { program } = await started();
  const ducked = () => {
    const last = program.sent.findLast((command) => command.type === 'desired');
    return last?.type === 'desired' ? last.desired.ducked : undefined;
  };
  const speaker = desired().broadcastId;
  const stage = node.stage(live.broadcastId);
  stage?.talk([{ peerId: speaker, to: [other.id] }]);
  expect(ducked()).toEqual([other.id]);
  stage?.talk([{ peerId: speaker, to: 'all' }]);
  expect(ducked()).toEqual([live.contributors[0]?.id, other.id]);
  const sent = program.sent.length;
  stage?.talk([
    { peerId: speaker, to: 'all' },
    { peerId: live.broadcastId, to: [other.id] },
  ]);
  expect(program.sent).toHaveLength(sent);
  node.silence();
  expect(ducked()).toEqual([]);
});

test('a server list without a broadcast ends it', async () => {
  const live = desired();
  await node.take(live);
  await started();
  await node.takeAll([]);
  await vi.waitFor(() => expect(forgotten).toEqual([live.broadcastId]));
});

test('the items of a live broadcast that went on air become its chapters', async () => {
  const item = { id: randomUUID(), at: '2026-05-09T18:10:00.000Z', title: { fr: 'Quito' } };
  const live = desired({ chapters: [item] });
  await node.take(live);
  await node.take({ ...live, rev: 2, chapters: [item, { ...item, id: randomUUID() }] });
  await node.take({ ...live, rev: 3, stage: 'closed' });
  expect(chapters).toEqual([
    ['essai', 1],
    ['essai', 2],
  ]);
});

test('the replay of a broadcast that is over is cut as the server says, that of a live one is not', async () => {
  const removed = [{ from: '2026-05-09T18:10:00.000Z', until: '2026-05-09T18:11:00.000Z' }];
  const wanted = { start: null, end: null, removed };
  const live = desired({ cuts: wanted });
  await node.take(live);
  expect(cuts).toEqual([]);
  await node.take({ ...live, stage: 'closed', rev: 2 });
  await node.take({ ...live, stage: 'closed', rev: 3, cuts: { ...wanted, removed: [] } });
  expect(cuts).toEqual([
    ['essai', 1],
    ['essai', 0],
  ]);
});
