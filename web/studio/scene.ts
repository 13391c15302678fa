/** What a producer makes of what is on preview: layouts, who and what is in them, in which order. Pure. */
import {
  type BusState,
  contributorsIn,
  MOST_SLOTS,
  type Rundown,
  type SlotRef,
  type SourceRef,
  type StudioContributor,
  sameSource,
  slotsIn,
} from '@antenne/server/contract';

export const LAYOUTS = ['full', 'twoUp', 'pip', 'grid', 'questionPanel', 'everybody'] as const;
export type Layout = (typeof LAYOUTS)[number];

export type Pip = SourceRef & { type: 'pip' };

/** How few sources make sense of a layout: a grid of two would be a two-up. */
export const LEAST: Record<Layout, number> = { full: 1, twoUp: 2, pip: 2, grid: 3, questionPanel: 1, everybody: 0 };
/** How many a layout is filled up with; a grid takes more when they are added one by one. */
const FILLED: Record<Layout, number> = { full: 1, twoUp: 2, pip: 2, grid: 4, questionPanel: 1, everybody: 0 };

/** Clockwise, from where an inset starts: questions stand at the bottom of the picture. */
const CORNERS: readonly Pip['corner'][] = ['topRight', 'bottomRight', 'bottomLeft', 'topLeft'];

const EVERYBODY: SourceRef = { type: 'everybody', slots: [] };

type Buses = Pick<BusState, 'preview' | 'program'>;

/** Null for what is no layout: the house's own pictures, whole. */
export function layoutOf(source: SourceRef | null): Layout | null {
  switch (source?.type) {
    case 'feed':
      return 'full';
    case 'twoUp':
    case 'pip':
    case 'grid':
    case 'questionPanel':
    case 'everybody':
      return source.type;
    case 'slate':
    case 'black':
    case 'colour':
    case 'testPattern':
    case 'countdown':
    case 'still':
    case 'clip':
    case undefined:
      return null;
    default:
      return source satisfies never;
  }
}

/** The known contributors in a source, in its order. */
export function peopleIn(
  source: SourceRef | null,
  contributors: readonly StudioContributor[],
): readonly StudioContributor[] {
  return contributorsIn(source).flatMap((id) => contributors.find((one) => one.id === id) ?? []);
}

/** Who speaks first comes first: in the order of the rundown, those without an item after them by number. */
export function inRundownOrder(
  contributors: readonly StudioContributor[],
  items: Rundown['items'],
): readonly StudioContributor[] {
  const placeOf = ({ id }: StudioContributor) => {
    const place = items.findIndex(({ contributorId }) => contributorId === id);
    return place < 0 ? items.length : place;
  };
  return contributors.toSorted((a, b) => placeOf(a) - placeOf(b) || a.number - b.number);
}

/**
 * The scene of everybody with who would be in it now, as the mixer fills it; anything else as it is.
 * @param contributors in the order of the rundown
 */
export function filled(source: SourceRef | null, contributors: readonly StudioContributor[]): SourceRef | null {
  if (source?.type !== 'everybody') return source;
  const live = contributors.filter(({ feed }) => feed === 'live').slice(0, MOST_SLOTS);
  return { type: 'everybody', slots: live.map(({ id }) => feedSlot(id)) };
}

/** What is in a source and still there: a person may have left the broadcast since. */
export function presentIn(source: SourceRef | null, contributors: readonly StudioContributor[]): readonly SlotRef[] {
  const isHere = (slot: SlotRef) => slot.type !== 'feed' || contributors.some(({ id }) => id === slot.contributorId);
  return slotsIn(source).filter(isHere);
}

/**
 * `layout` with what is on preview; where places are free, those on programme come in and then whoever is live, by number:
 * people only, what the house makes is chosen by hand. A picture-in-picture that is on preview already goes to its next
 * corner. Null: there is too little for it.
 */
export function inLayout(layout: Layout, buses: Buses, contributors: readonly StudioContributor[]): SourceRef | null {
  if (layout === 'everybody') return EVERYBODY;
  const { preview } = buses;
  const present = presentIn(preview, contributors);
  if (layoutOf(preview) === layout && present.length >= LEAST[layout]) {
    return preview?.type === 'pip' ? { ...preview, corner: nextCorner(preview.corner) } : preview;
  }
  const live = contributors.filter(({ feed }) => feed === 'live').sort((a, b) => a.number - b.number);
  const reserve = [...peopleIn(buses.program, contributors), ...live].map(({ id }) => feedSlot(id));
  const slots = present.slice(0, layout === 'grid' ? MOST_SLOTS : FILLED[layout]);
  for (const slot of reserve) {
    if (slots.length >= FILLED[layout]) break;
    if (!slots.some((other) => sameSource(other, slot))) slots.push(slot);
  }
  return slots.length >= LEAST[layout] ? sourceOf(layout, slots) : null;
}

/**
 * The source with `slot` added, or taken out where it is in it. One stays at least: taking out the last one changes
 * nothing. Null: no more fit in.
 */
export function withOrWithout(source: SourceRef | null, slot: SlotRef): SourceRef | null {
  const before = slotsIn(source);
  const others = before.filter((other) => !sameSource(other, slot));
  if (others.length === before.length) return before.length < MOST_SLOTS ? sceneOf([...before, slot]) : null;
  return others.length > 0 ? sceneOf(others) : source;
}

/** The two of a two-up or picture-in-picture in each other's places; null where there are not two. */
export function swapped(source: SourceRef | null): SourceRef | null {
  if (source?.type !== 'twoUp' && source?.type !== 'pip') return null;
  return { ...source, slots: source.slots.toReversed() };
}

/** The inset in its other size; null where there is none. */
export function resized(source: SourceRef | null): SourceRef | null {
  return source?.type === 'pip' ? { ...source, size: source.size === 'small' ? 'large' : 'small' } : null;
}

/** The plainest scene for so many. */
function sceneOf(slots: readonly SlotRef[]): SourceRef {
  return sourceOf(slots.length === 1 ? 'full' : slots.length === 2 ? 'twoUp' : 'grid', slots);
}

function sourceOf(layout: Exclude<Layout, 'everybody'>, slots: readonly SlotRef[]): SourceRef {
  const [first] = slots;
  if (first === undefined) throw new Error(`nothing for ${layout}`);
  switch (layout) {
    case 'full':
      return first;
    case 'twoUp':
    case 'grid':
      return { type: layout, slots: [...slots] };
    case 'questionPanel':
      return { type: 'questionPanel', slots: [first] };
    case 'pip':
      return { type: 'pip', slots: [...slots], corner: 'topRight', size: 'small' };
    default:
      return layout satisfies never;
  }
}

function feedSlot(contributorId: string): SlotRef {
  return { type: 'feed', contributorId };
}

function nextCorner(corner: Pip['corner']): Pip['corner'] {
  return CORNERS[(CORNERS.indexOf(corner) + 1) % CORNERS.length] ?? corner;
}
