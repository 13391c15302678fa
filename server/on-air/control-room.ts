/** The /control namespace: studio, moderation and presenter pages join, and producers drive the programme. */
import { type Actor, mainRole, mayActAs } from '../accounts/access.ts';
import { type Checked, type StaffDoor, staffCommand } from '../accounts/staff-command.ts';
import type { AssetPool } from '../assets/pool.ts';
import { listAssets } from '../assets/store.ts';
import type { LiveView } from '../broadcasts/live-view.ts';
import type { StoredBroadcast } from '../broadcasts/store.ts';
import { loadQuestionRules } from '../broadcasts/theme-store.ts';
import type { CaptionCommands } from '../captions/commands.ts';
import { listCaptions } from '../captions/store.ts';
import {
  type ControlEnvelope,
  type ControlSnapshot,
  controlCommands,
  type Presence,
  type QuestionClaim,
  type QuestionSight,
  type runCommands,
  type stageCommands,
  type voteCommands,
} from '../contract/index.ts';
import type { ContributorBoard } from '../contributors/board.ts';
import { listCues } from '../contributors/cue-store.ts';
import type { Cues } from '../contributors/cues.ts';
import { type RtcPort, unwrap } from '../contributors/duplex.ts';
import type { Peers } from '../contributors/peers.ts';
import type { Claims } from '../moderation/claims.ts';
import type { DeskContext, ModerationCommands } from '../moderation/commands.ts';
import type { SearchCommands } from '../moderation/search-commands.ts';
import type { TextCommands } from '../moderation/text-commands.ts';
import type { CommandCall, Commands } from '../platform/commands.ts';
import type { EventLog } from '../platform/event-log.ts';
import { Refusal } from '../platform/failure.ts';
import type { Outbox } from '../platform/outbox.ts';
import { countForStaff, listForStaff } from '../questions/desk-store.ts';
import { eventIn, missedIn, sightOf, snapshotIn } from '../questions/sight.ts';
import { voteTotals } from '../questions/store.ts';
import type { EditorContext, RundownEditCommands } from '../rundown/commands.ts';
import { loadRundown, viewRundown } from '../rundown/store.ts';
import { boardOf, loadStage } from '../stage/board-store.ts';
import type { Air } from './air.ts';
import type { Clips } from './clips.ts';
import type { Fader } from './fader.ts';
import type { Graphics } from './graphics.ts';
import { latestLog } from './log-store.ts';
import type { Program } from './program.ts';
import type { Recordings } from './recordings.ts';
import { listScenes } from './scene-store.ts';
import type { Scenes } from './scenes.ts';
import type { Simulcast } from './simulcast.ts';
import { listTargets } from './simulcast-store.ts';
import type { SoundDesk } from './sound-desk.ts';
import type { StudioPages } from './studio-pages.ts';
import type { Talkback } from './talkback.ts';

export interface ControlParts {
  door: StaffDoor;
  program: Program;
  soundDesk: SoundDesk;
  talkback: Talkback;
  studioPages: StudioPages;
  recordings: Recordings;
  cues: Cues;
  graphics: Graphics;
  fader: Fader;
  scenes: Scenes;
  simulcast: Simulcast;
  air: Air;
  board: ContributorBoard;
  liveView: LiveView;
  eventLog: EventLog;
  outbox: Outbox;
  peers: Peers;
  pool: AssetPool;
  clips: Clips;
  claims: Claims;
  media: RtcPort;
  /** Who has a control page of this broadcast open. */
  presence(broadcastId: string): Presence[];
  viewers(broadcastId: string): number;
}

/** One control page's socket. */
export interface ControlContext extends EditorContext, DeskContext {
  /** Whether the socket is still there: what it opens must be closed when it goes. */
  connected(): boolean;
  /** Makes the socket follow a broadcast, and no other. */
  follow(broadcastId: string, me: Presence, sight: QuestionSight): void;
  send(envelope: ControlEnvelope): void;
  sendVotes(votes: Record<string, number>): void;
  sendClaims(claims: QuestionClaim[]): void;
}

type ControlCall = ControlContext & CommandCall & Checked;

const PRODUCTION = ['producer'] as const;
const EVERY_ROLE = ['producer', 'moderator', 'presenter', 'captioner'] as const;

type OnAirCommands = Omit<
  typeof controlCommands,
  | keyof ModerationCommands
  | keyof SearchCommands
  | keyof TextCommands
  | keyof CaptionCommands
  | keyof RundownEditCommands
  | keyof typeof stageCommands
  | keyof typeof runCommands
  | keyof typeof voteCommands
>;

export function controlHandlers(parts: ControlParts): Commands<OnAirCommands, ControlContext> {
  const {
    door,
    program,
    soundDesk,
    talkback,
    studioPages,
    recordings,
    cues,
    graphics,
    fader,
    scenes,
    simulcast,
    air,
    board,
    liveView,
  } = parts;
  const { eventLog, outbox, peers, media } = parts;
  const { client } = door.database;

  async function snapshot(broadcast: StoredBroadcast, me: Presence): Promise<Omit<ControlSnapshot, 'sight'>> {
    return {
      broadcast: await liveView.view(broadcast.id),
      me,
      rundown: viewRundown(await loadRundown(client, broadcast.id), new Date()),
      bus: await air.state(broadcast.id),
      graphics: await graphics.state(client, broadcast.id),
      scenes: await listScenes(client, broadcast.id),
      simulcast: { targets: await listTargets(client, broadcast.id), states: simulcast.states(broadcast.id) },
      contributors: await board.list(broadcast.id),
      questions: await listForStaff(client, broadcast.id),
      questionCounts: await countForStaff(client, broadcast.id),
      questionRules: await loadQuestionRules(client, broadcast.id),
      claims: await parts.claims.list(broadcast.id),
      assets: (await listAssets(client, broadcast.id)).map((row) => parts.pool.view(row)),
      log: await latestLog(client, broadcast.id),
      presence: parts.presence(broadcast.id),
      talks: talkback.of(broadcast.id),
      cues: await listCues(client, broadcast.id),
      stage: boardOf(await loadStage(client, broadcast.id)),
      viewers: parts.viewers(broadcast.id),
      captions: await listCaptions(client, broadcast.id),
      recording: await recordings.state(broadcast.id),
    };
  }

  const asPresence = (actor: Actor): Presence => ({ id: actor.id, name: actor.name, role: mainRole(actor) });

  return {
    'control:join': staffCommand(
      door,
      controlCommands['control:join'],
      EVERY_ROLE,
      async ({ since, sight: before }, call: ControlCall) => {
        const { actor, broadcast } = call;
        const me = asPresence(actor);
        // The number comes first: what happens while the snapshot is read is told once more, which changes nothing.
        const seq = await eventLog.position(broadcast.id);
        const sight = sightOf(actor);
        const isAnew = since === undefined || (before ?? sight) !== sight;
        const missed = isAnew ? null : await eventLog.missedByControl(broadcast.id, since, seq);
        const editorial = sight !== 'none';
        const all = missed ? null : await snapshot(broadcast, me);
        const votes = missed && editorial ? await voteTotals(client, broadcast.id) : null;
        const claims = editorial ? await parts.claims.list(broadcast.id) : null;
        call.afterReply(() => {
          call.follow(broadcast.id, me, sight);
          if (votes) call.sendVotes(votes);
          if (claims) call.sendClaims(claims);
          for (const { scope, seq: number, event } of outbox.since(broadcast.id, seq)) {
            const seen = scope === 'control' ? eventIn(sight, event) : null;
            if (seen) call.send({ seq: number, event: seen });
          }
        });
        const now = new Date().toISOString();
        if (all) return { seq, now, snapshot: snapshotIn(sight, all) };
        return { seq, now, missed: missed ? missedIn(sight, missed) : undefined };
      },
    ),
    'studio:preview': staffCommand(
      door,
      controlCommands['studio:preview'],
      PRODUCTION,
      ({ source }, { actor, broadcast }) => program.preview(broadcast.id, actor, source),
    ),
    'studio:take': staffCommand(
      door,
      controlCommands['studio:take'],
      PRODUCTION,
      ({ version, notAfter, ...how }, { actor, broadcast }) => {
        if (notAfter && Date.parse(notAfter) < Date.now()) throw new Refusal('invalidState', 'it comes too late');
        return program.take(broadcast.id, actor, version, how);
      },
    ),
    'sound:set': staffCommand(
      door,
      controlCommands['sound:set'],
      PRODUCTION,
      ({ contributorId, sound }, { actor, broadcast }) => soundDesk.set(broadcast.id, actor, contributorId, sound),
    ),
    'studio:fade': staffCommand(
      door,
      controlCommands['studio:fade'],
      PRODUCTION,
      ({ slug: _slug, ...where }, { actor, broadcast }) => fader.move(broadcast.id, actor, where),
    ),
    'scene:save': staffCommand(door, controlCommands['scene:save'], PRODUCTION, ({ name }, { actor, broadcast }) =>
      scenes.save(broadcast.id, actor, name),
    ),
    'scene:recall': staffCommand(door, controlCommands['scene:recall'], PRODUCTION, ({ id }, { actor, broadcast }) =>
      scenes.recall(broadcast.id, actor, id),
    ),
    'scene:rename': staffCommand(
      door,
      controlCommands['scene:rename'],
      PRODUCTION,
      ({ id, name }, { actor, broadcast }) => scenes.rename(broadcast.id, actor, id, name),
    ),
    'scene:remove': staffCommand(
      door,
      controlCommands['scene:remove'],
      PRODUCTION,
      async ({ id }, { actor, broadcast }) => {
        await scenes.remove(broadcast.id, actor, id);
        return {};
      },
    ),
    'simulcast:add': staffCommand(
      door,
      controlCommands['simulcast:add'],
      PRODUCTION,
      ({ name, address }, { actor, broadcast }) => simulcast.add(broadcast.id, actor, { name, address }),
    ),
    'simulcast:set': staffCommand(
      door,
      controlCommands['simulcast:set'],
      PRODUCTION,
      ({ id, enabled }, { actor, broadcast }) => simulcast.set(broadcast.id, actor, id, enabled),
    ),
    'simulcast:remove': staffCommand(
      door,
      controlCommands['simulcast:remove'],
      PRODUCTION,
      async ({ id }, { actor, broadcast }) => {
        await simulcast.remove(broadcast.id, actor, id);
        return {};
      },
    ),
    'rundown:bindScene': staffCommand(
      door,
      controlCommands['rundown:bindScene'],
      PRODUCTION,
      ({ itemId, sceneId }, { actor, broadcast }) => scenes.bind(broadcast.id, actor, itemId, sceneId),
    ),
    'sound:resetLoudness': staffCommand(
      door,
      controlCommands['sound:resetLoudness'],
      PRODUCTION,
      async (_, { broadcast }) => {
        await soundDesk.resetLoudness(broadcast.id);
        return {};
      },
    ),
    'graphics:set': staffCommand(
      door,
      controlCommands['graphics:set'],
      PRODUCTION,
      ({ graphics: wanted }, { actor, broadcast }) => graphics.set(broadcast.id, actor, wanted),
    ),
    'asset:upload': staffCommand(door, controlCommands['asset:upload'], PRODUCTION, (upload, { actor, broadcast }) =>
      parts.pool.allowUpload(broadcast.id, actor, upload),
    ),
    'asset:change': staffCommand(
      door,
      controlCommands['asset:change'],
      PRODUCTION,
      ({ assetId, change }, { actor, broadcast }) => parts.pool.change(broadcast.id, actor, assetId, change),
    ),
    'asset:remove': staffCommand(
      door,
      controlCommands['asset:remove'],
      PRODUCTION,
      async ({ assetId }, { actor, broadcast }) => {
        return { scenes: await parts.clips.remove(broadcast.id, actor, assetId) };
      },
    ),
    'clip:move': staffCommand(
      door,
      controlCommands['clip:move'],
      PRODUCTION,
      ({ assetId, move }, { actor, broadcast }) => parts.clips.move(broadcast.id, actor, assetId, move),
    ),
    'broadcast:goLive': staffCommand(
      door,
      controlCommands['broadcast:goLive'],
      PRODUCTION,
      (_input, { actor, broadcast }) => program.goLive(broadcast.id, actor),
    ),
    'broadcast:end': staffCommand(door, controlCommands['broadcast:end'], PRODUCTION, (_input, { actor, broadcast }) =>
      program.end(broadcast.id, actor),
    ),
    'talkback:set': staffCommand(
      door,
      controlCommands['talkback:set'],
      PRODUCTION,
      async ({ peerId, to, private: between }, { actor, broadcast, socketId, connected }: ControlCall) => {
        peers.claim({ broadcastId: broadcast.id, peerId, owner: ownerOfSession(actor.id) }, socketId);
        if (to === null) await talkback.close(peerId);
        else if (connected()) {
          await talkback.open(broadcast.id, socketId, { peerId, name: actor.name, to, private: between });
        }
        return {};
      },
    ),
    'talkback:ready': staffCommand(
      door,
      controlCommands['talkback:ready'],
      PRODUCTION,
      async (_input, { actor, broadcast, socketId, connected }: ControlCall) => {
        if (connected()) studioPages.ready(broadcast.id, socketId, actor);
        return {};
      },
    ),
    'talkback:press': staffCommand(
      door,
      controlCommands['talkback:press'],
      PRODUCTION,
      async ({ producer, name, to = null, private: between, on = null }, { broadcast }) => {
        studioPages.talk(broadcast.id, { producer, name }, { to, private: between, on });
        return {};
      },
    ),
    'solo:press': staffCommand(
      door,
      controlCommands['solo:press'],
      PRODUCTION,
      async ({ producer, name, ids = null, on = null }, { broadcast }) => {
        studioPages.solo(broadcast.id, { producer, name }, { ids, on });
        return {};
      },
    ),
    'cue:send': staffCommand(
      door,
      controlCommands['cue:send'],
      PRODUCTION,
      ({ key, to, content }, { actor, broadcast }) => cues.send(broadcast.id, actor, { key, to, content }),
    ),
    'recording:set': staffCommand(
      door,
      controlCommands['recording:set'],
      PRODUCTION,
      ({ wish }, { actor, broadcast }) => recordings.set(broadcast.id, actor, wish),
    ),
    'recording:key': staffCommand(door, controlCommands['recording:key'], PRODUCTION, async (_input, { broadcast }) =>
      recordings.key(broadcast),
    ),
    'recording:delete': staffCommand(
      door,
      controlCommands['recording:delete'],
      PRODUCTION,
      async ({ file }, { actor, broadcast }) => {
        await recordings.remove(broadcast, actor, file);
        return {};
      },
    ),
    rtc: staffCommand(
      door,
      controlCommands.rtc,
      EVERY_ROLE,
      async ({ peerId, request }, { actor, broadcast, socketId }) => {
        if (request.type === 'produce' && !mayActAs(actor, PRODUCTION))
          throw new Refusal('forbidden', 'only producers speak to contributors');
        peers.claim({ broadcastId: broadcast.id, peerId, owner: ownerOfSession(actor.id) }, socketId);
        return unwrap(await media.rtc(broadcast.id, { role: 'staff', peerId }, request));
      },
    ),
  };
}

export const ownerOfSession = (sessionId: string) => `session:${sessionId}`;
