import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { countOf, coverageOf } from '#core/coverage.ts';
import { indicators } from '#indicators/index.ts';
import { loadClauses } from '../../src/store/files/clauses.ts';
import { loadPolicies, loadPolicy } from '../../src/store/files/policies.ts';

const dirs = [join(resolve(import.meta.dirname, '../..'), 'data/policies')];
const lists = loadClauses(dirs);
const policies = new Map([...lists.keys()].map((id) => [id, loadPolicy(id, dirs, indicators).policy]));
const policyOf = (id: string) => {
  const policy = policies.get(id);
  if (!policy) throw new Error(id);
  return policy;
};
const covered = new Map([...lists].map(([id, list]) => [id, coverageOf(list, policyOf(id), indicators)]));
const of = (id: string) => {
  const coverage = covered.get(id);
  if (!coverage) throw new Error(id);
  return coverage;
};

describe('coverage of the documents', () => {
  test('every policy has its list of clauses, and every list its policy', () =>
    expect([...lists.keys()].sort()).toEqual([...loadPolicies(dirs).keys()].sort()));

  // A clause without an item, an item without a clause, a claim of the machine beyond what the clause allows.
  test.each([...lists.keys()])('%s: every clause has its item, every item its clause, no claim goes too far', (id) =>
    expect(of(id).problems).toEqual([]),
  );

  test('the national index and its copy in the Fengdu annex: V1–V9, D1–D29, B1–B10', () => {
    const rows = [
      ...['v1', 'v2', 'v3', 'v4a', 'v4b', 'v4c', 'v5a', 'v5b', 'v6a', 'v6b', 'v6c', 'v7', 'v8a', 'v8b', 'v9a', 'v9b'],
      ...Array.from({ length: 29 }, (_, i) => `d${i + 1}`),
      ...Array.from({ length: 10 }, (_, i) => `b${i + 1}`),
    ];
    expect(of('national').rows.map((r) => r.clause.id)).toEqual(rows);
    const annex = of('fengdu').rows.filter((r) => r.clause.id.startsWith('annex-'));
    expect(annex.map((r) => r.clause.id)).toEqual(rows.map((id) => `annex-${id}`));
    for (const r of [...of('national').rows, ...annex]) expect(r.items.length, r.clause.id).toBeGreaterThan(0);
  });

  /** Figures of the texts, as a reader finds them there: clause, item, and the setting that carries the number. */
  test.each([
    ['gulou', 'relay-12h', 'relay-12h', { hours: 12 }],
    ['gulou', 'weekly', 'weekly-update', { perWeek: 1, week: 'calendar' }],
    ['gulou', 'self-check', 'self-check', { day: 25 }],
    ['gulou', 'quarterly', 'quarterly-inspection', { every: 'quarter' }],
    ['shenmu', 'filing', 'account-filing', { workdays: 5, since: '2022-01-21' }],
    ['shenmu', 'weekly', 'weekly-update', { perWeek: 2 }],
    ['shenmu', 'quarterly', 'quarterly-inspection', { every: 'quarter' }],
    ['hebei-county', 'workday', 'workday-update', { allowMissed: 0 }],
    ['hebei-county', 'weekly', 'weekly-update', { perWeek: 2 }],
    ['hebei-county', 'required', 'required-accounts', { platforms: ['weibo', 'wechat'] }],
    ['hebei-county', 'annual-report', 'annual-report', { deadline: '12-31', nextYear: false }],
    ['hebei-county', 'filing', 'account-filing', { workdays: null }],
    ['jiangsu-city', 'registration', 'account-filing', { workdays: 3 }],
    ['jiangsu-city', 'announcement', 'closure-announcement', { workdays: 15 }],
    ['jiangsu-city', 'weekly', 'weekly-update', { perWeek: 1 }],
    ['jiangsu-city', 'weekly-original', 'weekly-original', { perWeek: 1 }],
    ['jiangsu-city', 'reply', 'reply-24h', { hours: 24, restHours: 48 }],
    ['jiangsu-city', 'city-weekly', 'weekly-inspection', { every: 'week', accountsPercent: 100 }],
    ['fengdu', 'weekly', 'weekly-update', { perWeek: 3 }],
    ['fengdu', 'site-daily', 'site-daily', { workdaysOnly: false }],
    ['fengdu', 'one-app', 'one-app', { max: 1 }],
    ['fengdu', 'quarterly', 'quarterly-inspection', { sitesPercent: 100, accountsPercent: 50, accountsAbove: true }],
    ['fengdu', 'annual-report', 'annual-report', { deadline: '01-05', nextYear: true }],
    ['fengdu', 'annual-rule', 'annual-assessment', { higherFailures: 1, countyFailures: 2 }],
  ])('%s, clause %s: %s is set to %j', (id, clause, item, params) => {
    expect(
      of(id)
        .rows.find((r) => r.clause.id === clause)
        ?.items.map((i) => i.id),
    ).toContain(item);
    expect(policyOf(id).items.find((i) => i.id === item)?.params).toMatchObject(params);
  });

  test('what a local document only demands is a duty; who is bound is as the text says', () => {
    for (const id of ['gulou', 'shenmu', 'hebei-county'])
      for (const i of policyOf(id).items.filter((x) => x.from === id)) expect(i.part, i.id).toBe('duty');
    const when = (id: string, item: string) => policyOf(id).items.find((i) => i.id === item)?.when;
    expect(when('hebei-county', 'workday-update')).toEqual({ organizationClass: ['county-government'] });
    expect(when('hebei-county', 'weekly-update')).toEqual({ organizationClass: ['department', 'township'] });
    expect(when('hebei-county', 'required-accounts')).toEqual({ organizationClass: ['county-government', 'zone'] });
    expect(when('fengdu', 'annual-assessment')).toEqual({ organizationClass: ['department', 'township'] });
  });

  test('settings that a text leaves open are told with the item', () => {
    for (const id of lists.keys())
      for (const i of policyOf(id).items)
        if (i.part === 'duty' && 'week' in i.params) expect(i.notes?.join(''), `${id} ${i.id}`).toMatch(/每周.*自然周/);
  });

  test('the four counts add up to all clauses', () => {
    for (const id of lists.keys()) {
      const { clauses, decided, prepared, recorded, without } = countOf(of(id).rows);
      expect(decided + prepared + recorded + without, id).toBe(clauses);
    }
  });
});
