import type { DesiredBroadcast } from '@antenne/server/contract';
import type { ProgramDesired } from '../core/program-link.ts';

/** The clips and stills on this node's disk. */
export interface Assets {
  isReady(assetId: string): boolean;
  folderOf(assetId: string): string;
  /** Removes what this broadcast has besides. */
  keepOnly(broadcastId: string, wanted: readonly string[]): void;
}

/**
 * A broadcast as it should be, as its programme process is told: with the assets that are on this node's disk, and with
 * those who hear the programme more softly.
 */
export function programDesired(
  desired: DesiredBroadcast,
  assets: Pick<Assets, 'isReady' | 'folderOf'>,
  ducked: string[],
): ProgramDesired {
  const { title, accent, contributors, program, standby, plannedStart, transition, question } = desired;
  const { graphics, zone, takes, held, loudnessRun, order } = desired;
  const { on = false, isos = false } = desired.recording ?? {};
  return {
    title,
    accent,
    contributors: contributors.map(({ id, name, role, place, zone, gain, mode, processing, hears }) => ({
      id,
      name,
      role,
      place,
      zone,
      gain,
      mode,
      processing,
      hears,
    })),
    program,
    standby,
    plannedStart,
    assets: desired.assets
      .filter(({ id }) => assets.isReady(id))
      .map((asset) => ({ ...asset, folder: assets.folderOf(asset.id) })),
    transition,
    question,
    graphics,
    zone,
    takes,
    held,
    order,
    ducked,
    loudnessRun,
    recording: { program: on, isos: on && isos },
  };
}
