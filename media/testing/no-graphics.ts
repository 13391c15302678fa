import type { ProgramGraphics } from '../core/program-link.ts';

/** Nothing stands over the programme. */
export const NO_GRAPHICS: ProgramGraphics = {
  name: { on: false, autoSeconds: 0, dismissed: null },
  clock: { on: false, where: 'broadcast' },
  logo: { on: false, text: '', stillId: null, corner: 'topRight', size: 'medium' },
  ticker: { on: false, text: '' },
};
