import { shanghaiDay } from '#core/calendar.ts';
import type { Evidence } from '#core/evidence.ts';
import { isObserved, type Observation, type ObservationKind, type Observed } from '#core/observation.ts';
import { type Basis, type Finding, type NonEmpty, nonEmpty, type Verdict } from '#core/verdict.ts';

/** Most pieces of evidence put beside one finding: enough to check it, few enough to read. */
export const maxEvidence = 20;
/** Most findings one verdict lists; every price reaches its cap long before. */
export const maxFindings = 500;

/** Splits observations into what was seen and what could not be. */
export function partition<K extends ObservationKind>(all: readonly Observation<K>[]) {
  const seen: (Observed<K> & Observation<K>)[] = [];
  const unseen: Exclude<Observation<K>, { status: 'observed' }>[] = [];
  for (const o of all) {
    if (isObserved(o)) seen.push(o);
    else unseen.push(o as Exclude<Observation<K>, { status: 'observed' }>);
  }
  return { seen, unseen };
}

/** The newest round of page or link observations: those of the latest slot. What an older round saw may be mended by now. */
export function latestRound<K extends ObservationKind>(all: readonly Observation<K>[]): readonly Observation<K>[] {
  let newest = '';
  for (const o of all) if (o.slot > newest) newest = o.slot;
  return all.filter((o) => o.slot === newest);
}

/** 依据范围 of some observations, with counts that may differ from their number. */
export function basisOf(
  seen: readonly { observedAt: string }[],
  counts: { examined: number; unobserved: number; unit: string },
): Basis {
  let from = '';
  let to = '';
  for (const { observedAt } of seen) {
    if (from === '' || observedAt < from) from = observedAt;
    if (observedAt > to) to = observedAt;
  }
  return { ...counts, from, to };
}

/** `2026-11-22 08:05` in Asia/Shanghai. */
export function timeText(iso: string): string {
  const at = new Date(iso);
  return `${shanghaiDay(at)} ${new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(11, 16)}`;
}

/** At most `n` of them, evenly drawn so that the first and the last are among them. */
export function spread<T>(items: readonly T[], n: number): T[] {
  if (items.length <= n) return [...items];
  if (n <= 1) return items.slice(0, Math.max(0, n));
  const picked: T[] = [];
  for (let i = 0; i < n; i++) {
    const item = items[Math.round((i * (items.length - 1)) / (n - 1))];
    if (item !== undefined) picked.push(item);
  }
  return picked;
}

/** Names the first few and how many there are: 甲、乙等 5 个. */
export function listed(items: readonly string[], unit: string, show = 3): string {
  const shown = items.slice(0, show).join('、');
  return items.length > show ? `${shown} 等 ${items.length} ${unit}` : shown;
}

/** Evidence without doubles, at most `maxEvidence`. Undefined: nothing a person could open, so nothing may be claimed. */
export function evidenceOf(items: readonly Evidence[]): NonEmpty<Evidence> | undefined {
  const seen = new Set<string>();
  const out: Evidence[] = [];
  for (const e of items) {
    const key = `${e.sha256}|${e.url}|${e.locator?.selector ?? ''}|${e.locator?.line ?? ''}|${e.locator?.text ?? ''}`;
    if (seen.has(key)) continue;
    seen.add(key);
    out.push(e);
    if (out.length === maxEvidence) break;
  }
  return nonEmpty(out);
}

/** A finding that may turn out to have no evidence; `verdictOf` then reports it as not counted. */
export type Draft<F extends string> = Omit<Finding<F>, 'evidence'> & { evidence: readonly Evidence[] };

/**
 * The common end of indicators that look for faults one by one: any confirmed finding fails, a suspected one goes to a person, none passes,
 * unless `undeterminable` says that not enough was seen to call it a pass. Findings without evidence are never confirmed.
 */
export function verdictOf<F extends string>(input: {
  basis: Basis;
  drafts: readonly Draft<F>[];
  notes: readonly string[];
  /** Why a verdict without findings would not be a pass. */
  undeterminable?: string | undefined;
}): Verdict<F> {
  const { basis } = input;
  const findings: Finding<F>[] = [];
  const bare: string[] = [];
  for (const d of input.drafts) {
    const evidence = evidenceOf(d.evidence);
    if (evidence) findings.push({ ...d, evidence });
    else bare.push(d.target);
  }
  const notes = [...input.notes];
  if (bare.length > 0) notes.push(`有 ${bare.length} 处疑似问题没有留下佐证，未列为问题：${listed(bare, '处')}`);
  const confirmedFirst = findings.sort(
    (a, b) => Number(b.certainty === 'confirmed') - Number(a.certainty === 'confirmed'),
  );
  const shown = confirmedFirst.slice(0, maxFindings);
  if (findings.length > shown.length) notes.push(`问题共 ${findings.length} 处，只列出前 ${shown.length} 处`);
  const withNotes = notes.length > 0 ? { notes } : {};
  const some = nonEmpty(shown);
  if (some && some[0].certainty === 'confirmed') return { outcome: 'fail', basis, findings: some, ...withNotes };
  // Clues beside too thin a look: what was not seen may hold more than they would cost.
  if (some && input.undeterminable !== undefined)
    return undeterminable(basis, `${input.undeterminable}；另发现 ${findings.length} 处疑似问题，须人工确认`, {
      findings: some,
      notes,
    });
  if (some) {
    const note = `发现 ${findings.length} 处疑似问题，须人工确认`;
    return { outcome: 'needs-review', basis, findings: some, because: { kind: 'suspect', note }, ...withNotes };
  }
  const open = input.undeterminable ?? (bare.length > 0 ? '疑似问题没有留下佐证，不能认定，也不能算通过' : undefined);
  if (open !== undefined) {
    return {
      outcome: 'needs-review',
      basis,
      findings: [],
      because: { kind: 'undeterminable', note: open },
      ...withNotes,
    };
  }
  return { outcome: 'pass', basis, findings: [], ...withNotes };
}

/** 无法判定, with what little was found. */
export function undeterminable<F extends string>(
  basis: Basis,
  note: string,
  extra: { findings?: readonly Finding<F>[]; notes?: readonly string[] } = {},
): Verdict<F> {
  const notes = extra.notes ?? [];
  return {
    outcome: 'needs-review',
    basis,
    findings: extra.findings ?? [],
    because: { kind: 'undeterminable', note },
    ...(notes.length > 0 ? { notes } : {}),
  };
}

const reasonNames = {
  'local-network': '本机网络故障',
  overload: '本机负载过高',
  blocked: '被防护拦截',
  'login-required': '需要登录',
  unparsed: '页面认不出结构',
  'needs-browser': '需要浏览器才能看到',
  'not-collected': '没有采集到',
  crashed: '程序出错',
  cancelled: '检查被取消',
} as const;

/** Why things could not be seen, counted: 被防护拦截 3 次、没有采集到 1 次（页面打不开：超时）. */
export function unseenText(
  unseen: readonly { reason: keyof typeof reasonNames; detail?: string }[],
  unit: string,
): string {
  return [...Map.groupBy(unseen, (u) => u.reason)]
    .map(([reason, all]) => {
      // 没有采集到 alone tells nobody why; the other names do.
      const details = reason === 'not-collected' ? [...new Set(all.flatMap((u) => (u.detail ? [u.detail] : [])))] : [];
      const why = details.length === 0 ? '' : `（${details.slice(0, 2).join('；')}${details.length > 2 ? ' 等' : ''}）`;
      return `${reasonNames[reason]} ${all.length} ${unit}${why}`;
    })
    .join('、');
}
