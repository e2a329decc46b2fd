import { findingId, type Review } from '#core/assessment.ts';
import { type Finding, nonEmpty, type Verdict } from '#core/verdict.ts';

export type SettleInput = {
  verdict: Verdict;
  /** Reviews of this item of this subject, any order. */
  reviews: readonly Review[];
  indicatorId: string;
  subjectId: string;
  /** 监测时间点: stands for the last look where nothing was looked at. */
  asOf: Date;
};

/** 复核之后的判定, and the reviews that shaped it. */
export type Settled = { verdict: Verdict; reviews: readonly Review[] };

/**
 * Puts people's decisions over the machine's. A review speaks only for what had been seen when it was written: one older than the last
 * look of this verdict settles nothing, so that last quarter's decision never clears this quarter's fault. Of two on the same thing the later
 * holds. `confirm` and `fail` uphold, `reject` clears findings, `pass` also clears what could not be seen. A person cannot make a fault out of
 * nothing: 不合格 needs a finding, the machine's or the review's own (`fault` and `evidence`).
 */
export function settle({ verdict, reviews, indicatorId, subjectId, asOf }: SettleInput): Settled {
  const lastLook = verdict.basis.to === '' ? asOf.getTime() : Date.parse(verdict.basis.to);
  const valid = [...reviews]
    .filter((r) => Date.parse(r.at) >= lastLook)
    .sort((a, b) => Date.parse(a.at) - Date.parse(b.at) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  if (valid.length === 0) return { verdict, reviews: [] };

  const whole = valid.findLast((r) => r.findingId === undefined);
  const used = new Set<Review>(whole === undefined ? [] : [whole]);
  const findings: Finding[] = [];
  for (const f of verdict.findings) {
    const id = findingId(indicatorId, subjectId, f);
    const decision = valid.findLast((r) => r.findingId === undefined || r.findingId === id);
    if (decision === undefined) findings.push(f);
    else {
      used.add(decision);
      if (upholds(decision)) findings.push({ ...f, certainty: 'confirmed' });
    }
  }
  if (whole !== undefined && upholds(whole) && findings.length === 0) {
    const evidence = nonEmpty(whole.evidence ?? []);
    if (whole.fault !== undefined && evidence) {
      const message = `人工复核认定：${whole.reason}`;
      const remedy = '按复核意见整改。';
      findings.push({ fault: whole.fault, certainty: 'confirmed', target: evidence[0].url, message, remedy, evidence });
    }
  }
  return { verdict: rebuilt(verdict, findings, whole), reviews: valid.filter((r) => used.has(r)) };
}

function upholds(r: Review): boolean {
  return r.decision === 'confirm' || r.decision === 'fail';
}

function rebuilt(was: Verdict, findings: readonly Finding[], whole: Review | undefined): Verdict {
  const { basis } = was;
  const notes = [...(was.notes ?? [])];
  const sure = findings.filter((f) => f.certainty === 'confirmed');
  const open = findings.filter((f) => f.certainty !== 'confirmed');
  const some = nonEmpty([...sure, ...open]);
  if (whole !== undefined && upholds(whole) && some === undefined) {
    notes.push('复核认定不合格，但没有指明问题和佐证，不能据此认定；请在复核里写明 fault 和 evidence');
  }
  const withNotes = notes.length > 0 ? { notes } : {};
  if (some !== undefined && sure.length > 0) return { outcome: 'fail', basis, findings: some, ...withNotes };
  if (some !== undefined) {
    const because =
      was.outcome === 'needs-review' ? was.because : { kind: 'suspect' as const, note: '其余问题须人工确认' };
    return { outcome: 'needs-review', basis, findings: some, because, ...withNotes };
  }
  if (whole?.decision === 'pass') return { outcome: 'pass', basis, findings: [], ...withNotes };
  // Every suspicion may be cleared; what could not be seen stays unseen, though.
  const stays = was.outcome === 'needs-review' && (was.because.kind === 'undeterminable' || was.findings.length === 0);
  if (stays) return { outcome: 'needs-review', basis, findings: [], because: was.because, ...withNotes };
  return { outcome: 'pass', basis, findings: [], ...withNotes };
}
