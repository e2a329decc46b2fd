import { type Policy, PolicyFile, type PolicyItem, resolve } from '#core/policy.ts';
import type { Basis, Finding, Verdict } from '#core/verdict.ts';

const clause = { document: '示例文件', section: '一', summary: '示例' };

/** A small index: a veto, priced items, a bonus, one item that does not charge twice. */
export const policy: Policy = (() => {
  const file = PolicyFile.parse({
    id: 'p',
    title: '示例指标',
    effectiveFrom: '2019-04-18',
    flow: { base: 100, failBelow: 60, bonusAbove: 80 },
    items: {
      access: { title: '站点无法访问', indicator: 'site-access', part: 'veto', clause },
      news: {
        title: '动态要闻',
        indicator: 'news',
        part: 'deduction',
        points: 5,
        deduct: { 'no-channel': { points: 5, once: true }, stale: 5 },
        clause,
      },
      others: {
        title: '其他栏目',
        indicator: 'others',
        part: 'deduction',
        points: 4,
        deduct: { blank: 2, stale: 1 },
        notTwiceWith: ['news'],
        clause,
      },
      guides: {
        title: '办事指南',
        indicator: 'guides',
        part: 'deduction',
        points: 60,
        deduct: { missing: 0.05, blank: 20 },
        clause,
      },
      data: {
        title: '数据发布',
        indicator: 'data',
        part: 'bonus',
        points: 4,
        deduct: { 'no-download': 1, none: 4 },
        clause,
      },
    },
  });
  const resolved = resolve('p', new Map([['p', file]]));
  if (!resolved.ok) throw new Error(resolved.faults[0].message);
  return resolved.policy;
})();

export function item(id: string): PolicyItem {
  const found = policy.items.find((i) => i.id === id);
  if (!found) throw new Error(id);
  return found;
}

export const basis: Basis = {
  examined: 1,
  unobserved: 0,
  unit: '项',
  from: '2026-11-22T03:00:00.000Z',
  to: '2026-11-22T03:00:00.000Z',
};

export function finding(fault: string, target: string, certainty: Finding['certainty'] = 'confirmed'): Finding {
  return {
    fault,
    target,
    certainty,
    message: `${target} 有问题`,
    remedy: '改正',
    evidence: [
      {
        kind: 'html',
        sha256: 'a'.repeat(64),
        url: 'https://www.shili.gov.cn/',
        capturedAt: '2026-11-22T03:00:00.000Z',
      },
    ],
  };
}

export const pass: Verdict = { outcome: 'pass', basis, findings: [] };
export const fail = (...findings: [Finding, ...Finding[]]): Verdict => ({ outcome: 'fail', basis, findings });
export const suspect = (...findings: Finding[]): Verdict => ({
  outcome: 'needs-review',
  basis,
  findings,
  because: { kind: 'suspect', note: '须人工确认' },
});
export const unknown: Verdict = {
  outcome: 'needs-review',
  basis,
  findings: [],
  because: { kind: 'undeterminable', note: '被防护拦截' },
};
