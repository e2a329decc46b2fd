import type { Assessment, SubjectAssessment } from '#core/assessment.ts';
import type { Verdict } from '#core/verdict.ts';
import type { ExpectedItem } from './expectation.ts';
import { expected, expectedSkipped } from './expected.ts';
import { expectedDuties } from './expected-duties.ts';

const conclusions = { qualified: '合格', unqualified: '不合格', undetermined: '待复核', unrated: '不评定' };
const outcomes = { pass: '通过', fail: '不通过', 'needs-review': '待复核' };

/** Where the result differs from what was written down by hand beside each fault; empty when nothing does. Chinese, a line each. */
export function differences(a: Assessment, policy: 'fengdu' | 'national', browser: boolean): string[] {
  const lines: string[] = [];
  const seen = new Set(a.subjects.map((s) => s.subject.id));
  for (const id of Object.keys(expected)) if (!seen.has(id)) lines.push(`${id}：应检查而没有检查`);
  for (const id of Object.keys(dutiesOf(a))) if (!seen.has(id)) lines.push(`${id}：应检查而没有检查`);
  for (const id of Object.keys(expectedSkipped))
    if (!a.skipped.some((s) => s.id === id)) lines.push(`${id}：应跳过而没有跳过`);
  for (const s of a.subjects) {
    const want = expected[s.subject.id];
    if (!want && s.subject.type === 'organization') {
      lines.push(...dutyDifferences(a, s));
      continue;
    }
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
      lines.push(...itemDifferences(`${s.subject.id}·${item.title}`, item.verdict, w));
    }
  }
  return lines;
}

const dutiesOf = (a: Assessment) => expectedDuties[a.policy.id.replace(/^demo-/, '')] ?? {};

/** Units are judged by duties: those that were written down, by the id of the policy that the demo is based on. */
function dutyDifferences(a: Assessment, s: SubjectAssessment): string[] {
  const wanted = dutiesOf(a)[s.subject.id] ?? {};
  return Object.entries(wanted).flatMap(([id, w]) => {
    const item = s.items.find((i) => i.itemId === id);
    if (!item?.applicable) return [`${s.subject.id}·${id}：应判定而没有判定（${w.why}）`];
    return itemDifferences(`${s.subject.id}·${item.title}`, item.verdict, w);
  });
}

function itemDifferences(name: string, verdict: Verdict, w: ExpectedItem): string[] {
  if (verdict.outcome !== w.outcome)
    return [`${name}：判定为${outcomes[verdict.outcome]}，预期${outcomes[w.outcome]}（${w.why}）`];
  const differ = (what: string, got: string[], list: readonly string[] | undefined): string[] => {
    const seen = [...new Set(got)].sort().join('、');
    const meant = [...new Set(list ?? [])].sort().join('、');
    return list !== undefined && seen !== meant ? [`${name}：${what}为“${seen}”，预期“${meant}”`] : [];
  };
  return [
    ...differ(
      '问题',
      verdict.findings.map((f) => f.fault),
      w.faults,
    ),
    ...differ(
      '对象',
      verdict.findings.map((f) => f.target),
      w.targets,
    ),
  ];
}
