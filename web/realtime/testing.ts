import type {
  OwnQuestion,
  ProgramItem,
  PublicBroadcast,
  PublicQuestion,
  Rundown,
  RundownItem,
  StaffQuestion,
  StageView,
  Theme,
} from '@antenne/server/contract';

/** Made-up but complete data for tests: pass what matters, the rest is plausible. */

export const THEME: Theme = { id: 'theme-1', rank: 0, title: { fr: 'Le prix équitable' }, window: 'open' };

export function item(more: Partial<ProgramItem> & { id: string }): ProgramItem {
  const start = more.plannedStart ?? '2026-05-09T12:00:00.000Z';
  return {
    type: 'segment',
    title: { fr: more.id },
    description: null,
    place: null,
    continent: null,
    zone: null,
    themeId: null,
    plannedDurationMs: 600_000,
    plannedStart: start,
    expectedStart: start,
    status: 'upcoming',
    ...more,
  };
}

export function broadcast(more: Partial<PublicBroadcast> = {}): PublicBroadcast {
  return {
    id: '00000000-0000-4000-8000-000000000001',
    slug: 'tour-du-monde',
    title: 'Le Tour du Monde du Commerce Équitable',
    summary: null,
    accent: '#c2571a',
    zone: 'Europe/Paris',
    state: 'live',
    plannedStart: '2026-05-09T12:00:00.000Z',
    plannedEnd: '2026-05-09T16:00:00.000Z',
    startedAt: '2026-05-09T12:00:00.000Z',
    endedAt: null,
    before: { trailer: null, poster: null },
    captionLanguages: [],
    entry: 'open',
    hlsUntil: null,
    themes: [THEME],
    program: [],
    nowItemId: null,
    nextItemId: null,
    hlsUrl: 'http://localhost:3001/hls/tour-du-monde/index.m3u8',
    ...more,
  };
}

export function publicQuestion(id: string, more: Partial<PublicQuestion> = {}): PublicQuestion {
  return {
    id,
    themeId: THEME.id,
    text: `Question ${id} ?`,
    author: null,
    place: null,
    votes: 0,
    state: 'approved',
    submittedAt: '2026-05-09T12:00:00.000Z',
    onAirAt: null,
    writtenAnswer: null,
    ...more,
  };
}

export function ownQuestion(id: string, more: Partial<OwnQuestion> = {}): OwnQuestion {
  return {
    id,
    themeId: THEME.id,
    text: `Question ${id} ?`,
    author: null,
    place: null,
    state: 'pending',
    rejection: null,
    mergedInto: null,
    version: 1,
    submittedAt: '2026-05-09T12:00:00.000Z',
    onAirAt: null,
    writtenAnswer: null,
    ...more,
  };
}

export function staffQuestion(id: string, more: Partial<StaffQuestion> = {}): StaffQuestion {
  return {
    id,
    themeId: THEME.id,
    original: `Question ${id} ?`,
    edited: null,
    author: null,
    place: null,
    state: 'pending',
    rejection: null,
    votes: 0,
    version: 1,
    submittedAt: '2026-05-09T12:00:00.000Z',
    onAirAt: null,
    answeredAt: null,
    heldFor: null,
    writtenAnswer: null,
    mergedInto: null,
    mergedCount: 0,
    ...more,
  };
}

export function stageItem(more: Partial<NonNullable<StageView['now']>> = {}): NonNullable<StageView['now']> {
  return {
    type: 'duplex',
    title: { fr: 'Quito' },
    place: null,
    startedAt: '2026-05-09T12:00:00.000Z',
    endsAt: '2026-05-09T12:10:00.000Z',
    pausedAt: null,
    warnMs: 60_000,
    dangerMs: 15_000,
    ...more,
  };
}

export function stageView(more: Partial<StageView> = {}): StageView {
  return {
    at: '2026-05-09T12:00:00.000Z',
    title: 'Le Tour du Monde du Commerce Équitable',
    accent: '#c2571a',
    zone: 'Europe/Paris',
    state: 'live',
    rehearsal: false,
    plannedStart: '2026-05-09T12:00:00.000Z',
    now: null,
    next: null,
    overUnderMs: 0,
    delayMs: 0,
    message: null,
    blackout: false,
    ...more,
  };
}

/** An item of five minutes that is still to come. */
export function rundownItem(more: Partial<RundownItem> & { id: string }): RundownItem {
  return {
    rank: 0,
    group: null,
    type: 'segment',
    title: { fr: more.id },
    description: null,
    themeId: null,
    sceneId: null,
    contributorId: null,
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
    owner: null,
    version: 1,
    editedBy: null,
    editedAt: null,
    lastRun: null,
    status: 'upcoming',
    plannedStart: '2026-05-09T12:00:00.000Z',
    expectedStart: '2026-05-09T12:00:00.000Z',
    expectedEnd: '2026-05-09T12:05:00.000Z',
    latestStart: null,
    gapMs: 0,
    overUnderMs: 0,
    actualStart: null,
    actualEnd: null,
    ...more,
  };
}

/** A live run that stands before its first item. */
export function rundown(more: Partial<Rundown> = {}): Rundown {
  return {
    version: 1,
    run: 'live',
    plannedStart: '2026-05-09T12:00:00.000Z',
    plannedEnd: '2026-05-09T16:00:00.000Z',
    currentItemId: null,
    nextItemId: null,
    currentStartedAt: null,
    addedMs: 0,
    pausedAt: null,
    pausedMs: 0,
    heldAt: null,
    items: [],
    groups: [],
    expectedEnd: '2026-05-09T16:00:00.000Z',
    overUnderMs: 0,
    delayMs: 0,
    ...more,
  };
}
