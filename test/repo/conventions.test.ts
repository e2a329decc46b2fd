import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { observationKinds } from '#core/observation.ts';
import { indicators } from '#indicators/index.ts';
import { networkProbes, pageProbes } from '#probes/index.ts';
import { loadPolicies, loadPolicy } from '../../src/store/files/policies.ts';

const root = resolve(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const files = (dir: string) => (existsSync(join(root, dir)) ? readdirSync(join(root, dir)) : []);
const policyDirs = [join(root, 'data/policies')];
const policies = [...loadPolicies(policyDirs).keys()].map((id) => loadPolicy(id, policyDirs, indicators).policy);

describe('indicators', () => {
  test('every file is in the list, and its name is the id', () => {
    const found = ['site', 'account', 'organization'].flatMap((s) =>
      files(`src/indicators/${s}`)
        .filter((f) => f.endsWith('.ts'))
        .map((f) => ({ subject: s, id: basename(f, '.ts') })),
    );
    const known = new Set(indicators.map((i) => `${i.subject}/${i.id}`));
    // Files that only help their neighbours define nothing.
    const own = found.filter((f) =>
      read(`src/indicators/${f.subject}/${f.id}.ts`).match(/= (?:defineIndicator|recordedIndicator|besideRecords)\(/),
    );
    expect(own.map((f) => `${f.subject}/${f.id}`).sort()).toEqual([...known].sort());
  });

  test.each(indicators.map((i) => [i.id, i] as const))(
    '%s has a table, and each of its faults appears in it',
    (id, i) => {
      // Rows that only records of people answer may share one table.
      const own = `test/indicators/${id}.test.ts`;
      const shared = i.needs.every((k: string) => k === 'manual.record') && !existsSync(join(root, own));
      const table = read(shared ? 'test/indicators/recorded-rows.test.ts' : own);
      expect(table).toContain('testIndicator(');
      expect(table).toContain(id);
      for (const fault of Object.keys(i.faults)) expect(table, fault).toContain(fault);
    },
  );

  test.each(indicators.map((i) => [i.id, i] as const))(
    '%s is used by some policy, or marked as a draft, not both',
    (id, i) => {
      const used = policies.some((p) => p.items.some((item) => item.indicator === id));
      expect(used).toBe(i.draft !== true);
    },
  );
});

/** Kinds that come from imports, account pages and whole crawls, where there is no probe. */
const madeByThePipeline: ReadonlySet<string> = new Set([
  'account.posts',
  'account.profile',
  'account.replies',
  'account.clues',
  'manual.record',
  'site.crawl',
  'site.channels',
  'channel.update',
  'relay.list',
  'inspection.run',
]);

describe('observations', () => {
  test.each(observationKinds)('%s has a producer and a consumer', (kind) => {
    const produced = [...pageProbes, ...networkProbes].some((p) => p.produces === kind) || madeByThePipeline.has(kind);
    expect(produced).toBe(true);
    expect(indicators.some((i) => i.needs.includes(kind))).toBe(true);
  });
});

describe('policies', () => {
  test.each(policies.map((p) => [p.id, p] as const))('%s: checked and unchecked rows add up to the index', (_, p) => {
    const sum = (part: string, stage?: 'annual') =>
      [...p.items, ...p.unchecked]
        .filter((i) => i.part === part && i.stage === stage)
        .reduce((n, i) => n + i.points, 0);
    expect(sum('deduction')).toBe(10_000);
    if (p.flow.shape !== 'mean-of-accounts') expect(sum('bonus')).toBe(3_000);
    else expect([sum('bonus'), sum('deduction', 'annual'), sum('bonus', 'annual')]).toEqual([0, 10_000, 2_000]);
    expect(sum('duty')).toBe(0);
  });
});

describe('package', () => {
  test('the lock file names no download address', () => {
    expect(read('package-lock.json')).not.toMatch(/"resolved": "https?:/);
  });
  // A registry that lacks one platform's package makes `npm install` drop it from the lock file, and `npm ci` then fails.
  test('the lock file has every package that another one names', () => {
    const { packages } = JSON.parse(read('package-lock.json')) as {
      packages: Record<string, { dependencies?: object; optionalDependencies?: object }>;
    };
    for (const [path, p] of Object.entries(packages))
      for (const name of Object.keys({ ...p.dependencies, ...p.optionalDependencies })) {
        const places = path.split('node_modules/').map((_, i, parts) => parts.slice(0, i + 1).join('node_modules/'));
        const found = [...places.map((at) => (at === '' || at.endsWith('/') ? at : `${at}/`)), ''].some(
          (at) => packages[`${at}node_modules/${name}`] !== undefined,
        );
        expect(found, `${path} → ${name}`).toBe(true);
      }
  });
  test('every version is pinned', () => {
    const { dependencies, devDependencies, optionalDependencies } = JSON.parse(read('package.json'));
    for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies }))
      expect(`${name} ${version}`).toMatch(/ (npm:typescript@)?\d+\.\d+\.\d+$/);
  });
  test('both README files show exactly the two set-up commands', () => {
    for (const file of ['README.md', 'README.zh-CN.md'])
      expect(read(file).match(/^npm ci && .*$/gm)).toEqual(['npm ci && npm run demo', 'npm ci && npm test']);
  });
});
