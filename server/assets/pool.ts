/** The media pool: clips and stills, from the ticket for their upload to what media says of them. */
import { randomUUID } from 'node:crypto';
import type { Actor } from '../accounts/access.ts';
import {
  type AssetChange,
  type AssetKind,
  type LogAction,
  type MediaReport,
  type StudioAsset,
  TICKET_LIFETIME,
} from '../contract/index.ts';
import type { Settings } from '../contract/settings.ts';
import { type Change, type Changes, type Doer, SYSTEM } from '../platform/changes.ts';
import { processingOf } from '../platform/channel.ts';
import { Refusal } from '../platform/failure.ts';
import type { Log } from '../platform/logging.ts';
import { assetAddress } from './address.ts';
import {
  type AssetRow,
  createAsset,
  endTransitionOf,
  factsOf,
  findAsset,
  playoutOf,
  problemOf,
  removeAbandoned,
  removeAsset,
  replaceTrailers,
  reportAsset,
  updateAsset,
} from './store.ts';
import { signTicket } from './ticket.ts';

export interface AssetPoolOptions {
  changes: Changes;
  /** Shared with media. */
  secret: string;
  mediaPublicUrl: string;
  /** The largest upload of each kind, bytes. */
  limits: Record<AssetKind, number>;
  log: Log;
}

const MEGABYTE = 1_000_000;

/** Settings in megabytes (defaults: a clip 4,000, a still 30) to bytes. */
export function assetLimits({
  CLIP_MAX_MB = 4_000,
  STILL_MAX_MB = 30,
}: Partial<Pick<Settings, 'CLIP_MAX_MB' | 'STILL_MAX_MB'>>): Record<AssetKind, number> {
  return { clip: CLIP_MAX_MB * MEGABYTE, still: STILL_MAX_MB * MEGABYTE };
}

type AssetReport = Extract<MediaReport, { type: 'asset' }>;

/** What the log tells of: progress and uploads that run are not news. */
const TOLD: Partial<Record<StudioAsset['state'], LogAction>> = { ready: 'asset.ready', failed: 'asset.failed' };

export class AssetPool {
  readonly #options: AssetPoolOptions;

  constructor(options: AssetPoolOptions) {
    this.#options = options;
  }

  /** @throws Refusal `badRequest` for more bytes than are allowed */
  async allowUpload(
    broadcastId: string,
    actor: Actor,
    { kind, title, bytes }: { kind: AssetKind; title: string; bytes: number },
  ): Promise<{ asset: StudioAsset; url: string; ticket: string }> {
    const { changes, limits, secret, mediaPublicUrl } = this.#options;
    if (bytes > limits[kind]) throw new Refusal('badRequest', `larger than ${limits[kind]} bytes`);
    return changes.run(broadcastId, async (change) => {
      const abandoned = new Date(change.now.getTime() - 2 * TICKET_LIFETIME);
      for (const id of await removeAbandoned(change, abandoned)) change.control({ type: 'assetGone', id });
      const row = await createAsset(change, { id: randomUUID(), kind, title, bytes });
      change.audit(actor, 'asset.upload', title, row.id);
      change.touchMedia();
      const validUntil = new Date(change.now.getTime() + TICKET_LIFETIME).toISOString();
      const ticket = signTicket({ assetId: row.id, broadcastId, kind, bytes, validUntil }, secret);
      return { asset: this.publish(change, row), url: `${mediaPublicUrl}/assets/${row.id}`, ticket };
    });
  }

  /** @throws Refusal `notFound` */
  change(broadcastId: string, actor: Actor, assetId: string, wanted: AssetChange): Promise<StudioAsset> {
    return this.#options.changes.run(broadcastId, async (change) => {
      const before = await findAsset(change.tx, broadcastId, assetId);
      const row = await updateAsset(change, before, wanted);
      if (row.title !== before.title) change.audit(actor, 'asset.rename', row.title, row.id);
      if (row.muted !== before.muted) change.audit(actor, row.muted ? 'sound.mute' : 'sound.open', row.title, row.id);
      if (row.trailer && !before.trailer) {
        for (const other of await replaceTrailers(change, row)) this.publish(change, other);
      }
      if (row.trailer !== before.trailer) {
        change.audit(actor, row.trailer ? 'asset.showBefore' : 'asset.hideBefore', row.title, row.id);
      }
      change.touchMedia();
      return this.publish(change, row);
    });
  }

  /** Takes it out of the pool; media removes its files once it is told. */
  async remove(change: Change, doer: Doer, row: AssetRow): Promise<void> {
    await removeAsset(change, row.id);
    change.audit(doer, 'asset.remove', row.title, row.id);
    change.control({ type: 'assetGone', id: row.id });
    change.touchMedia();
  }

  /** What media says of an asset. An upload that broke off leaves nothing behind. */
  async report(report: AssetReport): Promise<void> {
    const { changes, log } = this.#options;
    const { broadcastId } = report;
    try {
      await changes.run(broadcastId, async (change) => {
        const row = await reportAsset(change, report);
        if (!row) return;
        if (report.problem === 'cut' || report.problem === 'tooLarge') {
          await this.remove(change, SYSTEM, row);
          return;
        }
        const told = TOLD[row.state];
        if (told) change.audit(SYSTEM, told, row.title, row.id);
        this.publish(change, row);
      });
    } catch (error) {
      log.error({ err: error, broadcastId, assetId: report.assetId }, 'could not keep how far an asset is');
    }
  }

  publish(change: Change, row: AssetRow): StudioAsset {
    const asset = this.view(row);
    change.control({ type: 'asset', asset });
    return asset;
  }

  view(row: AssetRow): StudioAsset {
    const address = (what: 'thumbnail' | 'view' | 'sound') => assetAddress(this.#options, row.id, what, Date.now());
    const ready = row.state === 'ready';
    const facts = factsOf(row);
    const { id, kind, title, state, progress, playOnTake, loop, atEnd, cueMs, gainDb, muted, duck, trailer } = row;
    return {
      ...{ id, kind, title, state, progress, playOnTake, loop, atEnd, cueMs, gainDb, muted, duck, trailer },
      ...processingOf(row),
      endTransition: endTransitionOf(row),
      problem: problemOf(row),
      size: Number(row.size),
      facts,
      thumbnail: ready ? address('thumbnail') : null,
      view: ready ? address('view') : null,
      sound: ready && kind === 'clip' && facts?.hasSound ? address('sound') : null,
      playout: playoutOf(row),
    };
  }
}
