import { z } from 'zod';
import { endOfDay, isDay, shanghaiDay } from '#core/calendar.ts';
import type { Evidence } from '#core/evidence.ts';
import type { AnyIndicator, SubjectType } from '#core/indicator.ts';
import {
  ManualRecordValue,
  maxRecordCount,
  type Observation,
  type ObservationValue,
  observationKey,
  recordTarget,
} from '#core/observation.ts';
import type { Registry } from '#core/registry.ts';

type Value = ObservationValue<'manual.record'>;

/** 检查结果 as people write it. */
export const outcomeWords: Readonly<Record<string, Value['outcome']>> = {
  没有发现问题: 'pass',
  存在问题: 'fail',
  不适用: 'not-applicable',
};

const dayText = z.string().transform((typed, context) => {
  const m = /^(\d{4})\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})日?$/.exec(typed.trim());
  const day = m ? `${m[1]}-${String(m[2]).padStart(2, '0')}-${String(m[3]).padStart(2, '0')}` : typed.trim();
  if (isDay(day)) return day;
  context.addIssue({ code: 'custom', message: typed.trim() === '' ? '没有填' : '写成 2026-01-31 的样子' });
  return z.NEVER;
});

/** One row of a 人工检查表, or one `record add`. */
export const TypedRecord = z.strictObject({
  outcome: z.enum(['没有发现问题', '存在问题', '不适用'], '填 没有发现问题、存在问题、不适用 之一'),
  fault: z.string().trim().max(200, '太长'),
  target: z.string().trim().max(2000, '不超过 2000 个字符'),
  count: z
    .string()
    .trim()
    .regex(/^$|^[1-9]\d{0,2}$/, `填 1 到 ${maxRecordCount} 的整数`)
    .transform((t) => (t === '' ? undefined : Number(t)))
    .refine((n) => n === undefined || n <= maxRecordCount, `填 1 到 ${maxRecordCount} 的整数`),
  note: z.string().trim().max(1000, '不超过 1000 个字符'),
  from: dayText,
  to: z.string().trim(),
  person: z.string().trim().min(1, '没有填').max(60, '超过 60 个字符'),
});
export type TypedRecord = z.output<typeof TypedRecord>;
export type RecordField = keyof TypedRecord | 'evidence';

export type RecordWrong = { field: RecordField; message: string; hint?: string };

/** 问题类型 of an indicator by the words they are chosen by; names that two faults share carry the id. */
export function faultWords(indicator: AnyIndicator): Map<string, string> {
  const entries = Object.entries(indicator.faults as Record<string, string>);
  const times = Map.groupBy(entries, ([, name]) => name);
  return new Map(entries.map(([id, name]) => [times.get(name)?.length === 1 ? name : `${name}（${id}）`, id]));
}

/** One answer of one person, as far as one row tells it: a place each, to be put together. */
export type RecordPart = Pick<Value, 'outcome' | 'findings' | 'period' | 'person'> & { note: string };

/** A row checked: what it says must be whole, and nobody is charged without a place, a word about it and a proof. Pure. */
export function partOf(
  typed: TypedRecord,
  o: { indicator: AnyIndicator; address: string; proofs: number; today: string },
): RecordPart | RecordWrong {
  const to = typed.to === '' ? { success: true as const, data: typed.from } : dayText.safeParse(typed.to);
  if (!to.success) return { field: 'to', message: '写成 2026-01-31 的样子' };
  if (to.data < typed.from) return { field: 'to', message: '早于检查开始日期', hint: '检查两个日期' };
  if (to.data > o.today) return { field: 'to', message: '在未来，还没有检查', hint: `最晚写 ${o.today}` };
  const outcome = outcomeWords[typed.outcome] ?? 'pass';
  const head = { outcome, period: { from: typed.from, to: to.data }, person: typed.person };
  if (outcome !== 'fail') {
    if (typed.fault !== '')
      return { field: 'fault', message: `检查结果是“${typed.outcome}”，不能写问题类型`, hint: '改正其中一个' };
    if (typed.count !== undefined)
      return { field: 'count', message: `检查结果是“${typed.outcome}”，不能写处数`, hint: '改正其中一个' };
    if (outcome === 'not-applicable' && typed.note === '')
      return { field: 'note', message: '没有填', hint: '记为不适用的，要写明理由' };
    return { ...head, findings: [], note: typed.note };
  }
  const words = faultWords(o.indicator);
  const fault = words.get(typed.fault) ?? (Object.hasOwn(o.indicator.faults, typed.fault) ? typed.fault : undefined);
  if (typed.fault === '') return { field: 'fault', message: '没有填', hint: '记为存在问题的，要从列表里选问题类型' };
  if (fault === undefined)
    return {
      field: 'fault',
      message: `“${typed.fault.slice(0, 60)}”不是这一项的问题类型`,
      hint: `可填：${[...words.keys()].join('、')}`,
    };
  if (typed.note === '') return { field: 'note', message: '没有填', hint: '记为存在问题的，要写明看到了什么' };
  if (o.proofs === 0)
    return { field: 'evidence', message: '没有填', hint: '记为存在问题的，要附照片、截图、PDF 或表格' };
  const target = typed.target === '' ? o.address : typed.target;
  if (target === '') return { field: 'target', message: '没有填', hint: '写明问题在哪个网址、栏目或事项' };
  const finding = { fault, target, note: typed.note, ...(typed.count === undefined ? {} : { count: typed.count }) };
  return { ...head, findings: [finding], note: '' };
}

/** All rows of one person about one indicator and the same days are one answer. Pure. */
export function answerOf(
  indicator: string,
  parts: readonly [RecordPart, ...RecordPart[]],
): { value: Value } | { message: string; hint: string } {
  const [first] = parts;
  if (parts.some((p) => p.outcome !== first.outcome))
    return {
      message: '同一检查人、同一时期对这一项写了不同的检查结果',
      hint: '商定一个结果；几处问题的，每行都写“存在问题”',
    };
  const notes = [...new Set(parts.map((p) => p.note).filter((n) => n !== ''))];
  const findings = parts.flatMap((p) => p.findings);
  if (findings.length > maxFindings)
    return { message: `一份记录写了 ${findings.length} 处问题，最多 ${maxFindings} 处`, hint: '同一处的用“处数”合并' };
  const value = ManualRecordValue.parse({
    indicator,
    outcome: first.outcome,
    findings,
    period: first.period,
    person: first.person,
    note: notes.join('；').slice(0, 2000),
  });
  return { value };
}
/** As many as a record holds. */
const maxFindings = 500;

/** Begins the address of what only says how the record came in: the sheet itself, which is another file once it is saved again. */
export const sheetMark = '人工检查表：';

/**
 * The observation of one answer; undefined: the same is stored already. `stored` are the records of the subject. A correction of the same days
 * comes a moment later than what it corrects, so that it takes its place. Pure.
 */
export function recordObservation(o: {
  subjectId: string;
  value: Value;
  proofs: readonly Evidence[];
  sheet: Evidence;
  now: Date;
  stored: readonly Observation<'manual.record'>[];
}): Observation<'manual.record'> | undefined {
  const shas = (evidence: readonly Evidence[]) =>
    [...new Set(evidence.filter((e) => !e.url.startsWith(sheetMark)).map((e) => e.sha256))].sort().join();
  const content = JSON.stringify(o.value);
  const own = shas(o.proofs);
  const known = o.stored.some(
    (s) =>
      s.status === 'observed' &&
      JSON.stringify(ManualRecordValue.parse(s.value)) === content &&
      shas(s.evidence) === own,
  );
  if (known) return undefined;
  const target = recordTarget(o.value);
  const taken = new Set(o.stored.map((s) => s.key));
  // The last second of the day it speaks for, or now: 999 corrections fit into it.
  const last = o.value.period.to < shanghaiDay(o.now) ? endOfDay(o.value.period.to).getTime() - 999 : o.now.getTime();
  const headAt = (ms: number) => ({
    kind: 'manual.record' as const,
    subjectId: o.subjectId,
    target,
    slot: new Date(ms).toISOString(),
  });
  let head = headAt(last);
  for (let n = 1; taken.has(observationKey(head)); n++) head = headAt(last + n);
  return {
    ...head,
    key: observationKey(head),
    observedAt: o.now.toISOString(),
    probe: { id: 'manual', version: 1 },
    status: 'observed',
    value: o.value,
    evidence: [o.sheet, ...o.proofs],
  };
}

/** A subject of the register by its type; undefined: not there. */
export function subjectIn(
  registry: Registry,
  type: SubjectType,
  id: string,
): { id: string; name: string; address: string } | undefined {
  switch (type) {
    case 'site': {
      const s = registry.sites.find((x) => x.id === id);
      return s && { id, name: s.name, address: s.home };
    }
    case 'account': {
      const a = registry.accounts.find((x) => x.id === id);
      return a && { id, name: a.name, address: a.url ?? a.handle ?? a.name };
    }
    case 'organization': {
      const o = registry.organizations.find((x) => x.id === id);
      return o && { id, name: o.name, address: o.name };
    }
  }
}
