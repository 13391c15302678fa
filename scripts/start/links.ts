import type { Links } from '../../server/contract/launcher.ts';

const LABELS: [keyof Links, string][] = [
  ['viewer', 'Viewer'],
  ['studio', 'Studio'],
  ['moderation', 'Moderation'],
  ['contributor', 'Contributor'],
  ['owner', 'Owner'],
];

/** The links as the terminal shows them. */
export function linksText(links: Links): string {
  return LABELS.flatMap(([key, label]) => (links[key] === undefined ? [] : `  ${label.padEnd(13)}${links[key]}`)).join(
    '\n',
  );
}
