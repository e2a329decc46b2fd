import type {
  Assessment,
  Effect,
  IgnoredFinding,
  ItemAssessment,
  Review,
  Run,
  SubjectAssessment,
} from '#core/assessment.ts';
import { dayMs, shanghaiDay } from '#core/calendar.ts';
import { BugError } from '#core/errors.ts';
import type { Evidence } from '#core/evidence.ts';
import type { IgnoreRule } from '#core/ignores.ts';
import { type AnyIndicator, lookbackOf, type Subject, type SubjectType } from '#core/indicator.ts';
import { type Observation, type ObservationKind, registerSubject, registerWideKinds } from '#core/observation.ts';
import type { Policy, PolicyItem } from '#core/policy.ts';
import { type RegisterView, registerViews } from '#core/register-view.ts';
import { type Organization, organizationClassNames, platformNames, type Registry } from '#core/registry.ts';
import { nonEmpty, type Verdict } from '#core/verdict.ts';
import { whyNotApplicable } from './applies.ts';
import { ignore } from './ignore.ts';
import { informationOf } from './information.ts';
import { settle } from './settle.ts';
import { type ItemDraft, stagesOf } from './stages.ts';
import { unitScores } from './units.ts';
import { unseenOf } from './unseen.ts';

/** What is known of one subject, by kind, any order. Kinds that nobody looked for may be left out. */
export type SubjectObservations = { readonly [K in ObservationKind]?: readonly Observation<K>[] };

export type AssessSubjectInput = {
  subject: Subject;
  /** The unit that answers for it; undefined where there is no register (a single address checked ad hoc). */
  organization: Organization | undefined;
  policy: Policy;
  indicators: readonly AnyIndicator[];
  observations: SubjectObservations;
  /** What the register says about the unit; undefined where there is no register. */
  register?: RegisterView | undefined;
  /** Observations of other subjects, for indicators that ask for those of what the unit holds, and under `*` those of the whole register. */
  observationsOf?(subjectId: string): SubjectObservations;
  reviews: readonly Review[];
  /** 忽略规则 of people, in force or not; absent: none. */
  ignores?: readonly IgnoreRule[];
  asOf: Date;
};

export type AssessInput = Omit<AssessSubjectInput, 'subject' | 'organization' | 'observations' | 'register'> & {
  run: Run;
  registry: Registry;
  /** Only these subjects; the register itself stays whole. Absent: all. */
  only?: ReadonlySet<string> | undefined;
  observationsOf(subjectId: string): SubjectObservations;
};

/** Who is judged, with the unit that answers for it and what the register says of that unit. */
export type SubjectPlan = {
  subject: Subject;
  organization: Organization | undefined;
  register: RegisterView | undefined;
};

/** 检查结果 of a whole register. Pure: the same observations, policy, reviews and instant always give the same assessment. */
export function assess(input: AssessInput): Assessment {
  const { head, plans } = opening(input);
  return assembled(
    head,
    plans.map((plan) => assessSubject({ ...input, ...plan, observations: input.observationsOf(plan.subject.id) })),
    input,
  );
}

/** Everything of an assessment but its subjects, and who they are. */
export function opening(input: Omit<AssessInput, 'observationsOf'>): {
  head: Omit<Assessment, 'subjects'>;
  plans: SubjectPlan[];
} {
  const { policy, registry, asOf, run, only } = input;
  const used = new Set(policy.items.map((i) => i.indicator));
  // A policy may have nothing to ask of sites, or of units: then there is nothing to say of them.
  const asked = new Set<SubjectType>([
    ...input.indicators.flatMap((i) => (used.has(i.id) ? [i.subject as SubjectType] : [])),
    ...policy.unchecked.map((u) => u.subject),
  ]);
  const { subjects: all, skipped: ended } = subjectsOf(registry, asOf, { units: asked.has('organization') });
  const subjects = all.filter((s) => asked.has(s.subject.type));
  const unasked = all.filter((s) => !asked.has(s.subject.type));
  const skipped = [
    ...ended,
    ...unasked.map(({ subject: { id, name, type } }) => ({
      id,
      name,
      reason: `本指标体系没有对${type === 'site' ? '网站' : '账号'}的指标项`,
    })),
  ];
  const evidence: Evidence = { kind: 'import', sha256: run.registry.digest, url: '台账', capturedAt: run.asOf };
  const views = registerViews(registry, evidence);
  const wanted = (id: string): boolean => only === undefined || only.has(id);
  return {
    head: {
      format: 1,
      run,
      policy: {
        id: policy.id,
        title: policy.title,
        effectiveFrom: policy.effectiveFrom,
        notes: policy.notes,
        flow: policy.flow,
        unchecked: policy.unchecked,
      },
      ...(input.ignores === undefined || input.ignores.length === 0 ? {} : { ignores: input.ignores }),
      skipped: skipped.filter((s) => wanted(s.id)),
    },
    plans: subjects
      .filter((s) => wanted(s.subject.id))
      .map((s) => ({ ...s, register: s.organization === undefined ? undefined : views.get(s.organization.id) })),
  };
}

/** The parts in the order in which they have always been written. A rank among some of the units would be nobody's: none with `only`. */
export function assembled(
  head: Omit<Assessment, 'subjects'>,
  subjects: readonly SubjectAssessment[],
  { registry, only }: Pick<AssessInput, 'registry' | 'only'>,
): Assessment {
  const { format, run, policy, ...rest } = head;
  const units = only === undefined ? unitScores(policy, registry, subjects) : [];
  return { format, run, policy, subjects, ...(units.length === 0 ? {} : { units }), ...rest };
}

/** Who is inspected at an instant, in the order of the register, and who is not and why. Units only where the policy asks about them. */
export function subjectsOf(
  registry: Registry,
  asOf: Date,
  o: { units: boolean } = { units: false },
): { subjects: { subject: Subject; organization: Organization | undefined }[]; skipped: Assessment['skipped'] } {
  const today = shanghaiDay(asOf);
  const organizations = new Map(registry.organizations.map((o) => [o.id, o]));
  const subjects: { subject: Subject; organization: Organization | undefined }[] = [];
  const skipped: { id: string; name: string; reason: string }[] = [];
  if (o.units)
    for (const record of registry.organizations)
      subjects.push({
        subject: { id: record.id, type: 'organization', name: record.name, record },
        organization: record,
      });
  for (const record of registry.sites) {
    const { id, name, closedOn } = record;
    if (closedOn !== undefined && closedOn <= today)
      skipped.push({ id, name, reason: `网站已于 ${closedOn} 关停或迁移` });
    else
      subjects.push({
        subject: { id, type: 'site', name, record },
        organization: organizations.get(record.organization),
      });
  }
  for (const record of registry.accounts) {
    const { id, name } = record;
    // A ledger may know only one of the two days; from the earlier on nobody is to expect posts.
    const [ended] = [record.closedOn, record.cancelledOn].filter((d) => d !== undefined && d <= today).sort();
    if (ended !== undefined) skipped.push({ id, name, reason: `账号已于 ${ended} 注销` });
    else
      subjects.push({
        subject: { id, type: 'account', name, record },
        organization: organizations.get(record.organization),
      });
  }
  return { subjects, skipped };
}

/** 检查结果 of one subject: each item judged, reviewed and priced, then the conclusion. */
export function assessSubject(input: AssessSubjectInput): SubjectAssessment {
  const { subject, organization, policy } = input;
  const byId = new Map(input.indicators.map((i) => [i.id, i]));
  const seen = new Map<string, Observation>();
  const drafts: ItemDraft[] = [];
  for (const item of policy.items) {
    const indicator = byId.get(item.indicator);
    if (!indicator) throw new BugError(`指标项 ${item.id} 用到的检查指标 ${item.indicator} 不存在`);
    if (indicator.subject === subject.type) drafts.push(judgeItem(item, indicator, input, seen));
  }
  const rated = stagesOf(policy, subject.type, drafts, organization?.outwardService === false);
  const looked = [...seen.values()].sort(bySlot);
  return {
    subject: describe(subject, organization),
    ...rated,
    openQuestions: openQuestions(rated.items),
    unseen: unseenOf(looked),
    information: informationOf(looked),
  };
}

/** Nobody looked: nothing examined, nothing that could not be seen, and no person who decided it all the same. */
function isUnexamined(v: Verdict): boolean {
  const { examined, unobserved } = v.basis;
  return (
    v.outcome === 'needs-review' &&
    v.because.kind === 'undeterminable' &&
    v.findings.length === 0 &&
    examined === 0 &&
    unobserved === 0
  );
}

function judgeItem(
  item: PolicyItem,
  indicator: AnyIndicator,
  input: AssessSubjectInput,
  seen: Map<string, Observation>,
): ItemDraft {
  const { subject, asOf } = input;
  const head = {
    itemId: item.id,
    title: item.title,
    part: item.part,
    ...(item.stage === undefined ? {} : { stage: item.stage }),
    points: item.points,
    ...(item.notes === undefined ? {} : { notes: item.notes }),
    indicator: { id: indicator.id, version: indicator.version },
    clauses: item.clauses,
    params: item.params,
  };
  const inapplicable = (because: string): ItemDraft => ({
    itemId: item.id,
    part: item.part,
    stage: item.stage,
    judged: undefined,
    unexamined: false,
    finish: () => ({ ...head, applicable: false, because }),
  });
  const because = whyNotApplicable(item, subject, input.organization, input);
  if (because !== undefined) {
    return inapplicable(because);
  }
  const params: unknown = indicator.params.parse(item.params);
  const observations = narrowed(indicator, params, input);
  // What a unit's accounts and sites hide is told with them.
  for (const kind of Object.values(observations))
    for (const o of kind) if (o.subjectId === subject.id) seen.set(o.key, o);

  let verdict: Verdict;
  let ignored: readonly IgnoredFinding[] = [];
  let error: string | undefined;
  const judge = (seen: typeof observations): Verdict =>
    indicator.judge({ subject: subject as never, asOf, params, observations: seen, register: input.register });
  try {
    verdict = judge(observations);
    if (indicator.ignorable === true)
      ({ verdict, ignored } = ignore({
        verdict,
        rules: input.ignores ?? [],
        subjectId: subject.id,
        asOf,
        links: (observations['link.status'] ?? []) as readonly Observation<'link.status'>[],
        crawls: (observations['site.crawl'] ?? []) as readonly Observation<'site.crawl'>[],
        judge: (links) => judge({ ...observations, 'link.status': links as Observation[] }),
      }));
  } catch (e) {
    error = e instanceof Error ? `${e.name}: ${e.message}` : String(e);
    const basis = { examined: 0, unobserved: 0, unit: '项', from: '', to: '' };
    const note = '程序在判断时出错，没有结论';
    verdict = { outcome: 'needs-review', basis, findings: [], because: { kind: 'undeterminable', note } };
  }
  if (item.reviewOnFail && verdict.outcome === 'fail') verdict = toReview(verdict);
  const reviews = input.reviews.filter((r) => r.subjectId === subject.id && r.itemId === item.id);
  const settled = settle({ verdict, reviews, indicatorId: indicator.id, subjectId: subject.id, asOf });
  const nothing = nothingToAsk(item, settled.verdict, settled.reviews.length > 0);
  if (nothing !== undefined) return inapplicable(nothing);
  // An indicator that threw did look: the failure stays open and is seen. Duties are outside of every score, so they may always be 未检.
  const mayBe = item.whenUnexamined === 'unchecked' || item.part === 'duty';
  const unexamined = mayBe && error === undefined && isUnexamined(settled.verdict);
  return {
    itemId: item.id,
    part: item.part,
    stage: item.stage,
    judged: { item, verdict: settled.verdict },
    unexamined,
    finish: (cost) => ({
      ...head,
      applicable: true,
      ...(unexamined ? { unexamined: true } : {}),
      verdict: settled.verdict,
      cost,
      reviews: settled.reviews,
      ...(settled.expired === undefined ? {} : { expired: settled.expired }),
      ...(settled.digest === undefined ? {} : { digest: settled.digest }),
      ...(ignored.length === 0 ? {} : { ignored }),
      ...(error === undefined ? {} : { error }),
    }),
  };
}

/** 不适用: a person said so, or a duty was met only because there is nothing it could be about. Undefined: it applies. */
function nothingToAsk(item: PolicyItem, v: Verdict, reviewed: boolean): string | undefined {
  if (v.outcome !== 'pass') return undefined;
  if (v.notApplicable !== undefined) return v.notApplicable;
  const { examined, unobserved } = v.basis;
  if (item.part !== 'duty' || reviewed || examined > 0 || unobserved > 0) return undefined;
  return v.notes?.join('；') ?? '没有可检查的内容';
}

/** A failing verdict that must go through a person first: all it found becomes suspected, but for what a person has already recorded. */
function toReview(v: Extract<Verdict, { outcome: 'fail' }>): Verdict {
  const findings = v.findings.map((f) => (f.confirmedBy === undefined ? { ...f, certainty: 'suspected' as const } : f));
  const recorded = nonEmpty(findings.filter((f) => f.certainty === 'confirmed'));
  const rest = findings.filter((f) => f.certainty !== 'confirmed');
  if (recorded) return { ...v, findings: [...recorded, ...rest] };
  const note = `发现 ${findings.length} 处问题，按规定须经人工复核后才能认定`;
  return { ...v, outcome: 'needs-review', findings, because: { kind: 'suspect', note } };
}

/** Just what an indicator may see: its kinds, its time, in order, of its subject and of what it asks for beside it. */
function narrowed(indicator: AnyIndicator, params: unknown, input: AssessSubjectInput) {
  const to = input.asOf.getTime();
  const out: Record<string, Observation[]> = {};
  const others = heldIds(indicator, input.register);
  const sources = [input.observations, ...others.flatMap((id) => input.observationsOf?.(id) ?? [])];
  for (const kind of indicator.needs as readonly ObservationKind[]) {
    const from = to - lookbackOf(indicator, params, kind) * dayMs;
    const where = registerWideKinds.has(kind) ? [input.observationsOf?.(registerSubject) ?? {}] : sources;
    const list = where.flatMap((s) => (s[kind] ?? []) as readonly Observation[]);
    out[kind] = list.filter((o) => Date.parse(o.slot) >= from && Date.parse(o.slot) <= to).sort(bySlot);
  }
  return out;
}

/** Ids of what an indicator is given observations of besides its subject. */
export function heldIds(indicator: Pick<AnyIndicator, 'of'>, register: RegisterView | undefined): string[] {
  if (register === undefined) return [];
  return (indicator.of ?? []).flatMap((holding) => register[holding].map((held) => held.id));
}

function bySlot(a: Observation, b: Observation): number {
  if (a.slot !== b.slot) return a.slot < b.slot ? -1 : 1;
  return a.key < b.key ? -1 : a.key > b.key ? 1 : 0;
}

function openQuestions(items: readonly ItemAssessment[]): SubjectAssessment['openQuestions'] {
  const applicable = items.filter((i) => i.applicable).filter((i) => i.unexamined !== true);
  // A failed veto has decided its part (检查指标, 年度考核): no review of another item of it changes anything.
  const decided = (i: ItemAssessment) =>
    i.part !== 'duty' &&
    applicable.some((v) => v.part === 'veto' && v.stage === i.stage && v.verdict.outcome === 'fail');
  const open = applicable.flatMap((i) => {
    if (decided(i)) return [];
    const effect = i.part === 'veto' || i.part === 'duty' ? i.part : i.cost.upper - i.cost.lower;
    const reviewable = typeof effect === 'string' ? i.verdict.outcome === 'needs-review' : effect !== 0;
    if (!reviewable) return [];
    const suspected = i.verdict.findings.filter((f) => f.certainty === 'suspected').length;
    const note =
      i.verdict.outcome === 'needs-review' ? i.verdict.because.note : `另有 ${suspected} 处疑似问题须人工确认`;
    return [{ itemId: i.itemId, effect, note }];
  });
  const weight = (e: Effect) => (e === 'veto' ? Number.POSITIVE_INFINITY : e === 'duty' ? -1 : e);
  // Array sort is stable: equal effects stay in the order of the index.
  return open.sort((a, b) => (weight(a.effect) === weight(b.effect) ? 0 : weight(b.effect) - weight(a.effect)));
}

const siteKindNames = { portal: '政府门户网站', department: '部门网站', topic: '专题网站' } as const;

function describe(subject: Subject, organization: Organization | undefined): SubjectAssessment['subject'] {
  const head = { id: subject.id, type: subject.type, name: subject.name, organization: organization?.name ?? '' };
  switch (subject.type) {
    case 'site': {
      const code = subject.record.siteCode === undefined ? '' : `，标识码 ${subject.record.siteCode}`;
      return {
        ...head,
        address: subject.record.home,
        detail: `${siteKindNames[subject.record.kind]}${code}`,
        ...(subject.record.navigationOnly === true ? { navigationOnly: true } : {}),
      };
    }
    case 'account':
      return {
        ...head,
        address: subject.record.url ?? subject.record.handle ?? '',
        detail: platformNames[subject.record.platform],
      };
    case 'organization':
      return { ...head, address: '', detail: organizationClassNames[subject.record.class] };
  }
}

/** Kinds to load for each type of subject, and how many days back from `asOf` (fractions where a demonstration compresses days). */
export function lookback(
  policy: Policy,
  indicators: readonly AnyIndicator[],
): Map<SubjectType, { kind: ObservationKind; days: number }[]> {
  const byId = new Map(indicators.map((i) => [i.id, i]));
  const out = new Map<SubjectType, { kind: ObservationKind; days: number }[]>();
  for (const item of policy.items) {
    const indicator = byId.get(item.indicator);
    if (!indicator) continue;
    const params: unknown = indicator.params.parse(item.params);
    const list = out.get(indicator.subject) ?? [];
    out.set(indicator.subject, list);
    for (const kind of indicator.needs as readonly ObservationKind[]) {
      const days = lookbackOf(indicator, params, kind);
      const was = list.find((l) => l.kind === kind);
      if (was) was.days = Math.max(was.days, days);
      else list.push({ kind, days });
    }
  }
  return out;
}

/** Kinds that a policy's indicators read: what `collect` has to look at. */
export function neededKinds(policy: Policy, indicators: readonly AnyIndicator[]): ReadonlySet<ObservationKind> {
  return new Set([...lookback(policy, indicators).values()].flat().map((l) => l.kind));
}
