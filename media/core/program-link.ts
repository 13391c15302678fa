/**
 * The messages between the media main process and one programme process (its child), over Node's IPC channel with
 * `serialization: 'advanced'`, so that binary parts travel as they are. Media bytes of feeds never pass here: RTP goes
 * over loopback UDP from the SFU straight to the programme process.
 *
 * Both ends are started from one checkout, so these are types only; nothing from outside enters this channel.
 */
import type { ProgramOutput } from './program-output.ts';
import type { TickSummary } from './tick-stats.ts';

/** What can stand in a place of a scene. The same shape as the contract's `SlotRef`, which this stage does not import. */
export type ProgramSlot =
  | { type: 'feed'; contributorId: string }
  | { type: 'colour'; colour: string }
  | { type: 'testPattern' }
  /** `until`: ISO 8601; null is the broadcast's planned start. */
  | { type: 'countdown'; title: string; until: string | null }
  | { type: 'still' | 'clip'; assetId: string };

/** What the programme shows. The same shape as the contract's `SourceRef`. */
export type ProgramSource =
  | ProgramSlot
  | { type: 'twoUp' | 'grid' | 'questionPanel'; slots: ProgramSlot[] }
  /** All contributors whose feed is live and was not lost in it. `slots`: who they are, where the programme tells of it; otherwise empty. */
  | { type: 'everybody'; slots: ProgramSlot[] }
  | {
      type: 'pip';
      slots: ProgramSlot[];
      corner: 'topLeft' | 'topRight' | 'bottomLeft' | 'bottomRight';
      size: 'small' | 'large';
    }
  | { type: 'slate' }
  | { type: 'black' };

/** How the picture goes to another source. The same shape as the contract's `Transition`. */
export type ProgramTransition = { type: 'cut' } | { type: 'mix' | 'wipe' | 'dip'; frames: number };

/** What is done to a channel before its fader. The same shape as the contract's `ChannelProcessing`. */
export interface ChannelProcessing {
  /** 0–500. */
  delayMs: number;
  gate: 'off' | 'soft' | 'hard';
  compressor: 'off' | 'voice' | 'strong';
  /** Brings the person slowly to the programme's loudness. */
  trim: boolean;
}

/** What a contributor hears. The same shape as the contract's `Hears`. */
export interface ProgramHears {
  /** The programme without themselves. */
  program: boolean;
  /** These contributors also while they are not on air, as loud as their faders stand. */
  others: readonly string[];
}

export interface ProgramContributor {
  id: string;
  name: string;
  role: string | null;
  /** e.g. `Quito, Équateur`, shown on the slate. */
  place: string;
  /** IANA zone of the place. */
  zone: string | null;
  /** How loud they are in the programme, linear; 1 leaves them as they are. */
  gain: number;
  /** Heard with their picture, or under everything but black. Default: `follow`. */
  mode?: 'follow' | 'open' | undefined;
  /** Default: nothing is done. */
  processing?: ChannelProcessing | undefined;
  /** Default: the programme. */
  hears?: ProgramHears | undefined;
}

export interface ProgramQuestion {
  id: string;
  text: string;
  author: string | null;
  /** Where the author is. */
  place?: string | null | undefined;
  theme: string;
}

/** Where a producer's hand holds the manual fader. */
export interface ProgramFade {
  /** The number of the take that it goes on from: a later take makes it void. */
  takes: number;
  to: ProgramSource;
  type: Exclude<ProgramTransition, { type: 'cut' }>['type'];
  /** 0: all of what is on air; 1: all of `to`. */
  position: number;
}

/** What stands over the programme. The same shape as the contract's `GraphicsState`. */
export interface ProgramGraphics {
  name: { on: boolean; autoSeconds: number; dismissed: number | null };
  clock: { on: boolean; where: 'broadcast' | 'onAir' };
  logo: {
    on: boolean;
    text: string;
    /** An asset; null: the wordmark. */
    stillId: string | null;
    corner: 'topLeft' | 'topRight' | 'bottomLeft' | 'bottomRight';
    size: 'small' | 'medium' | 'large';
  };
  ticker: { on: boolean; text: string };
}

/** What is recorded. */
export interface RecordingWish {
  program: boolean;
  /** Each contributor for themselves, as they came. */
  isos: boolean;
}

/**
 * Why less is recorded than was wished: no room for the contributors any more, or for anything; a disk that is full or
 * too slow; another failure.
 */
export type RecordingProblem = 'isosPaused' | 'diskLow' | 'diskFull' | 'tooSlow' | 'failed';

export interface RecordingStatus {
  /** Wall clock at which the recording began, ms since the epoch; null while nothing is recorded. */
  since: number | null;
  problem: RecordingProblem | null;
  /** Contributors whose recording runs. */
  isos: string[];
  /** The programme's recording runs. */
  program: boolean;
  /** Over the last seconds. */
  bytesPerSecond: number;
  /** On the recordings' disk; null where it cannot be told. */
  freeBytes: number | null;
}

/** Where the programme process may record. */
export interface RecorderPlace {
  /** The broadcast's own folder. */
  folder: string;
  title: string;
  /** Bytes of the disk that the programme's recording leaves free; those of the contributors leave twice as many. */
  reserveBytes: number;
}

/** How a clip should stand. The same shape as the contract's `ClipPlayout`. */
export interface ProgramPlayout {
  playing: boolean;
  positionMs: number;
  /** ISO 8601. */
  at: string;
  serial: number;
  jump: boolean;
}

/** A clip or still with its files (see `core/asset-files.ts`). */
export interface ProgramAsset {
  id: string;
  kind: 'clip' | 'still';
  /** For the edit list. */
  title?: string | undefined;
  /** Absolute path. */
  folder: string;
  loop: boolean;
  cueMs: number;
  /** Linear. */
  gain: number;
  /** People go down by 15 dB while it is heard. */
  duck: boolean;
  /** Default: nothing is done. */
  processing?: ChannelProcessing | undefined;
  /** It begins to play when it is taken. */
  playOnTake: boolean;
  /** What the programme does by itself when it ends on air: keeps its last picture, takes `standby`, goes to black. */
  atEnd: 'hold' | 'take' | 'black';
  /** How it goes there. */
  endTransition: ProgramTransition;
  playout: ProgramPlayout;
}

/** Where a clip is. The same shape as the contract's `ClipPosition`. */
export interface ProgramClipPosition {
  assetId: string;
  positionMs: number;
  durationMs: number;
  playing: boolean;
  ended: boolean;
  serial: number;
}

/** What the programme should be: whole, each time it changes. */
export interface ProgramDesired {
  title: string;
  /** `#rrggbb`. */
  accent: string;
  contributors: ProgramContributor[];
  program: ProgramSource;
  /** What may be next and has to be made ready ahead of the take. */
  standby: ProgramSource | null;
  /** ISO 8601; countdowns lead to it. */
  plannedStart: string;
  /** The clips and stills that are ready to be shown. */
  assets: ProgramAsset[];
  /** How it goes to `program` from what it shows. */
  transition: ProgramTransition;
  question: ProgramQuestion | null;
  graphics: ProgramGraphics;
  /** IANA zone of the broadcast. */
  zone: string;
  /** Contributors in the order of the rundown. Default: that of `contributors`. */
  order?: readonly string[] | undefined;
  /** How many takes there have been: another number is another take, of the same source too. */
  takes: number;
  /** Who stays behind their slate until the next take, their feed having been lost on air. By contributor. */
  held: string[];
  /** Contributors to whom somebody talks: what they hear of the programme is lowered by 15 dB. Default: nobody. */
  ducked?: readonly string[] | undefined;
  /** Another number begins the integrated loudness anew. */
  loudnessRun?: number | undefined;
  /** Absent: nothing is recorded. */
  recording?: RecordingWish;
}

export interface ProgramFormat {
  width: number;
  height: number;
  /** Frames per second; one tick of the master clock each. */
  frameRate: number;
  /** Bits per second of the H.264 stream. */
  videoBitrate: number;
  /** x264 preset. */
  preset: string;
  /** Seconds from key frame to key frame: one HLS segment. */
  segmentSeconds: number;
  /** Seconds of one HLS part. */
  partSeconds: number;
  /** Bits per second of the AAC stream. */
  audioBitrate: number;
  /** Bits per second of the rendition of sound alone. Default: there is none. */
  leanAudioBitrate?: number | undefined;
  /** The same picture again, smaller, for viewers with less: from the largest to the smallest. Default: none. */
  lower?: readonly LowerRendition[] | undefined;
  /** LUFS. Default: −23 (EBU R 128). */
  loudnessTarget?: number | undefined;
}

/** One step of the ladder below the programme's own picture. */
export interface LowerRendition {
  /** Part of addresses: letters and digits, e.g. `270p`. */
  name: string;
  width: number;
  height: number;
  /** Bits per second of its H.264. */
  videoBitrate: number;
}

/** How to read one kind of a feed's RTP. */
export interface RtpTrack {
  ssrc: number;
  payloadType: number;
  codec: 'vp8' | 'h264' | 'opus';
  clockRate: number;
}

/** Where the programme process sends its return as RTP (loopback UDP) and under which numbers. */
export interface ReturnTarget {
  kind: 'audio' | 'video';
  /** Whose mix-minus: the programme's sound without this contributor, or what is routed to them. Null: the programme as it goes out. */
  without: string | null;
  /** The small picture, for weak links and small screens; made only while there is such a target. */
  small: boolean;
  ip: string;
  port: number;
  ssrc: number;
  payloadType: number;
}

/** dBFS over the last 100 ms, floor −90. */
export interface SoundLevel {
  rms: number;
  /** The largest sample; 0 is full scale. */
  peak: number;
}

/** The programme's loudness by EBU R 128, LUFS, and what is done about it. */
export interface ProgramLoudness {
  momentary: number;
  shortTerm: number;
  /** Null while there is nothing to tell. */
  integrated: number | null;
  target: number;
  /** What the limiter takes away, ≤ 0. */
  reductionDb: number;
  /** What the automatic trim does, dB, by contributor. */
  trims: Record<string, number>;
}

/** Main → programme. */
export type ProgramCommand =
  | { type: 'start'; broadcastId: string; format: ProgramFormat; desired: ProgramDesired; recorder?: RecorderPlace }
  | { type: 'desired'; desired: ProgramDesired }
  | { type: 'fade'; fade: ProgramFade }
  /** The SFU is about to send (or has stopped sending: null) this feed's tracks to the port that `feedPort` named. */
  | { type: 'feedTracks'; contributorId: string; video: RtpTrack | null; audio: RtpTrack | null }
  /** The SFU lost its router and has a new one: feeds that fall silent now do so by no fault of theirs. */
  | { type: 'feedsReset' }
  | { type: 'return'; targets: ReturnTarget[] }
  /** Somebody began to watch the return: make a key frame soon (the programme limits how often). */
  | { type: 'returnKeyFrame'; small: boolean }
  /** Finish the last part and exit with code 0. */
  | { type: 'stop' };

/** Programme → main. */
export type ProgramMessage =
  /** The process is up and wants `start`. */
  | { type: 'ready' }
  /** RTP and RTCP (muxed) of this feed are taken on 127.0.0.1:port. One per contributor, stable while the process lives. */
  | { type: 'feedPort'; contributorId: string; port: number }
  /** The tracks of the last `feedTracks` are bound: the SFU may resume its consumers. */
  | { type: 'feedBound'; contributorId: string }
  /** The decoder cannot go on without a key frame. At most one per feed in 300 ms. */
  | { type: 'keyFrameWanted'; contributorId: string }
  | { type: 'output'; output: ProgramOutput }
  /** First tick with another source or question, or another `incoming`: what the manual fader lets in. `at` is the wall clock in ms since the epoch. */
  | {
      type: 'onAir';
      source: ProgramSource;
      incoming: ProgramSource | null;
      questionId: string | null;
      at: number;
      tick: number;
    }
  /**
   * The clip on air ended and the programme went on by itself. `takes`: the number of the take that this one follows; a
   * desired state with a later number decides.
   */
  | { type: 'tookAtEnd'; takes: number; source: ProgramSource; transition: ProgramTransition }
  /** What stands over the programme now, beside the question. */
  | { type: 'graphics'; shown: (keyof ProgramGraphics)[] }
  /** Whose slate stands on air since the take of this number, until the next one. */
  | { type: 'held'; takes: number; contributorIds: string[] }
  | { type: 'feed'; contributorId: string; state: 'absent' | 'live' | 'stalled'; width: number; height: number }
  | { type: 'recording'; status: RecordingStatus }
  /** A clip on a bus: four times a second while it plays, and when it stops, ends or is moved. */
  | ({ type: 'clip' } & ProgramClipPosition)
  /** Twenty times a second; `loudness` with every other one. */
  | {
      type: 'levels';
      program: SoundLevel;
      feeds: Record<string, SoundLevel>;
      clips: Record<string, SoundLevel>;
      loudness?: ProgramLoudness | undefined;
    }
  /** Health of the clock since the last message (every 5 s); `heapBytes`: what of the memory is JavaScript's heap. */
  | ({ type: 'ticks'; cpuSeconds: number; rssBytes: number; heapBytes: number } & TickSummary);
