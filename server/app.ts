/** Puts the control plane together: database, features, web server, sockets. Nothing here decides anything. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Database } from '@antenne/prisma';
import type { FastifyRequest } from 'fastify';
import { Access } from './accounts/access.ts';
import { Cookies } from './accounts/cookies.ts';
import { type AccountParts, accountRoutes } from './accounts/routes.ts';
import { voterKey } from './accounts/store.ts';
import { AssetPool, assetLimits } from './assets/pool.ts';
import { HlsAddresses } from './broadcasts/hls-addresses.ts';
import { LiveView } from './broadcasts/live-view.ts';
import { broadcastRoutes } from './broadcasts/routes.ts';
import { ThemeTimer } from './broadcasts/theme-timer.ts';
import { Viewing } from './broadcasts/viewing.ts';
import { viewingRoutes } from './broadcasts/viewing-routes.ts';
import { Captions } from './captions/captions.ts';
import { CaptionDelivery } from './captions/delivery.ts';
import type { Settings } from './contract/settings.ts';
import { ContributorBoard } from './contributors/board.ts';
import { Cues } from './contributors/cues.ts';
import { Duplex, ownerOfContributor } from './contributors/duplex.ts';
import { Peers } from './contributors/peers.ts';
import { contributorRoutes } from './contributors/routes.ts';
import { allCommands } from './control-commands.ts';
import { Doorkeeper } from './entry/doorkeeper.ts';
import { entryRoutes, visitorOf } from './entry/routes.ts';
import { mediaEvents } from './media-events.ts';
import { metricsRoute, ServerMetrics } from './metrics.ts';
import { Claims } from './moderation/claims.ts';
import { QuestionCounter } from './moderation/counts.ts';
import { exportRoutes } from './moderation/export-routes.ts';
import { Air } from './on-air/air.ts';
import { Clips } from './on-air/clips.ts';
import { DuplexView } from './on-air/duplex-view.ts';
import { Fader } from './on-air/fader.ts';
import { Graphics } from './on-air/graphics.ts';
import { healthRoutes } from './on-air/health-routes.ts';
import { Holds } from './on-air/holds.ts';
import { MediaLink } from './on-air/media-link.ts';
import { Program } from './on-air/program.ts';
import { Recordings } from './on-air/recordings.ts';
import { remoteControlRoutes } from './on-air/remote-control.ts';
import { RunTimer } from './on-air/run-timer.ts';
import { Scenes } from './on-air/scenes.ts';
import { ShowRun } from './on-air/show-run.ts';
import { Simulcast } from './on-air/simulcast.ts';
import { SoundDesk } from './on-air/sound-desk.ts';
import { StudioPages } from './on-air/studio-pages.ts';
import { Talkback } from './on-air/talkback.ts';
import { Vitals } from './on-air/vitals.ts';
import { Changes } from './platform/changes.ts';
import { ClockWatch } from './platform/clock-watch.ts';
import { EventLog } from './platform/event-log.ts';
import { CONNECTION_BACKLOG, createHttp } from './platform/http.ts';
import type { Log } from './platform/logging.ts';
import { Outbox } from './platform/outbox.ts';
import { probeRoutes } from './platform/probe-routes.ts';
import { createSocketServer } from './platform/socket-server.ts';
import { audienceHandlers } from './questions/audience.ts';
import { countForStaff } from './questions/desk-store.ts';
import { SimilarQuestions } from './questions/similar.ts';
import { Submissions } from './questions/submit.ts';
import { VoteTally } from './questions/votes.ts';
import { Retention } from './replay/retention.ts';
import { retentionRules } from './replay/retention-plan.ts';
import { replayRoutes } from './replay/routes.ts';
import { reportRoutes } from './report/routes.ts';
import { ViewerSamples } from './report/viewer-samples.ts';
import { Sockets } from './sockets.ts';
import { StageClock } from './stage/clock.ts';
import { stageRoutes } from './stage/routes.ts';
import { Stage } from './stage/stage.ts';
import { Addresses } from './syndication/addresses.ts';
import { syndicationRoutes } from './syndication/routes.ts';

export interface App {
  /** The port that it really listens on. */
  port: number;
  /** Closes sockets and the web server; the database stays its owner's. Safe twice. */
  close(): Promise<void>;
}

export interface AppOptions {
  settings: Pick<Settings, 'PORT' | 'HOST' | 'PUBLIC_URL' | 'MEDIA_PUBLIC_URL' | 'MEDIA_SECRET' | 'TRUSTED_PROXIES'> &
    Partial<Pick<Settings, 'CLIP_MAX_MB' | 'STILL_MAX_MB' | 'METRICS_TOKEN' | 'RETENTION_DAYS' | 'DISK_BUDGET_GB'>>;
  database: Database;
  log: Log;
  /** The built pages. */
  webFolder?: string;
  /** Milliseconds that a tab may stay away before the SFU forgets it. */
  peerAwayMs?: number;
}

const WEB_FOLDER = join(import.meta.dirname, '../web/dist');
const PEER_AWAY_MS = 30_000;

/** Starts everything and listens. */
export async function startApp({
  settings,
  database,
  log,
  webFolder = WEB_FOLDER,
  peerAwayMs = PEER_AWAY_MS,
}: AppOptions): Promise<App> {
  const { PUBLIC_URL: publicUrl, MEDIA_PUBLIC_URL: mediaPublicUrl, TRUSTED_PROXIES: trustedProxies } = settings;
  const outbox = new Outbox();
  const changes = new Changes(database, outbox);
  const eventLog = new EventLog(database);

  // Without a secret from the launcher no media node can know it: none is let in.
  const secret = settings.MEDIA_SECRET ?? randomBytes(32).toString('hex');
  const access = new Access(database);
  const installationKey = await voterKey(database);
  const cookies = new Cookies(installationKey, publicUrl);
  const liveView = new LiveView(database, changes, new HlsAddresses(mediaPublicUrl, secret), log);
  const board = new ContributorBoard(database, changes, (id, links) => sockets.links(id, links), log);
  const air = new Air(database, changes, board, log);
  const duplexView = new DuplexView(database, air, board);
  const graphics = new Graphics(changes, log);
  const program = new Program(changes, air, liveView, graphics);
  const doorkeeper = new Doorkeeper({
    database,
    changes,
    access,
    secret: installationKey,
    publish: (change) => liveView.publish(change),
    onClosed: (broadcastId) => sockets.audience.hangUp(broadcastId),
  });
  const admit = (broadcastId: string, request: FastifyRequest) =>
    doorkeeper.admit(broadcastId, visitorOf(request, cookies));
  const run = new ShowRun(changes, program, liveView);
  const runTimer = new RunTimer({ database, outbox, run, clock: new ClockWatch(), log });
  const themeTimer = new ThemeTimer({ database, changes, outbox, eventLog, liveView, log });
  const holds = new Holds(changes, air, board, log);

  const app = await createHttp({ publicUrl, mediaPublicUrl, trustedProxies, webFolder, log });
  const io = createSocketServer(app.server, {
    publicUrl,
    log,
    firstCookie: (request) => cookies.firstVoter(request.headers.cookie),
  });

  const pool = new AssetPool({ changes, secret, mediaPublicUrl, limits: assetLimits(settings), log });
  const clips = new Clips(changes, pool, program, log);

  const peers = new Peers(peerAwayMs, ({ broadcastId, peerId, owner }) => {
    media.leave(broadcastId, peerId);
    const contributorId = owner.startsWith(ownerOfContributor('')) ? owner.slice(ownerOfContributor('').length) : null;
    if (contributorId === null) return;
    duplex
      .gone(broadcastId, contributorId)
      .catch((error) => log.error({ err: error, contributorId }, 'could not keep that they left'));
  });
  const talkback = new Talkback({
    route: (broadcastId, talks) => media.talkback(broadcastId, talks),
    tell: (broadcastId, talks) => sockets.talks(broadcastId, talks),
  });
  const studioPages = new StudioPages({
    talkPress: (socketId, press) => sockets.control.talkPress(socketId, press),
    soloPress: (socketId, press) => sockets.control.soloPress(socketId, press),
    speaking: () => talkback.speaking(),
  });
  const viewing = new Viewing();
  const vitals = new Vitals();
  const door = { database, access };
  const stageClock = new StageClock(door);
  const metrics = new ServerMetrics();
  const sockets = new Sockets({
    io,
    access,
    cookies,
    outbox,
    board,
    peers,
    duplexView,
    stageClock,
    talkback,
    studioPages,
    recordings: { status: (broadcastId) => recordings.status(broadcastId) },
    viewing,
    onCommand: (command) => metrics.answered(command),
    trustedProxies,
    log,
  });
  const recordings = new Recordings({
    database,
    changes,
    mediaPublicUrl,
    secret,
    tell: (broadcastId, status) => sockets.control.recording(broadcastId, status),
    remove: (broadcastId, slug, file) => media.deleteRecordings(broadcastId, slug, file),
  });
  const simulcast = new Simulcast(changes, (broadcastId, message) => sockets.control.simulcast(broadcastId, message));
  const fader = new Fader(
    { database, changes, air, program, log },
    {
      media: (broadcastId, fade) => media.fade(broadcastId, fade),
      studios: (broadcastId, message) => sockets.control.fade(broadcastId, message),
    },
  );
  const media = new MediaLink(
    database,
    secret,
    mediaEvents({
      air,
      clips,
      fader,
      graphics,
      holds,
      pool,
      recordings,
      simulcast,
      sockets,
      talkback,
      vitals,
      captionDelivery: () => captionDelivery,
      retention: () => retention,
      log,
    }),
    log,
  );
  const captionDelivery = new CaptionDelivery(database, (batch) => media.putCaptions(batch), log);
  const captions = new Captions({
    changes,
    liveView,
    onCaption: (broadcastId, caption) => sockets.caption(broadcastId, caption),
    onChange: (broadcastId) => void captionDelivery.mark(broadcastId),
  });
  const retention = new Retention({
    database,
    changes,
    rules: retentionRules(settings),
    media: { measure: () => media.measureStorage(), remove: (slug) => media.removeStored(slug) },
    log,
  });
  const cues = new Cues(changes);
  const duplex = new Duplex({ database, changes, board, peers, media, air: duplexView, cues });
  changes.onMediaTouched((broadcastId, touch) => {
    // A broadcast that was made since media connected: media has it from now on.
    if (media.connected) air.connected([broadcastId]);
    void media.changed(broadcastId, touch);
  });

  const claims = new Claims(database, changes, (id, standing) => sockets.control.claims(id, standing));
  const counter = new QuestionCounter(outbox, {
    count: (broadcastId) => countForStaff(database.client, broadcastId),
    tell: (broadcastId, counts) => sockets.control.questionCounts(broadcastId, counts),
    log,
  });
  const stage = new Stage(changes);
  const tally = new VoteTally((broadcastId, votes) => sockets.votes(broadcastId, votes));
  const submissions = new Submissions(database, changes);
  const similar = new SimilarQuestions(database, outbox);
  sockets.audience.serve(
    audienceHandlers({
      database,
      changes,
      outbox,
      eventLog,
      liveView,
      submissions,
      similar,
      tally,
      originSecret: installationKey,
      admit: doorkeeper.admit.bind(doorkeeper),
    }),
  );
  const commands = allCommands({
    door,
    changes,
    outbox,
    eventLog,
    liveView,
    program,
    run,
    air,
    board,
    soundDesk: new SoundDesk(changes, board),
    talkback,
    studioPages,
    recordings,
    cues,
    graphics,
    scenes: new Scenes(changes, program),
    simulcast,
    fader,
    peers,
    pool,
    clips,
    claims,
    media,
    captions,
    stage,
    similar,
    tally,
    presence: (broadcastId) => sockets.control.presence(broadcastId),
    viewers: (broadcastId) => sockets.viewers(broadcastId),
  });
  sockets.control.serve(commands);
  sockets.duplex.serve(duplex.handlers());
  sockets.stage.serve(stageClock.handlers());
  media.serve(io.of('/media'));

  probeRoutes(app, { database, media });
  metrics.watch({
    database,
    io,
    media,
    viewers: { socket: (id) => sockets.audience.count(id), beacon: (id) => viewing.count(id) },
  });
  metricsRoute(app, metrics, settings.METRICS_TOKEN);
  healthRoutes(app, {
    database,
    access,
    cookies,
    liveView,
    board,
    air,
    recordings,
    vitals,
    viewers: (id) => sockets.viewers(id),
    storage: () => retention.view(),
  });
  replayRoutes(app, { database, changes, access, admit, cookies, mediaPublicUrl, secret });
  entryRoutes(app, { database, access, cookies, doorkeeper, publicUrl, trustedProxies });
  reportRoutes(app, { database, access, cookies });
  const viewerSamples = new ViewerSamples(database, (id) => sockets.viewers(id), log);
  viewingRoutes(app, { database, viewing, trustedProxies });
  exportRoutes(app, { database, access, cookies });
  broadcastRoutes(app, { database, liveView, admit });
  syndicationRoutes(app, {
    addresses: new Addresses(publicUrl),
    pageFile: join(webFolder, 'index.html'),
    find: (slug) => liveView.find(slug),
    latest: () => liveView.latest(),
    log,
  });
  contributorRoutes(app, database);
  const onRevoked: AccountParts['onRevoked'] = (what) => sockets.revoke(what);
  stageRoutes(app, {
    database,
    access,
    cookies,
    publicUrl,
    stage,
    onUnlinked: (broadcastId) => sockets.stage.unlink(broadcastId),
    log,
  });
  accountRoutes(app, { database, changes, access, cookies, liveView, publicUrl, onRevoked, log });
  remoteControlRoutes(app, { database, changes, access, cookies, commands, onRevoked, log });

  await duplex.open();
  await app.listen({ port: settings.PORT, host: settings.HOST, backlog: CONNECTION_BACKLOG });
  const address = app.server.address();
  if (address === null || typeof address === 'string') throw new Error(`listening on ${address}, not on a port`);
  // After the door has opened: nobody waits for them.
  liveView.start();
  await themeTimer.start();
  await runTimer.start();
  retention.start();
  viewerSamples.start();
  eventLog.start(log);

  let closing: Promise<void> | undefined;
  const close = async () => {
    await eventLog.close();
    await runTimer.close();
    await themeTimer.close();
    tally.close();
    similar.close();
    await counter.close();
    peers.close();
    await captionDelivery.close();
    await retention.close();
    await viewerSamples.close();
    await media.close();
    await liveView.close();
    // Closes every socket and, with it, the web server that it stands on.
    await io.close();
    await app.close();
    await sockets.close();
    await board.close();
    await air.close();
    await graphics.close();
  };
  return {
    port: address.port,
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}
