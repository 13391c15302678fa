/**
 * Two cameras that a page draws itself, in place of the browser's file-based one, which cannot be turned or exchanged:
 * each with its marker, as `camera.ts` burns it into files.
 */
import type { Page } from '@playwright/test';
import type { Camera } from './camera.ts';
import { encodeMark, MARKER_AREA, MARKER_CELLS } from './marker.ts';

/** Pixels. */
export interface Size {
  width: number;
  height: number;
}

export interface PageCamera extends Size {
  /** What the browser calls it. */
  label: string;
  camera: Camera;
}

/** Numbers after which a camera's marker begins anew. */
const NUMBERS = 200;
/** Frames a second. */
const RATE = 15;

interface Drawn extends PageCamera {
  /** For each number the row of cells, 1 for white. */
  rows: string[];
}

interface Stage {
  cameras: Drawn[];
  area: typeof MARKER_AREA;
  cells: number;
  numbers: number;
  rate: number;
}

interface Turning extends Window {
  turnCamera?(label: string, size: Size): void;
}

/** Before the page opens. */
export async function givePageCameras(page: Page, cameras: readonly PageCamera[]): Promise<void> {
  const drawn = cameras.map((one) => ({
    ...one,
    rows: Array.from({ length: NUMBERS }, (_, frame) =>
      encodeMark({ camera: one.camera.number, frame })
        .map((white) => (white ? '1' : '0'))
        .join(''),
    ),
  }));
  const stage: Stage = { cameras: drawn, area: MARKER_AREA, cells: MARKER_CELLS, numbers: NUMBERS, rate: RATE };
  await page.addInitScript(installCameras, stage);
}

/** The picture of this camera has another size from now on, on the same track: as a telephone that is turned. */
export async function turnPageCamera(page: Page, label: string, size: Size): Promise<void> {
  await page.evaluate(
    ({ label, size }) => {
      const { turnCamera } = window as Turning;
      if (!turnCamera) throw new Error('the page has no cameras of its own');
      turnCamera(label, size);
    },
    { label, size },
  );
}

/** In the page. */
function installCameras({ cameras, area, cells, numbers, rate }: Stage): void {
  const { mediaDevices } = navigator;
  if (!mediaDevices) return;
  const canvases = cameras.map(({ width, height }) =>
    Object.assign(document.createElement('canvas'), { width, height }),
  );
  let frame = 0;
  const draw = (): void => {
    frame = (frame + 1) % numbers;
    for (const [index, { camera, rows }] of cameras.entries()) {
      const canvas = canvases[index];
      const context = canvas?.getContext('2d', { alpha: false });
      if (!canvas || !context) continue;
      const { width, height } = canvas;
      const { red, green, blue } = camera.colour;
      context.fillStyle = `rgb(${red} ${green} ${blue})`;
      context.fillRect(0, 0, width, height);
      for (let cell = 0; cell < cells; cell += 1) {
        const at = (place: number) => Math.round((area.left + (area.width * place) / cells) * width);
        context.fillStyle = rows[frame]?.[cell] === '1' ? 'white' : 'black';
        context.fillRect(at(cell), area.top * height, at(cell + 1) - at(cell), area.height * height);
      }
    }
  };
  setInterval(draw, 1000 / rate);
  draw();
  const wantedOf = (constraint: boolean | MediaTrackConstraints): string => {
    const wanted = typeof constraint === 'object' ? constraint.deviceId : undefined;
    if (typeof wanted === 'object' && !Array.isArray(wanted)) return String(wanted.exact ?? wanted.ideal ?? '');
    return String(wanted ?? '');
  };
  const trackOf = (constraint: boolean | MediaTrackConstraints): MediaStreamTrack => {
    const named = cameras.findIndex(({ label }) => label === wantedOf(constraint));
    const index = Math.max(0, named);
    const [track] = canvases[index]?.captureStream(rate).getVideoTracks() ?? [];
    if (!track) throw new DOMException('no such camera', 'NotFoundError');
    const settings = track.getSettings.bind(track);
    track.getSettings = () => ({
      ...settings(),
      deviceId: cameras[index]?.label ?? '',
      width: canvases[index]?.width ?? 0,
      height: canvases[index]?.height ?? 0,
    });
    return track;
  };
  const getUserMedia = mediaDevices.getUserMedia.bind(mediaDevices);
  mediaDevices.getUserMedia = async ({ audio, video, ...rest } = {}) => {
    const sound = audio ? await getUserMedia({ ...rest, audio }) : new MediaStream();
    if (video) sound.addTrack(trackOf(video));
    return sound;
  };
  const enumerate = mediaDevices.enumerateDevices.bind(mediaDevices);
  mediaDevices.enumerateDevices = async () => {
    const others = (await enumerate()).filter(({ kind }) => kind !== 'videoinput');
    const own = cameras.map(({ label }) => {
      const device = { deviceId: label, groupId: label, kind: 'videoinput' as const, label };
      return { ...device, toJSON: () => device };
    });
    return [...own, ...others];
  };
  (window as Turning).turnCamera = (label, size) => {
    const canvas = canvases[cameras.findIndex((camera) => camera.label === label)];
    if (!canvas) throw new Error(`no camera ${label}`);
    Object.assign(canvas, size);
    draw();
  };
}
