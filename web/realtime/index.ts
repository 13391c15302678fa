/** What pages know in real time: typed connections, rooms that stay true over reconnects, the server's clock. */
export { type AudienceRoom, useAudience, useFramedAudience } from './audience.ts';
export { type AudienceState, voteShown } from './audience-state.ts';
export { keepClock, useKeptClock } from './clock-keeper.ts';
export { isPassing, type Link } from './connection.ts';
export { type ControlRoom, SILENCE, useControl, useLevel, useLoudness } from './control.ts';
export { type CueDesk, openCueDesk } from './cue-desk.ts';
export { connectDuplex } from './duplex.ts';
export { entryKey, keepEntryKey } from './entry-keys.ts';
export { request } from './http.ts';
export { useNow } from './now.ts';
export { createServerClock, type ServerClock } from './server-clock.ts';
export { type StageState, useStage } from './stage.ts';
export { ageOf, itemLeft, standingAt } from './stage-clock.ts';
