import { z } from 'zod';
import { Id, Instant, StaffRole, TimeZone } from './common.ts';
import { LinkQuality, PageCondition, ReceivedQuality } from './link.ts';

/** `#rrggbb`, in small letters: one way to write each colour. */
const Colour = z.string().regex(/^#[0-9a-f]{6}$/);

/** The longest title of a countdown, in characters. */
export const COUNTDOWN_TITLE = 60;

const Feed = z.object({ type: z.literal('feed'), contributorId: Id });
const FlatColour = z.object({ type: z.literal('colour'), colour: Colour });
/** Colour bars with something that moves, and a tone of 1 kHz at −18 dBFS. */
const TestPattern = z.object({ type: z.literal('testPattern') });
/** The time that is left until an instant, or (null) until the broadcast's planned start. */
const Countdown = z.object({
  type: z.literal('countdown'),
  title: z
    .string()
    .trim()
    .max(COUNTDOWN_TITLE)
    .refine((text) => text.isWellFormed() && !/\p{Cc}/u.test(text), 'not one line of text'),
  until: Instant.nullable(),
});
/** An uploaded picture, whole, on black. */
const Still = z.object({ type: z.literal('still'), assetId: Id });
const Clip = z.object({ type: z.literal('clip'), assetId: Id });

/** What can stand in a place of a scene: what can fill the picture by itself, too. */
export const SlotRef = z.discriminatedUnion('type', [Feed, FlatColour, TestPattern, Countdown, Still, Clip]);
export type SlotRef = z.infer<typeof SlotRef>;

/** The most places of a scene. */
export const MOST_SLOTS = 6;

const distinct = (slots: readonly SlotRef[]): boolean => new Set(slots.map(sourceKey)).size === slots.length;
const places = (least: number, most: number) =>
  z.array(SlotRef).min(least).max(most).refine(distinct, 'the same source twice');

const Source = z.discriminatedUnion('type', [
  Feed,
  /** Two side by side, the first on the left. */
  z.object({ type: z.literal('twoUp'), slots: places(2, 2) }),
  /** The first fills the picture, the second stands in a corner: a quarter of the picture's width, or a third. */
  z.object({
    type: z.literal('pip'),
    slots: places(2, 2),
    corner: z.enum(['topLeft', 'topRight', 'bottomLeft', 'bottomRight']),
    size: z.enum(['small', 'large']),
  }),
  /** As many as there are, in rows. */
  z.object({ type: z.literal('grid'), slots: places(2, MOST_SLOTS) }),
  /**
   * All whose feed is live, up to six, in the order of the rundown: who comes and who goes changes it by itself, on air once
   * a second at most. Who was lost in it comes back with the next take. One fills the picture, without anybody it is the
   * card. `slots`: who they are, as the mixer says it; what is asked for has none.
   */
  z.object({ type: z.literal('everybody'), slots: z.array(SlotRef).max(MOST_SLOTS).default([]) }),
  /** One beside a panel that holds the question on air: no lower third meanwhile. */
  z.object({ type: z.literal('questionPanel'), slots: places(1, 1) }),
  /** The broadcast's own card: its title. */
  z.object({ type: z.literal('slate') }),
  /** Nothing, and silence. */
  z.object({ type: z.literal('black') }),
  FlatColour,
  TestPattern,
  Countdown,
  Still,
  Clip,
]);

/** A scene as it was said when only people stood in one: kept states and other people's programs still say it so. */
const SceneOfPeople = z.looseObject({
  type: z.enum(['twoUp', 'pip', 'grid', 'questionPanel']),
  contributorIds: z.array(z.unknown()),
});

/** What a bus can show: one contributor, several sources in a scene, what the house makes itself, or nothing. */
export const SourceRef = z
  .custom<z.input<typeof Source> | z.input<typeof SceneOfPeople>>()
  .transform((raw): unknown => {
    const { success, data } = SceneOfPeople.safeParse(raw);
    if (!success) return raw;
    const { contributorIds, ...scene } = data;
    return { ...scene, slots: contributorIds.map((contributorId) => ({ type: 'feed', contributorId })) };
  })
  .pipe(Source);
export type SourceRef = z.infer<typeof SourceRef>;

/** What stands in its places, in their order: itself where it fills the picture. The card and black have none. */
export function slotsIn(source: SourceRef | null): readonly SlotRef[] {
  if (!source || source.type === 'slate' || source.type === 'black') return [];
  return 'slots' in source ? source.slots : [source];
}

/** Who is seen and heard in it. */
export function contributorsIn(source: SourceRef | null): readonly string[] {
  return slotsIn(source).flatMap((slot) => (slot.type === 'feed' ? [slot.contributorId] : []));
}

/** The clips and stills in it. */
export function assetsIn(source: SourceRef | null): readonly string[] {
  return slotsIn(source).flatMap((slot) => (slot.type === 'still' || slot.type === 'clip' ? [slot.assetId] : []));
}

/** The same words for the same picture: for comparing, and for pages to name it. Empty for no source. */
export function sourceKey(source: SourceRef | null): string {
  if (!source) return '';
  if (source.type === 'feed') return source.contributorId;
  if (source.type === 'colour') return `colour:${source.colour}`;
  if (source.type === 'still' || source.type === 'clip') return `${source.type}:${source.assetId}`;
  if (source.type === 'countdown') return `countdown:${source.until ?? ''}:${source.title}`;
  if (source.type === 'everybody' || !('slots' in source)) return source.type;
  const where = source.type === 'pip' ? `@${source.corner},${source.size}` : '';
  return `${source.type}:${source.slots.map(sourceKey).join('+')}${where}`;
}

export function sameSource(a: SourceRef | null, b: SourceRef | null): boolean {
  return sourceKey(a) === sourceKey(b);
}

/** How two pictures pass into each other. */
export const TransitionType = z.enum(['mix', 'wipe', 'dip']);
export type TransitionType = z.infer<typeof TransitionType>;

/** Of the manual fader: 0 is all programme, 1 all preview. */
export const FaderPosition = z.number().min(0).max(1);

/** The shortest and the longest transition, in pictures. */
export const TRANSITION_LENGTH = { min: 4, max: 50 } as const;
export const TransitionFrames = z.number().int().min(TRANSITION_LENGTH.min).max(TRANSITION_LENGTH.max);

/** How the programme goes from one source to the next, in how many pictures. A cut needs none. */
export const Transition = z.discriminatedUnion('type', [
  z.object({ type: z.literal('cut') }),
  z.object({ type: TransitionType, frames: TransitionFrames }),
]);
export type Transition = z.infer<typeof Transition>;

/** absent: no media; live: frames arrive; stalled: they stopped, the programme shows the named slate. */
export const FeedState = z.enum(['absent', 'live', 'stalled']);
export type FeedState = z.infer<typeof FeedState>;

/** The lowest position of a fader, dB: silence. */
export const FADER_FLOOR = -60;

/** What is done to a channel before its fader, in the programme and in every mix-minus. */
export const ChannelProcessing = z.object({
  delayMs: z.number().int().min(0).max(500),
  /** Closes on the room while nobody speaks: soft lowers it by 12 dB, hard by 40. */
  gate: z.enum(['off', 'soft', 'hard']),
  compressor: z.enum(['off', 'voice', 'strong']),
  /** Brings the person slowly to the programme's loudness, by 6 dB at most. */
  trim: z.boolean(),
});
export type ChannelProcessing = z.infer<typeof ChannelProcessing>;

/**
 * Audio follows video: heard when in the picture, or open: heard under everything but black, e.g. a presenter's voice over
 * a clip.
 */
export const ChannelMode = z.enum(['follow', 'open']);
export type ChannelMode = z.infer<typeof ChannelMode>;

/**
 * What a contributor hears while the broadcast is live, never themselves, whatever else is asked for: the programme, and
 * other contributors also while they are not on air, as loud as their faders stand.
 */
export const Hears = z.object({
  program: z.boolean().default(true),
  /** By contributor. */
  others: z.array(Id).max(32).default([]),
});
export type Hears = z.infer<typeof Hears>;

/** A contributor's channel on the sound desk. */
export const ChannelSound = ChannelProcessing.extend({
  /** The fader, dB; `FADER_FLOOR` is silence. */
  gainDb: z.number().min(FADER_FLOOR).max(12),
  muted: z.boolean(),
  mode: ChannelMode.default('follow'),
  hears: Hears.default({ program: true, others: [] }),
});
export type ChannelSound = z.infer<typeof ChannelSound>;

/** What is left out stays as it is; a default would change it. */
export const ChannelChange = ChannelSound.extend({ mode: ChannelMode, hears: Hears }).partial();
export type ChannelChange = z.infer<typeof ChannelChange>;

/** dBFS over the last 100 ms, floor −90. */
export const SoundLevel = z.object({
  rms: z.number(),
  /** The largest sample; 0 is full scale. */
  peak: z.number(),
});
export type SoundLevel = z.infer<typeof SoundLevel>;

/** The programme's loudness by EBU R 128, LUFS, and what is done about it. */
export const ProgramLoudness = z.object({
  /** Over 400 ms, and over 3 s. */
  momentary: z.number(),
  shortTerm: z.number(),
  /** Since the beginning or the last reset, gated; null while there is nothing to tell. */
  integrated: z.number().nullable(),
  target: z.number(),
  /** What the limiter takes away, dB, ≤ 0. */
  reductionDb: z.number(),
  /** What the automatic trim does, dB, by contributor or asset. */
  trims: z.record(z.string(), z.number()),
});
export type ProgramLoudness = z.infer<typeof ProgramLoudness>;

/** Levels of the programme as it goes out, of each channel and of each clip on a bus before its fader. Volatile. */
export const SoundLevels = z.object({
  program: SoundLevel,
  feeds: z.record(z.string(), SoundLevel),
  /** By asset. */
  clips: z.record(z.string(), SoundLevel).default({}),
  /** At most ten times a second. */
  loudness: ProgramLoudness.optional(),
});
export type SoundLevels = z.infer<typeof SoundLevels>;

/** One tile of the studio. */
export const StudioContributor = z.object({
  id: Id,
  /** 1–9: the key that puts it on preview. */
  number: z.number().int().positive(),
  name: z.string(),
  role: z.string().nullable(),
  place: z.string(),
  continent: z.string().nullable(),
  zone: TimeZone,
  /** Where the person is: `away`, checking devices, in the green room, or linked (sending media). */
  presence: z.enum(['away', 'checking', 'greenRoom', 'linked']),
  feed: FeedState,
  /** Pixels as decoded; null while absent. */
  picture: z.object({ width: z.number(), height: z.number() }).nullable(),
  quality: LinkQuality.nullable(),
  /** What their page says of itself; null while no page is open. */
  page: PageCondition.nullable().default(null),
  /** What their page receives; null while unknown. */
  received: ReceivedQuality.nullable().default(null),
  sound: ChannelSound,
});
export type StudioContributor = z.infer<typeof StudioContributor>;

/** What the media plane says that it is doing. */
export const ProgramHealth = z.enum(['off', 'starting', 'running', 'restarting', 'mediaLost']);
export type ProgramHealth = z.infer<typeof ProgramHealth>;

/** Both buses. `program` is what was asked for, `onAir` what the mixer really shows: tally follows `onAir`. */
export const BusState = z.object({
  version: z.number().int(),
  preview: SourceRef.nullable(),
  program: SourceRef,
  onAir: SourceRef.nullable(),
  /** What the mixer shows beside `onAir`, let in by the manual fader; null: nothing. Red as well. */
  incoming: SourceRef.nullable(),
  /** Where the manual fader stands between programme and preview; null: at rest. */
  fade: z.object({ type: TransitionType, position: FaderPosition }).nullable(),
  /** Whose feed was lost on air: their slate stands until somebody takes again, whether they are back or not. */
  held: z.array(Id),
  /** Wall clock of the first frame of `onAir`, as the mixer counts frames; null while it is unknown. */
  onAirSince: Instant.nullable(),
  health: ProgramHealth,
});
export type BusState = z.infer<typeof BusState>;

/** Who else has a control page of this broadcast open. */
export const Presence = z.object({
  id: Id,
  name: z.string(),
  role: StaffRole,
  /** The item of the rundown that they are editing. */
  itemId: Id.optional(),
  /** The question that they have chosen, on a page where one can. */
  questionId: Id.nullable().optional(),
});
export type Presence = z.infer<typeof Presence>;
