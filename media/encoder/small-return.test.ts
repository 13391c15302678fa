import { AV_CODEC_ID_H264 } from 'node-av/constants';
import type { Frame } from 'node-av/lib';
import { Codec, CodecContext } from 'node-av/lib';
import { afterEach, expect, test } from 'vitest';
import { createFrame, createPacket, createPicture, markProgramColour } from '../core/av.ts';
import { H264Depacketizer } from '../ingest/h264.ts';
import { about, meanColour } from '../testing/observe.ts';
import { fillPicture } from '../testing/rtp-media.ts';
import { SmallReturn } from './small-return.ts';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0).reverse()) close();
});

const format = {
  width: 1280,
  height: 720,
  frameRate: 25,
  videoBitrate: 2_500_000,
  preset: 'veryfast',
  segmentSeconds: 2,
  partSeconds: 0.2,
  audioBitrate: 128_000,
};

test('the programme once more in 480×270, with a key frame when one is asked for and at most one a second', async () => {
  const sent: { payloads: Buffer[]; mediaMs: number }[] = [];
  const small = new SmallReturn(format, (payloads, mediaMs) => sent.push({ payloads, mediaMs }));
  const picture = createPicture(format.width, format.height);
  markProgramColour(picture);
  closers.push(
    () => picture.free(),
    () => small.close(),
  );
  for (let tick = 0; tick < 60; tick += 1) {
    picture.makeWritable();
    fillPicture(picture, tick < 30 ? [60, 100, 200] : [200, 120, 90]);
    if (tick === 10 || tick === 11) small.requestKeyFrame();
    small.encode(picture, tick);
    await small.encoded;
  }
  expect(sent.map(({ mediaMs }) => mediaMs)).toEqual(Array.from({ length: 60 }, (_, tick) => tick * 40));

  const depacketizer = new H264Depacketizer();
  const decoder = new CodecContext();
  const codec = Codec.findDecoder(AV_CODEC_ID_H264);
  if (!codec) throw new Error('no H.264 decoder');
  decoder.allocContext3(codec);
  decoder.threadCount = 1;
  decoder.open2Sync(codec, null);
  const packet = createPacket();
  const frame: Frame = createFrame();
  closers.push(
    () => decoder.freeContext(),
    () => packet.free(),
    () => frame.free(),
  );
  const keys: number[] = [];
  const colours = new Map<number, unknown>();
  let sequence = 0;
  for (const [tick, { payloads }] of sent.entries()) {
    for (const [part, payload] of payloads.entries()) {
      sequence += 1;
      const marker = part === payloads.length - 1;
      const rtp = { payloadType: 96, marker, sequence, timestamp: tick * 3_600, ssrc: 1, payload };
      for (const unit of depacketizer.push({ packet: rtp, gapBefore: false }).units) {
        if (unit.key) keys.push(tick);
        packet.data = unit.data;
        decoder.sendPacketSync(packet);
        packet.unref();
        while (decoder.receiveFrameSync(frame) >= 0) {
          expect([frame.width, frame.height]).toEqual([480, 270]);
          colours.set(colours.size, meanColour(frame));
          frame.unref();
        }
      }
    }
  }
  expect(keys).toEqual([0, 25]);
  expect(colours.get(5)).toEqual(about([60, 100, 200]));
  expect(colours.get(50)).toEqual(about([200, 120, 90]));
});
