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

  test('the parts of the index: 31 + 25 + 23 + 21 and 7 + 6 + 8 + 6 + 3', () => {
    const of = (prefix: string) =>
      national.policy.unchecked.filter((u) => u.section.startsWith(prefix)).reduce((n, u) => n + u.points, 0) / 100;
    expect(['发布解读', '办事服务', '互动交流'].map((s) => of(`扣分指标·${s}`))).toEqual([31, 25, 23]);
    expect(of('扣分指标·功能设计')).toBe(21 - 5);
    expect(['信息发布', '办事服务', '互动交流', '功能设计', '创新发展'].map((s) => of(`加分指标·${s}`))).toEqual([
      7, 6, 8, 6, 3,
    ]);
  });

  test.each(both.map((p) => [p.policy.id, p] as const))('%s: prices exactly as in the index', (_, { policy }) => {
    const priced = Object.fromEntries(
      policy.items.map((i) => [
        i.id,
        [i.part, i.points / 100, Object.fromEntries(Object.entries(i.deduct).map(([k, p]) => [k, p.each / 100]))],
      ]),
    );
    expect(priced).toEqual({
      'hidden-links': ['veto', 0, {}],
      'site-access': ['veto', 0, {}],
      'home-update': ['veto', 0, {}],
      'account-update': ['veto', 0, {}],
      'footer-marks': [
        'deduction',
        3,
        {
          'conac-missing': 0.5,
          'site-code-missing': 0.5,
          'icp-missing': 0.5,
          'public-security-missing': 0.5,
          'sponsor-missing': 0.5,
          'contact-missing': 0.5,
        },
      ],
      'dead-links': ['deduction', 1, { 'home-link-dead': 0.2, 'inner-link-dead': 0.1 }],
      'error-report-entry': ['deduction', 1, { 'home-missing': 1, 'inner-missing': 0.2 }],
    });
    expect(policy.flow).toMatchObject({ base: 10_000, failBelow: 6_000, bonusAbove: 8_000 });
    expect(policy.items.filter((i) => i.reviewOnFail).map((i) => i.id)).toEqual(['hidden-links']);
  });

  test('where the two differ: one week, all sites, the exemption of units without outward service', () => {
    const of = (p: typeof national, id: string) => p.policy.items.find((i) => i.id === id);
    expect(of(national, 'account-update')?.params).toMatchObject({ windowDays: 14, zombieDays: 90 });
    expect(of(fengdu, 'account-update')?.params).toMatchObject({ windowDays: 7, zombieDays: 90 });
    for (const id of ['footer-marks', 'dead-links', 'error-report-entry']) {
      expect(of(national, id)?.when).toEqual({ site: 'portal' });
      expect(of(fengdu, id)?.when).toEqual({});
    }
    expect(national.policy.flow.exemptFull).toBeUndefined();
    expect(fengdu.policy.flow.exemptFull).toBe(7_500);
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
    for (const i of fengdu.policy.items) {
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
