import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ScoreRange, SubjectAssessment } from '#core/assessment.ts';
import type { AnyIndicator, Subject } from '#core/indicator.ts';
import type { Observation } from '#core/observation.ts';
import type { Policy } from '#core/policy.ts';
import { Organization } from '#core/registry.ts';
import { indicators } from '#indicators/index.ts';
import { assessSubject } from '#scoring/assess.ts';
import { loadPolicy } from '#store/files/policies.ts';
import { account, asOf, footer, found, home, record, seen, site } from '../indicators/build.ts';

const shipped = fileURLToPath(new URL('../../data/policies/', import.meta.url));
const fengdu = loadPolicy('fengdu', [shipped], indicators).policy;
const national = loadPolicy('national', [shipped], indicators).policy;

/** What the machine alone measures is left out, so that every item of these tables is one that a person records; the duties of the notice too. */
const measured = new Set([
  'hidden-links',
  'site-access',
  'home-update',
  'footer-marks',
  'dead-links',
  'error-report-entry',
]);
const recordedOnly = (p: Policy): Policy => ({
  ...p,
  items: p.items.filter((i) => i.from === 'national' && !measured.has(i.id)),
});
const local = recordedOnly(fengdu);
const onSites = local.items.filter((i) => indicators.find((x) => x.id === i.indicator)?.subject === 'site');

const portal: Subject = { id: site.id, type: 'site', name: site.name, record: site };
const unit = (outwardService = true) =>
  Organization.parse({ id: 'shili-gov', name: '示例县人民政府办公室', class: 'county-government', outwardService });

type Faults = Record<string, readonly ReturnType<typeof found>[]>;
/** One record an item: the faults given, else a clean one. A bonus without faults is won whole. */
function recordsOf(faults: Faults, items = onSites): Observation<'manual.record'>[] {
  return items.map((i) => record(i.indicator, { findings: [...(faults[i.id] ?? [])] }));
}
/** No bonus at all: everything that a bonus row can lack is lacking. */
const noBonus = Object.fromEntries(
  onSites
    .filter((i) => i.part === 'bonus')
    .map((i) => [
      i.id,
      Object.keys(i.deduct).map((f) => found(f, home, f === 'plain' ? 3 : f === 'not-found' ? 2 : 1)),
    ]),
);
function judge(
  records: readonly Observation<'manual.record'>[],
  over: { policy?: Policy; outwardService?: boolean; indicators?: readonly AnyIndicator[] } = {},
): SubjectAssessment {
  return assessSubject({
    subject: portal,
    organization: unit(over.outwardService),
    policy: over.policy ?? local,
    indicators: over.indicators ?? indicators,
    observations: { 'manual.record': records },
    reviews: [],
    asOf: new Date(asOf),
  });
}
const costsOf = (a: SubjectAssessment) =>
  Object.fromEntries(
    a.items.flatMap((i) => (i.applicable && i.part === 'deduction' && i.cost.upper > 0 ? [[i.itemId, i.cost]] : [])),
  );
const exact = (points: number): ScoreRange => ({ lower: points * 100, upper: points * 100 });
/** Column of the site, as the other rows name it. */
const column = (n: string) => `${home}${n}/`;

describe('the arithmetic of the index, by hand', () => {
  test('a published self-check of 2019: 5 + 2 + 3 points lost, no bonus', () => {
    // One policy column stale for 6 months, service statistics older than 3 months, letters not updated for 2 months.
    const a = judge(
      recordsOf({
        ...noBonus,
        'policy-files': [found('stale', column('zcwj'))],
        'service-statistics': [found('stale-quarter', column('bstj'))],
        'published-messages': [found('stale', column('xjgk'))],
      }),
    );
    expect(costsOf(a)).toEqual({
      'policy-files': exact(5),
      'service-statistics': exact(2),
      'published-messages': exact(3),
    });
    // 100 − 10 = 90; above 80 the bonus stage is entered and brings nothing.
    expect(a).toMatchObject({ conclusion: 'qualified', score: exact(90) });
    expect(a).not.toHaveProperty('whole');
  });

  test('nothing wrong and every bonus: 130', () =>
    expect(judge(recordsOf({}))).toMatchObject({ conclusion: 'qualified', score: exact(130) }));

  test('a veto stops the count, whatever the rest earned', () => {
    const a = judge(recordsOf({ 'security-incidents': [found('grave-error', `${home}art/1.html`)] }));
    expect(a).toMatchObject({ conclusion: 'unqualified', score: null, openQuestions: [] });
  });

  /** 5 + 5 + 5 + 7 + 8 + 7 + 3 = 40. */
  const forty: Faults = {
    'news-update': [found('column-missing')],
    'policy-files': [found('stale', column('zcwj'))],
    interpretations: [found('stale', column('zcjd'))],
    'message-submission': [found('submission-failed')],
    'service-guides': [found('no-guide', '事项甲'), found('no-guide', '事项乙')],
    replies: [
      found('late', '信件1'),
      found('late', '信件2'),
      found('poor', '信件3'),
      found('unchecked-errors', '信件4'),
    ],
    'unified-login': [found('not-unified')],
  };
  test('exactly 60 passes, a tenth less does not', () => {
    const a = judge(recordsOf({ ...noBonus, ...forty }));
    // Four times 2 are 8, capped at the 7 points of 办理答复.
    expect(costsOf(a).replies).toEqual(exact(7));
    expect(a).toMatchObject({ conclusion: 'qualified', score: exact(60) });
    const less = judge(recordsOf({ ...forty, 'page-tags': [found('content-tags-missing', `${home}art/1.html`)] }));
    // Every bonus is earned and none of it counts.
    expect(less).toMatchObject({ conclusion: 'unqualified', score: exact(59.9) });
  });

  const fifteen: Faults = {
    'news-update': [found('column-missing')],
    'policy-files': [found('stale', column('zcwj'))],
    interpretations: [found('stale', column('zcjd'))],
  };
  const onlyInnovation = { ...noBonus, innovation: [] };
  test('exactly 80 earns no bonus, 80.1 does', () => {
    const twenty = { ...fifteen, 'guide-accuracy': [found('inaccurate', '指南甲', 5)] };
    expect(judge(recordsOf({ ...onlyInnovation, ...twenty }))).toMatchObject({ score: exact(80) });
    // 15 + 4 + 9 × 0.1 = 19.9; 80.1 + 3 = 83.1.
    const nearly = {
      ...fifteen,
      'guide-accuracy': [found('inaccurate', '指南甲', 4)],
      'page-tags': [found('content-tags-missing', '内容页', 5), found('column-tags-missing', '栏目页', 4)],
    };
    const a = judge(recordsOf({ ...onlyInnovation, ...nearly }));
    expect(costsOf(a)['page-tags']).toEqual(exact(0.9));
    expect(a.score).toEqual(exact(83.1));
  });

  test('a unit without outward service: (75 − 15) × 4/3 = 80 earns no bonus, (75 − 14.9) × 4/3 = 80.13 does', () => {
    const rows = onSites.filter((i) => i.when.outwardService !== true);
    const a = judge(recordsOf({ ...onlyInnovation, ...fifteen }, rows), { outwardService: false });
    expect(a).toMatchObject({ conclusion: 'qualified', score: exact(80) });
    expect(a.items.filter((i) => !i.applicable).map((i) => i.itemId)).toHaveLength(10);
    const less = {
      'news-update': fifteen['news-update'] ?? [],
      'policy-files': fifteen['policy-files'] ?? [],
      'site-search': [found('unusable')],
      'page-tags': [found('content-tags-missing', '内容页', 5), found('column-tags-missing', '栏目页', 4)],
    };
    const b = judge(recordsOf({ ...onlyInnovation, ...less }, rows), { outwardService: false });
    expect(b.score).toEqual(exact(83.13));
    // 15 + 7 + 6 + 2 = 30; 75 − 30 = 45, × 4/3 = 60.
    const thirty = {
      ...fifteen,
      'message-submission': [found('submission-failed')],
      'published-messages': [found('none-public')],
      overview: [found('column-missing')],
    };
    const c = judge(recordsOf({ ...noBonus, ...thirty }, rows), { outwardService: false });
    expect(c).toMatchObject({ conclusion: 'qualified', score: exact(60) });
  });

  test('an indicator never costs more than its points', () => {
    const a = judge(
      recordsOf({
        ...noBonus,
        overview: [found('column-missing'), found('inaccurate', '人口数'), found('inaccurate', '面积')],
        'service-guides': [
          found('no-guide', '事项甲'),
          found('vague-clause', '事项乙', 3),
          found('element-missing', '事项丙', 6),
        ],
        'guide-accuracy': [found('inaccurate', '指南甲', 9)],
      }),
    );
    expect(costsOf(a)).toEqual({ overview: exact(2), 'service-guides': exact(8), 'guide-accuracy': exact(5) });
    expect(a.score).toEqual(exact(85));
  });

  test('办事指南 at each price of its own: 4 + 0.5 × 2 + 1 + 0.5 = 6.5', () => {
    const guides = [
      found('no-guide', '事项甲'),
      found('element-missing', '事项乙 收费标准'),
      found('element-missing', '事项乙 办理流程'),
      found('material-form-unclear', '事项丙'),
      found('policy-text-missing', '事项丁'),
    ];
    expect(costsOf(judge(recordsOf({ 'service-guides': guides })))['service-guides']).toEqual(exact(6.5));
  });

  test('其他栏目 does not charge a column twice that another row has charged', () => {
    const both = {
      'news-update': [found('stale', column('gzdt'))],
      'other-channels': [found('stale', column('gzdt')), found('blank', column('tzgg'))],
    };
    expect(costsOf(judge(recordsOf(both)))).toEqual({ 'news-update': exact(5), 'other-channels': exact(2) });
  });

  test('a range that straddles 60: two persons differ on 7 points, and the review of that one decides', () => {
    const faults = { ...noBonus, ...forty, 'message-submission': [] };
    const other = record('message-submission', { person: '王某', findings: [found('submission-failed')] });
    const tag = { 'page-tags': [found('content-tags-missing', `${home}art/1.html`)] };
    const a = judge([...recordsOf({ ...faults, ...tag }), other]);
    expect(a).toMatchObject({ conclusion: 'undetermined', score: { lower: 5_990, upper: 6_690 } });
    expect(a.openQuestions.map((q) => [q.itemId, q.effect])).toEqual([['message-submission', 700]]);
  });
});

describe('未检', () => {
  const clean = (...ids: string[]) => ids.map((id) => record(id));

  test('nobody looked at anything: no conclusion, the whole index from 0 to 130', () => {
    const a = judge([]);
    expect(a).toMatchObject({
      conclusion: 'undetermined',
      score: null,
      // 100 less 95: the five points of the measured rows are not in this policy.
      whole: { conclusion: 'undetermined', score: { lower: 500, upper: 13_000 } },
      openQuestions: [],
    });
    expect(a.items.every((i) => i.applicable && i.unexamined === true)).toBe(true);
  });

  test('what was looked at makes the limited score; the rest stays in the whole one', () => {
    const a = judge([...clean('overview', 'ipv6'), record('leaders', { findings: [found('inaccurate', '某局长')] })]);
    // Looked at: 2 + 2 + 1 points, of which 1 is lost. 100 − 1 = 99; not looked at: 90 of deductions, 30 of bonus.
    expect(a.score).toEqual(exact(99));
    expect(a.whole?.score).toEqual({ lower: 900, upper: 12_900 });
    expect(a.conclusion).toBe('qualified');
    expect(a.whole?.conclusion).toBe('undetermined');
    expect(a.items.flatMap((i) => (i.applicable && !i.unexamined ? [i.itemId] : []))).toEqual([
      'overview',
      'leaders',
      'ipv6',
    ]);
  });

  test('a veto that was found decides both; one that nobody looked at keeps only the whole open', () => {
    const bad = judge([record('poor-interaction', { findings: [found('channel-missing')] })]);
    expect(bad).toMatchObject({ conclusion: 'unqualified', whole: { conclusion: 'unqualified', score: null } });
    const vetoes = onSites.filter((i) => i.part === 'veto').map((i) => i.id);
    const rest = recordsOf({}).filter((r) => r.status === 'observed' && !vetoes.includes(r.value.indicator));
    expect(judge(rest)).toMatchObject({
      conclusion: 'qualified',
      score: exact(130),
      whole: { conclusion: 'undetermined', score: exact(130) },
    });
  });

  test('below 60 for what was looked at, nothing that is left can change it', () => {
    const lost: Faults = {
      'news-update': [found('column-missing')],
      'policy-files': [found('column-missing')],
      interpretations: [found('column-missing')],
      'message-submission': [found('submission-failed')],
      'service-guides': [found('no-guide', '事项', 2)],
      replies: [found('late', '信件', 4)],
      'published-messages': [found('none-public')],
    };
    const a = judge(
      recordsOf(
        lost,
        onSites.filter((i) => i.id in lost),
      ),
    );
    expect(a).toMatchObject({ conclusion: 'unqualified', score: exact(57), whole: { conclusion: 'unqualified' } });
  });

  test('a record that has run out is no look: 未检 again, and the item says so', () => {
    const a = judge([record('overview', { day: '2026-08-01' })]);
    const item = a.items.find((i) => i.itemId === 'overview');
    expect(item).toMatchObject({ unexamined: true, verdict: { notes: [expect.stringMatching(/不再作数/)] } });
  });

  test('not applicable by a person’s record: the item neither costs nor earns, in either reading', () => {
    const none = record('surveys', { outcome: 'not-applicable', note: '没有开展' });
    const a = judge([...recordsOf({}).filter((r) => r.status === 'observed' && r.value.indicator !== 'surveys'), none]);
    expect(a.items.find((i) => i.itemId === 'surveys')).toMatchObject({
      applicable: false,
      because: '李某 2026-11-20 记录不适用：没有开展',
    });
    expect(a.score).toEqual(exact(127));
  });

  test('what the machine looked at in vain is no 未检: it keeps the limited conclusion open', () => {
    const marks: Policy = { ...fengdu, items: fengdu.items.filter((i) => ['footer-marks', 'overview'].includes(i.id)) };
    const a = assessSubject({
      subject: portal,
      organization: unit(),
      policy: { ...marks, items: marks.items.map((i) => ({ ...i, whenUnexamined: 'unchecked' as const })) },
      indicators,
      observations: {
        'page.footer-marks': [
          {
            ...seen('page.footer-marks', footer()),
            status: 'unobserved',
            reason: 'blocked',
            detail: '被拦截',
          } as never,
        ],
      },
      reviews: [],
      asOf: new Date(asOf),
    });
    expect(a.items.map((i) => [i.itemId, i.applicable && i.unexamined === true])).toEqual([
      ['overview', true],
      ['footer-marks', false],
    ]);
    expect(a).toMatchObject({
      score: { lower: 9_700, upper: 10_000 },
      whole: { score: { lower: 9_500, upper: 10_000 } },
    });
  });

  test('an indicator that fails in itself is not 未检', () => {
    const broken = indicators.map((i) =>
      i.id === 'overview'
        ? {
            ...i,
            judge: () => {
              throw new Error('坏了');
            },
          }
        : i,
    );
    const item = judge([record('overview')], { indicators: broken }).items.find((i) => i.itemId === 'overview');
    expect(item).toMatchObject({ applicable: true, error: 'Error: 坏了' });
    expect(item).not.toHaveProperty('unexamined');
  });

  test('a review that decides an item nobody had looked at brings it into the score', () => {
    const policy: Policy = { ...local, items: local.items.filter((i) => i.id === 'overview') };
    const review = {
      id: 'r1',
      subjectId: site.id,
      itemId: 'overview',
      decision: 'pass' as const,
      reason: '已当面核对',
      person: '李某',
      at: '2026-11-23T00:00:00.000Z',
    };
    const a = assessSubject({
      subject: portal,
      organization: unit(),
      policy,
      indicators,
      observations: {},
      reviews: [review],
      asOf: new Date(asOf),
    });
    expect(a).toMatchObject({ conclusion: 'qualified', score: exact(100) });
    expect(a).not.toHaveProperty('whole');
  });

  test('a policy that asks for it keeps such an item 无法判定 as before', () => {
    const policy: Policy = { ...local, items: local.items.map((i) => ({ ...i, whenUnexamined: 'open' as const })) };
    const a = judge([], { policy });
    expect(a).toMatchObject({ conclusion: 'undetermined', score: { lower: 500, upper: 13_000 } });
    expect(a).not.toHaveProperty('whole');
    expect(a.openQuestions).toHaveLength(onSites.length);
  });

  test('rows without an indicator count in the whole only, for their own kind of subject', () => {
    const policy: Policy = {
      ...local,
      items: local.items.filter((i) => i.id === 'overview'),
      unchecked: [
        { id: 'x', title: '示例', subject: 'site', part: 'deduction', points: 700, section: '一' },
        { id: 'y', title: '示例', subject: 'account', part: 'veto', points: 0, section: '二' },
      ],
    };
    const a = judge([record('overview')], { policy });
    expect(a).toMatchObject({
      score: exact(100),
      whole: { score: { lower: 9_300, upper: 10_000 }, conclusion: 'qualified' },
    });
  });

  test('apps only: the row of client apps is not put to other accounts', () => {
    const of = (platform: 'app' | 'wechat') =>
      assessSubject({
        subject: { id: account.id, type: 'account', name: account.name, record: { ...account, platform } },
        organization: unit(),
        policy: national,
        indicators,
        observations: {},
        reviews: [],
        asOf: new Date(asOf),
      }).items.find((i) => i.itemId === 'app-unusable');
    expect(of('app')).toMatchObject({ applicable: true, unexamined: true });
    expect(of('wechat')).toMatchObject({
      applicable: false,
      because: expect.stringMatching(/^只适用于移动客户端（依据/),
    });
  });
});

describe('properties', () => {
  type Choice = 'none' | 'pass' | 'fail' | 'differ';
  const choices = fc.array(fc.constantFrom<Choice>('none', 'none', 'pass', 'fail', 'differ'), {
    minLength: onSites.length,
    maxLength: onSites.length,
  });
  /** Vetoes are never failed here: then there would be no score to compare. */
  const recordsFor = (chosen: readonly Choice[]) =>
    onSites.flatMap((i, n) => {
      const fault = Object.keys(i.deduct)[0];
      const choice = chosen[n] ?? 'none';
      if (choice === 'none') return [];
      if (choice === 'pass' || fault === undefined) return [record(i.indicator)];
      const bad = record(i.indicator, { person: '王某', findings: [found(fault)] });
      return choice === 'fail' ? [bad] : [bad, record(i.indicator)];
    });

  test('the limited score lies inside the whole one, and the whole is never surer', () =>
    fc.assert(
      fc.property(choices, fc.boolean(), (chosen, outwardService) => {
        const a = judge(recordsFor(chosen), { outwardService });
        if (a.whole === undefined) return;
        if (a.score !== null && a.whole.score !== null) {
          expect(a.whole.score.lower).toBeLessThanOrEqual(a.score.lower);
          expect(a.whole.score.upper).toBeGreaterThanOrEqual(a.score.upper);
        }
        if (a.whole.conclusion !== 'undetermined') expect(a.conclusion).toBe(a.whole.conclusion);
      }),
      { numRuns: 150 },
    ));

  test('a record of what nobody had looked at only narrows the whole', () =>
    fc.assert(
      fc.property(choices, fc.nat(), fc.constantFrom<Choice>('pass', 'fail'), (chosen, at, choice) => {
        const open = chosen.flatMap((c, i) => (c === 'none' ? [i] : []));
        const n = open[at % Math.max(1, open.length)];
        if (n === undefined) return;
        const before = judge(recordsFor(chosen));
        const after = judge(recordsFor(chosen.map((c, i) => (i === n ? choice : c))));
        const [was, is] = [before.whole?.score ?? before.score, after.whole?.score ?? after.score];
        if (!was || !is) return;
        expect(is.lower).toBeGreaterThanOrEqual(was.lower);
        expect(is.upper).toBeLessThanOrEqual(was.upper);
      }),
      { numRuns: 150 },
    ));

  test('the score is the sum of the parts that are printed', () =>
    fc.assert(
      fc.property(choices, (chosen) => {
        const a = judge(recordsFor(chosen));
        if (a.score === null) return;
        const parts = a.items.flatMap((i) => (i.applicable && i.unexamined !== true ? [i] : []));
        const sum = (part: string, end: 'lower' | 'upper') =>
          parts
            .filter((i) => i.part === part)
            .reduce((s, i) => s + (part === 'bonus' ? i.points - i.cost[end] : i.cost[end]), 0);
        const through = (base: number, bonus: number) => (base > 8_000 ? base + bonus : base);
        expect(a.score.lower).toBe(through(10_000 - sum('deduction', 'upper'), sum('bonus', 'upper')));
        expect(a.score.upper).toBe(through(10_000 - sum('deduction', 'lower'), sum('bonus', 'lower')));
      }),
      { numRuns: 150 },
    ));
});
