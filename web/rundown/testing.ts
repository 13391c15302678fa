import type { RundownItem } from '@antenne/server/contract';

/** An item of five minutes, called as its id. */
export function anItem(id: string, more: Partial<RundownItem> = {}): RundownItem {
  const at = '2026-05-09T18:00:00.000Z';
  return {
    id,
    rank: 0,
    group: null,
    type: 'segment',
    title: { fr: id },
    description: null,
    themeId: null,
    contributorId: null,
    sceneId: null,
    place: null,
    continent: null,
    zone: null,
    startMode: 'soft',
    hardStart: null,
    plannedDurationMs: 300_000,
    endAction: 'hold',
    warnMs: 60_000,
    dangerMs: 15_000,
    skip: false,
    public: true,
    notes: '',
    version: 1,
    editedBy: null,
    editedAt: null,
    lastRun: null,
    status: 'upcoming',
    plannedStart: at,
    expectedStart: at,
    expectedEnd: at,
    latestStart: null,
    gapMs: 0,
    overUnderMs: 0,
    actualStart: null,
    actualEnd: null,
    ...more,
  };
}
