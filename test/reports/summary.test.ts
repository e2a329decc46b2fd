import { expect, test } from 'vitest';
import type { Assessment } from '#core/assessment.ts';
import { modelOf } from '#reports/model.ts';
import { summaryOf } from '#reports/text/summary.ts';
import { displayWidth, wrap } from '#reports/text/width.ts';
import { assessment, attacked, clean, county, GENERATED_AT, manyLinks, oneSite, vetoed } from './samples.ts';

const summary = (a: Assessment, width = 80) =>
  summaryOf(modelOf(a, { generatedAt: GENERATED_AT, evidenceHref: () => null }), { width });

test('one site: conclusion, findings with place and remedy, what one round cannot tell', () => {
  const text = summary(oneSite(), 100);
  const line = (s: string) => text.split('\n').find((l) => l.includes(s));
  expect(line('结论：')).toBe('结论：待复核（限已检项）；得分：97.5–98.5 分');
  expect(text).toContain('首页底部没有 ICP 备案编号');
  expect(text).toContain('源码第 420 行，选择器 div.footer');
  expect(text).toContain('怎么改：更新或删除该链接');
  expect(text).toContain('这次看不出来的（不算通过，也不算不合格）：');
  // What qualifies the score stands before the findings.
  expect(text.indexOf('未检项不扣分也不算通过')).toBeLessThan(text.indexOf('发现的问题'));
  expect(text.indexOf('注意：')).toBeLessThan(text.indexOf('发现的问题'));
  expect(text).toContain('只访问了 1 次，判断一周的可用性至少要 140 次');
  expect(text).toContain('没有看到的（不扣分，也不算通过）：');
  expect(text).toContain('√ 首页不更新（检查 30 个条目，2026-11-22）');
  expect(text).toContain('未检项不扣分也不算通过');
  expect(text.endsWith('\n')).toBe(true);
});

test('many: counts, the unqualified and the open ones with their reason, the first reviews', () => {
  const text = summary(county());
  expect(text).toContain('政府网站 7 个：不合格 1，待复核 3，合格 3（限已检项）');
  expect(text).toContain('× 示例县水务局网站（单项否决，不计分）');
  expect(text).toContain('待复核 6 项，影响最大的是：');
  expect(text).toContain('被对方防护设备拦截 169 次，涉及 1 个对象');
  expect(text).toContain('注意：演示县的时间经过压缩');
});

test('two hundred dead links of one kind are one entry, with their number and where they lie', () => {
  const text = summary(assessment([manyLinks(200)]));
  expect(text.match(/怎么改/g)).toHaveLength(1);
  expect(text.replaceAll(/\s+/g, '')).toContain('等200处');
  expect(text).toContain('分布：多在 /xxgk/ 171 处');
});

test('namesakes on several platforms are told apart', () => {
  expect(summary(county())).toContain('新浪微博“示例水务”');
});

test('a veto comes before everything else', () => {
  const text = summary(assessment([vetoed()]));
  expect(text.indexOf('165 次访问中')).toBeLessThan(text.indexOf('公安机关备案标识'));
});

test('a clean site under a complete policy is short and unreserved', () => {
  const a = assessment([clean()]);
  const text = summary({ ...a, policy: { ...a.policy, unchecked: [] } });
  expect(text).toContain('结论：合格；得分：100.0 分');
  expect(text).not.toContain('限已检项');
  expect(text).not.toContain('未检');
});

test.each([40, 80, 120])('no line is wider than %i columns but for hanging marks', (width) => {
  for (const a of [county(), oneSite(), assessment([attacked()]), assessment([attacked(), clean()])])
    for (const line of summary(a, width).split('\n')) expect(displayWidth(line), line).toBeLessThanOrEqual(width + 4);
});

test('nothing from outside reaches the terminal as a control sequence', () => {
  const text = summary(assessment([attacked(), clean()]));
  expect(text.replaceAll('\n', '')).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\u200b]/);
});

test('wrapping keeps words, cuts only what is longer than a line, and minds the marks', () => {
  expect(wrap('一二三四五，六七', 10)).toEqual(['一二三四五，', '六七']);
  expect(wrap('一二三四“五六”', 10)).toEqual(['一二三四', '“五六”']);
  expect(wrap('一二三 word 四五', 10)).toEqual(['一二三', 'word 四五']);
  expect(wrap('x'.repeat(25), 10, '', '  ')).toEqual(['x'.repeat(10), '  xxxxxxxxxx', '  xxxxx']);
  expect(wrap('', 10)).toEqual(['']);
});

test('the county summary reads as agreed', async () => {
  await expect(summary(county(), 100)).toMatchFileSnapshot('golden/county.txt');
});
