import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SubjectAssessment } from '#core/assessment.ts';
import type { Subject } from '#core/indicator.ts';
import { registerViews } from '#core/register-view.ts';
import { Registry } from '#core/registry.ts';
import { indicators } from '#indicators/index.ts';
import { assess, assessSubject, type SubjectObservations } from '#scoring/assess.ts';
import { score } from '#scoring/score.ts';
import { loadPolicy } from '#store/files/policies.ts';
import { asOf, evidence, found, post, posts, record, seen } from '../indicators/build.ts';
import { fail, finding, item, pass, policy as small } from './build.ts';

const shipped = fileURLToPath(new URL('../../data/policies/', import.meta.url));
const shenmu = loadPolicy('shenmu', [shipped], indicators).policy;
const fengdu = loadPolicy('fengdu', [shipped], indicators).policy;

const registry = Registry.parse({
  version: 1,
  title: '示例市',
  organizations: [
    { id: 'edu', name: '示例市教育局', class: 'department' },
    { id: 'records', name: '示例市档案馆', class: 'department' },
  ],
  sites: [],
  accounts: [
    {
      id: 'edu-wx',
      organization: 'edu',
      platform: 'wechat',
      name: '示例教育',
      openedOn: '2022-03-01',
      filedOn: '2022-03-02',
    },
  ],
});
const views = registerViews(registry, evidence('台账', asOf, 'import'));
const unit = (id: string): Subject => {
  const organization = registry.organizations.find((o) => o.id === id);
  if (!organization) throw new Error(id);
  return { id, type: 'organization', name: organization.name, record: organization };
};
const put = (id: string, records: ReturnType<typeof record>[] = [], policy = shenmu): SubjectAssessment =>
  assessSubject({
    subject: unit(id),
    organization: registry.organizations.find((o) => o.id === id),
    policy,
    indicators,
    observations: { 'manual.record': records },
    observationsOf: () => ({}),
    register: views.get(id),
    reviews: [],
    asOf: new Date(asOf),
  });
const itemOf = (a: SubjectAssessment, id: string) => a.items.find((i) => i.itemId === id);

describe('要求', () => {
  test('a unit that has duties only is rated by nothing', () => {
    const a = put('edu');
    expect(a).toMatchObject({ conclusion: 'unrated', score: null, duties: { notMet: 0, conclusion: 'open' } });
    expect(a).not.toHaveProperty('whole');
    expect(a).not.toHaveProperty('annual');
  });

  test('met, not met and open add up; a duty nobody looked at is open, never met', () => {
    const a = put('edu', [
      record('training'),
      record('watch-rota', { findings: [found('gap', '国庆节')] }),
      record('publishing-review'),
    ]);
    expect(itemOf(a, 'watch-rota')).toMatchObject({ verdict: { outcome: 'fail' } });
    expect(itemOf(a, 'publishing-review')).toMatchObject({ verdict: { outcome: 'pass' } });
    expect(itemOf(a, 'security-system')).toMatchObject({ unexamined: true });
    const applicable = a.items.filter((i) => i.applicable).length;
    const { met, notMet, open } = a.duties ?? { met: 0, notMet: 0, open: 0 };
    expect(met + notMet + open).toBe(applicable);
    expect(a.duties).toMatchObject({ notMet: 1, conclusion: 'not-met' });
    expect(a.conclusion).toBe('unrated');
  });

  test('a unit without accounts in use is no host: its duties do not apply, and none is met by having nothing', () => {
    const a = put('records');
    expect(itemOf(a, 'watch-rota')).toMatchObject({
      applicable: false,
      because: expect.stringMatching(/不是主办单位/),
    });
    expect(itemOf(a, 'account-filing')).toMatchObject({ applicable: false, because: '台账里没有该单位的账号' });
    expect(a.duties?.met).toBe(0);
  });

  test('a duty of an account changes neither its conclusion nor what a veto decided', () => {
    const observations: SubjectObservations = {
      'account.posts': [
        seen('account.posts', posts([post('a', '2026-11-20T00:00:00.000Z')]), { subjectId: 'edu-wx', slot: asOf }),
      ],
    };
    const [a] = assess({
      run: {
        id: 'r',
        asOf,
        policy: { id: 'shenmu', title: '', digest: '' },
        registry: { title: '', digest: 'd'.repeat(64) },
        seed: '',
        tool: '',
        notes: [],
      },
      registry,
      policy: shenmu,
      indicators,
      observationsOf: (id) => (id === 'edu-wx' ? observations : {}),
      reviews: [],
      asOf: new Date(asOf),
      only: new Set(['edu-wx']),
    }).subjects;
    // One post in four weeks: the veto of two weeks is passed, the quota of two a week is not.
    expect(a).toMatchObject({ conclusion: 'qualified', score: null, duties: { conclusion: 'not-met' } });
    expect(a && itemOf(a, 'weekly-update')).toMatchObject({
      verdict: { outcome: 'fail' },
      cost: { lower: 0, upper: 0 },
    });
  });

  test('nothing that a duty can come out as moves a score', () => {
    const duty = { ...item('access'), id: 'duty', part: 'duty' as const };
    const some = [
      { item: item('news'), verdict: fail(finding('stale', '/x')) },
      { item: item('guides'), verdict: pass },
    ];
    const without = score(small.flow, some);
    fc.assert(
      fc.property(fc.constantFrom(pass, fail(finding('not-open', '/')), fail(finding('stale', '/y'))), (verdict) => {
        const { costs, ...rest } = score(small.flow, [...some, { item: duty, verdict }]);
        const { costs: _, ...before } = without;
        expect(rest).toEqual(before);
        expect(costs.get('duty')).toBeUndefined();
      }),
    );
  });
});

describe('年度考核 of Fengdu', () => {
  test('stands beside the 检查指标, and is open until a person has gone through the notices', () => {
    const open = put('edu', [], fengdu);
    expect(open).toMatchObject({ conclusion: 'unrated', annual: { conclusion: 'undetermined', score: null } });
    const failed = put(
      'edu',
      [record('annual-assessment', { findings: [found('failed-higher', '示例教育')] })],
      fengdu,
    );
    expect(failed.conclusion).toBe('unrated');
    expect(failed.annual).toEqual({ conclusion: 'unqualified', score: null });
    expect(put('edu', [record('annual-assessment')], fengdu).annual).toEqual({ conclusion: 'qualified', score: null });
  });

  test('one failed check of the county is not enough, two are', () => {
    const times = (n: number) =>
      put('edu', [record('annual-assessment', { findings: [found('failed-county', '示例教育', n)] })], fengdu).annual;
    expect([times(1)?.conclusion, times(2)?.conclusion]).toEqual(['qualified', 'unqualified']);
  });
});

describe('which score the gates read where 75 is the full mark', () => {
  const flow = { ...small.flow, exemptFull: 7_500 };
  const lost = (points: number) => [
    {
      item: { ...item('guides'), points: 10_000, deduct: { missing: { each: points * 100, once: true } } },
      verdict: fail(finding('missing', '/x')),
    },
  ];
  // 75 − 20 = 55, converted 73.33: above 60 converted, below it as counted.
  test.each([
    ['converted', 'qualified', 20],
    ['counted', 'unqualified', 20],
    ['counted', 'qualified', 15],
    ['counted', 'unqualified', 15.01],
    ['converted', 'qualified', 30],
    ['converted', 'unqualified', 30.01],
  ] as const)('%s: %s after losing %d', (gatesOn, conclusion, points) => {
    expect(score({ ...flow, gatesOn }, lost(points), { exempt: true })).toMatchObject({ conclusion });
  });
  test('the score itself is converted either way, and units that are not exempt do not care', () => {
    const scoreOf = (gatesOn: 'converted' | 'counted', exempt: boolean) =>
      score({ ...flow, gatesOn }, lost(20), { exempt }).score;
    expect(scoreOf('counted', true)).toEqual({ lower: 7_333, upper: 7_333 });
    expect(scoreOf('counted', true)).toEqual(scoreOf('converted', true));
    expect(scoreOf('counted', false)).toEqual({ lower: 8_000, upper: 8_000 });
  });
});
