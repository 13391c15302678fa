/**
 * The simulcast layers of a camera's picture, from the smallest to the whole one. libwebrtc, and with it every Chromium
 * and Safari, sends fewer layers of a small picture than it is asked for and leaves out the last ones, which are the large
 * ones: a camera of 640×480 would arrive at half its size. So a small picture gets as many as it will have anyway, and
 * the last of them is always the whole picture (`kSimulcastFormats` in libwebrtc's `video/config/simulcast.cc`).
 */

/** The part of `RTCRtpEncodingParameters` that depends on the camera. */
export interface CameraLayer {
  active: boolean;
  scaleResolutionDownBy: number;
  /** Bits per second. */
  maxBitrate: number;
}

/** From so many pixels on three layers are sent, from so many two. */
const THREE_LAYERS = 960 * 540;
const TWO_LAYERS = 480 * 270;

const ALL = [150_000, 450_000, 1_500_000];
const HALF_AND_WHOLE = [150_000, 900_000];
const WHOLE = [400_000];

/** @param size of the picture in pixels; null while it is not known: then it is taken for a large one. */
export function cameraLayers(size: { width: number; height: number } | null): [CameraLayer, CameraLayer, CameraLayer] {
  const pixels = size ? size.width * size.height : THREE_LAYERS;
  const rates = pixels >= THREE_LAYERS ? ALL : pixels >= TWO_LAYERS ? HALF_AND_WHOLE : WHOLE;
  const layer = (index: number): CameraLayer => ({
    active: index < rates.length,
    scaleResolutionDownBy: 2 ** Math.max(0, rates.length - 1 - index),
    maxBitrate: rates[index] ?? 150_000,
  });
  return [layer(0), layer(1), layer(2)];
}
