/** What stands over the programme, whatever it shows. Text is shaped and sized by media; nothing here is markup. */
import { z } from 'zod';
import { Id } from './common.ts';

/** Text on several lines, without other control characters. */
const lines = (longest: number) =>
  z
    .string()
    .max(longest)
    .refine((text) => text.isWellFormed() && !/[\p{Cc}--\n]/v.test(text), 'control characters');

/** Seconds that a name may stand by itself after a take. */
export const MOST_AUTO_SECONDS = 30;
/** Characters that a ticker may have. */
export const LONGEST_TICKER = 500;

export const LogoCorner = z.enum(['topLeft', 'topRight', 'bottomLeft', 'bottomRight']);
export type LogoCorner = z.infer<typeof LogoCorner>;
/** Of an uploaded logo: a tenth, a sixth, a quarter of the picture, whichever of width and height is reached first. */
export const LogoSize = z.enum(['small', 'medium', 'large']);
export type LogoSize = z.infer<typeof LogoSize>;

const Logo = z.object({
  on: z.boolean(),
  /** The wordmark. Empty: the broadcast's title. */
  text: z.string().max(40),
  /** An uploaded still, with what is transparent in it; null, or while it is not ready: the wordmark. */
  stillId: Id.nullable(),
  corner: LogoCorner,
  size: LogoSize,
});

export const GraphicsState = z.object({
  /** Name, role and place of who is on air alone. */
  name: z.object({
    /** Until it is taken out. */
    on: z.boolean(),
    /** Seconds that it stands by itself after each take; 0: it does not. */
    autoSeconds: z.number().int().min(0).max(MOST_AUTO_SECONDS),
    /** The take after which it was taken out by hand before its seconds were over; null: none. Kept by the server. */
    dismissed: z.number().int().nullable(),
  }),
  /** The time in the show's zone, or in the place of who is on air alone. */
  clock: z.object({ on: z.boolean(), where: z.enum(['broadcast', 'onAir']) }),
  logo: Logo.extend({
    stillId: Logo.shape.stillId.default(null),
    corner: LogoCorner.default('topRight'),
    size: LogoSize.default('medium'),
  }),
  /** Text that runs along the lower edge; each line is an item. */
  ticker: z.object({ on: z.boolean(), text: lines(LONGEST_TICKER) }),
});
export type GraphicsState = z.infer<typeof GraphicsState>;

export const GraphicName = GraphicsState.keyof();
export type GraphicName = z.infer<typeof GraphicName>;

export const NO_GRAPHICS: GraphicsState = {
  name: { on: false, autoSeconds: 0, dismissed: null },
  clock: { on: false, where: 'broadcast' },
  logo: { on: false, text: '', stillId: null, corner: 'topRight', size: 'medium' },
  ticker: { on: false, text: '' },
};

/** What is left out stays as it is. */
export const GraphicsChange = z
  .object({
    name: GraphicsState.shape.name.omit({ dismissed: true }).partial(),
    clock: GraphicsState.shape.clock.partial(),
    // Not of the state's own: a default would be filled in for what is left out.
    logo: Logo.partial(),
    ticker: GraphicsState.shape.ticker.partial(),
  })
  .partial();
export type GraphicsChange = z.infer<typeof GraphicsChange>;

/** As it should be, and what the mixer really shows: lamps follow `onAir`. */
export const StudioGraphics = z.object({ state: GraphicsState, onAir: z.array(GraphicName) });
export type StudioGraphics = z.infer<typeof StudioGraphics>;
