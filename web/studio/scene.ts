/** What a producer makes of the people on preview: layouts, who is in them, in which order. Pure. */
import { type BusState, contributorsIn, type SourceRef, type StudioContributor } from '@antenne/server/contract';

export const LAYOUTS = ['full', 'twoUp', 'pip', 'grid', 'questionPanel'] as const;
export type Layout = (typeof LAYOUTS)[number];

export type Pip = SourceRef & { type: 'pip' };

/** How few people make sense of a layout: a grid of two would be a two-up. */
export const LEAST: Record<Layout, number> = { full: 1, twoUp: 2, pip: 2, grid: 3, questionPanel: 1 };
/** How many a layout is filled up with; a grid takes more when they are added one by one. */
const FILLED: Record<Layout, number> = { full: 1, twoUp: 2, pip: 2, grid: 4, questionPanel: 1 };
export const MOST_PEOPLE = 6;

/** Clockwise, from where an inset starts: questions stand at the bottom of the picture. */
const CORNERS: readonly Pip['corner'][] = ['topRight', 'bottomRight', 'bottomLeft', 'topLeft'];

type Buses = Pick<BusState, 'preview' | 'program'>;

/** Null for what has no people in it. */
export function layoutOf(source: SourceRef | null): Layout | null {
  switch (source?.type) {
    case 'feed':
      return 'full';
    case 'twoUp':
    case 'pip':
    case 'grid':
    case 'questionPanel':
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

/**
 * `layout` with the people on preview; where some are missing, those on programme come in and then whoever is live, by
 * number. A picture-in-picture that is on preview already goes to its next corner. Null: there are too few people.
 */
export function inLayout(layout: Layout, buses: Buses, contributors: readonly StudioContributor[]): SourceRef | null {
  const { preview } = buses;
  const present = peopleIn(preview, contributors).map(({ id }) => id);
  if (layoutOf(preview) === layout && present.length >= LEAST[layout]) {
    return preview?.type === 'pip' ? { ...preview, corner: nextCorner(preview.corner) } : preview;
  }
  const live = contributors.filter(({ feed }) => feed === 'live').sort((a, b) => a.number - b.number);
  const reserve = [...peopleIn(buses.program, contributors), ...live].map(({ id }) => id);
  const people = present.slice(0, layout === 'grid' ? MOST_PEOPLE : FILLED[layout]);
  for (const id of reserve) {
    if (people.length >= FILLED[layout]) break;
    if (!people.includes(id)) people.push(id);
  }
  return people.length >= LEAST[layout] ? sourceOf(layout, people) : null;
}

/**
 * The source with `id` added, or taken out where they are in it. One person stays at least: taking out the last one
 * changes nothing. Null: no more fit in.
 */
export function withOrWithout(source: SourceRef | null, id: string): SourceRef | null {
  const before = contributorsIn(source);
  if (!before.includes(id)) return before.length < MOST_PEOPLE ? sceneOf([...before, id]) : null;
  return before.length > 1 ? sceneOf(before.filter((other) => other !== id)) : source;
}

/** The two of a two-up or picture-in-picture in each other's places; null where there are not two. */
export function swapped(source: SourceRef | null): SourceRef | null {
  if (source?.type !== 'twoUp' && source?.type !== 'pip') return null;
  return { ...source, contributorIds: source.contributorIds.toReversed() };
}

/** The inset in its other size; null where there is none. */
export function resized(source: SourceRef | null): SourceRef | null {
  return source?.type === 'pip' ? { ...source, size: source.size === 'small' ? 'large' : 'small' } : null;
}

/** The plainest scene for so many people. */
function sceneOf(people: readonly string[]): SourceRef {
  return sourceOf(people.length === 1 ? 'full' : people.length === 2 ? 'twoUp' : 'grid', people);
}

function sourceOf(layout: Layout, people: readonly string[]): SourceRef {
  const [first] = people;
  if (first === undefined) throw new Error(`nobody for ${layout}`);
  switch (layout) {
    case 'full':
      return { type: 'feed', contributorId: first };
    case 'twoUp':
    case 'grid':
      return { type: layout, contributorIds: [...people] };
    case 'questionPanel':
      return { type: 'questionPanel', contributorIds: [first] };
    case 'pip':
      return { type: 'pip', contributorIds: [...people], corner: 'topRight', size: 'small' };
    default:
      return layout satisfies never;
  }
}

function nextCorner(corner: Pip['corner']): Pip['corner'] {
  return CORNERS[(CORNERS.indexOf(corner) + 1) % CORNERS.length] ?? corner;
}
