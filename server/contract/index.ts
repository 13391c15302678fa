/** Wire types, one file per conversation. Everything that crosses between server, media and browsers is declared here. */

export * from './accounts.ts';
export * from './assets.ts';
export * from './audience-socket.ts';
export * from './broadcasts.ts';
export * from './captions.ts';
export * from './common.ts';
export * from './contributors.ts';
export * from './control-socket.ts';
export * from './cues.ts';
export * from './duplex-socket.ts';
export * from './graphics.ts';
export * from './health.ts';
export * from './launcher.ts';
export * from './link.ts';
export * from './media-link.ts';
export * from './questions.ts';
export * from './recording.ts';
export * from './replay.ts';
export * from './rtc.ts';
export * from './rundown.ts';
export * from './scenes.ts';
export * from './simulcast.ts';
export * from './start-at.ts';
export * from './storage.ts';
export * from './studio.ts';
export * from './talkback.ts';
