import type { Conclusion, DutyConclusion } from '#core/assessment.ts';
import type { SubjectType } from '#core/indicator.ts';
import type { Part } from '#core/policy.ts';
import type { Mark, ReportModel, Tally } from '../model/types.ts';

/** 分 as a number with at most two decimals. */
const points = (hundredths: number) => Math.round(hundredths) / 100;

/** 检查结果摘要 for `--json`: one valid document, points as numbers, the four questions of a finding as fields. */
export type JsonSummary = {
  format: 1;
  run: {
    id: string;
    asOf: string;
    policy: string;
    policyDigest: string;
    registry: string;
    seed: string;
    tool: string;
    notes: readonly string[];
  };
  /** Conclusions and scores hold for the checked items only. */
  partial: boolean;
  totals: Tally;
  scope: readonly { type: SubjectType; partial: boolean; text: string }[];
  subjects: readonly {
    id: string;
    type: SubjectType;
    name: string;
    organization: string;
    address: string;
    conclusion: Conclusion;
    conclusionText: string;
    reason: string;
    score: { lower: number; upper: number } | null;
    /** 连同未检项: conclusion and range of the whole index with what nobody looked at left open. Absent: nothing is. */
    whole?: { conclusion: Conclusion; score: { lower: number; upper: number } | null; text: string };
    /** 年度考核. Absent: the policy has none for it. */
    annual?: { conclusion: Conclusion; score: { lower: number; upper: number } | null; text: string };
    /** 要求落实情况. Absent: the policy has no duties for it. */
    duties?: { met: number; notMet: number; open: number; conclusion: DutyConclusion };
    items: readonly {
      id: string;
      title: string;
      part: Part;
      stage?: 'annual';
      mark: Mark;
      basis: string;
      because: string;
      cost: { lower: number; upper: number } | null;
      clauses: readonly { document: string; section: string; verified: boolean }[];
      findings: readonly {
        id: string;
        fault: string;
        certainty: 'confirmed' | 'suspected';
        /** Where, since when, what, what to do. Why: the clauses of the item. */
        target: string;
        since: string | null;
        message: string;
        remedy: string;
        evidence: readonly { kind: string; sha256: string; url: string; place: string; path: string | null }[];
      }[];
      /** Found, but not charged by a person's ignore rule. Absent: nothing. */
      ignored?: readonly {
        target: string;
        message: string;
        rule: string;
        why: string;
        person: string;
        expires: string;
      }[];
    }[];
    openQuestions: readonly { item: string; effect: number | 'veto' | 'duty'; note: string }[];
    unseen: readonly { kind: string; reason: string; count: number }[];
    information: readonly string[];
  }[];
  /** 单位得分. Absent: the policy does not rate units by their accounts. */
  units?: readonly {
    id: string;
    name: string;
    class: string;
    parts: readonly { title: string; final: string; text: string }[];
  }[];
  skipped: readonly { id: string; name: string; reason: string }[];
};

/** What `--json` prints: the model without its sentences for paper. Complete: no finding is left out. */
export function jsonSummaryOf(m: ReportModel): JsonSummary {
  return {
    format: 1,
    run: {
      id: m.run.id,
      asOf: m.run.asOf,
      policy: m.run.policy.id,
      policyDigest: m.run.policy.digest,
      registry: m.run.registry.title,
      seed: m.run.seed,
      tool: m.run.tool,
      notes: m.run.notes,
    },
    partial: m.partial,
    totals: m.all,
    scope: m.scope.map((s) => ({ type: s.type, partial: s.partial, text: s.text })),
    subjects: m.subjects.map((s) => ({
      id: s.id,
      type: s.type,
      name: s.name,
      organization: s.organization,
      address: s.address,
      conclusion: s.conclusion,
      conclusionText: s.partial ? `${s.conclusionText}（限已检项）` : s.conclusionText,
      reason: s.reason,
      score: s.score && { lower: points(s.score.lower), upper: points(s.score.upper) },
      ...(s.whole === null
        ? {}
        : {
            whole: {
              conclusion: s.whole.conclusion,
              score: s.whole.score && { lower: points(s.whole.score.lower), upper: points(s.whole.score.upper) },
              text: s.whole.text,
            },
          }),
      ...(s.annual === null
        ? {}
        : {
            annual: {
              conclusion: s.annual.conclusion,
              score: s.annual.score && { lower: points(s.annual.score.lower), upper: points(s.annual.score.upper) },
              text: s.annual.text,
            },
          }),
      ...(s.duties === null
        ? {}
        : {
            duties: {
              met: s.duties.met,
              notMet: s.duties.notMet,
              open: s.duties.open,
              conclusion: s.duties.conclusion,
            },
          }),
      items: s.items.map((i) => ({
        id: i.id,
        title: i.title,
        part: i.part,
        ...(i.stage === null ? {} : { stage: i.stage }),
        mark: i.mark,
        basis: i.basis,
        because: i.because,
        cost: i.cost && { lower: points(i.cost.lower), upper: points(i.cost.upper) },
        clauses: i.clauses.map((c) => ({ document: c.document, section: c.section, verified: c.verified })),
        findings: i.findings.map((f) => ({
          id: f.id,
          fault: f.fault,
          certainty: f.certainty,
          target: f.target,
          since: f.since,
          message: f.message,
          remedy: f.remedy,
          evidence: f.evidence.map((e) => ({
            kind: e.kind,
            sha256: e.sha256,
            url: e.url,
            place: e.place,
            path: e.href,
          })),
        })),
        ...(i.ignored.length === 0
          ? {}
          : {
              ignored: i.ignored.map((g) => ({
                target: g.finding.target,
                message: g.finding.message,
                rule: g.what,
                why: g.why,
                person: g.person,
                expires: g.expires,
              })),
            }),
      })),
      openQuestions: s.openQuestions.map((q) => ({
        item: q.itemId,
        effect: typeof q.effect === 'string' ? q.effect : points(q.effect),
        note: q.note,
      })),
      unseen: s.unseen.map((u) => ({ kind: u.kindName, reason: u.reason, count: u.count })),
      information: s.information.map((i) => i.message),
    })),
    ...(m.units.length === 0
      ? {}
      : {
          units: m.units.map((u) => ({
            id: u.id,
            name: u.name,
            class: u.className,
            parts: u.parts.map((p) => ({ title: p.title, final: p.finalText, text: p.text })),
          })),
        }),
    skipped: m.skipped,
  };
}
