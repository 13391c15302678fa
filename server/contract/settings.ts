/**
 * Every setting of Antenne: name, meaning, unit, default. Read from the environment by the server, by media and by the
 * launcher, here and nowhere else. Not part of the wire contract's index: browsers never load it.
 */
import { resolve } from 'node:path';
import { z } from 'zod';

const port = z.coerce.number().int().min(1).max(65535);
const address = z
  .string()
  .trim()
  .regex(/^[0-9a-zA-Z.:-]+$/, 'not an address');
const origin = z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, ''));
const bitrate = z.coerce.number().int().min(50_000).max(50_000_000);

const Environment = z.object({
  /** Port of the pages, the API and the sockets. */
  PORT: port.default(3000),
  /** Port of the HLS origin. */
  MEDIA_PORT: port.default(3001),
  /** Address on which both listen. */
  HOST: address.default('0.0.0.0'),
  /** How browsers reach the pages. Default: http://localhost:PORT. */
  PUBLIC_URL: origin.optional(),
  /** How viewers reach the HLS origin (or the CDN before it). Default: http://localhost:MEDIA_PORT. */
  MEDIA_PUBLIC_URL: origin.optional(),
  /** Address that contributors' browsers send media to. Default: this machine's own addresses, loopback included. */
  ANNOUNCED_IP: address.optional(),
  /** Lowest and highest UDP/TCP port for WebRTC media. */
  RTC_MIN_PORT: port.default(40000),
  RTC_MAX_PORT: port.default(40999),
  /** Folder for the embedded database, segments, recordings, links. */
  DATA_DIR: z.string().min(1).default('./data'),
  /** PostgreSQL instead of the embedded database: postgresql://user:password@host:port/name. */
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  /** Believe X-Forwarded-For from this many proxies before us. 0: none. */
  TRUSTED_PROXIES: z.coerce.number().int().min(0).max(8).default(0),
  /** Shared secret between server and media, ≥ 16 characters. The launcher makes one on the first start. */
  MEDIA_SECRET: z.string().min(16).optional(),
  /**
   * Whoever asks `/metrics` of server or media brings it as `Authorization: Bearer …`, ≥ 16 characters. Default: only
   * programs on the same machine may ask, and only without a proxy between.
   */
  METRICS_TOKEN: z.string().min(16).optional(),
  /** Where media finds the server. Default: http://127.0.0.1:PORT. */
  SERVER_URL: origin.optional(),
  /**
   * Programme picture: width and height in pixels (even), frames per second, x264 preset (`auto`: by this machine's cores),
   * bits per second (default: 2,500,000 up to 720 lines, 5,000,000 above). 1920 by 1080 takes more than twice the processor
   * of 1280 by 720.
   */
  PROGRAM_WIDTH: z.coerce.number().int().min(320).max(1920).multipleOf(2).default(1280),
  PROGRAM_HEIGHT: z.coerce.number().int().min(180).max(1080).multipleOf(2).default(720),
  PROGRAM_FPS: z.coerce.number().int().min(10).max(60).default(25),
  PROGRAM_PRESET: z.enum(['auto', 'ultrafast', 'superfast', 'veryfast', 'faster', 'fast']).default('auto'),
  PROGRAM_VIDEO_BITRATE: bitrate.optional(),
  PROGRAM_AUDIO_BITRATE: bitrate.max(512_000).default(128_000),
  /**
   * Renditions for viewers with less: `auto` (as many as this machine's cores can pay for), `off`, or heights in pixels
   * and `sound` for sound alone, e.g. `480,270,sound`.
   */
  PROGRAM_LADDER: z
    .union([
      z.enum(['auto', 'off']),
      z
        .string()
        .regex(/^(?:\d{3,4}|sound)(?:,(?:\d{3,4}|sound))*$/)
        .transform((list) => list.split(',').map((step) => (step === 'sound' ? step : Number(step)))),
    ])
    .default('auto'),
  /** Loudness that the programme goes for, LUFS: −23 by EBU R 128; streaming services often want −16 to −14. */
  PROGRAM_LOUDNESS: z.coerce.number().min(-31).max(-10).default(-23),
  /**
   * Hours of a running broadcast that viewers can go back, and that its replay holds. What is older leaves the playlist,
   * and the disk after as long again. An hour is about 1.5 GB.
   */
  REWIND_HOURS: z.coerce.number().min(0.02).max(168).default(6),
  /** Megabytes of the disk that recordings leave free; those of single contributors leave twice as many. */
  RECORDING_RESERVE_MB: z.coerce.number().int().min(0).max(10_000_000).default(2_000),
  /**
   * Days after which a broadcast that is over leaves the disk: its replay and its recordings, for good. What its owner
   * marked to be kept stays. Default: nothing leaves by its age.
   */
  RETENTION_DAYS: z.coerce.number().min(0.01).max(36_500).optional(),
  /**
   * Gigabytes (10⁹ bytes) that replays and recordings may take together. Above it, or once less is free than
   * RECORDING_RESERVE_MB, the oldest that are over leave first; never what is live or to be kept. Default: no limit.
   */
  DISK_BUDGET_GB: z.coerce.number().min(0.01).max(1_000_000).optional(),
  /** The largest clip and the largest still that may be uploaded, in MB (10⁶ bytes). */
  CLIP_MAX_MB: z.coerce.number().int().min(1).max(100_000).default(4_000),
  STILL_MAX_MB: z.coerce.number().int().min(1).max(500).default(30),
  /** Number of mediasoup workers. Default: one per core. */
  RTC_WORKERS: z.coerce.number().int().min(1).max(64).optional(),
  /** Seed the demonstration broadcasts into an empty database. `npm start -- --no-demo` sets it to off. */
  DEMO: z.enum(['on', 'off']).default('on'),
  /** How many of the demonstration's six contributors send by themselves, 0–6. Fewer spare a weak machine. */
  DEMO_GUESTS: z.coerce.number().int().min(0).max(6).default(6),
  /** A ready mediasoup worker; set by the launcher when it built or found one. */
  MEDIASOUP_WORKER_BIN: z.string().optional(),
});

export type Settings = Omit<
  z.infer<typeof Environment>,
  'PUBLIC_URL' | 'MEDIA_PUBLIC_URL' | 'SERVER_URL' | 'PROGRAM_VIDEO_BITRATE'
> & {
  PROGRAM_VIDEO_BITRATE: number;
  PUBLIC_URL: string;
  MEDIA_PUBLIC_URL: string;
  SERVER_URL: string;
};

/** A setting that cannot be used; `message` is one line for the person who set it. */
export class SettingsError extends Error {
  override name = 'SettingsError';
}

/**
 * Reads the settings. Empty strings count as absent; `DATA_DIR` comes back absolute.
 * @throws SettingsError naming the first wrong setting, its value and what is expected.
 */
export function readSettings(environment: Record<string, string | undefined>): Settings {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = Environment.safeParse(given);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const name = String(issue?.path[0] ?? '?');
    // A secret never reaches a log or a screen.
    const shown = /SECRET|TOKEN|DATABASE_URL/.test(name) ? '(hidden)' : JSON.stringify(given[name] ?? '');
    throw new SettingsError(`${name}=${shown} cannot be used: ${issue?.message ?? 'wrong value'}`);
  }
  const settings = parsed.data;
  if (settings.RTC_MIN_PORT > settings.RTC_MAX_PORT) {
    throw new SettingsError(`RTC_MIN_PORT=${settings.RTC_MIN_PORT} is above RTC_MAX_PORT=${settings.RTC_MAX_PORT}`);
  }
  if (settings.PORT === settings.MEDIA_PORT) {
    throw new SettingsError(`PORT and MEDIA_PORT are both ${settings.PORT}: they must differ`);
  }
  return {
    ...settings,
    DATA_DIR: resolve(settings.DATA_DIR),
    PUBLIC_URL: settings.PUBLIC_URL ?? `http://localhost:${settings.PORT}`,
    MEDIA_PUBLIC_URL: settings.MEDIA_PUBLIC_URL ?? `http://localhost:${settings.MEDIA_PORT}`,
    PROGRAM_VIDEO_BITRATE: settings.PROGRAM_VIDEO_BITRATE ?? (settings.PROGRAM_HEIGHT > 720 ? 5_000_000 : 2_500_000),
    SERVER_URL: settings.SERVER_URL ?? `http://127.0.0.1:${settings.PORT}`,
  };
}
