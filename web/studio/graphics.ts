/** The graphics panel's decisions. Pure. */
import type { GraphicName, GraphicsChange, StudioGraphics } from '@antenne/server/contract';

/** Key of each graphic. */
export const GRAPHIC_KEYS: Record<GraphicName, string> = { name: 'l', clock: 'h', logo: 'w', ticker: 'j' };

/** onAir: it stands in the picture; waiting: it is on, and nothing or nobody is there for it yet. */
export type Lamp = 'onAir' | 'waiting' | 'off';

export function lampOf({ state, onAir }: StudioGraphics, which: GraphicName): Lamp {
  if (onAir.includes(which)) return 'onAir';
  return state[which].on ? 'waiting' : 'off';
}

/** In or out: what stands in the picture goes, also a name that stands there by itself. */
export function toggled(graphics: StudioGraphics, which: GraphicName): GraphicsChange {
  // Between the command and the picture the command counts: a second press takes it back.
  const isOn = graphics.state[which].on || (which === 'name' && standsByItself(graphics));
  return { [which]: { on: !isOn } };
}

/** Shown without a command, and not being taken out. */
function standsByItself({ state, onAir }: StudioGraphics): boolean {
  return onAir.includes('name') && state.name.autoSeconds > 0;
}
