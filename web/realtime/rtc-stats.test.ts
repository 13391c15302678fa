import { expect, test } from 'vitest';
import { readLinkStats } from './rtc-stats.ts';

const sending = (bytes: number, packets: number, lost: number) => [
  { type: 'candidate-pair', nominated: true, currentRoundTripTime: 0.02 },
  { type: 'outbound-rtp', kind: 'audio', bytesSent: bytes / 10, packetsSent: packets / 10 },
  {
    type: 'outbound-rtp',
    kind: 'video',
    bytesSent: bytes * 0.9,
    packetsSent: packets * 0.9,
    framesPerSecond: 25,
    frameWidth: 1280,
    frameHeight: 720,
  },
  { type: 'outbound-rtp', kind: 'video', framesPerSecond: 25, frameWidth: 320, frameHeight: 180 },
  { type: 'outbound-rtp', kind: 'video', active: false, framesPerSecond: 25, frameWidth: 640, frameHeight: 360 },
  { type: 'remote-inbound-rtp', packetsLost: lost, roundTripTime: 0.05 },
];

test('two readings give the rate and the loss between them, and the largest picture that flows', () => {
  const first = readLinkStats(sending(10_000, 100, 5), null, 0);
  expect(first.stats.bitrate).toBe(0);
  const { stats } = readLinkStats(sending(260_000, 280, 25), first.counters, 2000);
  expect(stats).toEqual({
    roundTripMs: 50,
    loss: 20 / 200,
    jitterMs: 0,
    limitedBy: null,
    bitrate: 1_000_000,
    picture: { width: 1280, height: 720, frameRate: 25 },
    layers: 2,
  });
});

test('a new transport, whose counters begin anew, gives no negative rate', () => {
  const { counters } = readLinkStats(sending(260_000, 280, 25), null, 0);
  const { stats } = readLinkStats(sending(1000, 10, 0), counters, 2000);
  expect(stats).toMatchObject({ bitrate: 0, loss: 0 });
});
