import { findingId, type Review } from '#core/assessment.ts';
import { byTime, directionOf, findingDigest, verdictDigest } from '#core/review.ts';
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
export type Settled = {
  verdict: Verdict;
  /** Those that shaped it, and appeals (申诉) against it, in order of time. */
  reviews: readonly Review[];
  /** 佐证已变: decisions on what is still there, made before other evidence. Absent: none. */
  expired?: readonly Review[];
  /** 佐证摘要 of the verdict as the machine gave it; set where reviews have changed it. */
  digest?: string;
};

/**
 * Puts people's decisions over the machine's. A review speaks only for what had been seen when it was written. One that carries the digest of
 * that evidence speaks as long as the evidence is the same; one on a finding also when it was seen again. One without a digest, and older than
 * the last look of this verdict, settles nothing, so that last quarter's decision never clears this quarter's fault. Of two on the same thing the
 * later holds. `confirm` and `fail` uphold, `reject` clears findings, `pass` also clears what could not be seen; `appeal` (申诉) changes nothing.
 * A person cannot make a fault out of nothing: 不合格 needs a finding, the machine's or the review's own (`fault` and `evidence`).
 */
export function settle({ verdict, reviews, indicatorId, subjectId, asOf }: SettleInput): Settled {
  if (reviews.length === 0) return { verdict, reviews: [] };
  const lastLook = verdict.basis.to === '' ? asOf.getTime() : Date.parse(verdict.basis.to);
  const byId = new Map(verdict.findings.map((f) => [findingId(indicatorId, subjectId, f), f]));
  const whole = verdictDigest(verdict);
  /** Undefined: about a finding that is not there. */
  const speaks = (r: Review): boolean | undefined => {
    const recent = Date.parse(r.at) >= lastLook;
    const f = r.findingId === undefined ? undefined : byId.get(r.findingId);
    if (r.findingId !== undefined && f === undefined) return undefined;
    if (r.digest === undefined) return recent;
    // Where nothing was looked at, there is no evidence that could be the same later.
    if (f === undefined) return r.digest === whole && (verdict.basis.to !== '' || recent);
    return r.digest === findingDigest(f);
  };
  const sorted = [...reviews].sort(byTime);
  const decisions = sorted.filter((r) => directionOf(r) !== 'asks');
  const valid = decisions.filter((r) => speaks(r) === true);
  const open = (r: Review) => r.findingId !== undefined || verdict.outcome !== 'pass';
  const old = decisions.filter((r) => r.digest !== undefined && speaks(r) === false && open(r));
  // One matter needs to be said once: the latest of those that have run out, and none that was decided anew.
  const expired = old.filter(
    (r) =>
      !valid.some((v) => v.findingId === undefined || v.findingId === r.findingId) &&
      old.findLast((o) => o.findingId === r.findingId) === r,
  );
  const appeals = sorted.filter(
    (r) =>
      directionOf(r) === 'asks' && (r.findingId === undefined ? verdict.outcome !== 'pass' : byId.has(r.findingId)),
  );
  const rest = expired.length > 0 ? { expired } : {};
  if (valid.length === 0) return { verdict, reviews: appeals, ...rest };

  const last = valid.findLast((r) => r.findingId === undefined);
  const used = new Set<Review>([...appeals, ...(last === undefined ? [] : [last])]);
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
  if (last !== undefined && upholds(last) && findings.length === 0) {
    const evidence = nonEmpty(last.evidence ?? []);
    if (last.fault !== undefined && evidence) {
      const message = `人工复核认定：${last.reason}`;
      const remedy = '按复核意见整改。';
      findings.push({ fault: last.fault, certainty: 'confirmed', target: evidence[0].url, message, remedy, evidence });
    }
  }
  const shaped = sorted.filter((r) => used.has(r));
  const digest = shaped.some((r) => directionOf(r) !== 'asks') ? { digest: whole } : {};
  return { verdict: rebuilt(verdict, findings, last), reviews: shaped, ...rest, ...digest };
}

const upholds = (r: Review): boolean => directionOf(r) === 'upholds';

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
