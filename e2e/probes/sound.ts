/** What a page's video element really sounds like. */
import type { Locator } from '@playwright/test';

/** Hz; wide enough for a tone's neighbours in the analyser's spectrum (6 Hz a bin). */
const TONE_WIDTH = 30;

export interface Sound {
  /** The strongest frequency between 150 Hz and 5 kHz, in Hz. */
  dominant: number;
  /** Its level in dB below full scale (a spectrum's bin, so lower than the signal's own level). */
  level: number;
  /** The level of each tone that was asked for, in dB. */
  tones: Record<string, number>;
}

/**
 * Listens for `milliseconds` and keeps each frequency's strongest moment. The element's own sound goes on as it was: what
 * is heard is a copy (`captureStream`). Null: the element has no sound.
 */
export async function listen(video: Locator, tones: readonly number[] = [], milliseconds = 600): Promise<Sound | null> {
  const spectrum = await video.evaluate(async (element, duration) => {
    interface Ear {
      stream: MediaStream;
      trackId: string;
      context: AudioContext;
      analyser: AnalyserNode;
    }
    const source = element as HTMLVideoElement & { captureStream(): MediaStream; ear?: Ear };
    const remote = source.srcObject instanceof MediaStream ? source.srcObject : null;
    const stream = remote ?? source.ear?.stream ?? source.captureStream();
    const track = stream.getAudioTracks()[0];
    if (!track) return null;
    if (source.ear && source.ear.trackId !== track.id) {
      await source.ear.context.close();
      delete source.ear;
    }
    if (!source.ear) {
      const context = new AudioContext();
      const analyser = context.createAnalyser();
      analyser.fftSize = 8192;
      analyser.smoothingTimeConstant = 0;
      context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
      source.ear = { stream, trackId: track.id, context, analyser };
    }
    const { context, analyser } = source.ear;
    await context.resume();
    const strongest = new Array<number>(analyser.frequencyBinCount).fill(-200);
    const bins = new Float32Array(analyser.frequencyBinCount);
    const until = performance.now() + duration;
    while (performance.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      analyser.getFloatFrequencyData(bins);
      for (const [index, level] of bins.entries()) {
        if (level > (strongest[index] ?? -200)) strongest[index] = level;
      }
    }
    return { strongest, hertzPerBin: context.sampleRate / analyser.fftSize };
  }, milliseconds);
  if (!spectrum) return null;
  const { strongest, hertzPerBin } = spectrum;
  const loudest = (from: number, to: number) => {
    let best = { frequency: 0, level: -200 };
    for (let bin = Math.ceil(from / hertzPerBin); bin * hertzPerBin <= to; bin += 1) {
      const level = strongest[bin] ?? -200;
      if (level > best.level) best = { frequency: bin * hertzPerBin, level };
    }
    return best;
  };
  const dominant = loudest(150, 5000);
  return {
    dominant: dominant.frequency,
    level: dominant.level,
    tones: Object.fromEntries(tones.map((tone) => [tone, loudest(tone - TONE_WIDTH, tone + TONE_WIDTH).level])),
  };
}
