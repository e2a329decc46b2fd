import type { Assessment } from '#core/assessment.ts';
import { expected, expectedSkipped } from './expected.ts';

const conclusions = { qualified: '合格', unqualified: '不合格', undetermined: '待复核', unrated: '不评定' };
const outcomes = { pass: '通过', fail: '不通过', 'needs-review': '待复核' };

/** Where the result differs from what was written down by hand beside each fault; empty when nothing does. Chinese, a line each. */
export function differences(a: Assessment, policy: 'fengdu' | 'national', browser: boolean): string[] {
  const lines: string[] = [];
  const seen = new Set(a.subjects.map((s) => s.subject.id));
  for (const id of Object.keys(expected)) if (!seen.has(id)) lines.push(`${id}：应检查而没有检查`);
  for (const id of Object.keys(expectedSkipped))
    if (!a.skipped.some((s) => s.id === id)) lines.push(`${id}：应跳过而没有跳过`);
  for (const s of a.subjects) {
    const want = expected[s.subject.id];
    // Units are judged by duties, which have no expectation of their own.
    if (!want && s.subject.type === 'organization') continue;
    if (!want) {
      lines.push(`${s.subject.id}：没有写预期`);
      continue;
    }
    const conclusion = (browser ? want.withBrowser?.conclusion?.[policy] : undefined) ?? want.conclusion[policy];
    if (s.conclusion !== conclusion)
      lines.push(`${s.subject.id}：结论为${conclusions[s.conclusion]}，预期${conclusions[conclusion]}`);
    const wanted = {
      ...want.items,
      ...(policy === 'national' ? want.national : {}),
      ...(browser ? want.withBrowser?.items : {}),
    };
    for (const item of s.items) {
      const w = wanted[item.indicator.id];
      if (!item.applicable || !w || item.part === 'duty') continue;
      const { verdict } = item;
      const name = `${s.subject.id}·${item.title}`;
      if (verdict.outcome !== w.outcome) {
        lines.push(`${name}：判定为${outcomes[verdict.outcome]}，预期${outcomes[w.outcome]}（${w.why}）`);
        continue;
      }
      const differ = (what: string, got: string[], list: readonly string[] | undefined) => {
        const a = [...new Set(got)].sort().join('、');
        const b = [...new Set(list ?? [])].sort().join('、');
        if (list !== undefined && a !== b) lines.push(`${name}：${what}为“${a}”，预期“${b}”`);
      };
      differ(
        '问题',
        verdict.findings.map((f) => f.fault),
        w.faults,
      );
      differ(
        '对象',
        verdict.findings.map((f) => f.target),
        w.targets,
      );
    }
  }
  return lines;
}
