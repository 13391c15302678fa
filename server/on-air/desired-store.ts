import type { Queries } from '@antenne/prisma';
import { desiredAsset, listAssets } from '../assets/store.ts';
import type { BroadcastState, DesiredBroadcast } from '../contract/index.ts';
import { LocalizedText, ReplayCuts } from '../contract/index.ts';
import { soundOf } from '../contributors/channel-sound.ts';
import { listContributors } from '../contributors/store.ts';
import { gateOf } from '../entry/store.ts';
import { gainOf, processingOf } from '../platform/channel.ts';
import { findOnAir } from '../questions/store.ts';
import { chaptersOf, contributorsInRundown } from '../rundown/store.ts';
import { loadBuses } from './bus-store.ts';
import { loadGraphics } from './graphics.ts';
import { wishOf } from './recording-store.ts';
import { desiredTargets } from './simulcast-store.ts';

const STAGE: Record<BroadcastState, DesiredBroadcast['stage']> = { scheduled: 'ready', live: 'live', ended: 'closed' };

/** What the media plane should do for one broadcast, whole. `rev` was stored with the change that made it so. */
export async function desiredBroadcast(queries: Queries, broadcastId: string): Promise<DesiredBroadcast> {
  // `rev` is read first: should something change in between, the newer state comes again under its own number.
  const broadcast = await queries.broadcast.findUniqueOrThrow({
    where: { id: broadcastId },
    include: { themes: true, replay: true, entry: true },
  });
  const contributors = await listContributors(queries, broadcastId);
  const assets = await listAssets(queries, broadcastId);
  const order = await contributorsInRundown(queries, broadcastId);
  const buses = await loadBuses(queries, broadcastId);
  const onAir = await findOnAir(queries, broadcastId);
  const theme = broadcast.themes.find(({ id }) => id === onAir?.themeId);
  return {
    broadcastId,
    slug: broadcast.slug,
    title: broadcast.title,
    accent: broadcast.accent,
    rev: broadcast.mediaRev,
    loudnessRun: broadcast.loudnessRun,
    stage: STAGE[broadcast.state],
    contributors: contributors.map(({ id, name, role, place, zone, simulated, here, ...channel }) => ({
      id,
      name,
      role,
      place,
      zone,
      // The person takes the place of the one who stands in.
      simulated: here ? null : simulated,
      gain: gainOf(channel),
      processing: processingOf(channel),
      mode: channel.mode,
      hears: soundOf(channel).hears,
    })),
    program: buses.program,
    standby: buses.preview,
    plannedStart: broadcast.plannedStart.toISOString(),
    assets: assets.map(desiredAsset),
    transition: buses.transition,
    graphics: await loadGraphics(queries, broadcastId),
    zone: broadcast.zone,
    order,
    takes: buses.takes,
    recording: wishOf(broadcast),
    simulcast: await desiredTargets(queries, broadcastId),
    cuts: broadcast.replay ? ReplayCuts.parse(broadcast.replay.cuts) : undefined,
    chapters: await chaptersOf(queries, broadcastId),
    gate: broadcast.entry ? gateOf(broadcast.entry) : undefined,
    held: [...buses.held],
    question: onAir && {
      id: onAir.id,
      text: onAir.edited ?? onAir.original,
      author: onAir.author,
      place: onAir.place,
      theme: theme ? LocalizedText.parse(theme.title).fr : '',
    },
  };
}
