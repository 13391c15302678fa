import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { attempt } from '../command.mjs';
import { root, tool } from '../prepare/paths.ts';

/** Each forbidden import, alone in a file, and the rule that must object to it. */
const FORBIDDEN: [from: string, to: string, rule: string][] = [
  ['server/contract/wire.ts', 'server/questions/store.ts', 'contract-stands-alone'],
  ['web/viewer/page.ts', 'server/questions/store.ts', 'contract-is-the-only-way-into-the-server'],
  ['media/control/link.ts', 'server/questions/store.ts', 'contract-is-the-only-way-into-the-server'],
  ['media/mixer/scene.ts', 'server/contract/common.ts', 'media-speaks-the-contract-at-its-edge'],
  ['media/mixer/picture.ts', 'media/encoder/encoder.ts', 'media-stages-know-only-core'],
  ['media/core/frame.ts', 'media/encoder/encoder.ts', 'media-core-stands-alone'],
  ['server/on-air/take.ts', 'media/core/clock.ts', 'server-never-imports-media'],
  ['server/platform/socket.ts', 'server/questions/store.ts', 'server-platform-knows-no-feature'],
  ['server/questions/submit.ts', 'server/moderation/queue.ts', 'questions-never-look-up'],
  ['server/moderation/decide.ts', 'server/on-air/air.ts', 'moderation-never-looks-up'],
  ['server/rundown/next.ts', 'prisma/index.ts', 'only-stores-query'],
  ['prisma/seed.ts', 'server/questions/store.ts', 'the-database-knows-no-feature'],
  ['web/studio/desk.ts', 'web/viewer/other.ts', 'web-features-do-not-know-each-other'],
  ['web/player/player.ts', 'web/viewer/other.ts', 'web-ground-knows-no-feature'],
  ['web/ui/button.ts', 'web/realtime/socket.ts', 'web-ui-is-stateless'],
  ['e2e/shows/take.ts', 'media/core/clock.ts', 'e2e-uses-addresses'],
  ['media/origin/origin.ts', 'media/origin/testing/fake.ts', 'tests-stay-out-of-the-product'],
  ['media/packager/part.ts', 'media/packager/no-such-file.ts', 'resolvable'],
];

/** What each of these may well import. */
const ALLOWED: [from: string, to: string][] = [
  ['web/viewer/fine.ts', 'server/contract/common.ts'],
  ['media/main.ts', 'media/encoder/encoder.ts'],
  ['media/control/fine.ts', 'server/contract/common.ts'],
  ['media/mixer/fine.ts', 'media/core/clock.ts'],
  ['server/on-air/fine.ts', 'server/moderation/queue.ts'],
  ['server/rundown/store.ts', 'prisma/index.ts'],
  ['web/studio/fine.ts', 'web/player/fine.ts'],
];

const Report = z.object({
  summary: z.object({
    violations: z.array(z.object({ from: z.string(), to: z.string(), rule: z.object({ name: z.string() }) })),
  }),
});

let folder = '';
let violations: string[] = [];

function file(path: string, content: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'antenne-rule-'));
  const pairs = [...FORBIDDEN.map(([from, to]) => [from, to] as const), ...ALLOWED];
  for (const [, to] of pairs) if (!to.includes('no-such-file')) file(to, 'export const value: number = 1;\n');
  for (const [from, to] of pairs)
    file(
      from,
      `import { value } from '${'../'.repeat(from.split('/').length - 1)}${to}';\nexport const use = value;\n`,
    );
  file(
    'server/rundown/types.ts',
    "import type { value } from '../../prisma/index.ts';\nexport type Use = typeof value;\n",
  );
  file('web/realtime/one.ts', "import { two } from './two.ts';\nexport const one: number = two;\n");
  file('web/realtime/two.ts', "import { one } from './one.ts';\nexport const two: number = one;\n");
  const folders = ['server', 'media', 'web', 'prisma', 'e2e'];
  const report = join(folder, 'report.json');
  const config = ['--config', join(root, '.dependency-cruiser.cjs'), '--output-type', 'json', '--output-to', report];
  await attempt(tool('depcruise'), [...config, ...folders], { cwd: folder });
  const { summary } = Report.parse(JSON.parse(readFileSync(report, 'utf8')));
  violations = summary.violations.map(({ from, to, rule }) => `${rule.name}: ${from} → ${to}`);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each(FORBIDDEN)('%s may not import %s', (from, to, rule) => {
  expect(
    violations.some((violation) => violation.startsWith(`${rule}: ${from} → `)),
    `${rule}: ${from} → ${to}`,
  ).toBe(true);
});

test.each(ALLOWED)('%s may import %s', (from) => {
  expect(violations.filter((violation) => violation.includes(`: ${from} → `))).toEqual([]);
});

test('a circle is found', () => {
  expect(violations).toContain('no-cycles: web/realtime/one.ts → web/realtime/two.ts');
});

test('a feature may know the database’s types', () => {
  expect(violations.filter((violation) => violation.includes('server/rundown/types.ts'))).toEqual([]);
});
