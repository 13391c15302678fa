/**
 * Entry of the media process: SFU, HLS origin, simulated contributors, one supervised programme process per live
 * broadcast, and the link to the server that says what should be. Started and watched by the launcher, or by hand on a
 * machine of its own.
 */
import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import {
  assetKeyText,
  downloadKeyText,
  passText,
  RECORDING_LIST,
  recordingKeyText,
  uncutKeyText,
} from '@antenne/server/contract';
import { readSettings, type Settings, SettingsError } from '@antenne/server/contract/settings';
import { pino } from 'pino';
import { assetRoutes } from './assets/asset-routes.ts';
import { AssetStore } from './assets/asset-store.ts';
import { Trailers } from './assets/trailers.ts';
import { desiredFile } from './control/desired-file.ts';
import { DiskMeter } from './control/disk-use.ts';
import { MediaMetrics, metricsRoute } from './control/metrics.ts';
import { MediaNode } from './control/node.ts';
import { superviseProgram } from './control/program-supervisor.ts';
import { Reports } from './control/reports.ts';
import { openServerLink, type ServerLink } from './control/server-link.ts';
import { readTicket } from './control/upload-ticket.ts';
import { renditionNames } from './core/renditions.ts';
import { isSigned } from './core/signed-address.ts';
import { ladderFor, presetFor } from './encoder/ladder.ts';
import { downloadRoutes } from './origin/downloads.ts';
import { Gates } from './origin/gates.ts';
import { createOrigin } from './origin/origin.ts';
import { recordingRoutes } from './origin/recordings.ts';
import { createChannels, DEFAULT_TIMELINE } from './packager/channels.ts';
import { partSecondsAt } from './packager/part-length.ts';
import { createRecordingLibrary } from './record/library.ts';
import { ReplayFiles } from './replay/replay-files.ts';
import { openSfu } from './sfu/sfu.ts';
import { createSimulator } from './simulated/simulator.ts';

/** The simulated contributor who opens the demonstration. */
const OPENING_GUEST = 3;
/** Everything ends within 3 s; what has not ended by then is left to the system. Milliseconds. */
const STOP_LIMIT_MS = 2800;

const settings = settingsOrExit();
const log = pino({ level: settings.LOG_LEVEL, base: { process: 'media' } });
const folder = join(settings.DATA_DIR, 'media');
mkdirSync(folder, { recursive: true });

/** What has been opened, to be closed in the opposite order. */
const opened: (() => Promise<void> | void)[] = [];
let stopping = false;
process.on('SIGTERM', () => void stop('SIGTERM'));
process.on('SIGINT', () => void stop('SIGINT'));
process.on('disconnect', () => void stop('launcher is gone'));
process.on('uncaughtException', (err) => {
  log.fatal({ err }, 'uncaught exception');
  process.exitCode = 1;
  void stop('failure');
});

try {
  await start(settings);
} catch (err) {
  log.fatal({ err }, `media cannot start: ${err instanceof Error ? err.message : String(err)}`);
  process.exitCode = 1;
  await stop('failure');
}

async function start(given: Settings): Promise<void> {
  const secret = given.MEDIA_SECRET;
  if (!secret) throw new Error('MEDIA_SECRET is not set: server and media need the same one');
  const partSeconds = partSecondsAt(given.PROGRAM_FPS);
  const config = { windowSeconds: given.REWIND_HOURS * 3600, partSeconds };
  const metrics = new MediaMetrics(partSeconds);
  const onPart = metrics.published.bind(metrics);
  const channels = createChannels({ dataDir: given.DATA_DIR, config, log, onPart });
  opened.push(() => channels.close());
  let ready = false;
  const onAnswer = metrics.answered.bind(metrics);
  const gates = new Gates({
    path: join(folder, 'gates.json'),
    secret,
    passText,
    uncutText: uncutKeyText,
    log: log.child({ part: 'gates' }),
  });
  const origin = createOrigin({ sources: channels, gates, log, ready: () => ready, health, onAnswer });
  opened.push(() => origin.close());
  metricsRoute(origin.app, metrics, given.METRICS_TOKEN);
  const replays = new ReplayFiles({ segments: (slug) => channels.replayFiles(slug), log });
  opened.push(() => replays.close());
  downloadRoutes(origin.app, { find: (slug) => replays.find(slug), secret, keyText: downloadKeyText });
  const reserveBytes = given.RECORDING_RESERVE_MB * 1_000_000;
  const recordings = createRecordingLibrary({ root: join(given.DATA_DIR, 'recordings'), reserveBytes });
  const disk = new DiskMeter({ dataDir: given.DATA_DIR, reserveBytes });
  recordingRoutes(origin.app, { source: recordings, secret, keyText: recordingKeyText, listName: RECORDING_LIST });
  // The link comes last and the node reports before: until there is a link, reports wait in `reports`.
  let link: ServerLink | null = null;
  const reports = new Reports((report) => link?.report(report));
  const assets = new AssetStore({
    folder: join(folder, 'assets'),
    format: { width: given.PROGRAM_WIDTH, height: given.PROGRAM_HEIGHT, frameRate: given.PROGRAM_FPS },
    onNews: (news) => reports.report({ type: 'asset', ...news }),
    log,
  });
  opened.push(() => assets.close());
  await assets.open();
  const trailers = new Trailers();
  opened.push(() => trailers.close());
  assetRoutes(origin.app, {
    store: assets,
    trailers,
    allows: (ticket) => readTicket(ticket, secret, Date.now()),
    opens: (id, key) => isSigned(key, (expires) => assetKeyText(id, expires), secret, Date.now()),
  });
  await origin.listen(given.HOST, given.MEDIA_PORT);

  const sfu = await openSfu({
    workers: given.RTC_WORKERS ?? availableParallelism(),
    workerBin: given.MEDIASOUP_WORKER_BIN,
    announcedAddress: given.ANNOUNCED_IP,
    ports: { min: given.RTC_MIN_PORT, max: given.RTC_MAX_PORT },
    log,
  });
  opened.push(() => sfu.close());
  const simulator = createSimulator({ folder: join(given.DATA_DIR, 'simulated'), log });
  opened.push(() => simulator.close());
  // While the server starts, the machine has time: the demonstration's first picture is there sooner.
  if (given.DEMO === 'on' && given.DEMO_GUESTS > OPENING_GUEST) simulator.source(OPENING_GUEST);

  const { PROGRAM_WIDTH: width, PROGRAM_HEIGHT: height, PROGRAM_VIDEO_BITRATE: videoBitrate } = given;
  const cores = availableParallelism();
  const ladder = ladderFor({ width, height, videoBitrate }, given.PROGRAM_LADDER, cores);
  const wish = given.PROGRAM_LADDER;
  const preset = presetFor(given.PROGRAM_PRESET, cores);
  log.info({ renditions: renditionNames({ height, ...ladder }), wish, preset, cores }, 'ladder');

  const node = new MediaNode(desiredFile(join(folder, 'desired.json'), log), {
    sfu,
    simulator,
    assets,
    simulatedGuests: given.DEMO_GUESTS,
    format: {
      width,
      height,
      frameRate: given.PROGRAM_FPS,
      videoBitrate,
      preset,
      segmentSeconds: DEFAULT_TIMELINE.segmentSeconds,
      partSeconds,
      audioBitrate: given.PROGRAM_AUDIO_BITRATE,
      ...ladder,
      loudnessTarget: given.PROGRAM_LOUDNESS,
    },
    programEntry: join(import.meta.dirname, 'program.ts'),
    supervise: superviseProgram,
    outlet: (slug) => channels.channel(slug),
    recorder: (slug) => ({ folder: recordings.folder(slug), reserveBytes }),
    report: (report) => reports.report(report),
    ticked: (slug, ticks) => {
      metrics.ticked(slug, ticks);
      return { ...metrics.parts(slug), memoryOnly: channels.channel(slug).memoryOnly };
    },
    notice: (broadcastId, peerId, notice) => link?.notice(broadcastId, peerId, notice),
    forget: (broadcastId) => reports.forget(broadcastId),
    cut: (slug, cuts) => void channels.cut(slug, cuts),
    chapters: (slug, chapters) => channels.channel(slug).putChapters(chapters),
    gate: (slug, gate) => gates.set(slug, gate),
    log,
  });
  opened.push(() => node.close());
  metrics.watch({ origin, stages: () => node.stages(), reports: () => reports.current() });
  await node.resume();
  link = openServerLink({
    serverUrl: given.SERVER_URL,
    secret,
    nodeId: nodeId(),
    publicUrl: given.MEDIA_PUBLIC_URL,
    node,
    recordings,
    storage: {
      measure: () => disk.measure(),
      remove: async (slug) => {
        await channels.remove(slug);
        await recordings.remove(slug, null);
      },
    },
    putCaptions: async (broadcastId, slug, update) => {
      // A show that is to come announces its languages before its first picture.
      const channel = node.stage(broadcastId) ? channels.channel(slug) : await channels.find(slug);
      return channel ? channel.putCaptions(update) : null;
    },
    current: () => reports.current(),
    log,
  });
  const opening = link;
  opened.push(() => opening.close());
  if (stopping) return;
  ready = true;
  log.info({ port: given.MEDIA_PORT }, 'media is ready');
  process.send?.({ type: 'ready' });
  // Node writes what it has compiled at an orderly end only; the start that hurries is the one after a kill.
  flushCompileCache();

  function health(): Record<string, unknown> {
    if (!ready) return { state: 'starting' };
    return {
      state: 'ready',
      pid: process.pid,
      serverLink: link?.connected ?? false,
      ladder: { renditions: renditionNames({ height, ...ladder }), wish, cores },
      workers: sfu.workerPids(),
      simulator: simulator.pid ?? null,
      broadcasts: node.stages().map((stage) => stage.health),
    };
  }
}

async function stop(reason: string): Promise<void> {
  if (stopping) return;
  stopping = true;
  log.info({ reason }, 'media stops');
  const limit = setTimeout(() => {
    log.error('media did not stop in time');
    process.exit(process.exitCode ?? 1);
  }, STOP_LIMIT_MS);
  for (const close of opened.reverse()) {
    try {
      await close();
    } catch (err) {
      log.error({ err }, 'while stopping');
    }
  }
  clearTimeout(limit);
  log.info('media has stopped');
  process.exit(process.exitCode ?? 0);
}

function settingsOrExit(): Settings {
  try {
    return readSettings(process.env);
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}

/** This node's name towards the server: the same in every run with the same data folder. */
function nodeId(): string {
  const path = join(folder, 'node-id');
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    const fresh = randomUUID();
    writeFileSync(path, fresh);
    return fresh;
  }
}
