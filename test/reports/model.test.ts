import { expect, test } from 'vitest';
import type { Assessment, SubjectAssessment } from '#core/assessment.ts';
import { clean as cleanText, clip, clipAddress } from '#reports/model/clean.ts';
import { basisText, costText, dayText, minuteText, pointsText, scoreText } from '#reports/model/words.ts';
import { modelOf } from '#reports/model.ts';
import { jsonSummaryOf } from '#reports/text/json.ts';
import {
  assessment,
  basis,
  blocked,
  clean,
  county,
  evidence,
  fail,
  finding,
  GENERATED_AT,
  item,
  kinds,
  manyLinks,
  oneSite,
  straddling,
  vetoed,
} from './samples.ts';

const model = (a: Assessment) => modelOf(a, { generatedAt: GENERATED_AT, evidenceHref: () => null });
const only = (s: SubjectAssessment, a: Partial<Assessment> = {}) => {
  const [view] = model(assessment([s], a)).subjects;
  if (!view) throw new Error('no subject');
  return view;
};

test.each([
  [9750, 1, '97.5'],
  [10000, 1, '100.0'],
  [9875, 1, '98.75'],
  [5, 0, '0.05'],
  [50, 0, '0.5'],
  [300, 0, '3'],
  [0, 0, '0'],
  [-125, 0, '-1.25'],
])('%i hundredths are written %s', (h, least, expected) => {
  expect(pointsText(h, least)).toBe(expected);
});

test('a score is one number or a range', () => {
  expect(scoreText({ lower: 9750, upper: 9750 })).toBe('97.5');
  expect(scoreText({ lower: 9200, upper: 9750 })).toBe('92.0–97.5');
});

test('costs: a veto has none, a bonus is told by what it earns', () => {
  expect(costText('veto', 0, { lower: 0, upper: 0 })).toBe('');
  expect(costText('deduction', 300, { lower: 0, upper: 0 })).toBe('不扣分');
  expect(costText('deduction', 300, { lower: 0, upper: 150 })).toBe('扣 0–1.5 分');
  expect(costText('bonus', 700, { lower: 200, upper: 300 })).toBe('得 4–5 分');
});

test('the basis says how much was seen and how much was not', () => {
  expect(basisText(basis(165, 3, '次访问'))).toBe('检查 165 次访问，另有 3 次无法观察，2026-11-15 至 2026-11-22');
  expect(basisText({ ...basis(1, 0, '个页面'), from: basis(1, 0, '').to })).toBe('检查 1 个页面，2026-11-22');
  expect(basisText({ examined: 0, unobserved: 7, unit: '个页面', from: '', to: '' })).toBe('7 个页面全部无法观察');
  expect(basisText({ examined: 0, unobserved: 0, unit: '个页面', from: '', to: '' })).toBe('没有可供判断的观察记录');
});

test('instants are told in Beijing time, also over midnight; what is none is shown as it came', () => {
  expect(minuteText('2026-11-21T16:00:00.000Z')).toBe('2026-11-22 00:00');
  expect(dayText('2026-12-31T17:00:00.000Z')).toBe('2027-01-01');
  expect(minuteText('昨天')).toBe('昨天');
});

test('a veto stops the count and stays whatever was not checked', () => {
  const s = only(vetoed());
  expect(s.scoreText).toBe('单项否决，不计分');
  expect(s.reason).toBe('单项否决情形成立：“站点无法访问”、“首页不更新”。未检项不会改变这一结论。');
});

test('a range over the line is open, and says so', () => {
  const s = only(straddling());
  expect(s.scoreText).toBe('56.5–72.0');
  expect(s.reason).toBe('得分区间 56.5–72.0 跨过 60 分，须经人工复核才能得出结论。');
  expect(s.openQuestions.map((q) => q.effectText)).toEqual(['影响 15.5 分']);
});

test('what was blocked is 无法判定 in every item: neither fault nor pass', () => {
  const s = only(blocked());
  expect(new Set(s.items.map((i) => i.mark))).toEqual(new Set(['undeterminable']));
  expect(s.counts).toEqual({ confirmed: 0, suspected: 0, open: 6, unseen: 169 });
  expect(s.unseen.map((u) => [u.kindName, u.reasonName, u.count])).toEqual([
    ['首页访问', '被对方防护设备拦截', 168],
    ['页脚标识', '被对方防护设备拦截', 1],
  ]);
});

test('lines that stand for several are counted as several', () => {
  const s = blocked();
  const grouped = { ...s, unseen: [{ ...s.unseen[0], count: 168 } as (typeof s.unseen)[number]] };
  const m = model(assessment([grouped]));
  expect(m.subjects[0]?.counts.unseen).toBe(168);
  expect(m.subjects[0]?.unseen[0]?.count).toBe(168);
  expect(m.unseen[0]?.count).toBe(168);
});

test('questions that decide a veto come first, then by points', () => {
  expect(only(blocked()).openQuestions.map((q) => [q.itemId, q.effect])).toEqual([
    ['site-access', 'veto'],
    ['stale-home', 'veto'],
    ['footer-marks', 300],
  ]);
  expect(model(county()).reviewQueue.map((q) => q.effect)).toEqual(['veto', 'veto', 'veto', 'veto', 1550, 300]);
});

test('subjects stand worst first and every one is counted once', () => {
  const m = model(county());
  const order = ['unqualified', 'undetermined', 'qualified'];
  const ranks = m.subjects.map((s) => order.indexOf(s.conclusion));
  expect(ranks).toEqual([...ranks].sort());
  expect(m.all).toEqual({ unqualified: 3, undetermined: 4, qualified: 4, total: 11 });
  expect(m.ledger.map((r) => [r.typeName, r.total])).toEqual([
    ['政府网站', 7],
    ['政务新媒体', 4],
  ]);
  expect(m.organizations.reduce((n, o) => n + o.total, 0)).toBe(11);
  expect(m.organizations[0]).toMatchObject({ organization: '示例县水务局', unqualified: 2 });
});

test('scope counts the points that were checked and those that were not', () => {
  const m = model(county());
  expect(m.partial).toBe(true);
  expect(m.scope.map((s) => s.text)).toEqual([
    '政府网站：单项否决 4 项中已检 3 项，扣分项 100 分（7 项）中已检 14 分（4 项），加分项 7 分（1 项）中已检 0 分（0 项）。',
    '政务新媒体：单项否决 2 项中已检 1 项。',
  ]);
  expect(m.subjects.every((s) => s.partial)).toBe(true);
  const siteOnly = { ...county().policy, unchecked: county().policy.unchecked.filter((u) => u.subject === 'site') };
  expect(model({ ...county(), policy: siteOnly }).subjects.find((s) => s.type === 'account')?.partial).toBe(false);
});

test('the list for maintainers: confirmed before suspected, vetoes before points, one line per remedy', () => {
  const m = model(assessment([vetoed(), straddling(), manyLinks(200), clean()]));
  expect(m.rectification.map((g) => [g.name, g.rows.map((r) => [r.itemTitle, r.count, r.certainty])])).toEqual([
    [
      '示例县水务局网站',
      [
        ['站点无法访问', 1, 'confirmed'],
        ['首页不更新', 1, 'confirmed'],
        ['网站标识', 1, 'confirmed'],
        ['网站标识', 1, 'confirmed'],
      ],
    ],
    [
      '示例县交通运输局网站',
      [
        ['网站标识', 1, 'confirmed'],
        ['办事指南', 1, 'suspected'],
      ],
    ],
    ['示例县农业农村局网站', [['链接可用性', 200, 'confirmed']]],
  ]);
});

test('not applicable items are told once with all their subjects', () => {
  expect(model(county()).notApplicable).toMatchObject([
    { title: '办事指南', subjects: [{ name: '示例县档案馆网站' }, { name: '示例县农业农村局网站' }] },
  ]);
});

test('two subjects whose ids look alike keep their own place', () => {
  const twin = (id: string) => ({ ...clean(), subject: { ...clean().subject, id } });
  const anchors = model(assessment([twin('a"b'), twin("a'b"), twin('a-b'), twin('a-b-2')])).subjects.map(
    (s) => s.anchor,
  );
  expect(new Set(anchors).size).toBe(4);
});

test('a review is shown with person, time and reason', () => {
  const home = 'http://a.example.gov.cn/';
  const reviewed = {
    ...item(kinds.marks, fail(basis(1, 0, '个页面'), [finding('x', home, 'm', 'r', [evidence('html', home)])]), 50),
    reviews: [
      {
        id: 'r1',
        subjectId: 'zhengfu',
        itemId: 'footer-marks',
        decision: 'confirm' as const,
        reason: '打开首页核对，确实没有。',
        person: '示例检查员',
        at: '2026-11-22T03:00:00.000Z',
      },
    ],
  };
  expect(only({ ...clean(), items: [reviewed] }).items[0]?.reviews).toEqual([
    {
      person: '示例检查员',
      at: '2026-11-22 11:00',
      decision: '确认问题属实',
      reason: '打开首页核对，确实没有。',
      findingId: null,
      evidence: [],
    },
  ]);
});

test('nothing the model needs is changed in the assessment', () => {
  const a = county();
  const before = JSON.stringify(a);
  model(a);
  expect(JSON.stringify(a)).toBe(before);
});

test('clean strips what hides or reorders, keeps the rest', () => {
  expect(cleanText('空\u0000字\u001b[31m\u202e倒\u200b\ufeff\n换行\t表\u00a0格')).toBe('空字[31m倒 换行 表 格');
  expect(cleanText(`e${'\u0301'.repeat(50)}`)).toBe(`e${'\u0301'.repeat(3)}`);
  expect(cleanText('\ud800x')).toBe('\ufffdx');
});

test('cuts show that they are cuts and never tear a character', () => {
  expect(clip('示例', 2)).toBe('示例');
  expect(clip('示例县', 2)).toBe('示例…');
  expect(clip('𠮷𠮷𠮷', 2)).toBe('𠮷𠮷…');
  expect(clipAddress('https://a.example.gov.cn/x')).toBe('https://a.example.gov.cn/x');
  const long = clipAddress(`https://a.example.gov.cn/${'x'.repeat(5000)}.html`);
  expect(long.length).toBeLessThan(260);
  expect(long).toMatch(/^https:\/\/a\.example\.gov\.cn\/x+……x+\.html（全长 5030 个字符）$/);
});

test('the JSON summary leaves no finding out and writes points as numbers', () => {
  const json = jsonSummaryOf(model(assessment([manyLinks(200), straddling()])));
  expect(JSON.parse(JSON.stringify(json))).toEqual(json);
  const [first, second] = json.subjects;
  expect(first?.score).toEqual({ lower: 56.5, upper: 72 });
  expect(first?.conclusionText).toBe('待复核（限已检项）');
  expect(second?.items.find((i) => i.id === 'dead-links')?.findings.length).toBe(200);
  expect(second?.items.find((i) => i.id === 'dead-links')?.findings[0]).toMatchObject({
    id: expect.stringContaining('nongye/dead-links/dead-home/'),
    certainty: 'confirmed',
    remedy: '更新或删除该链接；页面已迁移的，改成新地址。',
  });
});

test('a single site without a register has a title of its own', () => {
  expect(model(oneSite()).title).toBe('政府网站检查报告');
  expect(model(county()).title).toBe('示例县政府网站与政务新媒体检查报告');
});

test('a converted score says how it came about, and only then', () => {
  const converted = assessment([clean()]);
  const of = (lower: number, cost: number) => {
    const [subject] = converted.subjects;
    if (!subject) throw new Error('no subject');
    const items = subject.items.map((i) =>
      i.applicable && i.part === 'deduction'
        ? {
            ...i,
            cost:
              i === subject.items.find((d) => d.part === 'deduction' && d.applicable)
                ? { lower: cost, upper: cost }
                : { lower: 0, upper: 0 },
          }
        : i,
    );
    const a = {
      ...converted,
      policy: { ...converted.policy, flow: { ...converted.policy.flow, base: 10_000, exemptFull: 7_500 } },
      subjects: [{ ...subject, items, score: { lower, upper: lower } }],
    };
    return modelOf(a, { generatedAt: GENERATED_AT, evidenceHref: () => null }).subjects[0]?.reason;
  };
  expect(of(9_933, 50)).toContain('满分 75 分，扣 0.5 分后折算为 100 分制');
  expect(of(9_950, 50)).not.toContain('折算');
  expect(of(10_000, 0)).not.toContain('折算');
});
