import { fileURLToPath } from 'node:url';
import { parseDocument } from 'htmlparser2';
import { expect, test } from 'vitest';
import type { Assessment, SubjectAssessment } from '#core/assessment.ts';
import type { Subject } from '#core/indicator.ts';
import type { Observation } from '#core/observation.ts';
import { Organization } from '#core/registry.ts';
import { indicators } from '#indicators/index.ts';
import { renderReport } from '#reports/html/report.ts';
import { modelOf } from '#reports/model.ts';
import { jsonSummaryOf } from '#reports/text/json.ts';
import { summaryOf } from '#reports/text/summary.ts';
import { assessSubject } from '#scoring/assess.ts';
import { loadPolicy } from '#store/files/policies.ts';
import { account, asOf, footer, found, home, post, posts, record, seen, site } from '../indicators/build.ts';
import { assessment, GENERATED_AT } from './samples.ts';

/** Reports over real assessments in which nobody looked at most of the index. */
const shipped = fileURLToPath(new URL('../../data/policies/', import.meta.url));
const { policy } = loadPolicy('fengdu', [shipped], indicators);
const organization = Organization.parse({ id: 'shili-gov', name: '示例县人民政府办公室', class: 'county-government' });
const portal: Subject = { id: site.id, type: 'site', name: site.name, record: site };
const wechat: Subject = { id: account.id, type: 'account', name: account.name, record: account };

const footers = seen('page.footer-marks', footer());
const judge = (subject: Subject, observations: object): SubjectAssessment =>
  assessSubject({
    subject,
    organization,
    policy: {
      ...policy,
      items: policy.items.filter((i) => !['site-access', 'home-update', 'hidden-links'].includes(i.id)),
    },
    indicators,
    observations,
    reviews: [],
    asOf: new Date(asOf),
  });
const site1 = (...records: Observation<'manual.record'>[]) =>
  judge(portal, { 'page.footer-marks': [footers], 'manual.record': records });
const account1 = judge(wechat, {
  'account.posts': [seen('account.posts', posts([post('1', '2026-11-21T02:00:00.000Z')]))],
});
const of = (...subjects: SubjectAssessment[]): Assessment => {
  const base = assessment(subjects);
  return { ...base, policy: { ...base.policy, flow: policy.flow, unchecked: policy.unchecked } };
};
const model = (...subjects: SubjectAssessment[]) =>
  modelOf(of(...subjects), { generatedAt: GENERATED_AT, evidenceHref: () => null });
const textOf = (html: string): string => {
  const walk = (n: { data?: string; name?: string; children?: object[] }): string =>
    n.name === 'style' ? '' : (n.data ?? '') + (n.children ?? []).map((c) => walk(c as never)).join('');
  return walk(parseDocument(html) as never).replaceAll(/\s+/g, '');
};

test('each report says what the score covers and, beside it, what the whole index could come to', () => {
  const a = site1(record('overview'), record('leaders', { findings: [found('inaccurate', '某局长')] }));
  // Looked at: footer 3 and 找错 1 by the machine, 概况 2 and 领导 2 by a person, of which 1 is lost. 可用性 was looked for and not seen.
  expect(a).toMatchObject({ conclusion: 'qualified', score: { lower: 9_800, upper: 9_900 } });
  expect(a.whole).toEqual({ conclusion: 'undetermined', score: { lower: 700, upper: 12_900 } });
  const m = model(a);
  const sentence =
    '未检 38 项（单项否决 4 项、扣分项 91 分、加分项 30 分）；连同未检项，得分在 7.0–129.0 之间，结论为待复核。';
  expect(m.subjects[0]).toMatchObject({ partial: true, whole: { scoreText: '7.0–129.0', text: sentence } });
  expect(summaryOf(m, { width: 160 })).toContain('结论：合格（限已检项）；得分：98.0–99.0 分');
  expect(summaryOf(m, { width: 160 }).replaceAll(/\n\s*/g, '')).toContain(sentence);
  expect(textOf(renderReport(m))).toContain(sentence.replaceAll(/\s/g, ''));
  expect(jsonSummaryOf(m).subjects[0]).toMatchObject({
    conclusionText: '合格（限已检项）',
    score: { lower: 98, upper: 99 },
    whole: { conclusion: 'undetermined', score: { lower: 7, upper: 129 }, text: sentence },
  });
});

test('the list of what nobody looked at names every item with its points, and no item claims a cost', () => {
  const m = model(site1(record('overview')));
  const html = textOf(renderReport(m));
  expect(html).toContain('未检项（39项）');
  expect(html).toContain('机构职能（2分）');
  expect(html).toContain('单项否决：安全、泄密事故等严重问题、栏目不更新、互动回应差、服务不实用');
  const open = m.subjects[0]?.items.filter((i) => i.mark === 'unexamined' && i.part !== 'duty') ?? [];
  expect(open).toHaveLength(39);
  for (const i of open) expect([i.costText, i.cost, i.markText]).toEqual(['', null, '未检']);
  expect(m.scope[0]?.uncheckedItems).toContainEqual({
    title: '机构职能',
    part: 'deduction',
    partText: '扣分项，2 分',
    section: '附件 指标说明；二、扣分指标·发布解读·机构职能',
    where: '全部',
  });
  // 未检 is no question that a review of this run could settle, and nothing that could not be seen.
  expect(m.reviewQueue.map((q) => q.itemId)).toEqual(['dead-links', 'site-daily']);
});

test('of several subjects the list says for how many an item is open', () => {
  const other = { ...site1(record('overview')), subject: { ...site1().subject, id: 'other', name: '另一网站' } };
  const m = model(site1(), other);
  expect(m.scope[0]?.uncheckedItems.find((u) => u.title === '概况信息')?.where).toBe('2 个中的 1 个');
  expect(m.scope[0]?.text).toMatch(/^政府网站：单项否决 4 项中已检 0 项，扣分项 100 分（29 项）中已检 5 分（3 项）/);
});

test('a subject that was looked at whole is not called partial beside one that was not', () => {
  const everything = indicators
    .filter(
      (i) =>
        i.subject === 'site' && policy.items.some((p) => p.indicator === i.id) && i.needs.includes('manual.record'),
    )
    .map((i) => record(i.id));
  const whole = site1(...everything);
  expect(whole).not.toHaveProperty('whole');
  const m = model(whole, account1);
  expect(m.subjects.map((s) => [s.type, s.partial])).toEqual(
    expect.arrayContaining([
      ['site', false],
      ['account', true],
    ]),
  );
});

test('accounts have no score: the sentence names the vetoes and the conclusion', () => {
  const m = model(account1);
  expect(m.subjects[0]).toMatchObject({
    conclusionText: '合格',
    whole: { score: null, text: '未检 2 项（单项否决 2 项）；连同未检项，结论为待复核。' },
  });
});

test('a failed veto: what nobody looked at cannot change it, and that is said', () => {
  const m = model(site1(record('poor-interaction', { findings: [found('channel-missing')] })));
  expect(m.subjects[0]?.reason).toBe('单项否决情形成立：“互动回应差”。未检项不会改变这一结论。');
  expect(m.subjects[0]?.whole?.text).toMatch(/连同未检项，结论仍为不合格。$/);
});

test('what a bonus lacks is no fault: neither counted nor to be mended, but shown with what it earns', () => {
  const lacking = record('data-publishing', { findings: [found('charts-missing', `${home}sjfb/`)] });
  const m = model(site1(lacking, record('user-space')));
  const [s] = m.subjects;
  expect(s?.counts).toMatchObject({ confirmed: 0, suspected: 0 });
  expect(m.rectification).toEqual([]);
  expect(s?.items.find((i) => i.id === 'data-publishing')).toMatchObject({
    markText: '没有得满分',
    costText: '得 3 分',
  });
  expect(s?.items.find((i) => i.id === 'user-space')).toMatchObject({ markText: '得满分', costText: '得 2 分' });
  expect(textOf(renderReport(m))).toContain('sjfb/有问题');
});
