import { type Effect, findingId, type ItemAssessment, type SubjectAssessment } from '#core/assessment.ts';
import type { Evidence } from '#core/evidence.ts';
import { ignoreText } from '#core/ignores.ts';
import type { Clause, Flow, Policy } from '#core/policy.ts';
import type { Finding, Verdict } from '#core/verdict.ts';
import { reviewsOf } from './reviews.ts';
import type {
  ClauseView,
  EvidenceView,
  FindingView,
  ItemView,
  Mark,
  OpenQuestionView,
  SubjectView,
  UnseenView,
} from './types.ts';
import {
  basisText,
  conclusionNames,
  costText,
  dayText,
  dutyMarkNames,
  dutyNames,
  evidenceName,
  kindName,
  markNames,
  minuteText,
  partText,
  placeText,
  pointsText,
  reasonNames,
  scoreText,
  typeNames,
} from './words.ts';

/** Where the link report of a subject lies, seen from the report, with its sum in one sentence; null: there is none. */
export type LinkReportOf = (subjectId: string) => SubjectView['linkReport'];

/** Where the stored bytes of a hash lie, seen from the report (small pictures lie inside it: a data URI); null when they were not kept beside it. */
export type EvidenceHref = (sha256: string) => string | null;

const UNSEEN_EXAMPLES = 5;

/** Name of a place inside the report: letters that are safe in an address and an id. */
export function anchorOf(text: string): string {
  return text.replace(/[^A-Za-z0-9_-]/g, '-').slice(0, 80);
}

export function evidenceView(e: Evidence, href: EvidenceHref): EvidenceView {
  return {
    kind: e.kind,
    kindName: evidenceName(e),
    href: href(e.sha256),
    preview: e.preview === undefined ? null : href(e.preview),
    sha256: e.sha256,
    url: e.url,
    capturedAt: minuteText(e.capturedAt),
    place: placeText(e.locator, e.kind),
  };
}

export function clauseViews(clauses: readonly Clause[]): ClauseView[] {
  return clauses.map((c, i) => ({
    label: clauses.length === 1 ? '依据' : i === 0 ? '上位依据' : '本地依据',
    document: c.document,
    section: c.section,
    summary: c.summary,
    verified: c.verified,
  }));
}

function findingView(f: Finding, indicatorId: string, subjectId: string, href: EvidenceHref): FindingView {
  const newest = f.evidence.reduce((a, b) => (a.capturedAt >= b.capturedAt ? a : b));
  return {
    id: findingId(indicatorId, subjectId, f),
    fault: f.fault,
    certainty: f.certainty,
    message: f.message,
    target: f.target,
    // Seen by this round for the first time: that says nothing about since when.
    since: f.since === undefined || dayText(f.since) === dayText(newest.capturedAt) ? null : dayText(f.since),
    seen: minuteText(newest.capturedAt),
    remedy: f.remedy,
    evidence: f.evidence.map((e) => evidenceView(e, href)),
  };
}

/** What a person's rules took out of the count is no fault that was not found; what a bonus lacks is none either. */
function markTextOf(part: ItemAssessment['part'], mark: Mark, ignored: boolean): string {
  if (part === 'duty') return dutyMarkNames[mark];
  if (part === 'veto' && mark === 'fail') return '否决情形成立';
  if (part === 'bonus' && mark === 'fail') return '没有得满分';
  if (part === 'bonus' && mark === 'pass') return '得满分';
  return mark === 'pass' && ignored ? '其余未发现问题' : markNames[mark];
}

function markOf(v: Verdict): Mark {
  return v.outcome === 'needs-review' ? v.because.kind : v.outcome;
}

/** Params as the indicator got them: short, for whoever recomputes. */
function judgedByText(item: ItemAssessment): string {
  const params = Object.entries(item.params)
    .map(([k, v]) => `${k}=${typeof v === 'object' ? JSON.stringify(v) : String(v)}`)
    .join('，');
  return `${item.indicator.id} 第 ${item.indicator.version} 版${params === '' ? '' : `，参数 ${params}`}`;
}

function itemView(
  item: ItemAssessment,
  subject: SubjectAssessment['subject'],
  anchor: string,
  href: EvidenceHref,
): ItemView {
  const common = {
    id: item.itemId,
    anchor: `${anchor}-${anchorOf(item.itemId)}`,
    title: item.title,
    part: item.part,
    stage: item.stage ?? null,
    partText: `${item.stage === 'annual' ? '年度考核，' : ''}${partText(item.part, item.points)}`,
    clauses: clauseViews(item.clauses),
    judgedBy: judgedByText(item),
  };
  if (!item.applicable) {
    return {
      ...common,
      mark: 'not-applicable',
      markText: markNames['not-applicable'],
      basis: item.because,
      because: '',
      notes: [],
      costText: '',
      cost: null,
      findings: [],
      ignored: [],
      reviews: [],
      error: null,
    };
  }
  const v = item.verdict;
  const mark = item.unexamined === true ? 'unexamined' : markOf(v);
  return {
    ...common,
    mark,
    markText: markTextOf(item.part, mark, item.ignored !== undefined),
    basis: basisText(v.basis),
    because: v.outcome === 'needs-review' ? v.because.note : '',
    notes: [...(item.notes ?? []), ...(v.notes ?? [])],
    costText: mark === 'unexamined' ? '' : costText(item.part, item.points, item.cost),
    cost: item.part === 'veto' || item.part === 'duty' || mark === 'unexamined' ? null : item.cost,
    // Confirmed ones first: they are what an office must mend whatever a review says. Then the home page: it is seen by all.
    findings: [...v.findings]
      .sort(
        (a, b) =>
          Number(a.certainty === 'suspected') - Number(b.certainty === 'suspected') ||
          Number(a.target !== subject.address) - Number(b.target !== subject.address),
      )
      .map((f) => findingView(f, item.indicator.id, subject.id, href)),
    ignored: (item.ignored ?? []).map(({ finding, rule }) => ({
      finding: findingView(finding, item.indicator.id, subject.id, href),
      what: ignoreText(rule),
      why: rule.why,
      person: rule.person,
      expires: rule.expires,
    })),
    reviews: reviewsOf(item).map(({ review: r, text }) => ({
      person: r.person,
      at: minuteText(r.at),
      decision: text,
      reason: r.reason,
      findingId: r.findingId ?? null,
      evidence: (r.evidence ?? []).map((e) => evidenceView(e, href)),
    })),
    error: item.error ?? null,
  };
}

function unseenViews(subject: SubjectAssessment, href: EvidenceHref): UnseenView[] {
  const groups = new Map<string, SubjectAssessment['unseen'][number][]>();
  for (const u of subject.unseen) {
    const key = `${u.kind}\n${u.reason}`;
    const group = groups.get(key);
    if (group) group.push(u);
    else groups.set(key, [u]);
  }
  return [...groups.values()]
    .map((group): UnseenView => {
      const first = group[0] as (typeof group)[number];
      const slots = group.map((u) => u.slot).sort();
      const distinct = new Map(group.map((u) => [`${u.target}\n${u.detail}`, u]));
      const reason = reasonNames[first.reason] ?? { name: first.reason, advice: '' };
      return {
        kindName: kindName(first.kind),
        reason: first.reason,
        reasonName: reason.name,
        advice: reason.advice,
        count: group.reduce((n, u) => n + (u.count ?? 1), 0),
        from: minuteText(slots[0] ?? ''),
        to: minuteText(slots.at(-1) ?? ''),
        examples: [...distinct.values()].slice(0, UNSEEN_EXAMPLES).map((u) => ({
          target: u.target,
          detail: u.detail,
          evidence: u.evidence.slice(0, 2).map((e) => evidenceView(e, href)),
        })),
      };
    })
    .sort((a, b) => b.count - a.count);
}

const effectRank = (effect: Effect) => (effect === 'veto' ? Number.POSITIVE_INFINITY : effect === 'duty' ? -1 : effect);

/** Vetoes first, then by the points at stake, then duties; equal ones keep their order. */
export function byEffect(a: { effect: Effect }, b: { effect: Effect }): number {
  const [x, y] = [effectRank(a.effect), effectRank(b.effect)];
  return x === y ? 0 : y > x ? 1 : -1;
}

function openQuestionViews(s: SubjectAssessment, items: readonly ItemView[]): OpenQuestionView[] {
  return [...s.openQuestions].sort(byEffect).map((q) => {
    const item = items.find((i) => i.id === q.itemId);
    return {
      itemId: q.itemId,
      itemTitle: item?.title ?? q.itemId,
      itemAnchor: item?.anchor ?? '',
      effect: q.effect,
      effectText:
        q.effect === 'veto'
          ? '决定是否单项否决'
          : q.effect === 'duty'
            ? '要求是否落实，不计分'
            : `影响 ${pointsText(q.effect)} 分`,
      note: q.note,
    };
  });
}

/** How a score out of `exemptFull` became one out of `base`; empty where nothing was converted, which its deductions tell. */
function conversionText(s: SubjectAssessment, items: readonly ItemView[], flow: Flow): string {
  if (s.score === null || flow.exemptFull === undefined) return '';
  const lost = items.reduce((n, i) => n + (i.part === 'deduction' ? (i.cost?.lower ?? 0) : 0), 0);
  const converted = Math.round((Math.max(0, flow.exemptFull - lost) * flow.base) / flow.exemptFull);
  if (lost === 0 || s.score.upper !== converted) return '';
  const [full, base] = [pointsText(flow.exemptFull), pointsText(flow.base)];
  return `本单位没有对外服务职能，满分 ${full} 分，扣 ${pointsText(lost)} 分后折算为 ${base} 分制。`;
}

/** What the conclusion rests on, one sentence. */
function reasonText(s: SubjectAssessment, all: readonly ItemView[], flow: Flow, partial: boolean): string {
  const items = all.filter((i) => i.part !== 'duty' && i.stage === null);
  if (s.conclusion === 'unrated') return '本指标体系对它只有要求，没有单项否决和计分项，不评定合格与否。';
  const titles = (list: readonly ItemView[]) => list.map((i) => `“${i.title}”`).join('、');
  const vetoes = items.filter((i) => i.part === 'veto');
  const met = vetoes.filter((i) => i.mark === 'fail');
  const open = vetoes.filter((i) => i.mark === 'suspect' || i.mark === 'undeterminable');
  const line = pointsText(flow.failBelow);
  if (s.conclusion === 'unqualified') {
    // Deductions not checked could only lower the score, and a bonus needs more than the passing line.
    const holds =
      s.whole === undefined ? partial && flow.bonusAbove >= flow.failBelow : s.whole.conclusion === s.conclusion;
    const final = holds ? '未检项不会改变这一结论。' : '';
    if (met.length > 0) return `单项否决情形成立：${titles(met)}。${final}`;
    if (s.score) return `得分 ${scoreText(s.score)}，低于 ${line} 分。${final}`;
    return '存在不合格情形，详见下列各项。';
  }
  if (s.conclusion === 'undetermined') {
    const parts: string[] = [];
    if (open.length > 0) parts.push(`单项否决项${titles(open)}尚不能判定`);
    if (s.score && s.score.lower < flow.failBelow && s.score.upper >= flow.failBelow)
      parts.push(`得分区间 ${scoreText(s.score)} 跨过 ${line} 分`);
    // A person can settle a suspicion; a week that was not watched has to be watched.
    const how = items.some((i) => i.mark === 'undeterminable') ? '补足监测或经人工复核' : '经人工复核';
    return `${parts.length > 0 ? parts.join('；') : '尚有未决事项'}，须${how}才能得出结论。`;
  }
  const clean = vetoes.length > 0 ? '未发现单项否决情形' : '未发现不合格情形';
  if (!s.score) return `${clean}。`;
  return `${clean}；得分 ${scoreText(s.score)}${flow.failBelow === 0 ? '' : `，不低于 ${line} 分`}。`;
}

/** 连同未检项: how much nobody looked at, and what the whole index comes to with it open. */
function wholeView(s: SubjectAssessment, items: readonly ItemView[], rows: UncheckedRows): SubjectView['whole'] {
  if (s.whole === undefined) return null;
  const { conclusion, score } = s.whole;
  const open = [
    ...s.items.flatMap((i) =>
      i.applicable && i.unexamined === true && i.part !== 'duty' && i.stage === undefined ? [i] : [],
    ),
    ...rows.filter((u) => u.subject === s.subject.type && u.stage === undefined),
  ];
  const of = (part: ItemView['part']) => open.filter((i) => i.part === part);
  const points = (part: ItemView['part']) => pointsText(of(part).reduce((n, i) => n + i.points, 0));
  const what = [
    of('veto').length > 0 ? `单项否决 ${of('veto').length} 项` : '',
    of('deduction').length > 0 ? `扣分项 ${points('deduction')} 分` : '',
    of('bonus').length > 0 ? `加分项 ${points('bonus')} 分` : '',
  ].filter((t) => t !== '');
  const range = score === null ? '' : `得分在 ${scoreText(score)} 之间，`;
  const vetoed = items.some((i) => i.part === 'veto' && i.mark === 'fail');
  const same = conclusion === s.conclusion && (vetoed || conclusion !== 'undetermined');
  return {
    conclusion,
    conclusionText: conclusionNames[conclusion],
    score,
    scoreText: score === null ? '' : scoreText(score),
    text: `未检 ${open.length} 项（${what.join('、')}）；连同未检项，${range}结论${same ? '仍' : ''}为${conclusionNames[conclusion]}。`,
  };
}

/** Rows of the policy that have no indicator. */
type UncheckedRows = readonly Pick<Policy['unchecked'][number], 'subject' | 'part' | 'points' | 'stage'>[];

/** 年度考核 in one sentence. */
function annualView(s: SubjectAssessment, items: readonly ItemView[]): SubjectView['annual'] {
  if (s.annual === undefined) return null;
  const { conclusion, score, whole } = s.annual;
  const met = items.filter((i) => i.stage === 'annual' && i.part === 'veto' && i.mark === 'fail');
  const why = met.length > 0 ? `（${met.map((i) => `“${i.title}”`).join('、')}）` : '';
  const points = score === null ? '' : `，得分 ${scoreText(score)}`;
  // What nobody looked at is never taken for a pass.
  const rest =
    whole === undefined
      ? ''
      : `；连同未检项为${conclusionNames[whole.conclusion]}${whole.score === null ? '' : `，得分在 ${scoreText(whole.score)} 之间`}`;
  return {
    conclusion,
    conclusionText: conclusionNames[conclusion],
    score,
    text: `年度考核：${conclusionNames[conclusion]}${why}${points}${rest}。`,
  };
}

/** 要求落实情况 in one sentence. */
function dutiesView(s: SubjectAssessment): SubjectView['duties'] {
  if (s.duties === undefined) return null;
  const { met, notMet, open, conclusion } = s.duties;
  const silent = s.items.filter((i) => i.applicable && i.part === 'duty' && i.unexamined === true).length;
  const why = silent === 0 ? '' : `（其中 ${silent} 项程序没有看过，也没有人工记录）`;
  return {
    ...s.duties,
    conclusionText: dutyNames[conclusion],
    text: `要求 ${met + notMet + open} 项：符合 ${met} 项，不符合 ${notMet} 项，待核实 ${open} 项${why}。要求不计分，不影响合格与否。`,
  };
}

/** One subject with all words chosen. `rows`: what of the policy has no indicator. */
export function subjectView(
  s: SubjectAssessment,
  anchor: string,
  flow: Flow,
  rows: UncheckedRows,
  href: EvidenceHref,
  linkReport: LinkReportOf = () => null,
): SubjectView {
  const items = s.items.map((i) => itemView(i, s.subject, anchor, href));
  // What a bonus lacks is no fault; duties are counted by themselves.
  const findings = items.flatMap((i) => (i.part === 'bonus' || i.part === 'duty' ? [] : i.findings));
  const partial = s.whole !== undefined || rows.some((u) => u.subject === s.subject.type && u.stage === undefined);
  const vetoed = items.some((i) => i.part === 'veto' && i.stage === null && i.mark === 'fail');
  return {
    id: s.subject.id,
    anchor,
    type: s.subject.type,
    typeName: typeNames[s.subject.type],
    // Accounts of one office often bear one name on every platform.
    kindText: s.subject.type === 'account' && s.subject.detail !== '' ? s.subject.detail : typeNames[s.subject.type],
    name: s.subject.name,
    organization: s.subject.organization,
    address: s.subject.address,
    detail: s.subject.detail,
    conclusion: s.conclusion,
    conclusionText: conclusionNames[s.conclusion],
    unrated: s.conclusion === 'unrated',
    partial,
    annual: annualView(s, items),
    duties: dutiesView(s),
    whole: wholeView(s, items, rows),
    score: s.score,
    scoreText: s.score ? scoreText(s.score) : vetoed ? '单项否决，不计分' : '不计分',
    reason: `${reasonText(s, items, flow, partial)}${conversionText(s, items, flow)}`,
    items,
    openQuestions: openQuestionViews(s, items),
    unseen: unseenViews(s, href),
    information: s.information.map((i) => ({
      message: i.message,
      evidence: i.evidence.map((e) => evidenceView(e, href)),
    })),
    linkReport: linkReport(s.subject.id),
    counts: {
      confirmed: findings.filter((f) => f.certainty === 'confirmed').length,
      suspected: findings.filter((f) => f.certainty === 'suspected').length,
      open: items.filter((i) => i.mark === 'suspect' || i.mark === 'undeterminable').length,
      unseen: s.unseen.reduce((n, u) => n + (u.count ?? 1), 0),
    },
  };
}
