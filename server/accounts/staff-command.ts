import type { Database } from '@antenne/prisma';
import type { z } from 'zod';
import { findBroadcast, type StoredBroadcast } from '../broadcasts/store.ts';
import type { StaffRole } from '../contract/index.ts';
import { type Command, type CommandCall, command } from '../platform/commands.ts';
import type { Access, Actor } from './access.ts';
import type { SessionRow } from './store.ts';

/** Who holds a /control socket. Roles are looked up with each command. */
export interface StaffContext {
  socketId: string;
  session: SessionRow;
}

/** What a command's handler gets besides its input, once the role was checked. */
export interface Checked {
  actor: Actor;
  broadcast: StoredBroadcast;
}

export interface StaffDoor {
  database: Database;
  access: Access;
}

/** A command that needs one of `roles` in the broadcast that its input names. The owner may always. */
export function staffCommand<
  Input extends z.ZodType<{ slug: string }>,
  Output extends z.ZodType,
  Context extends StaffContext,
>(
  { database, access }: StaffDoor,
  schema: { input: Input; output: Output },
  roles: readonly StaffRole[],
  handle: (input: z.output<Input>, call: Context & CommandCall & Checked) => Promise<z.input<Output>>,
): Command<Context> {
  return command(schema, async (input, context: Context & CommandCall) => {
    const broadcast = await findBroadcast(database.client, input.slug);
    const actor = await access.requireRole(context.session, broadcast.id, roles);
    return handle(input, { ...context, actor, broadcast });
  });
}
