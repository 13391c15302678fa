import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { RecordingStatus } from '../core/program-link.ts';
import { Recorder } from './recorder.ts';

/** A recorder whose disk takes nothing until the file `open` is there; then it deals with all that it was given. */
const STUCK = `
import { existsSync } from 'node:fs';
const kept = [];
process.on('message', (message) => {
  if (message.type === 'stop') process.exit(0);
  if (message.type === 'batch') kept.push(message);
});
process.on('disconnect', () => process.exit(0));
setInterval(() => {
  if (!existsSync(process.env.RECORDER_OPENS)) return;
  for (const { bytes, entries } of kept.splice(0)) {
    process.send({ type: 'done', bytes });
    for (const { type } of entries) process.send({ type: 'keyFrameWanted', contributorId: type });
  }
}, 10);
`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'antenne-recorder-'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

test('a disk that takes nothing holds nobody up: what does not fit is left out and told, and it goes on afterwards', async () => {
  const entry = join(folder, 'stuck.mjs');
  const opens = join(folder, 'opens');
  writeFileSync(entry, STUCK);
  vi.stubEnv('RECORDER_OPENS', opens);
  const told: RecordingStatus[] = [];
  const taken: string[] = [];
  const recorder = new Recorder({
    folder,
    title: 'Essai',
    reserveBytes: 0,
    frameRate: 25,
    width: 640,
    height: 360,
    startedAt: 0,
    onStatus: (status) => told.push(status),
    onKeyFrameWanted: (type) => taken.push(type),
    log: pino({ level: 'silent' }),
    entry,
    maxPendingBytes: 100_000,
  });
  recorder.wish = { program: true, isos: true };
  const picture = { type: 'picture', contributorId: 'a', ms: 0, key: true, width: 1, height: 1 } as const;
  for (let index = 0; index < 1_000; index += 1) recorder.media({ ...picture, data: Buffer.alloc(1_000) });
  expect(recorder.pendingBytes).toBeLessThanOrEqual(101_000);
  expect(told.map(({ problem }) => problem)).toEqual(['tooSlow']);
  writeFileSync(opens, '');
  await vi.waitFor(() => expect(recorder.pendingBytes).toBe(0), { timeout: 15_000 });
  await vi.waitFor(() => expect(taken.filter((type) => type === 'lost')).toHaveLength(1), { timeout: 20_000 });
  const before = taken.length;
  recorder.media({ ...picture, data: Buffer.alloc(1_000) });
  await vi.waitFor(() => expect(taken.slice(before)).toEqual(['picture']), { timeout: 20_000 });
  await recorder.close();
});
