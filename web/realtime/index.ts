/** What pages know in real time: typed connections, rooms that stay true over reconnects, the server's clock. */
export { type AudienceRoom, useAudience } from './audience.ts';
export { type AudienceState, voteShown } from './audience-state.ts';
export { type Connection, isPassing, type Link } from './connection.ts';
export { type ControlRoom, SILENCE, useControl, useControlState, useLevel } from './control.ts';
export type { ControlState } from './control-state.ts';
export { connectDuplex, type DuplexConnection } from './duplex.ts';
export { request } from './http.ts';
export { useNow } from './now.ts';
export type { RoomState } from './room.ts';
export { createServerClock, type ServerClock } from './server-clock.ts';
