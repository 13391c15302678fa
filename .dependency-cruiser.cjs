/**
 * The dependency rule (ARCHITECTURE.md, "Invariants"). Run by `npm test -- --only deps`.
 *
 * Type-only imports count as well: a type from next door is a dependency on next door.
 */
const TEST = '(\\.test\\.tsx?$|/testing/)';
const STAGES = 'assets|clips|ingest|mixer|encoder|packager|record|replay|origin|sfu';
const FEATURES =
  'assets|broadcasts|captions|questions|moderation|rundown|on-air|contributors|accounts|syndication|replay|report|stage';
const WEB_FEATURES = 'viewer|contributor|captions|presenter|stage|moderator|studio|admin';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'resolvable',
      comment: 'An import that leads nowhere, or to a package that the workspace does not declare.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'contract-stands-alone',
      comment: 'The contract imports zod, and for the settings file Node’s path; nothing else.',
      severity: 'error',
      from: { path: '^server/contract/', pathNot: TEST },
      to: { pathNot: ['^server/contract/', '(^|/)node_modules/zod/', '^(node:)?path$'] },
    },
    {
      name: 'contract-is-the-only-way-into-the-server',
      comment: 'Web, media, end-to-end tests and scripts know the contract and no other server code.',
      severity: 'error',
      from: { path: '^(web|media|e2e|scripts)/' },
      to: { path: '^server/', pathNot: '^server/contract/' },
    },
    {
      name: 'media-speaks-the-contract-at-its-edge',
      comment: 'Stages know nothing of the wire; control and the entry files translate.',
      severity: 'error',
      from: { path: '^media/', pathNot: ['^media/(control/|main\\.ts$|program\\.ts$)', TEST] },
      to: { path: '^server/' },
    },
    {
      name: 'media-stages-know-only-core',
      comment: 'A stage says what it needs from its neighbours as small interfaces of its own; entry files wire them.',
      severity: 'error',
      from: { path: `^media/(${STAGES})/`, pathNot: TEST },
      to: { path: '^media/', pathNot: ['^media/core/', '^media/$1/'] },
    },
    {
      name: 'media-core-stands-alone',
      severity: 'error',
      from: { path: '^media/core/', pathNot: TEST },
      to: { path: '^(media|server|web|prisma|e2e|scripts)/', pathNot: '^media/core/' },
    },
    {
      name: 'server-never-imports-media',
      severity: 'error',
      from: { path: '^(server|prisma)/' },
      to: { path: '^(media|web|e2e|scripts)/' },
    },
    {
      name: 'server-platform-knows-no-feature',
      severity: 'error',
      from: { path: '^server/platform/', pathNot: TEST },
      to: { path: `^server/(${FEATURES})/` },
    },
    {
      name: 'questions-never-look-up',
      comment: 'on-air → moderation → questions, never back.',
      severity: 'error',
      from: { path: '^server/questions/', pathNot: TEST },
      to: { path: '^server/(moderation|on-air)/' },
    },
    {
      name: 'moderation-never-looks-up',
      severity: 'error',
      from: { path: '^server/moderation/', pathNot: TEST },
      to: { path: '^server/on-air/' },
    },
    {
      name: 'only-stores-query',
      comment: 'Others pass a transaction on, so they may know its type; only stores ask and write.',
      severity: 'error',
      from: {
        path: '^server/',
        pathNot: ['store[^/]*\\.ts$', '^server/main\\.ts$', '^server/(platform|bench)/', TEST],
      },
      to: { path: ['^prisma/', '(^|/)node_modules/@prisma/'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'the-database-knows-no-feature',
      severity: 'error',
      from: { path: '^prisma/', pathNot: TEST },
      to: { path: '^server/', pathNot: '^server/contract/' },
    },
    {
      name: 'web-features-do-not-know-each-other',
      severity: 'error',
      from: { path: `^web/(${WEB_FEATURES})/` },
      to: { path: `^web/(${WEB_FEATURES})/`, pathNot: '^web/$1/' },
    },
    {
      name: 'web-ground-knows-no-feature',
      severity: 'error',
      from: { path: '^web/(ui|realtime|player|i18n)/' },
      to: { path: `^web/(${WEB_FEATURES})/` },
    },
    {
      name: 'web-ui-is-stateless',
      comment: 'Components get what they show; sockets and stores stay outside.',
      severity: 'error',
      from: { path: '^web/ui/' },
      to: { path: '^web/(realtime|player)/' },
    },
    {
      name: 'e2e-uses-addresses',
      severity: 'error',
      from: { path: '^e2e/' },
      to: { path: '^(media|web|prisma|scripts)/' },
    },
    {
      name: 'tests-stay-out-of-the-product',
      severity: 'error',
      from: { pathNot: [TEST, '^e2e/', '^(media|server)/bench/'] },
      to: { path: TEST },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|generated|coverage)/' },
    // swc reads the syntax: dependency-cruiser cannot use TypeScript 7, which has no JavaScript interface.
    parser: 'swc',
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};
