/** What the scene palette and its keys do: each puts another arrangement of people on preview, or says why it cannot. */
import type { BusState, SlotRef, SourceRef, StudioContributor } from '@antenne/server/contract';
import { filled, inLayout, type Layout, resized, swapped, withOrWithout } from './scene.ts';
import type { DeskHands } from './use-desk.ts';

export interface Arranging {
  lay(layout: Layout): void;
  addOrRemove(slot: SlotRef): void;
  swap(): void;
  resize(): void;
}

/**
 * @param people contributors, and in the order in which they fill the scene of everybody
 * @param refuse hears the key of a text that says what is needed
 */
export function arrangingOn(
  desk: Pick<DeskHands, 'buses' | 'preview'>,
  bus: BusState,
  { contributors, inOrder }: Record<'contributors' | 'inOrder', readonly StudioContributor[]>,
  refuse: (why: string) => void,
): Arranging {
  const arrange = (change: (buses: BusState) => SourceRef | null, why: string) => {
    const buses = desk.buses() ?? bus;
    const source = change({ ...buses, preview: filled(buses.preview, inOrder) });
    if (source) desk.preview(source);
    else refuse(why);
  };
  return {
    lay: (layout) => arrange((buses) => inLayout(layout, buses, contributors), `scene.needs.${layout}`),
    addOrRemove: (slot) => arrange(({ preview }) => withOrWithout(preview, slot), 'scene.needs.room'),
    swap: () => arrange(({ preview }) => swapped(preview), 'scene.needs.swap'),
    resize: () => arrange(({ preview }) => resized(preview), 'scene.needs.size'),
  };
}
