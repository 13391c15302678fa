import type { CommandOutcome } from '../metrics.ts';

export type NoEvents = Record<string, never>;

/** Makes what hears of every answered command of a namespace, or nothing where nobody listens. */
export type CommandListener = (
  namespace: string,
) => ((name: string, outcome: string, seconds: number) => void) | undefined;

export function commandListener(onCommand: ((command: CommandOutcome) => void) | undefined): CommandListener {
  return (namespace) => onCommand && ((name, outcome, seconds) => onCommand({ namespace, name, outcome, seconds }));
}

/** Leaves every room but the socket's own. */
export function leaveAll(socket: { id: string; rooms: Set<string>; leave(room: string): unknown }): void {
  for (const room of socket.rooms) if (room !== socket.id) void socket.leave(room);
}
