import { expect, test } from 'vitest';
import type { Observation } from '#core/observation.ts';
import { registerViews } from '#core/register-view.ts';
import { Registry } from '#core/registry.ts';
import { annualAssessment } from '#indicators/organization/annual-assessment.ts';
import { testIndicator } from '../harness/indicator.ts';
import { asOf, evidence, found, record, seen } from './build.ts';
import { accountOf, organization, registerOf } from './local.ts';

const id = 'annual-assessment';
const mine = accountOf('jy-wechat');
const other = accountOf('jy-weibo', { platform: 'weibo' });
const register = registerOf([mine, other]);

/** A stored check that found some 不合格. */
const run = (day: string, unqualified: readonly string[]): Observation<'inspection.run'> =>
  seen(
    'inspection.run',
    {
      runId: `fengdu-${day}`,
      policy: 'fengdu',
      sites: { registered: 1, inspected: [] },
      accounts: { registered: 2, inspected: ['jy-wechat', 'jy-weibo'] },
      unqualified: [...unqualified],
    },
    { target: `fengdu-${day}`, slot: `${day}T02:00:00.000Z`, observedAt: `${day}T02:00:00.000Z` },
  );
const said = (...faults: [string, number][]) =>
  record(id, { findings: faults.map(([fault, n]) => found(fault, `${fault} 的对象`, n)) });

testIndicator(annualAssessment, {
  params: {},
  asOf,
  record: organization,
  register,
  pass: [
    {
      name: 'a person went through the notices of the year and found nothing',
      observations: { 'inspection.run': [], 'manual.record': [record(id)] },
    },
    {
      name: 'one failed in checks of the county: two are needed',
      observations: { 'inspection.run': [], 'manual.record': [said(['failed-county', 1])] },
      says: ['“县级抽查中被判定不合格”1 处确认、0 处疑似，不到 2 处不构成否决'],
    },
    {
      name: 'what the program found is cleared by the record: it was no official check',
      observations: {
        'inspection.run': [run('2026-05-10', ['jy-wechat', 'jy-weibo'])],
        'manual.record': [record(id)],
      },
    },
  ],
  fail: [
    {
      name: 'one failed in a check from above',
      observations: { 'inspection.run': [], 'manual.record': [said(['failed-higher', 1])] },
      expect: { findings: [{ fault: 'failed-higher', certainty: 'confirmed' }] },
    },
    {
      name: 'two failed in checks of the county',
      observations: { 'inspection.run': [], 'manual.record': [said(['failed-county', 2])] },
      expect: { findings: { length: 2 } },
    },
    {
      name: 'grave errors are a reason of their own beside the count',
      observations: {
        'inspection.run': [],
        'manual.record': [said(['grave-error-higher', 1], ['failed-higher', 1])],
      },
      expect: { findings: [{ fault: 'grave-error-higher' }, { fault: 'failed-higher' }] },
    },
    { name: 'falsification', observations: { 'inspection.run': [], 'manual.record': [said(['falsification', 1])] } },
  ],
  needsReview: [
    {
      name: 'stored checks alone: clues, one an account however often, and never more',
      observations: {
        'inspection.run': [run('2026-05-10', ['jy-wechat', 'jy-weibo']), run('2026-08-10', ['jy-wechat'])],
        'manual.record': [],
      },
      expect: {
        because: { kind: 'undeterminable' },
        findings: [
          { fault: 'failed-county', certainty: 'suspected' },
          { fault: 'failed-county', certainty: 'suspected' },
        ],
      },
      says: ['共 2 次', '是不是县政府办公室抽查的结果，由人认定'],
    },
    {
      name: 'checks of others are not known to the program, so silence is no pass',
      observations: { 'inspection.run': [run('2026-05-10', [])], 'manual.record': [] },
      expect: { because: { kind: 'undeterminable' }, findings: [] },
    },
    {
      name: 'persons differ on whether a second one failed',
      observations: {
        'inspection.run': [],
        'manual.record': [
          said(['failed-county', 1]),
          record(id, { person: '王某', findings: [found('failed-county', 'failed-county 的对象', 2)] }),
        ],
      },
      expect: { because: { kind: 'suspect' } },
    },
  ],
});

test('subordinates count, those below them too, and two units that name each other as superior end nothing', () => {
  const unit = (unitId: string, parent?: string) => ({
    id: unitId,
    name: `示例${unitId}`,
    class: 'department',
    ...(parent === undefined ? {} : { parent }),
  });
  const registry = Registry.parse({
    version: 1,
    title: '示例县',
    organizations: [unit('top', 'below'), unit('below', 'top'), unit('far', 'below'), unit('apart')],
    sites: [],
    accounts: ['top', 'below', 'far', 'apart'].map((o) => ({
      id: `${o}-wx`,
      organization: o,
      platform: 'wechat',
      name: `示例${o}`,
    })),
  });
  const view = registerViews(registry, evidence('台账', asOf, 'import')).get('top');
  if (view === undefined) throw new Error('no view');
  const verdict = annualAssessment.judge({
    subject: { id: 'top', type: 'organization', name: '示例top', record: view.organization },
    asOf: new Date(asOf),
    params: annualAssessment.params.parse({}),
    observations: {
      'inspection.run': [run('2026-05-10', ['top-wx', 'below-wx', 'far-wx', 'apart-wx'])],
      'manual.record': [],
    },
    register: view,
  });
  expect(verdict.findings.map((f) => f.target)).toEqual([
    '示例top（top-wx）',
    '示例below（below-wx）',
    '示例far（far-wx）',
  ]);
});
