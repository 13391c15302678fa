import type { MediaReport } from '@antenne/server/contract';
import { expect, test } from 'vitest';
import { Reports } from './reports.ts';
import { desired } from './testing.ts';

const { broadcastId } = desired();
const fadeAt = (position: number): MediaReport => ({
  type: 'fade',
  broadcastId,
  fade: { takes: 3, to: { type: 'black' }, type: 'mix', position },
});

test('where the fader is held is told to a server that begins anew, and never to the one that said it', () => {
  const sent: MediaReport[] = [];
  const reports = new Reports((report) => sent.push(report));
  reports.report(fadeAt(0.2));
  reports.report(fadeAt(0.7));
  expect(sent).toEqual([]);
  expect(reports.current()).toEqual([fadeAt(0.7)]);
  reports.forget(broadcastId);
  expect(reports.current()).toEqual([]);
});

test('what a programme says of itself is sent on, and old at once', () => {
  const sent: MediaReport[] = [];
  const reports = new Reports((report) => sent.push(report));
  const parts = { published: 1, late: 0 };
  const vitals = { lateP99Ms: 1, skipped: 0, cores: 0.5, rssBytes: 1, restarts: 0, parts };
  reports.report({ type: 'vitals', broadcastId, vitals });
  expect(sent).toHaveLength(1);
  expect(reports.current()).toEqual([]);
});
