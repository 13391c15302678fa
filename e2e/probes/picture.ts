/** What a page's video element really shows, read from its pixels. */
import type { JSHandle, Locator } from '@playwright/test';
import type { Colour } from '../cameras/camera.ts';
import { decodeMark, MARKER_AREA, MARKER_CELLS, type Mark } from '../cameras/marker.ts';

/** Fractions of the picture. */
export interface Area {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** Where a lower third is drawn. */
export const LOWER_THIRD: Area = { left: 0.05, top: 0.66, width: 0.9, height: 0.3 };
/** Flat in every test camera and clear of the programme's own graphics. */
export const FLAT_AREA: Area = { left: 0.1, top: 0.46, width: 0.8, height: 0.12 };

export interface Picture {
  width: number;
  height: number;
  mark: Mark | null;
  /** Mean colour of `FLAT_AREA`. */
  colour: Colour;
  /** Seconds in the element's own time. */
  currentTime: number;
  /** Frames that reached the screen since the element was made. */
  frames: number;
}

type ReadArea = (source: HTMLVideoElement, area: Area, columns: number, rows: number) => Uint8ClampedArray;

/** The page's own function that scales an area of the current frame to columns × rows pixels (RGBA). */
async function areaReader(video: Locator): Promise<JSHandle<ReadArea>> {
  return video.page().evaluateHandle(() => (source, area, columns, rows) => {
    const canvas = new OffscreenCanvas(columns, rows);
    const context = canvas.getContext('2d', { willReadFrequently: true });
    if (!context) throw new Error('no 2D context');
    const { videoWidth: width, videoHeight: height } = source;
    context.drawImage(
      source,
      area.left * width,
      area.top * height,
      area.width * width,
      area.height * height,
      0,
      0,
      columns,
      rows,
    );
    return context.getImageData(0, 0, columns, rows).data;
  });
}

/** Pixels of a marker cell, each way; the middle half counts. */
const CELL = 4;
const STRIP = { area: MARKER_AREA, columns: MARKER_CELLS * CELL, rows: CELL };

/**
 * The mean luma of each cell, from the strip's green channel: the cells are grey.
 * @param greens one byte a character, row by row: pages hand over text much faster than lists of numbers
 */
function cellLumas(greens: string): number[] {
  return Array.from({ length: MARKER_CELLS }, (_, cell) => {
    let sum = 0;
    for (let y = CELL / 4; y < (CELL * 3) / 4; y += 1) {
      for (let x = CELL / 4; x < (CELL * 3) / 4; x += 1) sum += greens.charCodeAt(y * STRIP.columns + cell * CELL + x);
    }
    return sum / (CELL / 2) ** 2;
  });
}

/** The picture now. Null: the element has no picture yet. */
export async function look(video: Locator): Promise<Picture | null> {
  const readArea = await areaReader(video);
  const seen = await video.evaluate(
    (element, { readArea, strip, flat }) => {
      const source = element as HTMLVideoElement;
      const { videoWidth: width, videoHeight: height, currentTime } = source;
      if (!width || source.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return null;
      return {
        width,
        height,
        greens: String.fromCharCode(
          ...readArea(source, strip.area, strip.columns, strip.rows).filter((_, at) => at % 4 === 1),
        ),
        flat: [...readArea(source, flat, 8, 8)],
        currentTime,
        frames: source.getVideoPlaybackQuality().totalVideoFrames,
      };
    },
    { readArea, strip: STRIP, flat: FLAT_AREA },
  );
  await readArea.dispose();
  if (!seen) return null;
  const { greens, flat, ...picture } = seen;
  return { ...picture, mark: decodeMark(cellLumas(greens)), colour: meanColour(flat) };
}

/** An area as a small grey raster, 0–255, row by row: to compare before and after. */
export async function raster(video: Locator, area: Area, columns = 96, rows = 32): Promise<number[]> {
  const readArea = await areaReader(video);
  const pixels = await video.evaluate(
    (element, { readArea, area, columns, rows }) => [...readArea(element as HTMLVideoElement, area, columns, rows)],
    { readArea, area, columns, rows },
  );
  await readArea.dispose();
  return Array.from({ length: columns * rows }, (_, point) => {
    const [red = 0, green = 0, blue = 0] = pixels.slice(point * 4, point * 4 + 3);
    return Math.round(0.299 * red + 0.587 * green + 0.114 * blue);
  });
}

/** Mean colour of an area of the current picture. */
export async function colourIn(video: Locator, area: Area): Promise<Colour> {
  const readArea = await areaReader(video);
  const pixels = await video.evaluate(
    (element, { readArea, area }) => [...readArea(element as HTMLVideoElement, area, 8, 8)],
    { readArea, area },
  );
  await readArea.dispose();
  return meanColour(pixels);
}

/** Of RGBA pixels. */
function meanColour(pixels: readonly number[]): Colour {
  const mean = (channel: number) =>
    pixels.reduce((sum, value, at) => sum + (at % 4 === channel ? value : 0), 0) / (pixels.length / 4);
  return { red: mean(0), green: mean(1), blue: mean(2) };
}

/** Fraction of points whose grey differs by more than `least` of 255; by 24, which compression alone does not reach. */
export function changed(before: readonly number[], after: readonly number[], least = 24): number {
  if (before.length !== after.length) throw new Error(`rasters of ${before.length} and ${after.length} points`);
  const points = before.filter((grey, index) => Math.abs(grey - (after[index] ?? 0)) > least).length;
  return points / before.length;
}

/** Whether a colour is nearer to `wanted` than half the way to any other camera's. */
export function isColour(seen: Colour, wanted: Colour, tolerance = 60): boolean {
  return Math.hypot(seen.red - wanted.red, seen.green - wanted.green, seen.blue - wanted.blue) < tolerance;
}

/** One frame as it was handed to the screen. */
export interface SeenFrame {
  /** Wall clock, ms since the epoch, when the browser put it on the screen. */
  shownAt: number;
  /** Wall clock when this browser's own camera took it; null for pictures from elsewhere. */
  capturedAt: number | null;
  mark: Mark | null;
}

/** Notes every frame that the element shows until `take` is called. */
export interface FrameWatch {
  /** The frames since the start or the last call. */
  take(): Promise<SeenFrame[]>;
}

interface Watched extends HTMLVideoElement {
  /** The frames that nobody took yet, with their marker's green channel. */
  seenFrames?: { shownAt: number; capturedAt: number | null; greens: string }[];
}

/**
 * Begins to note frames; survives anything but a reload of the page, which `take` then reports by throwing. Each video
 * element carries at most one watch.
 */
export async function watchFrames(video: Locator): Promise<FrameWatch> {
  const readArea = await areaReader(video);
  await video.evaluate(
    (element, { readArea, strip }) => {
      const source = element as Watched;
      const isWatched = source.seenFrames !== undefined;
      source.seenFrames = [];
      if (isWatched) return;
      const onFrame = (_now: number, frame: VideoFrameCallbackMetadata): void => {
        const epoch = Date.now() - performance.now();
        const shownAt = epoch + frame.expectedDisplayTime;
        const capturedAt = frame.captureTime === undefined ? null : epoch + frame.captureTime;
        const pixels = readArea(source, strip.area, strip.columns, strip.rows);
        const greens = String.fromCharCode(...pixels.filter((_, at) => at % 4 === 1));
        source.seenFrames?.push({ shownAt, capturedAt, greens });
        source.requestVideoFrameCallback(onFrame);
      };
      source.requestVideoFrameCallback(onFrame);
    },
    { readArea, strip: STRIP },
  );
  await readArea.dispose();
  return {
    async take() {
      const frames = await video.evaluate((element) => {
        const { seenFrames } = element as Watched;
        if (!seenFrames) throw new Error('this is not the video element that was watched: the page made a new one');
        return seenFrames.splice(0);
      });
      return frames.map(({ greens, ...times }) => ({ ...times, mark: decodeMark(cellLumas(greens)) }));
    },
  };
}

/** Longest time between two frames on the screen, in ms, from `from` to `until` (wall clock) inclusive of both ends. */
export function longestGap(frames: readonly SeenFrame[], from: number, until: number): number {
  const times = frames.map((frame) => frame.shownAt).filter((at) => at > from && at < until);
  let last = from;
  let longest = 0;
  for (const at of [...times, until]) {
    longest = Math.max(longest, at - last);
    last = at;
  }
  return longest;
}
