/** One broadcast as it runs on this node: its room, its programme process, its simulated contributors. */
import type { DesiredBroadcast, MediaReport, ProgramVitals, TargetState } from '@antenne/server/contract';
import type { Logger } from 'pino';
import type {
  ProgramCommand,
  ProgramDesired,
  ProgramFade,
  ProgramFormat,
  ProgramMessage,
  RecorderPlace,
  RecordingStatus,
} from '../core/program-link.ts';
import { renditionNames } from '../core/renditions.ts';
import { bindProgram, type ProgramBinding } from '../sfu/program-binding.ts';
import type { Room } from '../sfu/room.ts';
import type { Sfu } from '../sfu/sfu.ts';
import type { SignalNotice } from '../sfu/signals.ts';
import { isAddressed, type Voice } from '../sfu/talkback.ts';
import type { Simulator } from '../simulated/simulator.ts';
import type { PushState } from '../simulcast/push.ts';
import { Simulcast } from '../simulcast/simulcast.ts';
import { type Assets, programDesired } from './program-desired.ts';
import type { ProgramHealth, ProgramSupervisor, ProgramSupervisorOptions } from './program-supervisor.ts';
import { atTheirBest, reconcile, type StageAction } from './reconcile.ts';
import { openSimulatedGuest, type SimulatedGuest } from './simulated-guest.ts';
import { type Ticks, vitalsOf } from './vitals.ts';

/** Where the programme's parts go. */
export interface Outlet {
  accept(output: Extract<ProgramMessage, { type: 'output' }>['output']): void;
  /** The programme process is gone. */
  interrupt(): void;
  /** The broadcast is over. */
  end(): void;
}

export interface StageSurroundings {
  sfu: Sfu;
  simulator: Simulator;
  assets: Assets;
  /** So many of the simulated contributors send, the others stay away. */
  simulatedGuests: number;
  format: ProgramFormat;
  /** Entry of the programme process. */
  programEntry: string;
  supervise(options: ProgramSupervisorOptions): ProgramSupervisor;
  outlet(slug: string): Outlet;
  /** Where a broadcast is recorded. Absent: nothing is. */
  recorder?(slug: string): Omit<RecorderPlace, 'title'>;
  report(report: MediaReport): void;
  /** Health of a programme's clock since the last call. @returns how its parts fare since this process began. */
  ticked?(slug: string, ticks: Ticks): ProgramVitals['parts'];
  notice(broadcastId: string, peerId: string, notice: SignalNotice): void;
  log: Logger;
}

const NOTHING_RECORDED: RecordingStatus = {
  since: null,
  problem: null,
  isos: [],
  program: false,
  bytesPerSecond: 0,
  freeBytes: null,
};

export class Stage {
  readonly broadcastId: string;
  readonly #around: StageSurroundings;
  readonly #log: Logger;
  readonly #guests = new Map<string, SimulatedGuest>();
  #desired: DesiredBroadcast | null = null;
  #fade: ProgramFade | null = null;
  #room: Room | null = null;
  #program: ProgramSupervisor | null = null;
  #binding: ProgramBinding | null = null;
  #ticks: Ticks | null = null;
  readonly #simulcast: Simulcast;
  #voices: readonly Voice[] = [];
  #queue: Promise<void> = Promise.resolve();
  #ending = false;

  constructor(broadcastId: string, around: StageSurroundings) {
    this.broadcastId = broadcastId;
    this.#around = around;
    this.#log = around.log.child({ broadcastId });
    this.#simulcast = new Simulcast({
      onState: (targetId, state) => around.report({ type: 'simulcast', broadcastId, targetId, state: told(state) }),
      log: this.#log,
    });
  }

  get desired(): DesiredBroadcast | null {
    return this.#desired;
  }

  get room(): Room | null {
    return this.#room;
  }

  /** For `/health`. */
  get health() {
    return {
      broadcastId: this.broadcastId,
      slug: this.#desired?.slug ?? null,
      stage: this.#desired?.stage ?? 'closed',
      router: this.#room?.router !== null && this.#room?.router !== undefined,
      program: {
        health: this.#program?.health ?? 'off',
        restarts: this.#program?.restarts ?? 0,
        pid: this.#program?.pid ?? null,
        ticks: this.#ticks,
      },
    };
  }

  /** Makes it so, after what was asked before; resolves when it is done. Null: no longer wanted. */
  apply(desired: DesiredBroadcast | null): Promise<void> {
    this.#queue = this.#queue.then(async () => {
      const actions = reconcile(this.#desired, desired);
      const before = this.#desired;
      this.#desired = desired;
      for (const action of actions) {
        try {
          await this.#act(action, before);
        } catch (err) {
          this.#log.error({ err, action: action.type }, 'could not make the broadcast so');
        }
      }
    });
    return this.#queue;
  }

  /** Says who hears whose voice, at once: whole. */
  talk(voices: readonly Voice[]): void {
    const before = this.#ducked();
    this.#voices = voices;
    this.#room?.talkback.route(voices);
    if (this.#ducked().join() !== before.join()) {
      this.#program?.send({ type: 'desired', desired: this.#programDesired() });
    }
  }

  /** Those who are spoken to hear the programme more softly meanwhile. */
  #ducked(): string[] {
    const ids = (this.#desired?.contributors ?? []).map(({ id }) => id);
    return ids.filter((id) => this.#voices.some(({ to }) => isAddressed(id, to)));
  }

  /** Where the manual fader is held. Kept for a programme that begins anew: what is let go half-way stays there. */
  fade(fade: ProgramFade): void {
    this.#fade = fade;
    this.#program?.send({ type: 'fade', fade });
    this.#around.report({ type: 'fade', broadcastId: this.broadcastId, fade });
  }

  /** This node ends, the broadcast does not: its playlist stays open for the next run. */
  async close(): Promise<void> {
    this.#ending = true;
    await this.apply(null);
  }

  async #act(action: StageAction, before: DesiredBroadcast | null): Promise<void> {
    this.#log.debug({ action }, 'stage');
    switch (action.type) {
      case 'openRoom':
        this.#room = await this.#around.sfu.openRoom(this.broadcastId);
        this.#listen(this.#room);
        this.#room.talkback.route(this.#voices);
        this.#reportProgram('off', 0);
        break;
      case 'closeRoom':
        this.#room?.close();
        this.#room = null;
        break;
      case 'startProgram':
        this.#startProgram();
        break;
      case 'stopProgram':
        await this.#stopProgram(before?.slug);
        break;
      case 'updateProgram':
        this.#simulcast.targets = this.#desired?.simulcast ?? [];
        this.#program?.send({ type: 'desired', desired: this.#programDesired() });
        // What came before the take that it goes on from was void.
        if (this.#fade && this.#fade.takes === this.#desired?.takes)
          this.#program?.send({ type: 'fade', fade: this.#fade });
        break;
      case 'favour':
        this.#binding?.favour(action.contributorIds);
        break;
      case 'removeContributor':
        this.#room?.removeContributor(action.contributorId);
        break;
      case 'simulate':
        this.#simulate(action.contributorId, action.which);
        break;
      case 'stopSimulation':
        this.#guests.get(action.contributorId)?.close();
        this.#guests.delete(action.contributorId);
        break;
    }
  }

  #simulate(contributorId: string, which: number): void {
    const { simulator, simulatedGuests } = this.#around;
    if (which >= simulatedGuests) return;
    if (!this.#room) return;
    this.#guests.get(contributorId)?.close();
    const guest = openSimulatedGuest({ room: this.#room, contributorId, which, simulator, log: this.#log });
    this.#guests.set(contributorId, guest);
  }

  #listen(room: Room): void {
    const { broadcastId } = this;
    const { report, notice } = this.#around;
    room.events.on('notice', (peerId, message) => notice(broadcastId, peerId, message));
    room.events.on('quality', (contributorId, quality) =>
      report({ type: 'quality', broadcastId, contributorId, quality }),
    );
    room.events.on('feed', (contributorId) => {
      // While the programme runs it knows better: it sees whether frames arrive.
      if (this.#program) return;
      const state = room.feed(contributorId).sender === null ? 'absent' : 'live';
      report({ type: 'feed', broadcastId, contributorId, state, picture: null });
    });
  }

  #startProgram(): void {
    this.#simulcast.targets = this.#desired?.simulcast ?? [];
    const { supervise, programEntry, format, log } = this.#around;
    this.#program = supervise({
      entry: programEntry,
      start: () => this.#programStart(format),
      onMessage: (message) => this.#onProgram(message),
      onHealth: (health, restarts) => this.#onHealth(health, restarts),
      log: log.child({ broadcastId: this.broadcastId }),
    });
  }

  #programStart(format: ProgramFormat): Extract<ProgramCommand, { type: 'start' }> {
    const desired = this.#programDesired();
    const place = this.#desired && this.#around.recorder?.(this.#desired.slug);
    const start = { type: 'start', broadcastId: this.broadcastId, format, desired } as const;
    return place ? { ...start, recorder: { ...place, title: desired.title } } : start;
  }

  async #stopProgram(slug: string | undefined): Promise<void> {
    const program = this.#program;
    // Bound until it is gone: the last part still has its feeds.
    await program?.close();
    await this.#simulcast.close();
    this.#program = null;
    this.#binding?.close();
    this.#binding = null;
    this.#ticks = null;
    if (slug) this.#around.outlet(slug)[this.#ending ? 'interrupt' : 'end']();
  }

  #onHealth(health: ProgramHealth, restarts: number): void {
    // A recorder lives with its programme process; the next one tells of itself.
    if (health !== 'running') this.#reportRecording(NOTHING_RECORDED);
    if (health === 'restarting') {
      this.#binding?.close();
      this.#binding = null;
      this.#ticks = null;
      this.#outlet()?.interrupt();
    }
    this.#reportProgram(health, restarts);
  }

  #onProgram(message: ProgramMessage): void {
    const { broadcastId } = this;
    const { report } = this.#around;
    this.#binding?.handle(message);
    switch (message.type) {
      case 'ready':
        if (this.#fade) this.#program?.send({ type: 'fade', fade: this.#fade });
        this.#binding?.close();
        this.#binding = this.#room && bindProgram(this.#room, (command) => this.#program?.send(command));
        if (this.#desired) this.#binding?.favour(atTheirBest(this.#desired));
        break;
      case 'output':
        this.#outlet()?.accept(message.output);
        this.#simulcast.accept(message.output);
        break;
      case 'onAir': {
        const { source, incoming, questionId, at } = message;
        report({ type: 'onAir', broadcastId, source, incoming, questionId, at: new Date(at).toISOString() });
        break;
      }
      case 'tookAtEnd': {
        const { takes, source, transition } = message;
        report({ type: 'tookAtEnd', broadcastId, takes, source, transition });
        break;
      }
      case 'graphics':
        report({ type: 'graphics', broadcastId, shown: message.shown });
        break;
      case 'held':
        report({ type: 'held', broadcastId, takes: message.takes, contributorIds: message.contributorIds });
        break;
      case 'feed': {
        const { contributorId, state, width, height } = message;
        const picture = state === 'absent' ? null : { width, height };
        report({ type: 'feed', broadcastId, contributorId, state, picture });
        break;
      }
      case 'recording':
        this.#reportRecording(message.status);
        break;
      case 'levels':
        report({ ...message, broadcastId });
        break;
      case 'clip':
        report({ ...message, broadcastId });
        break;
      case 'ticks': {
        const { type: _, ...ticks } = message;
        this.#ticks = ticks;
        this.#reportVitals(ticks);
        this.#log.debug({ ticks }, 'programme ticks');
        break;
      }
      case 'feedPort':
      case 'feedBound':
      case 'keyFrameWanted':
        // The binding's.
        break;
    }
  }

  #reportVitals(ticks: Ticks): void {
    const { broadcastId } = this;
    const { format } = this.#around;
    const { frameRate } = format;
    const parts = this.#desired && this.#around.ticked?.(this.#desired.slug, ticks);
    if (!parts) return;
    const restarts = this.#program?.restarts ?? 0;
    const renditions = renditionNames(format);
    const vitals = vitalsOf(ticks, { frameRate, restarts, parts, renditions });
    this.#around.report({ type: 'vitals', broadcastId, vitals });
  }

  #reportRecording({ since, freeBytes, ...status }: RecordingStatus): void {
    const place = this.#desired && this.#around.recorder?.(this.#desired.slug);
    if (!place) return;
    this.#around.report({
      type: 'recording',
      broadcastId: this.broadcastId,
      status: {
        ...status,
        since: since === null ? null : new Date(since).toISOString(),
        usableBytes: freeBytes === null ? null : Math.max(0, freeBytes - place.reserveBytes),
      },
    });
  }

  #reportProgram(health: ProgramHealth, restarts: number): void {
    this.#around.report({ type: 'program', broadcastId: this.broadcastId, health, restarts });
  }

  #outlet(): Outlet | null {
    return this.#desired ? this.#around.outlet(this.#desired.slug) : null;
  }

  #programDesired(): ProgramDesired {
    if (!this.#desired) throw new Error(`broadcast ${this.broadcastId} has a programme and no desired state`);
    return programDesired(this.#desired, this.#around.assets, this.#ducked());
  }
}

/** A push as the server hears of it. */
function told(state: PushState): TargetState {
  switch (state.type) {
    case 'stopped':
      return { type: 'idle' };
    case 'connecting':
      return state;
    case 'live':
      return { type: 'live', since: new Date(state.since).toISOString() };
    case 'waiting':
      return { type: 'waiting', reason: state.reason, until: new Date(state.until).toISOString() };
    default:
      return state satisfies never;
  }
}
