import { z } from 'zod';
import { dayMs, shanghaiDay } from '#core/calendar.ts';
import { defineIndicator, type Indicator, type SubjectType } from '#core/indicator.ts';
import type { Observation, ObservationKind, Observed } from '#core/observation.ts';
import type { Basis, Finding, Verdict } from '#core/verdict.ts';
import { basisOf, type Draft, partition, undeterminable, verdictOf } from './common.ts';

/** Params of every indicator that reads records of people: spread into its own `z.strictObject`. */
export const recordParams = {
  /** 人工记录有效天数: a record that speaks for an instant longer ago than this no longer counts. Default: one quarter. */
  recordDays: z.number().int().positive().max(3660).default(92),
};

/** What an indicator hands over with its own verdict. */
export type RecordContext<F extends string> = {
  /** Id and faults of the indicator that asks. */
  indicator: string;
  faults: { readonly [Fault in F]: string };
  records: readonly Observation<'manual.record'>[];
  recordDays: number;
  asOf: Date;
  /**
   * Set where the verdict rests on the register, which tells no time: any record that counts settles what is suspected, and a register that names no
   * fault does not speak against a record that does.
   */
  timeless?: true;
  /** What to do about a fault that a person recorded, Chinese; a general sentence where it is left out. */
  remedies?: { readonly [Fault in F]?: string };
};

type PersonRecord = Observed<'manual.record'>;
const generalRemedy = '对照记录核实，属实的立即整改，改完后报检查人复查。';
const outcomeNames = { pass: '没有发现问题', fail: '存在问题', 'not-applicable': '不适用' } as const;

/**
 * 人工记录并入判定. What the machine confirmed stands. What it suspected is settled by a record that speaks for an instant not before the
 * newest evidence of the suspicion: named in the record, it is confirmed; not named, it is cleared. What it could not see is settled by any
 * record that still counts. A fault that only the record names is confirmed by it, unless the machine looked later and found nothing.
 * Of one person the latest record counts, of several persons those that speak for the same days as the latest of all; where these
 * differ, only what all of them hold is confirmed, the rest goes to review. Records older than `recordDays` are told, and count for nothing.
 */
export function withRecords<F extends string>(machine: Verdict<F>, c: RecordContext<F>): Verdict<F> {
  const { panel, expired } = panelOf(c);
  const newest = panel[0];
  if (newest === undefined) return expired === undefined ? machine : noted(machine, [expired]);
  const said = joined(panel, c);
  const notes = [...(machine.notes ?? []), ...panel.map(recordText), ...said.notes];
  const open = said.open ?? mixedText(panel);
  const agreed = open === undefined && !said.differ;

  const drafts: Draft<F>[] = [];
  const left = new Map(said.units.map((u) => [keyOf(u), u]));
  let cleared = 0;
  for (const f of machine.findings) {
    const same = left.get(keyOf(f));
    left.delete(keyOf(f));
    const sure = f.certainty === 'confirmed' || same?.certainty === 'confirmed';
    const spoken = c.timeless === true || newestEvidence(f) <= newest.slot;
    if (same === undefined && !sure && agreed && spoken) cleared++;
    else
      drafts.push({
        ...f,
        certainty: sure ? 'confirmed' : 'suspected',
        ...(same?.confirmedBy === undefined ? {} : { confirmedBy: same.confirmedBy }),
        evidence: [...f.evidence, ...(same?.evidence ?? [])],
      });
  }
  const lookedLater = c.timeless !== true && machine.outcome === 'pass' && machine.basis.to > newest.slot;
  for (const u of left.values()) {
    if (!lookedLater) drafts.push(u);
    else
      drafts.push({
        ...doubted(u),
        message: `${u.message}；其后程序检查没有发现，须确认是否已整改`,
      });
  }
  if (cleared > 0) notes.push(`程序发现的 ${cleared} 处疑似问题，人工记录没有认定`);

  const basis = basisWith(machine, panel);
  if (machine.basis.examined === 0 && machine.outcome === 'needs-review' && machine.basis.unobserved > 0)
    notes.push(`程序没有看到：${machine.because.note}`);
  const inapplicable = agreed && newest.value.outcome === 'not-applicable' && !lookedLater;
  if (inapplicable && drafts.length === 0)
    return {
      outcome: 'pass',
      basis,
      findings: [],
      notes,
      notApplicable: `${newest.value.person} ${shanghaiDay(new Date(newest.slot))} 记录不适用：${newest.value.note}`,
    };
  const verdict = verdictOf({ basis, drafts, notes, undeterminable: open });
  if (!said.differ) return verdict;
  // What all persons hold stands all the same; the reader must know that they differ.
  if (verdict.outcome !== 'needs-review') return noted(verdict, [differText(panel)]);
  return { ...verdict, because: { ...verdict.because, note: `${differText(panel)}；${verdict.because.note}` } };
}

/**
 * 机器与人工并用的指标: an indicator whose own verdict goes through the records that people made about it (`withRecords`). Its `judge` says what the
 * machine sees alone; whatever rests on both together (a number to be reached) is `after`.
 */
export function besideRecords<
  const T extends SubjectType,
  const K extends ObservationKind,
  const F extends string,
  S extends z.ZodType<{ recordDays: number }>,
>(
  i: Indicator<T, K, F, S> & {
    timeless?: true;
    remedies?: { readonly [Fault in F]?: string };
    after?: (verdict: Verdict<F>, params: z.output<S>) => Verdict<F>;
  },
): Indicator<T, K, F, S> {
  const { timeless, remedies, after, judge, ...rest } = i;
  return defineIndicator({
    ...rest,
    judge(input) {
      const { subject, asOf, params } = input;
      const all = (input.observations as { 'manual.record'?: readonly Observation<'manual.record'>[] })[
        'manual.record'
      ];
      const verdict = withRecords<F>(judge(input), {
        indicator: i.id,
        faults: i.faults,
        // What a unit holds brings its own records along: they say nothing of the unit.
        records: (all ?? []).filter((r) => i.of === undefined || r.subjectId === subject.id),
        recordDays: params.recordDays,
        asOf,
        ...(timeless === undefined ? {} : { timeless }),
        ...(remedies === undefined ? {} : { remedies }),
      });
      return after === undefined ? verdict : after(verdict, params);
    },
  });
}

/** 只靠人工记录的判定: nothing is known where nobody recorded anything. */
export function recordedVerdict<F extends string>(c: RecordContext<F>): Verdict<F> {
  const { seen, unseen } = partition(c.records);
  const basis = basisOf([], { examined: 0, unobserved: unseen.length, unit: '份人工记录' });
  const why = seen.length > 0 ? '没有有效的人工记录' : '还没有人工记录';
  return withRecords(undeterminable<F>(basis, `${why}，须由人检查后记录`), c);
}

/** 只能由人检查的指标: an indicator whose only source is the record of a person. */
export function recordedIndicator<const T extends SubjectType, const F extends string>(i: {
  id: string;
  version: number;
  title: string;
  description: string;
  subject: T;
  faults: { readonly [Fault in F]: string };
  /** Why a person must look, and what the person looks at. Chinese. */
  person: string;
  remedies?: { readonly [Fault in F]?: string };
}): Indicator<T, 'manual.record', F, typeof recordedOnlyParams> {
  const { id, faults } = i;
  return defineIndicator({
    id,
    version: i.version,
    title: i.title,
    description: i.description,
    subject: i.subject,
    needs: ['manual.record'],
    faults,
    params: recordedOnlyParams,
    lookbackDays: (p) => p.recordDays,
    machine: { alone: '不单独判断；只汇总有效期内的人工记录。', person: i.person, decides: 'N' },
    judge: ({ observations, params, asOf }) =>
      recordedVerdict({
        indicator: id,
        faults,
        records: observations['manual.record'],
        recordDays: params.recordDays,
        asOf,
        ...(i.remedies === undefined ? {} : { remedies: i.remedies }),
      }),
  });
}
const recordedOnlyParams = z.strictObject(recordParams);

/** The records that speak now, newest first: the latest of each person, as far as it shares days with the latest of all. */
function panelOf(c: RecordContext<string>): { panel: PersonRecord[]; expired?: string } {
  const own = partition(c.records).seen.filter((r) => r.value.indicator === c.indicator);
  const oldest = c.asOf.getTime() - c.recordDays * dayMs;
  const sorted = own.sort((a, b) => later(b, a));
  const byPerson = new Map<string, PersonRecord>();
  for (const r of sorted)
    if (Date.parse(r.slot) >= oldest && !byPerson.has(r.value.person)) byPerson.set(r.value.person, r);
  const [first, ...others] = [...byPerson.values()];
  if (first === undefined) {
    const last = sorted[0];
    if (last === undefined) return { panel: [] };
    const day = shanghaiDay(new Date(last.slot));
    return { panel: [], expired: `${last.value.person} ${day} 的人工记录已超过 ${c.recordDays} 天，不再作数` };
  }
  const { from, to } = first.value.period;
  return { panel: [first, ...others.filter((r) => r.value.period.from <= to && r.value.period.to >= from)] };
}

function later(a: PersonRecord, b: PersonRecord): number {
  if (a.slot !== b.slot) return a.slot < b.slot ? -1 : 1;
  if (a.observedAt !== b.observedAt) return a.observedAt < b.observedAt ? -1 : 1;
  return a.key < b.key ? -1 : a.key > b.key ? 1 : 0;
}

type Said<F extends string> = {
  /** One a place; suspected where the persons differ. */
  units: Draft<F>[];
  differ: boolean;
  notes: string[];
  /** Why the records settle nothing. */
  open?: string;
};

function joined<F extends string>(panel: readonly PersonRecord[], c: RecordContext<F>): Said<F> {
  const units: Draft<F>[] = [];
  const notes: string[] = [];
  let open: string | undefined;
  let differ = false;
  for (const r of panel) {
    const strange = [...new Set(r.value.findings.map((f) => f.fault))].filter((f) => !Object.hasOwn(c.faults, f));
    if (strange.length === 0) continue;
    open = `${r.value.person}的人工记录写了本指标没有的问题“${strange[0]}”，须更正后重新导入`;
    notes.push(open);
  }
  for (const fault of Object.keys(c.faults) as F[]) {
    const each = panel.map((record) => ({ record, units: unitsOf(record, fault, c) }));
    const least = Math.min(...each.map((e) => e.units.length));
    const most = each.reduce((a, b) => (b.units.length > a.units.length ? b : a), each[0] as (typeof each)[number]);
    if (most.units.length > least) differ = true;
    const named = (u: Draft<F>) => each.every((e) => e.units.some((o) => keyOf(o) === keyOf(u)));
    // What all of them name comes first, so that it is what counts as sure.
    const ordered = [...most.units.filter(named), ...most.units.filter((u) => !named(u))];
    units.push(...ordered.map((u, i) => (i < least ? u : doubted(u))));
  }
  return { units, differ, notes, ...(open === undefined ? {} : { open }) };
}

/** Named in a record, but not sure any more. */
function doubted<F extends string>({ confirmedBy: _, ...u }: Draft<F>): Draft<F> {
  return { ...u, certainty: 'suspected' };
}

/** A finding with a count is as many findings, told apart by number. */
function unitsOf<F extends string>(r: PersonRecord, fault: F, c: RecordContext<F>): Draft<F>[] {
  const out = new Map<string, Draft<F>>();
  for (const f of r.value.findings) {
    if (f.fault !== fault) continue;
    for (let i = 1; i <= (f.count ?? 1); i++) {
      const of = f.count === undefined || f.count === 1 ? '' : `（第 ${i} 处，共 ${f.count} 处）`;
      const unit: Draft<F> = {
        fault,
        certainty: 'confirmed',
        target: i === 1 ? f.target : `${f.target}（第 ${i} 处）`,
        message: `${f.note}${of}（人工记录：${r.value.person}，${shanghaiDay(new Date(r.slot))}）`,
        remedy: c.remedies?.[fault] ?? generalRemedy,
        confirmedBy: r.value.person,
        evidence: r.evidence,
      };
      // The same place twice in one record is one place.
      if (!out.has(keyOf(unit))) out.set(keyOf(unit), unit);
    }
  }
  return [...out.values()];
}

/** Some say there is nothing to ask about, others answered: no bonus and no fault may rest on either. */
function mixedText(panel: readonly PersonRecord[]): string | undefined {
  const outcomes = new Set(panel.map((r) => r.value.outcome));
  return outcomes.size > 1 && outcomes.has('not-applicable') ? differText(panel) : undefined;
}

function differText(panel: readonly PersonRecord[]): string {
  const each = panel.slice(0, 3).map((r) => {
    const n = r.value.findings.reduce((sum, f) => sum + (f.count ?? 1), 0);
    return `${r.value.person}记为${outcomeNames[r.value.outcome]}${n > 0 ? `（${n} 处）` : ''}`;
  });
  return `${each.join('，')}，记录不一致，须核定`;
}

function recordText(r: PersonRecord): string {
  const { person, period, outcome, note } = r.value;
  const days = period.from === period.to ? period.from : `${period.from} 至 ${period.to}`;
  const text = note.trim().slice(0, 200);
  return `人工记录：${person} 检查 ${days}，${outcomeNames[outcome]}${text === '' ? '' : `。${text}`}`;
}

/** Where the machine saw nothing, the records are what was examined. */
function basisWith(machine: Verdict, panel: readonly PersonRecord[]): Basis {
  const records = basisOf(panel, { examined: panel.length, unobserved: 0, unit: '份人工记录' });
  const { basis } = machine;
  if (basis.examined === 0) return records;
  const [from, to] = [[basis.from, records.from].filter((t) => t !== '').sort(), [basis.to, records.to].sort()];
  return { ...basis, from: from[0] ?? '', to: to[1] ?? '' };
}

function noted<F extends string>(v: Verdict<F>, more: readonly string[]): Verdict<F> {
  return { ...v, notes: [...(v.notes ?? []), ...more] };
}

function newestEvidence(f: Finding): string {
  let newest = '';
  for (const { capturedAt } of f.evidence) if (capturedAt > newest) newest = capturedAt;
  return newest;
}

/** The same fault at the same place, however the address is written. */
function keyOf(f: { fault: string; target: string }): string {
  const target = f.target.trim();
  const url = /^https?:\/\//i.test(target) ? URL.parse(target) : null;
  if (url) url.hash = '';
  return `${f.fault}|${url?.href ?? target}`;
}
