import { stringify } from 'yaml';
import type { Policy } from '#core/policy.ts';

/** How the demo compresses a week: said in the report, with both factors. */
export const demoTime = {
  /** The 15-second line becomes this many milliseconds. */
  limitMs: 1_000,
  visitsPerDay: 24,
  days: 7,
} as const;

const compressed = {
  params: { timeoutMs: demoTime.limitMs },
  clause: {
    document: '示例县演示说明',
    section: '时间压缩',
    summary: `演示把 15 秒时限压缩为 ${demoTime.limitMs / 1000} 秒（原来的 1/${15_000 / demoTime.limitMs}），把一周内间隔进行的 ${demoTime.days * demoTime.visitsPerDay} 次访问连续做完，其余不变。`,
  },
};

/** 演示用指标体系: the chosen policy with nothing changed but the compressed time of a visit. */
export function demoPolicyYaml(base: Pick<Policy, 'id' | 'title' | 'effectiveFrom' | 'items'>): string {
  const visited = base.items.some((i) => i.id === 'site-access');
  return stringify({
    id: `demo-${base.id}`,
    title: `${base.title}·演示（时间压缩）`,
    effectiveFrom: base.effectiveFrom,
    extends: base.id,
    notes: [demoNote],
    // A policy that looks at accounts only has no time of a visit to compress.
    changes: visited ? { 'site-access': compressed } : {},
  });
}

export const demoNote = `演示数据：示例县及其单位、网站、账号全属虚构，在本机运行，没有访问外网。时间经过压缩：一周内间隔进行的 ${
  demoTime.days * demoTime.visitsPerDay
} 次访问连续做完，15 秒时限压缩为 ${demoTime.limitMs / 1000} 秒（原来的 1/${15_000 / demoTime.limitMs}）；每次访问记在它所代表的时刻上，实际访问的时刻写在访问记录里。`;

/** Planned instants of the compressed week that ends at `slot`: one an hour, oldest first. */
export function demoSlots(slot: string): string[] {
  const end = Date.parse(slot);
  const step = 86_400_000 / demoTime.visitsPerDay;
  const n = demoTime.days * demoTime.visitsPerDay;
  return Array.from({ length: n }, (_, i) => new Date(end - (n - 1 - i) * step).toISOString());
}
