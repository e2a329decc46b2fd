import type { Assessment } from '#core/assessment.ts';
import { dutiesOf, unitsOf } from './model/duties.ts';
import {
  ledgerOf,
  listName,
  notApplicableOf,
  organizationsOf,
  rectificationOf,
  scopeOf,
  tally,
  unseenOf,
} from './model/lists.ts';
import { anchorOf, byEffect, type EvidenceHref, type LinkReportOf, subjectView } from './model/subject.ts';
import type { BesideView, ReportModel, SubjectView } from './model/types.ts';
import { conclusionOrder, minuteText, pointsText, typeOrder } from './model/words.ts';

export type * from './model/types.ts';

export type ModelOptions = {
  /** Where the stored bytes of a hash lie, seen from the report file; null when they were not kept beside it. */
  evidenceHref: EvidenceHref;
  /** 链接问题清单 of a subject beside the report; absent: none. */
  linkReport?: LinkReportOf;
  /** Further files beside the report; absent: none. */
  beside?: BesideView;
  /** 报告生成时间, UTC. */
  generatedAt: string;
};

function titleOf(a: Assessment): string {
  const owner = a.run.registry.title.trim();
  if (owner.endsWith('报告')) return owner;
  const types = new Set(a.subjects.map((s) => s.subject.type));
  const what = types.has('site')
    ? types.has('account')
      ? '政府网站与政务新媒体'
      : '政府网站'
    : types.has('account')
      ? '政务新媒体'
      : '政府网站与政务新媒体';
  return `${owner}${what}检查报告`;
}

/** 报告内容: everything the reports say, in words, from one assessment. Pure: same input, same model. */
export function modelOf(assessment: Assessment, options: ModelOptions): ReportModel {
  const { run, policy } = assessment;
  const scope = scopeOf(assessment);
  const anchors = new Set<string>();
  const anchorFor = (id: string): string => {
    const base = `s-${anchorOf(id)}`;
    let anchor = base;
    for (let n = 2; anchors.has(anchor); n++) anchor = `${base}-${n}`;
    anchors.add(anchor);
    return anchor;
  };
  const subjects: SubjectView[] = assessment.subjects
    .map((s) =>
      subjectView(s, anchorFor(s.subject.id), policy.flow, policy.unchecked, options.evidenceHref, options.linkReport),
    )
    .sort(
      (a, b) =>
        conclusionOrder[a.conclusion] - conclusionOrder[b.conclusion] ||
        typeOrder.indexOf(a.type) - typeOrder.indexOf(b.type) ||
        (a.score?.lower ?? -1) - (b.score?.lower ?? -1),
    );
  return {
    title: titleOf(assessment),
    single: assessment.subjects.length === 1,
    ...(options.beside === undefined ? {} : { beside: options.beside }),
    run: {
      id: run.id,
      asOf: minuteText(run.asOf),
      generatedAt: minuteText(options.generatedAt),
      policy: { ...run.policy, effectiveFrom: policy.effectiveFrom, notes: policy.notes },
      registry: run.registry,
      seed: run.seed,
      tool: run.tool,
      notes: run.notes,
      flow: {
        base: pointsText(policy.flow.base),
        failBelow: pointsText(policy.flow.failBelow),
        bonusAbove: pointsText(policy.flow.bonusAbove),
        exemptFull: policy.flow.exemptFull === undefined ? null : pointsText(policy.flow.exemptFull),
        byUnit: policy.flow.shape === 'mean-of-accounts',
        gatesOnCounted: policy.flow.gatesOn === 'counted',
      },
    },
    partial: scope.some((s) => s.partial),
    ledger: ledgerOf(subjects),
    all: tally(subjects.map((s) => s.conclusion)),
    scope,
    organizations: organizationsOf(subjects),
    duties: dutiesOf(assessment, subjects),
    units: unitsOf(assessment.units ?? [], subjects),
    subjects,
    rectification: rectificationOf(subjects),
    reviewQueue: subjects
      .flatMap((s) =>
        s.openQuestions.map((q) => ({ ...q, subject: listName(s), organization: s.organization, anchor: s.anchor })),
      )
      .sort(byEffect),
    unseen: unseenOf(subjects),
    notApplicable: notApplicableOf(subjects),
    skipped: assessment.skipped,
  };
}
