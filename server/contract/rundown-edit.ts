/** Writing the rundown: what can be said of an item, the commands that change it, and what it can be made from. */
import { z } from 'zod';
import { ItemType } from './broadcasts.ts';
import { type CommandMap, Id, Instant, LocalizedText, Nothing, Slug, TimeZone } from './common.ts';

/** Items of one rundown, at most. */
export const MOST_ITEMS = 1_000;
/** Longest planned duration of an item, milliseconds. */
export const LONGEST_ITEM_MS = 24 * 3_600_000;
const HOUR = 3_600_000;

/** One line as someone typed it; empty is allowed. */
const line = (longest: number) =>
  z
    .string()
    .trim()
    .max(longest)
    .refine((text) => text.isWellFormed() && !/\p{Cc}/u.test(text), 'not one line of text');

/** Several lines. */
const prose = (longest: number) =>
  z
    .string()
    .trim()
    .max(longest)
    .refine((text) => text.isWellFormed() && !/[^\P{Cc}\n\t]/u.test(text), 'not plain text');

/** A text in up to three languages: what was left empty was not translated. */
const localizedOf = (part: z.ZodType<string, string>) =>
  z
    .object({ fr: part, en: part.optional(), es: part.optional() })
    .transform(({ fr, en, es }): LocalizedText => ({ fr, ...(en ? { en } : {}), ...(es ? { es } : {}) }));

const named = (longest: number) => line(longest).min(1).nullable();

/** What an editor decides about an item. Everything else of a `RundownItem` follows from it and from what happens. */
export const ItemFields = z.object({
  /** Neighbours of one name are shown as one block. */
  group: named(80),
  type: ItemType,
  title: localizedOf(line(200)),
  description: localizedOf(prose(2_000)).nullable(),
  themeId: Id.nullable(),
  contributorId: Id.nullable(),
  sceneId: Id.nullable(),
  place: named(80),
  continent: named(40),
  zone: TimeZone.nullable(),
  startMode: z.enum(['soft', 'hard']),
  /** Needed where `startMode` is hard. */
  hardStart: Instant.nullable(),
  plannedDurationMs: z.number().int().min(0).max(LONGEST_ITEM_MS),
  endAction: z.enum(['next', 'hold']),
  /** Milliseconds before the planned end at which its clock turns amber, and red. */
  warnMs: z.number().int().min(0).max(HOUR),
  dangerMs: z.number().int().min(0).max(HOUR),
  skip: z.boolean(),
  public: z.boolean(),
  notes: prose(10_000),
  /** Who of the team answers for it, by name. */
  owner: named(80),
});
export type ItemFields = z.infer<typeof ItemFields>;

/** What an item has when nothing else was said; its title is the page's business. */
export const NEW_ITEM: Omit<ItemFields, 'title'> = {
  group: null,
  type: 'segment',
  description: null,
  themeId: null,
  contributorId: null,
  sceneId: null,
  place: null,
  continent: null,
  zone: null,
  startMode: 'soft',
  hardStart: null,
  plannedDurationMs: 5 * 60_000,
  endAction: 'hold',
  warnMs: 60_000,
  dangerMs: 15_000,
  skip: false,
  public: true,
  notes: '',
  owner: null,
};

/** `id` is chosen by the page, so that a retry adds nothing twice. */
export const NewItem = ItemFields.partial().required({ title: true }).extend({ id: Id });
export type NewItem = z.infer<typeof NewItem>;

/** An item as its editor saw it. */
const Seen = z.object({ id: Id, version: z.number().int() });

/** What one edit was: the verb that the log and the undo name. */
export const EditAction = z.enum(['add', 'duplicate', 'remove', 'move', 'change', 'import', 'copy']);
export type EditAction = z.infer<typeof EditAction>;

/** What an edit came to; the rundown itself follows by event. */
const Edited = z.object({
  action: EditAction,
  /** Items that came, went or changed. */
  count: z.number().int(),
  /** The first of them still there. */
  itemId: Id.nullable(),
});

export const TemplateName = line(80).min(1);

/** What an item can be given, and what a rundown can be made from. */
export const RundownChoices = z.object({
  themes: z.array(z.object({ id: Id, title: LocalizedText })),
  /** Of this installation, by name. */
  templates: z.array(
    z.object({ id: Id, name: z.string(), items: z.number().int(), createdBy: z.string(), createdAt: Instant }),
  ),
  /** Other broadcasts that the asker may produce, the latest first. */
  broadcasts: z.array(
    z.object({ slug: Slug, title: z.string(), plannedStart: Instant, zone: TimeZone, items: z.number().int() }),
  ),
});
export type RundownChoices = z.infer<typeof RundownChoices>;

const several = <Item extends z.ZodType>(item: Item) => z.array(item).min(1).max(MOST_ITEMS);

/**
 * The commands of `/control` that write the rundown (producer, owner). A stale item gets `conflict` with the items as
 * they are now (`RundownItem[]`). What is on air, or was, cannot be removed: `invalidState`.
 */
export const rundownEditCommands = {
  /** After an item, at the top (null), or at the end (left out). `replace`: instead of all that has not run. */
  'rundown:add': {
    input: z.object({
      slug: Slug,
      items: several(NewItem),
      after: Id.nullable().optional(),
      replace: z.boolean().default(false),
      imported: z.boolean().default(false),
    }),
    output: Edited,
  },
  /** Each copy stands below the last of those that are copied. `version`: the original's, as it was seen. */
  'rundown:duplicate': {
    input: z.object({
      slug: Slug,
      copies: several(z.object({ of: Id, id: Id, version: Seen.shape.version.optional() })),
    }),
    output: Edited,
  },
  'rundown:remove': { input: z.object({ slug: Slug, items: several(Seen) }), output: Edited },
  /**
   * Puts items, in the order of the rundown, after another one or at the top (null); `group`: they join it as well. It makes
   * another version of them. `seen`: as they were when this was decided.
   */
  'rundown:move': {
    input: z.object({
      slug: Slug,
      ids: several(Id),
      seen: several(Seen).optional(),
      after: Id.nullable(),
      group: named(80).optional(),
    }),
    output: Edited,
  },
  /** Gives one or several items the same fields; what is left out stays. */
  'rundown:change': {
    input: z.object({ slug: Slug, items: several(Seen), fields: ItemFields.partial() }),
    output: Edited,
  },
  /** Takes one's own last edit back. `invalidState`: there is none; `conflict`: someone changed the same since. */
  'rundown:undo': { input: z.object({ slug: Slug }), output: Edited },
  /** Does again what was taken back last. */
  'rundown:redo': { input: z.object({ slug: Slug }), output: Edited },
  /**
   * Takes another rundown over. Hard starts keep their wall-clock distance from the planned start; themes, people and
   * scenes are found again by their names.
   */
  'rundown:copy': {
    input: z.object({
      slug: Slug,
      from: z.discriminatedUnion('type', [
        z.object({ type: z.literal('broadcast'), slug: Slug }),
        z.object({ type: z.literal('template'), id: Id }),
      ]),
      replace: z.boolean(),
    }),
    output: Edited,
  },
  'rundown:choices': { input: z.object({ slug: Slug }), output: RundownChoices },
  /** Keeps this rundown for every producer of the installation. A name that is taken is written over. */
  'rundown:saveTemplate': { input: z.object({ slug: Slug, name: TemplateName }), output: RundownChoices },
  'rundown:removeTemplate': { input: z.object({ slug: Slug, id: Id }), output: RundownChoices },
  /** Tells the others which item this page is editing; null: none. It ends with the socket. */
  'rundown:editing': { input: z.object({ slug: Slug, itemId: Id.nullable() }), output: Nothing },
} as const satisfies CommandMap;
