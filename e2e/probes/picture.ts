/** What a page's video element really shows, read from its pixels. */
import type { Locator } from '@playwright/test';
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

/** The picture now. Null: the element has no picture yet. */
export async function look(video: Locator): Promise<Picture | null> {
  const seen = await video.evaluate(
    (element, { markerArea, flatArea, cells }) => {
      const source = element as HTMLVideoElement;
      const width = source.videoWidth;
      const height = source.videoHeight;
      if (!width || !height || source.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return null;
      const read = (area: Area, columns: number, rows: number): Uint8ClampedArray => {
        const canvas = document.createElement('canvas');
        canvas.width = columns;
        canvas.height = rows;
        const context = canvas.getContext('2d', { willReadFrequently: true });
        if (!context) throw new Error('no 2D context');
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
      };
      // Eight pixels a cell, of which the middle four count.
      const strip = read(markerArea, cells * 8, 8);
      const lumas = Array.from({ length: cells }, (_, cell) => {
        let sum = 0;
        for (let y = 2; y < 6; y += 1) {
          for (let x = cell * 8 + 2; x < cell * 8 + 6; x += 1) sum += strip[(y * cells * 8 + x) * 4 + 1] ?? 0;
        }
        return sum / 16;
      });
      const flat = read(flatArea, 8, 8);
      const mean = (channel: number) => {
        let sum = 0;
        for (let index = channel; index < flat.length; index += 4) sum += flat[index] ?? 0;
        return sum / 64;
      };
      return {
        width,
        height,
        lumas,
        colour: { red: mean(0), green: mean(1), blue: mean(2) },
        currentTime: source.currentTime,
        frames: source.getVideoPlaybackQuality().totalVideoFrames,
      };
    },
    { markerArea: MARKER_AREA, flatArea: FLAT_AREA, cells: MARKER_CELLS },
  );
  if (!seen) return null;
  const { lumas, ...picture } = seen;
  return { ...picture, mark: decodeMark(lumas) };
}

/** An area as a small grey raster, 0–255, row by row: to compare before and after. */
export async function raster(video: Locator, area: Area, columns = 96, rows = 32): Promise<number[]> {
  return video.evaluate(
    (element, { area, columns, rows }) => {
      const source = element as HTMLVideoElement;
      const canvas = document.createElement('canvas');
      canvas.width = columns;
      canvas.height = rows;
      const context = canvas.getContext('2d', { willReadFrequently: true });
      if (!context) throw new Error('no 2D context');
      const { videoWidth, videoHeight } = source;
      context.drawImage(
        source,
        area.left * videoWidth,
        area.top * videoHeight,
        area.width * videoWidth,
        area.height * videoHeight,
        0,
        0,
        columns,
        rows,
      );
      const { data } = context.getImageData(0, 0, columns, rows);
      return Array.from({ length: columns * rows }, (_, index) => {
        const at = index * 4;
        return Math.round(0.299 * (data[at] ?? 0) + 0.587 * (data[at + 1] ?? 0) + 0.114 * (data[at + 2] ?? 0));
      });
    },
    { area, columns, rows },
  );
}

/** Fraction of points whose grey differs by more than 24 of 255: compression alone stays below. */
export function changed(before: readonly number[], after: readonly number[]): number {
  if (before.length !== after.length) throw new Error(`rasters of ${before.length} and ${after.length} points`);
  const points = before.filter((grey, index) => Math.abs(grey - (after[index] ?? 0)) > 24).length;
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
  mark: Mark | null;
}

/** Notes every frame that the element shows until `take` is called. */
export interface FrameWatch {
  /** The frames since the start or the last call. */
  take(): Promise<SeenFrame[]>;
}

/**
 * Begins to note frames; survives anything but a reload of the page, which `take` then reports by throwing. Each video
 * element carries at most one watch.
 */
export async function watchFrames(video: Locator): Promise<FrameWatch> {
  await video.evaluate(
    (element, { area, cells }) => {
      const source = element as HTMLVideoElement & { seenFrames?: { shownAt: number; lumas: number[] }[] };
      if (source.seenFrames) {
        source.seenFrames = [];
        return;
      }
      source.seenFrames = [];
      const canvas = document.createElement('canvas');
      canvas.width = cells * 8;
      canvas.height = 8;
      const context = canvas.getContext('2d', { willReadFrequently: true });
      if (!context) throw new Error('no 2D context');
      const onFrame = (_now: number, frame: VideoFrameCallbackMetadata): void => {
        const shownAt = Date.now() + frame.expectedDisplayTime - performance.now();
        const { width, height } = frame;
        context.drawImage(
          source,
          area.left * width,
          area.top * height,
          area.width * width,
          area.height * height,
          0,
          0,
          canvas.width,
          8,
        );
        const strip = context.getImageData(0, 0, canvas.width, 8).data;
        const lumas = Array.from({ length: cells }, (_, cell) => {
          let sum = 0;
          for (let y = 2; y < 6; y += 1) {
            for (let x = cell * 8 + 2; x < cell * 8 + 6; x += 1) sum += strip[(y * canvas.width + x) * 4 + 1] ?? 0;
          }
          return sum / 16;
        });
        source.seenFrames?.push({ shownAt, lumas });
        source.requestVideoFrameCallback(onFrame);
      };
      source.requestVideoFrameCallback(onFrame);
    },
    { area: MARKER_AREA, cells: MARKER_CELLS },
  );
  return {
    async take() {
      const frames = await video.evaluate((element) => {
        const source = element as HTMLVideoElement & { seenFrames?: { shownAt: number; lumas: number[] }[] };
        if (!source.seenFrames)
          throw new Error('this is not the video element that was watched: the page was reloaded');
        return source.seenFrames.splice(0);
      });
      return frames.map(({ shownAt, lumas }) => ({ shownAt, mark: decodeMark(lumas) }));
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
