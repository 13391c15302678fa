import { z } from 'zod';

/** The server's messages of a namespace as schemas, checked against its declared listeners. */
export type Messages<Events> = {
  [Name in keyof Events]: Events[Name] extends (...data: infer Data) => void
    ? z.ZodType<Data extends [infer Only] ? Only : undefined>
    : never;
};

export const votesMessage = z.object({ votes: z.record(z.string(), z.number()) });
export const revokedMessage = z.object({ reason: z.string() });
