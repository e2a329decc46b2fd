import { stringify } from 'yaml';

/** How the demo compresses a week: said in the report, with both factors. */
export const demoTime = {
  /** The 15-second line becomes this many milliseconds. */
  limitMs: 1_000,
  visitsPerDay: 24,
  days: 7,
} as const;

/** 演示用指标体系: the chosen policy with nothing changed but the compressed time of a visit. */
export function demoPolicyYaml(basedOn: string): string {
  return stringify({
    id: `demo-${basedOn}`,
    title: basedOn === 'national' ? '国办检查指标（演示压缩时间）' : `${basedOn} 检查指标（演示压缩时间）`,
    effectiveFrom: '2019-04-18',
    extends: basedOn,
    notes: [demoNote],
    changes: {
      'site-access': {
        params: { timeoutMs: demoTime.limitMs },
        clause: {
          document: '示例县演示说明',
          section: '时间压缩',
          summary: `演示把 15 秒压缩为 ${demoTime.limitMs / 1000} 秒（1/${15_000 / demoTime.limitMs}），把一周 ${demoTime.days * demoTime.visitsPerDay} 次间隔访问连续做完，其余不变`,
        },
      },
    },
  });
}

export const demoNote = `演示数据：示例县及其单位、网站、账号全属虚构，在本机运行，没有访问外网。一周 ${
  demoTime.days * demoTime.visitsPerDay
} 次间隔访问压缩为连续访问，15 秒限压缩为 ${demoTime.limitMs / 1000} 秒（1/${15_000 / demoTime.limitMs}）；每次访问记在它所代表的整点上。`;

/** Planned instants of the compressed week that ends at `slot`: one an hour, oldest first. */
export function demoSlots(slot: string): string[] {
  const end = Date.parse(slot);
  const step = 86_400_000 / demoTime.visitsPerDay;
  const n = demoTime.days * demoTime.visitsPerDay;
  return Array.from({ length: n }, (_, i) => new Date(end - (n - 1 - i) * step).toISOString());
}
