export { Player, type PlayerHands, type PlayerProps, type PlayerStatus } from './Player.tsx';
export type { Chapter } from './timeline.ts';
