/**
 * Files that Chromium plays as a camera and a microphone (`--use-file-for-fake-video-capture`, `…-audio-capture`; both
 * loop). Each camera has a colour and a burnt frame number, each microphone a tone: enough to prove by picture and by
 * sound who is on air.
 */
import { closeSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { encodeMark, MARKER_AREA, MARKER_CELLS } from './marker.ts';

/** 0–255 each. */
export interface Colour {
  red: number;
  green: number;
  blue: number;
}

export interface Camera {
  /** The number that its marker carries, 0–3. */
  number: number;
  colour: Colour;
  /** Hz. */
  tone: number;
}

/** Told apart by colour alone and by tone alone. The tones lie in the band of speech and are no multiples of each other. */
export const CAMERAS = {
  orange: { number: 1, colour: { red: 225, green: 110, blue: 20 }, tone: 620 },
  blue: { number: 2, colour: { red: 30, green: 80, blue: 215 }, tone: 1430 },
} as const satisfies Record<string, Camera>;

/** A producer's voice, Hz: told apart from the cameras' tones. */
export const VOICE_TONE = 2310;

export interface CameraFormat {
  width: number;
  height: number;
  /** Frames a second. */
  fps: number;
}

/** What a good webcam gives over an ordinary link. */
export const WEBCAM: CameraFormat = { width: 640, height: 360, fps: 25 };
/** Enough to tell who is on air; a browser spends half as much on it. */
export const SMALL_CAMERA: CameraFormat = { width: 480, height: 270, fps: 15 };
/** Length of the loop, in frames: 8 s or more, longer than any latency that is measured with it. */
const CAMERA_FRAMES = 200;
const SAMPLE_RATE = 48_000;

/** How long a camera's file plays before it begins anew, ms. */
export function loopMs({ fps }: CameraFormat): number {
  return (CAMERA_FRAMES * 1000) / fps;
}

/** Writes an uncompressed 4:2:0 YUV4MPEG2 file (69 MB at 640×360). */
export function writeCamera(path: string, camera: Camera, { width, height, fps }: CameraFormat): void {
  const file = openSync(path, 'w');
  try {
    writeSync(file, `YUV4MPEG2 W${width} H${height} F${fps}:1 Ip A1:1 C420jpeg\n`);
    const lumaSize = width * height;
    const background = limitedYuv(camera.colour);
    const frame = Buffer.alloc(6 + lumaSize * 1.5);
    frame.write('FRAME\n', 'latin1');
    const luma = frame.subarray(6, 6 + lumaSize);
    frame.fill(background.u, 6 + lumaSize, 6 + lumaSize * 1.25);
    frame.fill(background.v, 6 + lumaSize * 1.25);
    for (let index = 0; index < CAMERA_FRAMES; index += 1) {
      luma.fill(background.y);
      drawSweep(luma, width, height, index / CAMERA_FRAMES);
      drawMark(luma, width, height, encodeMark({ camera: camera.number, frame: index }));
      writeSync(file, frame);
    }
  } finally {
    closeSync(file);
  }
}

/** A light bar that crosses the top of the picture once per loop: something for people to see moving. */
function drawSweep(luma: Buffer, width: number, height: number, phase: number): void {
  const barWidth = Math.round(width / 16);
  const left = Math.round(phase * (width - barWidth));
  for (let y = Math.round(height * 0.05); y < height * 0.2; y += 1) {
    luma.fill(210, y * width + left, y * width + left + barWidth);
  }
}

function drawMark(luma: Buffer, width: number, height: number, cells: boolean[]): void {
  const top = Math.round(MARKER_AREA.top * height);
  const bottom = Math.round((MARKER_AREA.top + MARKER_AREA.height) * height);
  for (let y = top; y < bottom; y += 1) {
    for (const [index, white] of cells.entries()) {
      const at = (cell: number) => Math.round((MARKER_AREA.left + (MARKER_AREA.width * cell) / MARKER_CELLS) * width);
      luma.fill(white ? 235 : 16, y * width + at(index), y * width + at(index + 1));
    }
  }
}

function limitedYuv({ red, green, blue }: Colour): { y: number; u: number; v: number } {
  return {
    y: Math.round(16 + (65.738 * red + 129.057 * green + 25.064 * blue) / 256),
    u: Math.round(128 + (-37.945 * red - 74.494 * green + 112.439 * blue) / 256),
    v: Math.round(128 + (112.439 * red - 94.154 * green - 18.285 * blue) / 256),
  };
}

/**
 * Writes a 16-bit mono WAV of short bursts of the tone (180 ms in every 250). A steady tone would be taken for noise by
 * the browser's noise suppression and fade away; bursts are treated like speech.
 */
export function writeMicrophone(path: string, { tone }: Pick<Camera, 'tone'>, seconds = 8): void {
  const count = SAMPLE_RATE * seconds;
  const file = Buffer.alloc(44 + count * 2);
  file.write('RIFF', 0, 'latin1');
  file.writeUInt32LE(36 + count * 2, 4);
  file.write('WAVEfmt ', 8, 'latin1');
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(SAMPLE_RATE, 24);
  file.writeUInt32LE(SAMPLE_RATE * 2, 28);
  file.writeUInt16LE(2, 32);
  file.writeUInt16LE(16, 34);
  file.write('data', 36, 'latin1');
  file.writeUInt32LE(count * 2, 40);
  for (let index = 0; index < count; index += 1) {
    const time = index / SAMPLE_RATE;
    const inBurst = (time % 0.25) / 0.18;
    const envelope = inBurst < 1 ? Math.sin(Math.PI * inBurst) ** 0.5 : 0;
    const sample = 0.4 * envelope * Math.sin(2 * Math.PI * tone * time);
    file.writeInt16LE(Math.round(sample * 32_767), 44 + index * 2);
  }
  writeFileSync(path, file);
}
