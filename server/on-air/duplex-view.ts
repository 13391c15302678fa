/** What contributors' pages show besides pictures: held in memory per broadcast, so that news of it costs no query. */
import type { Database } from '@antenne/prisma';
import {
  type BusState,
  type ChannelSound,
  type ControlEvent,
  type Cue,
  contributorsIn,
  type DuplexState,
  dueAt,
  type RunClock,
  type RundownItem,
  runClock,
  type SavedScene,
  type SourceRef,
} from '../contract/index.ts';
import type { ContributorBoard } from '../contributors/board.ts';
import { soundOf } from '../contributors/channel-sound.ts';
import { isFreshCue, isOpenCue, listFreshCues } from '../contributors/cue-store.ts';
import type { AirPort } from '../contributors/duplex.ts';
import { listContributors } from '../contributors/store.ts';
import { SYSTEM } from '../platform/changes.ts';
import { gainOf } from '../platform/channel.ts';
import { Refusal } from '../platform/failure.ts';
import { loadRundown, type StoredRundown, viewRundown } from '../rundown/store.ts';
import type { Air } from './air.ts';
import { isInItem } from './item-look.ts';
import { isTemplate } from './next-cue.ts';
import { listScenes } from './scene-store.ts';

/** What is known of one broadcast. Each part is read once, when a page first needs it; events keep it true. */
interface Known {
  bus: Promise<BusState>;
  /** As stored: its expected times go on with the clock. */
  rundown: Promise<StoredRundown>;
  /** Who is in an item is who its scene shows, too. */
  scenes: Promise<readonly SavedScene[]>;
  channels: Promise<ReadonlyMap<string, ChannelSound>>;
  /** Of late, confirmed or not, newest first. */
  cues: Promise<readonly Cue[]>;
}

export class DuplexView implements AirPort {
  readonly #database: Database;
  readonly #air: Air;
  readonly #board: ContributorBoard;
  readonly #known = new Map<string, Known>();

  constructor(database: Database, air: Air, board: ContributorBoard) {
    this.#database = database;
    this.#air = air;
    this.#board = board;
  }

  /**
   * Takes an event in that was committed; they come in their order.
   * @returns whether a contributor's page may show something else now.
   */
  follow(broadcastId: string, event: ControlEvent): boolean {
    const known = this.#known.get(broadcastId);
    switch (event.type) {
      case 'bus':
        if (known) known.bus = Promise.resolve(event.bus);
        return true;
      case 'rundown':
      case 'rundownEdit':
        if (known) known.rundown = this.#keep(broadcastId, loadRundown(this.#database.client, broadcastId));
        return true;
      case 'scenes':
        if (known) known.scenes = Promise.resolve(event.scenes);
        return true;
      case 'contributor': {
        const { id, sound } = event.contributor;
        if (known) {
          const channels = known.channels.then((before) => new Map(before).set(id, sound));
          known.channels = this.#keep(broadcastId, channels);
        }
        return true;
      }
      case 'cue': {
        const { cue } = event;
        if (known) {
          const cues = known.cues.then((before) =>
            [cue, ...before.filter(({ id }) => id !== cue.id)]
              .filter((one) => isFreshCue(one, new Date()))
              .toSorted((a, b) => b.sentAt.localeCompare(a.sentAt)),
          );
          known.cues = this.#keep(broadcastId, cues);
        }
        return true;
      }
      default:
        return false;
    }
  }

  /** @throws Refusal `notFound` when the contributor is not this broadcast's. */
  async duplexState(broadcastId: string, contributorId: string, now = new Date()): Promise<DuplexState> {
    const known = this.#of(broadcastId);
    const [bus, rundown, scenes, channels, cues] = await Promise.all([
      known.bus,
      known.rundown,
      known.scenes,
      known.channels,
      known.cues,
    ]);
    const channel = channels.get(contributorId);
    if (!channel) throw new Refusal('notFound', 'no such contributor');
    const view = viewRundown(rundown, now);
    const isLive = this.#board.feed(contributorId) === 'live';
    const sceneOf = ({ sceneId }: RundownItem) => scenes.find(({ id }) => id === sceneId) ?? null;
    const theirs = view.items.filter((item) => isInItem(item, sceneOf(item), contributorId, isLive));
    const item = theirs.find(({ status }) => ['onAir', 'next', 'upcoming'].includes(status));
    const clock = runClock(view);
    const isNext = theirs.some(({ id }) => id === view.nextItemId);
    const mine = cues.filter((cue) => cue.contributorId === contributorId);
    return {
      tally: tallyOf(bus, contributorId, channel, isLive),
      item: item
        ? {
            title: item.title,
            expectedStart: item.expectedStart,
            // An item that runs over has an end in the past: its clock counts on from there.
            expectedEnd:
              clock?.itemId === item.id ? new Date(dueAt(item, clock, now.getTime())).toISOString() : item.expectedEnd,
            onAir: item.status === 'onAir',
          }
        : null,
      quality: this.#board.quality(contributorId),
      cues: mine
        .filter((cue) => isOpenCue(cue, now) && !isPassed(cue, clock, isNext) && !isOvertaken(cue, mine))
        .map(({ id, content, from, sentAt }) => ({ id, content, from, sentAt })),
    };
  }

  /** Forgets a broadcast whose contributors' pages have all gone: the next one reads it anew. */
  forget(broadcastId: string): void {
    this.#known.delete(broadcastId);
  }

  #of(broadcastId: string): Known {
    const before = this.#known.get(broadcastId);
    if (before) return before;
    const { client } = this.#database;
    const known: Known = {
      bus: this.#keep(broadcastId, this.#air.state(broadcastId)),
      rundown: this.#keep(broadcastId, loadRundown(client, broadcastId)),
      scenes: this.#keep(broadcastId, listScenes(client, broadcastId)),
      channels: this.#keep(
        broadcastId,
        listContributors(client, broadcastId).then((rows) => new Map(rows.map((row) => [row.id, soundOf(row)]))),
      ),
      cues: this.#keep(broadcastId, listFreshCues(client, broadcastId, new Date())),
    };
    this.#known.set(broadcastId, known);
    return known;
  }

  /** What could not be read is read again by the next who asks; those who wait for it now are told why. */
  #keep<Part>(broadcastId: string, part: Promise<Part>): Promise<Part> {
    part.catch(() => this.forget(broadcastId));
    return part;
  }
}

/**
 * Who was next before the present item began is on air now, or somebody else is next. What the rundown said by itself
 * holds for as long as it still says so; what a producer said does not hang on the order.
 */
function isPassed(cue: Cue, clock: RunClock | null, isNext: boolean): boolean {
  const { content, sentAt } = cue;
  if (content.type !== 'template' || (content.template !== 'youAreNext' && content.template !== 'notNext'))
    return false;
  if (isTemplate(cue, isNext ? 'notNext' : 'youAreNext')) return true;
  return clock !== null && Date.parse(sentAt) < clock.startedAt;
}

/** Of what the rundown says by itself, the newest holds. */
function isOvertaken(cue: Cue, newestFirst: readonly Cue[]): boolean {
  return cue.from === SYSTEM.name && newestFirst.find(({ from }) => from === SYSTEM.name)?.id !== cue.id;
}

function tallyOf(bus: BusState, contributorId: string, channel: ChannelSound, isLive: boolean): DuplexState['tally'] {
  const isHere = (source: SourceRef | null) => contributorsIn(source).includes(contributorId);
  // Heard without being seen is on air as well.
  const isOpen = channel.mode === 'open' && gainOf(channel) > 0;
  const isOnAir = (source: SourceRef | null) =>
    isHere(source) || (isOpen && source !== null && source.type !== 'black');
  // Behind their slate they are neither seen nor heard.
  if ((isOnAir(bus.onAir) || isOnAir(bus.incoming)) && !bus.held.includes(contributorId)) return 'onAir';
  // Who is live would be in the scene of everybody.
  const isComing = bus.preview?.type === 'everybody' && isLive;
  return isComing || isHere(bus.preview) ? 'preview' : 'off';
}
