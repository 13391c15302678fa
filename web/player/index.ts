export { Player, type PlayerProps, type PlayerStatus } from './Player.tsx';
