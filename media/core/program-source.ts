import type { ProgramSource } from './program-link.ts';

/** Who is seen and heard in it, in the order of their places. */
export function peopleIn(source: ProgramSource): readonly string[] {
  if (source.type === 'feed') return [source.contributorId];
  return 'contributorIds' in source ? source.contributorIds : [];
}

/** Both came through one parser, which puts their keys in one order. */
export function isSameSource(a: ProgramSource, b: ProgramSource): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
