import type { Duties, ItemAssessment, ScoreRange, SubjectAssessment } from '#core/assessment.ts';
import type { Part, Policy, PolicyItem } from '#core/policy.ts';
import type { Verdict } from '#core/verdict.ts';
import { type Judged, type Score, score } from './score.ts';

/** One judged item before it is priced. */
export type ItemDraft = {
  itemId: string;
  part: Part;
  /** Absent: 检查指标. */
  stage: 'annual' | undefined;
  /** Undefined: the item does not apply. */
  judged: Judged | undefined;
  /** 未检 */
  unexamined: boolean;
  finish(cost: ScoreRange): ItemAssessment;
};

type Stage = {
  /** The policy has something here to rate this subject by, applicable or not. */
  asked: boolean;
  /** Something of it applies. */
  applies: boolean;
  /** Of the items that were looked at, and of all of them; the same where nothing is 未检. */
  limited: Score;
  whole: Score;
  open: boolean;
};

/** Score, conclusion and duties of one subject: 检查指标 and 年度考核 counted apart, 要求 beside them. */
export function stagesOf(
  policy: Pick<Policy, 'flow' | 'unchecked'>,
  subjectType: SubjectAssessment['subject']['type'],
  drafts: readonly ItemDraft[],
  exempt: boolean,
): Pick<SubjectAssessment, 'conclusion' | 'score' | 'whole' | 'annual' | 'duties' | 'items'> {
  const missing = policy.unchecked.filter((u) => u.subject === subjectType);
  const stage = (which: 'annual' | undefined) =>
    stageOf(
      policy,
      drafts.filter((d) => d.part !== 'duty' && d.stage === which),
      missing.filter((u) => u.stage === which),
      exempt,
    );
  const [inspection, annual] = [stage(undefined), stage('annual')];
  const none: ScoreRange = { lower: 0, upper: 0 };
  const items = drafts.map((d) => {
    const { limited, whole } = d.stage === 'annual' ? annual : inspection;
    return d.finish((d.unexamined ? whole : limited).costs.get(d.itemId) ?? none);
  });
  const duties = dutiesOf(items);
  // Where units are rated by their accounts, 单位得分 speaks for the unit.
  const apart = annual.applies && !(policy.flow.shape === 'mean-of-accounts' && subjectType === 'organization');
  return {
    ...resultOf(inspection),
    ...(apart ? { annual: resultOf(annual) } : {}),
    ...(duties === undefined ? {} : { duties }),
    items,
  };
}

function stageOf(
  policy: Pick<Policy, 'flow'>,
  drafts: readonly ItemDraft[],
  missing: Policy['unchecked'],
  exempt: boolean,
): Stage {
  const judgedOf = (some: readonly ItemDraft[]): Judged[] => some.flatMap((d) => (d.judged ? [d.judged] : []));
  const limited = score(policy.flow, judgedOf(drafts.filter((d) => !d.unexamined)), { exempt });
  const open = missing.length > 0 || drafts.some((d) => d.unexamined);
  const whole = open ? score(policy.flow, [...judgedOf(drafts), ...missing.map(unknownItem)], { exempt }) : limited;
  const applies = missing.length > 0 || drafts.some((d) => d.judged !== undefined);
  return { asked: drafts.length > 0 || missing.length > 0, applies, limited, whole, open };
}

function resultOf({ asked, limited, whole, open }: Stage): Pick<SubjectAssessment, 'conclusion' | 'score' | 'whole'> {
  return {
    conclusion: asked ? limited.conclusion : 'unrated',
    score: limited.score,
    ...(open ? { whole: { conclusion: whole.conclusion, score: whole.score } } : {}),
  };
}

/** A row of the index without an indicator, as open as a row can be. */
function unknownItem(u: Policy['unchecked'][number]): Judged {
  const item: PolicyItem = {
    ...u,
    indicator: '',
    from: '',
    clauses: [],
    params: {},
    deduct: {},
    notTwiceWith: [],
    reviewOnFail: false,
    whenUnexamined: 'unchecked',
    when: {},
  };
  const basis = { examined: 0, unobserved: 0, unit: '项', from: '', to: '' };
  return {
    item,
    verdict: { outcome: 'needs-review', basis, findings: [], because: { kind: 'undeterminable', note: '未检' } },
  };
}

/** 要求落实情况. A duty that nobody looked at is open like one that was looked at in vain: silence never meets it. */
function dutiesOf(items: readonly ItemAssessment[]): Duties | undefined {
  const duties = items.filter((i) => i.part === 'duty');
  if (duties.length === 0) return undefined;
  const asked = duties.filter((i) => i.applicable);
  const count = (outcome: Verdict['outcome']) => asked.filter((i) => i.verdict.outcome === outcome).length;
  const [met, notMet, open] = [count('pass'), count('fail'), count('needs-review')];
  return { met, notMet, open, conclusion: notMet > 0 ? 'not-met' : open > 0 ? 'open' : 'met' };
}
