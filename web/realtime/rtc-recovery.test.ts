import { expect, test } from 'vitest';
import { type LinkEvent, type LinkPhase, nextLinkPhase, patience } from './rtc-recovery.ts';

/** Feeds events with their times; returns the actions that were not `none`, with their times. */
function play(...events: [LinkEvent, number][]) {
  let phase: LinkPhase = { name: 'new' };
  const actions: string[] = [];
  for (const [event, at] of events) {
    const step = nextLinkPhase(phase, event, at);
    phase = step.phase;
    if (step.action !== 'none') actions.push(`${step.action} ${at}`);
  }
  return { phase: phase.name, actions };
}

test('a path that connects and stays is left alone', () => {
  expect(play(['connecting', 0], ['connected', 300], ['tick', 60_000])).toEqual({ phase: 'connected', actions: [] });
});

test('a short interruption heals by itself', () => {
  const { phase, actions } = play(['connected', 0], ['disconnected', 100], ['tick', 900], ['connected', 1000]);
  expect({ phase, actions }).toEqual({ phase: 'connected', actions: [] });
});

test('a longer one restarts ICE once, and the restart is waited for', () => {
  const at = 100 + patience.interrupted;
  expect(
    play(['connected', 0], ['disconnected', 100], ['tick', at], ['connecting', at + 50], ['tick', at + 3000]),
  ).toEqual({ phase: 'restarting', actions: [`restartIce ${at}`] });
});

test('a failed path restarts ICE at once; a restart that fails too gives the transport up', () => {
  expect(play(['connected', 0], ['failed', 10], ['failed', 500]).actions).toEqual(['restartIce 10', 'renew 500']);
});

test('a restart without an answer gives the transport up', () => {
  const { actions } = play(['connected', 0], ['failed', 0], ['tick', patience.restarting]);
  expect(actions).toEqual(['restartIce 0', `renew ${patience.restarting}`]);
});

test('a restart of what the SFU has forgotten gives the transport up at once, and nothing else does', () => {
  expect(play(['connected', 0], ['failed', 10], ['forgotten', 30]).actions).toEqual(['restartIce 10', 'renew 30']);
  expect(play(['connected', 0], ['failed', 10], ['connected', 20], ['forgotten', 30]).actions).toEqual([
    'restartIce 10',
  ]);
});

test('a first connection that never comes about is begun anew', () => {
  expect(play(['connecting', 0], ['tick', patience.connecting - 1]).actions).toEqual([]);
  expect(play(['connecting', 0], ['tick', patience.connecting]).actions).toEqual([`renew ${patience.connecting}`]);
});
