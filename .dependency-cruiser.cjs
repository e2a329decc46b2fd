/** Who may import whom: the table of the architecture, executable. */
const ours = '^(src|crawlers|probes|reports)/';
const folder = (name, from, allowed, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from },
  to: { path: ours, pathNot: `^(${allowed})` },
});
const only = (name, where, packages, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: ours, pathNot: `^(${where})` },
  to: { path: `^node_modules/(${packages})(/|$)` },
});
const pure = '^(src/(core|indicators|scoring)|probes/page|reports/(html|model))';

module.exports = {
  forbidden: [
    folder('core-is-alone', '^src/core/', 'src/core/', 'The vocabulary imports nothing of ours.'),
    folder(
      'indicators-see-core',
      '^src/indicators/',
      'src/(core|indicators)/',
      'An indicator knows thresholds and no network.',
    ),
    folder(
      'scoring-sees-core',
      '^src/scoring/',
      'src/(core|scoring)/',
      'Arithmetic only; the indicator list is an argument.',
    ),
    folder('probes-see-core', '^probes/', 'src/core/|probes/', 'Network access arrives through the context.'),
    folder('crawlers-see-core', '^crawlers/', 'src/core/|crawlers/'),
    folder('reports-see-core', '^reports/', 'src/core/|reports/'),
    folder('store-sees-core', '^src/store/', 'src/(core|store)/'),
    folder('queue-sees-core', '^src/queue/', 'src/(core|queue)/'),
    folder(
      'pipeline-sees-ports',
      '^src/pipeline/',
      'src/(core|scoring|indicators|pipeline)/|src/store/ports\\.ts|src/queue/queue\\.ts|probes/|crawlers/',
    ),
    {
      name: 'nobody-imports-the-top',
      severity: 'error',
      from: { path: ours, pathNot: '^src/(cli|app|bin|commands/|demo/|output/|docs/|watch/)' },
      to: { path: '^src/(cli|app|commands/|demo/|docs/|watch/|output/|config|flags|progress)' },
    },
    {
      name: 'pure-folders-do-no-io',
      comment: 'No node:*, network or logger where everything is computed from arguments.',
      severity: 'error',
      from: { path: pure },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'pure-folders-know-few-packages',
      comment: 'Types of the parsed page (domhandler) are named in core; nothing of the package runs there.',
      severity: 'error',
      from: { path: '^src/(core|indicators|scoring)/' },
      to: {
        path: '^node_modules/',
        pathNot: '^node_modules/(zod|chinese-days|fastest-levenshtein|tldts|tldts-core)/',
        dependencyTypesNot: ['type-only'],
      },
    },
    only('crawlee-in-one-place', 'crawlers/site/', '@?crawlee'),
    only('playwright-in-crawlers', 'crawlers/', 'playwright|playwright-core'),
    only('kysely-in-the-sql-store', 'src/store/sql/', 'kysely'),
    only('lowdb-in-its-store', 'src/store/lowdb/', 'lowdb'),
    only('undici-in-the-http-client', 'crawlers/http/', 'undici'),
    only('pino-in-few-places', 'src/(app|cli|pipeline/|commands/)|crawlers/', 'pino'),
    { name: 'no-cycles', severity: 'error', from: { path: ours }, to: { circular: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      conditionNames: ['import', 'node', 'default'],
      exportsFields: ['exports'],
      extensions: ['.ts', '.js'],
    },
  },
};
