import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { InputError } from '#core/errors.ts';
import { indicators } from '#indicators/index.ts';
import { canonicalDigest, loadPolicies, loadPolicy } from '#store/files/policies.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
const shipped = fileURLToPath(new URL('../../data/policies/', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'xuncha-policies-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

function problemsOf(work: () => unknown): string[] {
  try {
    work();
  } catch (e) {
    if (e instanceof InputError) return e.message.split('\n');
    throw e;
  }
  return [];
}
const folder = (name: string) => {
  const dir = join(scratch, name);
  mkdirSync(dir, { recursive: true });
  return dir;
};

describe('a policy file that is wrong', () => {
  const invalid = readdirSync(here).filter((f) => /^invalid-.*\.yaml$/.test(f));
  test('there are at least eight kinds', () => expect(invalid.length).toBeGreaterThanOrEqual(8));

  test.each(invalid)('%s says what is wrong in one line', (name) => {
    const expected = /^# 期望：(.+)$/m.exec(readFileSync(join(here, name), 'utf8'))?.[1];
    const dir = folder(name);
    copyFileSync(join(here, name), join(dir, name));
    const problems = problemsOf(() => loadPolicy(name.replace('.yaml', ''), [dir, shipped], indicators));
    expect(problems.map((p) => p.replace(`${dir}/`, ''))).toContain(expected);
    expect(problems.length).toBeLessThanOrEqual(2);
  });

  test('an unknown policy: the closest is named', () =>
    expect(problemsOf(() => loadPolicy('fengd', [shipped], indicators))[0]).toMatch(
      /没有名为“fengd”的指标体系。是不是“fengdu”？$/,
    ));
  test('a folder that is not there', () =>
    expect(problemsOf(() => loadPolicies([join(scratch, 'nowhere')]))[0]).toMatch(/nowhere：指标体系文件夹不存在。/));
  test('a file far too large is not read', () => {
    const dir = folder('large');
    writeFileSync(join(dir, 'large.yaml'), `# ${'x'.repeat(1_100_000)}`);
    expect(problemsOf(() => loadPolicies([dir]))[0]).toMatch(/文件过大/);
  });
  test('aliases cannot blow up', () => {
    const dir = folder('alias');
    const rows = Array.from({ length: 9 }, (_, i) => `a${i + 1}: &a${i + 1} [${Array(9).fill(`*a${i}`).join(',')}]`);
    writeFileSync(join(dir, 'alias.yaml'), ['a0: &a0 [x,x,x,x,x,x,x,x,x]', ...rows].join('\n'));
    expect(problemsOf(() => loadPolicies([dir]))[0]).toMatch(/别名展开过多/);
  });
  test('all problems of a folder at once, one line each', () => {
    const dir = folder('several');
    for (const name of ['invalid-key.yaml', 'invalid-date.yaml']) copyFileSync(join(here, name), join(dir, name));
    expect(problemsOf(() => loadPolicies([dir]))).toHaveLength(2);
  });
});

describe('the shipped policies', () => {
  const national = loadPolicy('national', [shipped], indicators);
  const fengdu = loadPolicy('fengdu', [shipped], indicators);
  const both = [national, fengdu] as const;
  /** The rows of the index: what a local notice asks beside it (要求, 年度考核) stands apart. */
  const rowsOf = (p: typeof national) => p.policy.items.filter((i) => i.from === 'national');

  test('every file of the folder loads', () => {
    for (const id of loadPolicies([shipped]).keys()) expect(loadPolicy(id, [shipped], indicators).policy.id).toBe(id);
  });

  test.each(both.map((p) => [p.policy.id, p] as const))(
    '%s: checked and unchecked rows add up to 100 and 30',
    (_, { policy }) => {
      const sum = (part: string) =>
        [...policy.items, ...policy.unchecked].filter((i) => i.part === part).reduce((n, i) => n + i.points, 0);
      expect(sum('deduction')).toBe(10_000);
      expect(sum('bonus')).toBe(3_000);
      expect(sum('veto')).toBe(0);
      expect(new Set([...policy.items, ...policy.unchecked].map((i) => i.id)).size).toBe(
        policy.items.length + policy.unchecked.length,
      );
    },
  );

  test.each(both.map((p) => [p.policy.id, p] as const))(
    '%s: the parts of the index: 31 + 25 + 23 + 21 and 7 + 6 + 8 + 6 + 3, every row with an indicator',
    (_, { policy }) => {
      const of = (prefix: string) =>
        policy.items.filter((i) => i.clauses[0]?.section.startsWith(prefix)).reduce((n, i) => n + i.points, 0) / 100;
      expect(['发布解读', '办事服务', '互动交流', '功能设计'].map((s) => of(`扣分指标·${s}`))).toEqual([
        31, 25, 23, 21,
      ]);
      expect(['信息发布', '办事服务', '互动交流', '功能设计', '创新发展'].map((s) => of(`加分指标·${s}`))).toEqual([
        7, 6, 8, 6, 3,
      ]);
      expect(policy.unchecked).toEqual([]);
    },
  );

  test.each(both.map((p) => [p.policy.id, p] as const))('%s: prices exactly as in the index', (id, both) => {
    const { policy } = both;
    const priced = Object.fromEntries(
      rowsOf(both).map((i) => [
        i.id,
        [i.part, i.points / 100, Object.fromEntries(Object.entries(i.deduct).map(([k, p]) => [k, p.each / 100]))],
      ]),
    );
    const veto = ['veto', 0, {}];
    const deduction = (points: number, prices: object) => ['deduction', points, prices];
    const bonus = (points: number, prices: object) => ['bonus', points, prices];
    expect(priced).toEqual({
      'hidden-links': veto,
      'security-incidents': veto,
      'site-access': veto,
      'home-update': veto,
      'stale-channels': veto,
      'poor-interaction': veto,
      'impractical-services': veto,
      'account-incidents': veto,
      'account-update': veto,
      'app-unusable': veto,
      'account-interaction': veto,
      overview: deduction(2, { 'column-missing': 2, inaccurate: 1 }),
      functions: deduction(2, { 'column-missing': 2, inaccurate: 1 }),
      leaders: deduction(2, { 'column-missing': 2, inaccurate: 1 }),
      'news-update': deduction(5, { 'column-missing': 5, stale: 5 }),
      'policy-files': deduction(5, { 'column-missing': 5, stale: 5 }),
      interpretations: deduction(5, { 'column-missing': 5, stale: 5 }),
      'interpretation-share': deduction(3, { uninterpreted: 1 }),
      'interpretation-links': deduction(3, { 'document-unlinked': 0.5, 'interpretation-unlinked': 0.5 }),
      'other-channels': deduction(4, { blank: 2, stale: 1 }),
      'service-catalogue': deduction(3, { 'not-classified': 3 }),
      'online-application': deduction(5, { 'registration-failed': 5, 'application-failed': 5 }),
      'service-statistics': deduction(2, { 'statistics-missing': 2, 'stale-month': 1, 'stale-quarter': 2 }),
      'service-guides': deduction(8, {
        'no-guide': 4,
        'element-missing': 0.5,
        'material-form-unclear': 1,
        'vague-clause': 2,
        'policy-text-missing': 0.5,
      }),
      'guide-accuracy': deduction(5, { inaccurate: 1 }),
      'service-forms': deduction(2, { 'form-missing': 1 }),
      'message-submission': deduction(7, { 'submission-failed': 7 }),
      'unified-login': deduction(3, { 'not-unified': 3 }),
      'published-messages': deduction(6, { 'none-public': 6, 'element-missing': 1, stale: 3, 'no-statistics': 3 }),
      // 三审三校 stands in the local text only.
      replies: deduction(7, id === 'fengdu' ? { late: 2, poor: 2, 'unchecked-errors': 2 } : { late: 2, poor: 2 }),
      'domain-name': deduction(3, { 'domain-irregular': 1, 'name-irregular': 1, 'name-not-shown': 1 }),
      'footer-marks': deduction(3, {
        'conac-missing': 0.5,
        'site-code-missing': 0.5,
        'icp-missing': 0.5,
        'public-security-missing': 0.5,
        'sponsor-missing': 0.5,
        'contact-missing': 0.5,
      }),
      'dead-links': deduction(1, { 'home-link-dead': 0.2, 'inner-link-dead': 0.1 }),
      'error-report-entry': deduction(1, { 'home-missing': 1, 'inner-missing': 0.2 }),
      'error-report-replies': deduction(3, { late: 1, poor: 1 }),
      'site-search': deduction(4, { unusable: 4, 'not-found': 1, 'not-classified': 1 }),
      'single-login': deduction(2, { 'not-single': 2 }),
      'page-tags': deduction(1, { 'content-tags-missing': 0.1, 'column-tags-missing': 0.1 }),
      compatibility: deduction(2, { 'broken-display': 1 }),
      ipv6: deduction(1, { 'not-supported': 1 }),
      'data-publishing': bonus(4, { stale: 2, ageing: 1, 'charts-missing': 1, 'download-missing': 1 }),
      'interpretation-forms': bonus(3, { plain: 1 }),
      'service-functions': bonus(2, { 'rating-missing': 1, 'results-missing': 1 }),
      'service-content': bonus(2, { none: 2, few: 1 }),
      'service-links': bonus(2, { unlinked: 2 }),
      'live-interaction': bonus(5, { 'answer-late': 3, 'smart-answer-missing': 2 }),
      surveys: bonus(3, { few: 2, 'results-unpublished': 1 }),
      'smart-search': bonus(4, { 'fuzzy-missing': 1, 'aggregation-missing': 1, 'not-found': 1 }),
      'user-space': bonus(2, { 'history-missing': 2 }),
      innovation: bonus(3, { 'not-endorsed': 3 }),
    });
    expect(policy.flow).toMatchObject({ base: 10_000, failBelow: 6_000, bonusAbove: 8_000, exemptFull: 7_500 });
    // What the machine may only find, not decide (P).
    expect(
      rowsOf(both)
        .filter((i) => i.reviewOnFail)
        .map((i) => i.id),
    ).toEqual(['hidden-links', 'app-unusable', 'service-statistics', 'service-guides', 'data-publishing']);
  });

  test.each(both.map((p) => [p.policy.id, p] as const))(
    '%s: without the service rows 75 points are left, and every row but the measured ones may be 未检',
    (_, both) => {
      const { policy } = both;
      const service = policy.items.filter((i) => i.when.outwardService === true);
      expect(service.map((i) => i.id)).toEqual([
        'impractical-services',
        'service-catalogue',
        'online-application',
        'service-statistics',
        'service-guides',
        'guide-accuracy',
        'service-forms',
        'service-functions',
        'service-content',
        'service-links',
      ]);
      expect(service.filter((i) => i.part === 'deduction').reduce((n, i) => n + i.points, 0)).toBe(10_000 - 7_500);
      const measured = ['hidden-links', 'site-access', 'home-update', 'account-update'];
      const open = [...measured, 'footer-marks', 'dead-links', 'error-report-entry'];
      const left = rowsOf(both).filter((i) => i.whenUnexamined === 'open');
      expect(left.map((i) => i.id)).toEqual(open);
    },
  );

  test('where the two differ: one week, all sites, the exemption of units without outward service', () => {
    const of = (p: typeof national, id: string) => p.policy.items.find((i) => i.id === id);
    expect(of(national, 'account-update')?.params).toMatchObject({ windowDays: 14, zombieDays: 90 });
    expect(of(fengdu, 'account-update')?.params).toMatchObject({ windowDays: 7, zombieDays: 90 });
    for (const { id, part, when } of national.policy.items) {
      const { site, ...rest } = when;
      expect(site, id).toBe(part === 'veto' ? undefined : 'portal');
      expect(of(fengdu, id)?.when, id).toEqual(rest);
    }
    // Both exempt; of the national rule only that it speaks of departments of the State Council is known.
    expect(national.policy.notes.join('')).toMatch(/国务院部门.*没有逐字核对/);
    expect(of(national, 'site-access')?.params).toEqual(of(fengdu, 'site-access')?.params);
    expect(of(national, 'site-access')?.params).toMatchObject({
      timeoutMs: 15_000,
      failPercent: 5,
      windowDays: 7,
      minPerDay: 20,
      minVisits: 140,
    });
  });

  test('an inherited item keeps both clauses, national first', () => {
    for (const i of rowsOf(fengdu)) {
      expect(i.clauses.map((c) => c.document)).toEqual([
        expect.stringMatching(/^国办秘函〔2019〕19号/),
        expect.stringMatching(/^丰都县/),
      ]);
      expect(i.clauses[1]?.verified).toBe(true);
    }
    const open = national.policy.items.filter((i) => i.clauses.some((c) => !c.verified)).map((i) => i.id);
    expect(open).toEqual(national.policy.items.map((i) => i.id).filter((id) => id !== 'account-update'));
  });

  test('the digest follows the content and nothing else', () => {
    expect(loadPolicy('fengdu', [shipped], indicators).digest).toBe(fengdu.digest);
    expect(fengdu.digest).not.toBe(national.digest);
    expect(canonicalDigest({ b: [1, { d: 2, c: 3 }], a: null })).toBe(
      canonicalDigest({ a: null, b: [1, { c: 3, d: 2 }] }),
    );
    expect(canonicalDigest([1, 2])).not.toBe(canonicalDigest([2, 1]));
  });

  test('of two folders with one id the first wins, and a local file may extend a shipped one', () => {
    const dir = folder('local');
    writeFileSync(
      join(dir, 'fengdu.yaml'),
      'id: fengdu\ntitle: 改过的\nextends: national\neffectiveFrom: 2026-01-01\n',
    );
    expect(loadPolicy('fengdu', [dir, shipped], indicators).policy.title).toBe('改过的');
    expect(loadPolicy('fengdu', [shipped, dir], indicators).policy.title).toMatch(/^丰都县/);
  });
});
