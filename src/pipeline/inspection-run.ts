import type { Assessment, SubjectAssessment } from '#core/assessment.ts';
import type { Evidence } from '#core/evidence.ts';
import { type Observation, observationKey, registerSubject } from '#core/observation.ts';

/**
 * 一次检查的覆盖面, from its result: how many sites and accounts there were, and of whom something was really looked at. An item counts only where things
 * were examined no longer than `freshDays` before the instant judged from: judging old records again is no inspection.
 */
export function inspectionRun(assessment: Assessment, freshDays = 7): Observation<'inspection.run'> {
  const { run, policy, subjects } = assessment;
  const since = new Date(Date.parse(run.asOf) - freshDays * 86_400_000).toISOString();
  const of = (type: 'site' | 'account') => {
    const all = subjects.filter((s) => s.subject.type === type);
    return { registered: all.length, inspected: all.filter((s) => lookedAt(s, since)).map((s) => s.subject.id) };
  };
  const head = {
    kind: 'inspection.run' as const,
    subjectId: registerSubject,
    target: run.id,
    slot: run.asOf,
  };
  const evidence: Evidence = { kind: 'import', sha256: run.registry.digest, url: '台账', capturedAt: run.asOf };
  return {
    ...head,
    key: observationKey(head),
    observedAt: run.asOf,
    probe: { id: 'inspection-run', version: 1 },
    status: 'observed',
    value: {
      runId: run.id,
      policy: policy.id,
      sites: of('site'),
      accounts: of('account'),
      unqualified: subjects.filter((s) => s.conclusion === 'unqualified').map((s) => s.subject.id),
    },
    evidence: [evidence],
  };
}

function lookedAt(s: SubjectAssessment, since: string): boolean {
  return s.items.some((i) => i.applicable && i.verdict.basis.examined > 0 && i.verdict.basis.to >= since);
}
