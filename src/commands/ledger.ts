import type { Assessment, Conclusion } from '#core/assessment.ts';

const conclusions: Record<Conclusion, string> = {
  qualified: '合格',
  unqualified: '不合格',
  undetermined: '待复核',
  unrated: '不评定',
};

/** A few lines on stdout: how many subjects came to which conclusion. */
export function ledgerLines(a: Assessment): string[] {
  const count = (type: 'site' | 'account', c: Conclusion) =>
    a.subjects.filter((s) => s.subject.type === type && s.conclusion === c).length;
  const line = (type: 'site' | 'account', name: string) => {
    const total = a.subjects.filter((s) => s.subject.type === type).length;
    const parts = (['qualified', 'unqualified', 'undetermined'] as const).map(
      (c) => `${conclusions[c]} ${count(type, c)}`,
    );
    return total === 0 ? [] : [`${name} ${total} 个：${parts.join('，')}`];
  };
  const limited =
    a.policy.unchecked.length > 0 || a.subjects.some((s) => s.whole !== undefined)
      ? '（结论只对已检项成立，未检项和连同未检项的结论见报告）'
      : '';
  return [
    `检查编号 ${a.run.id}，${a.policy.title}${limited}`,
    ...line('site', '政府网站'),
    ...line('account', '政务新媒体账号'),
    ...dutyLines(a),
    ...(a.subjects.length === 0 ? ['没有可检查的对象：台账里没有在用的网站和账号'] : []),
  ];
}

/** 要求落实情况 over all subjects; nothing where the policy has no duties. */
function dutyLines(a: Assessment): string[] {
  const all = a.subjects.flatMap((s) => s.duties ?? []);
  if (all.length === 0) return [];
  const sum = (key: 'met' | 'notMet' | 'open') => all.reduce((n, d) => n + d[key], 0);
  return [`要求（不计分）：符合 ${sum('met')} 项次，不符合 ${sum('notMet')} 项次，待核实 ${sum('open')} 项次`];
}
