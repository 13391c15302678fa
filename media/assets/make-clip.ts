/** Makes an upload into what plays cheaply: pictures at the programme's size and rate, sound as plain samples. */
import { renameSync, writeFileSync } from 'node:fs';
import { createCanvas, ImageData } from '@napi-rs/canvas';
import { AV_PIX_FMT_RGBA, AV_PIX_FMT_YUV420P, AVERROR_EOF, SWS_BICUBIC } from 'node-av/constants';
import { FormatContext, type Frame, SoftwareScaleContext } from 'node-av/lib';
import { assetFiles, type ClipIndex } from '../core/asset-files.ts';
import { check, createFrame, createPacket, planesOf } from '../core/av.ts';
import { ClipReader } from './clip-reader.ts';
import { ClipSound } from './clip-sound.ts';
import { ClipWriter } from './clip-writer.ts';
import { type MadeFacts, type MakeOrder, Unreadable } from './messages.ts';
import { PictureShaper } from './picture-shaper.ts';

const THUMBNAIL = { width: 320, height: 180 };
const PROGRESS_INTERVAL_MS = 500;

/** @throws Unreadable when there is nothing to see in it */
export async function makeClip(order: MakeOrder, onProgress: (share: number) => void): Promise<MadeFacts> {
  const { folder, format } = order;
  const files = assetFiles(folder);
  const reader = new ClipReader(files.upload);
  const shaper = new PictureShaper(format);
  const writer = new ClipWriter(`${files.video}.new`, format);
  const sound = reader.hasSound ? new ClipSound(`${files.sound}.new`, reader.startSeconds) : null;
  let written = 0;
  let size: { width: number; height: number } | null = null;
  let toldAt = performance.now();
  const waiting = createFrame();
  let isWaiting = false;
  /** Writes the picture that waits for every tick of the programme's rate until `seconds`. */
  const writeUntil = (seconds: number): void => {
    if (!isWaiting) return;
    const until = Math.round(seconds * format.frameRate);
    if (written >= until) return;
    const picture = shaper.shape(waiting);
    for (; written < until; written += 1) writer.write(picture, written);
  };
  try {
    let begin = 0;
    let end = 0;
    reader.read({
      onPicture(frame, seconds, duration) {
        writeUntil(seconds);
        waiting.unref();
        check(waiting.ref(frame), 'keeping a picture');
        isWaiting = true;
        size ??= shaper.sizeOf(frame);
        // The last picture lasts as long as the one before where it does not say.
        end = seconds + (duration > 0 ? duration : Math.max(0, seconds - begin));
        begin = seconds;
        if (performance.now() - toldAt < PROGRESS_INTERVAL_MS) return;
        toldAt = performance.now();
        onProgress(reader.seconds > 0 ? Math.min(1, seconds / reader.seconds) : 0);
      },
      onSound: (frame) => sound?.push(frame),
    });
    writeUntil(Math.max(end, (written + 1) / format.frameRate));
    if (!size || written < 2) throw new Unreadable('there are no moving pictures in it');
    writer.finish();
    const hasSound = sound?.finish(written / format.frameRate) ?? false;
    const index = indexOf(`${files.video}.new`, { ...format, hasSound });
    if (index.pictures.length !== written) throw new Error(`${written} pictures gave ${index.pictures.length}`);
    await writeThumbnail(`${files.video}.new`, files.thumbnail);
    writeFileSync(files.index, JSON.stringify(index));
    renameSync(`${files.video}.new`, files.video);
    if (hasSound) renameSync(`${files.sound}.new`, files.sound);
    const seen: { width: number; height: number } = size;
    return { ...seen, durationMs: Math.round((written * 1000) / format.frameRate), hasSound };
  } finally {
    waiting.free();
    sound?.close();
    writer.close();
    shaper.close();
    reader.close();
  }
}

/** Where each picture lies in a file that is finished. */
function indexOf(path: string, facts: Omit<ClipIndex, 'extradata' | 'pictures'>): ClipIndex {
  const { width, height, frameRate, hasSound } = facts;
  const input = new FormatContext();
  const packet = createPacket();
  try {
    check(input.openInputSync(path), 'opening the clip');
    check(input.findStreamInfoSync(), 'reading the clip');
    const extradata = input.streams[0]?.codecpar.extradata;
    if (!extradata) throw new Error('the clip has no parameter sets');
    const pictures: ClipIndex['pictures'] = [];
    for (;;) {
      const code = input.readFrameSync(packet);
      if (code === AVERROR_EOF) break;
      check(code, 'reading the clip');
      pictures.push([Number(packet.pos), packet.size, packet.isKeyframe ? 1 : 0]);
      packet.unref();
    }
    return { width, height, frameRate, hasSound, extradata: extradata.toString('base64'), pictures };
  } finally {
    packet.free();
    input.closeInputSync();
  }
}

/** A picture from the clip's first third. */
async function writeThumbnail(path: string, target: string): Promise<void> {
  const reader = new ClipReader(path);
  const { width, height } = THUMBNAIL;
  const scaler = new SoftwareScaleContext();
  const rgba = Buffer.alloc(THUMBNAIL.width * THUMBNAIL.height * 4);
  try {
    reader.read({
      onPicture(frame: Frame, seconds) {
        scaler.getContext(frame.width, frame.height, AV_PIX_FMT_YUV420P, width, height, AV_PIX_FMT_RGBA, SWS_BICUBIC);
        scaler.scaleSync(planesOf(frame), frame.linesize, 0, frame.height, [rgba], [THUMBNAIL.width * 4]);
        return seconds >= Math.min(reader.seconds / 3, 3) ? 'enough' : undefined;
      },
      onSound: () => undefined,
    });
  } finally {
    scaler.freeContext();
    reader.close();
  }
  const canvas = createCanvas(THUMBNAIL.width, THUMBNAIL.height);
  canvas
    .getContext('2d')
    .putImageData(new ImageData(new Uint8ClampedArray(rgba), THUMBNAIL.width, THUMBNAIL.height), 0, 0);
  writeFileSync(target, await canvas.encode('jpeg', 82));
}
