import { accountShown } from '#core/account-shown.ts';
import { type CoverIndex, coveredBy, coverIndex, type Timeline, timelineOf } from '#core/account-timeline.ts';
import { mondayOf, weeksOf } from '#core/account-weeks.ts';
import type { ItemAssessment, SubjectAssessment } from '#core/assessment.ts';
import { addDays, dayMs, daysBetween, shanghaiDay, startOfDay } from '#core/calendar.ts';
import { isObserved, type Observation, type Observed, type UnobservedReason } from '#core/observation.ts';
import { type Account, type Platform, platformNames, platforms } from '#core/registry.ts';
import type { AuditRow, AuditState, OtherMatter, SourceView, Supply, WeekCell } from './account-audit-types.ts';
import { supplyOf } from './account-supply.ts';
import { clean, clip } from './clean.ts';
import { type EvidenceHref, evidenceView } from './subject.ts';
import { conclusionNames, dayText, minuteText } from './words.ts';

/** 日历周 that the posting table goes back; the week that has begun comes on top. */
export const auditWeeks = 26;
/** Most records told of one account; files are counted over all accounts besides. */
const mostSources = 12;

export const stateNames: Record<AuditState, string> = {
  zombie: '僵尸',
  sleep: '睡眠',
  suspect: '疑似不更新',
  due: '即将到期',
  unseen: '没有看清',
  active: '正常更新',
  young: '新开设',
  other: '不以更新衡量',
  unjudged: '没有判定',
};

export const sourceNames = {
  import: '导入',
  public: '公开页面',
  bridge: '桥接',
  manual: '人工登记',
} as const satisfies Record<SourceView['kind'], string>;

export type AuditLimits = { windowDays: number; zombieDays: number; warnDays: number };

export type AuditRowInput = {
  subject: SubjectAssessment;
  anchor: string;
  /** The account in the register of today; undefined: it was taken out since the judgement. */
  account: Account | undefined;
  posts: readonly Observation<'account.posts'>[];
  profiles: readonly Observation<'account.profile'>[];
  now: number;
  href: EvidenceHref;
};

/** The first day of observations that a row is made from. */
export function auditSince(now: number, lookbackDays: number): string {
  const weeks = startOfDay(shanghaiDay(new Date(mondayOf(now) - auditWeeks * 7 * dayMs)));
  const other = startOfDay(addDays(shanghaiDay(new Date(now)), -lookbackDays));
  return new Date(Math.min(weeks.getTime(), other.getTime())).toISOString();
}

/** 账号 with all that the audit says of it. Pure. */
export function auditRow(o: AuditRowInput): AuditRow {
  const { subject, account, now } = o;
  const seen = o.posts.filter((p) => isObserved(p)) as Observed<'account.posts'>[];
  const profiles = o.profiles.filter((p) => isObserved(p)) as Observed<'account.profile'>[];
  const shown = accountShown(profiles);
  const platform = platformOf(account, seen, subject.subject.detail);
  const t = timelineOf(seen, { since: mondayOf(now) - auditWeeks * 7 * dayMs, now });
  const weeks = weekCells(t, account, now);
  const last = newestOf(seen, now);
  const item = subject.items.find((i) => i.indicator.id === 'account-update');
  const limits = item === undefined ? null : limitsOf(item);
  const judged = stateOf(item, limits, last, now);
  const silent = judged.state === 'zombie' || judged.state === 'sleep' || judged.state === 'suspect';
  const never = silent && last === null && judged.never;
  const failed = o.posts.filter((p) => !isObserved(p)) as Extract<(typeof o.posts)[number], { status: 'unobserved' }>[];
  const kinds = countOriginals(t);
  const others = othersOf(subject);
  const recent = recentOf(failed);
  const supply =
    judged.state === 'unseen' || judged.state === 'suspect'
      ? supplyOf({
          platform,
          id: subject.subject.id,
          because: [judged.message === '' ? '没有采集到发布记录' : judged.message, ...detailsOf(recent)].join('；'),
          reasons: [...new Set(recent.map((f) => f.reason))],
          from: addDays(shanghaiDay(new Date(now)), -((limits?.windowDays ?? 14) + 1)),
          to: shanghaiDay(new Date(now)),
          strange: strangeOf(profiles),
          ownAddress: platform === 'app' || (account?.sources ?? []).some((s) => s.kind === 'bridge' && s.enabled),
        })
      : null;
  return {
    id: subject.subject.id,
    anchor: o.anchor,
    platform,
    platformName: platformNames[platform],
    name: subject.subject.name,
    organization: subject.subject.organization,
    url: account?.url ?? '',
    handle: account?.handle ?? '',
    conclusion: subject.conclusion,
    conclusionText: conclusionNames[subject.conclusion],
    state: judged.state,
    stateName: stateNames[judged.state],
    message: judged.message,
    last: last === null ? null : { text: whenText(last), title: clip(clean(last.title).trim(), 80) },
    silentDays:
      last !== null
        ? Math.max(0, Math.floor((now - last.to) / dayMs))
        : never && account?.openedOn !== undefined
          ? Math.max(0, daysBetween(account.openedOn, shanghaiDay(new Date(now))))
          : null,
    never,
    leftDays: judged.leftDays,
    supply: supply ?? openSupply(others, subject),
    others,
    weeks,
    posts: weeks.reduce((n, w) => n + (w.kind === 'posts' ? w.count : 0), 0),
    knownWeeks: weeks.filter((w) => w.kind === 'none' || (w.kind === 'posts' && !w.partly)).length,
    originals: kinds.known === 0 ? '' : `${Math.round((100 * kinds.original) / kinds.known)}%`,
    followers: shown.followers === undefined ? '' : clip(clean(shown.followers.value.raw), 30),
    certified:
      shown.verified === undefined
        ? ''
        : clip(clean(shown.verified.value.text ?? (shown.verified.value.ok === false ? '未认证' : '已认证')), 100),
    sources: sourcesOf(seen, now),
    openedOn: account?.openedOn ?? '',
    filedOn: account?.filedOn ?? '',
    evidence: judged.evidence.slice(0, 3).map((e) => evidenceView(e, o.href)),
  };
}

function platformOf(
  account: Account | undefined,
  seen: readonly Observed<'account.posts'>[],
  detail: string,
): Platform {
  if (account) return account.platform;
  const told = seen[0]?.value.platform;
  return platforms.find((p) => p === told) ?? platforms.find((p) => platformNames[p] === detail) ?? 'other';
}

export function limitsOf(item: ItemAssessment): AuditLimits {
  const n = (key: string, other: number): number => {
    const value = item.params[key];
    return typeof value === 'number' ? value : other;
  };
  return { windowDays: n('windowDays', 14), zombieDays: n('zombieDays', 90), warnDays: n('warnDays', 3) };
}

type Newest = { from: number; to: number; title: string };

/** The newest post that any source shows, whenever it was published. */
function newestOf(seen: readonly Observed<'account.posts'>[], now: number): Newest | null {
  let best: Newest | null = null;
  for (const s of seen)
    for (const p of s.value.posts) {
      if (p.published === null) continue;
      const from = Date.parse(p.published.from);
      if (from > now) continue;
      if (best === null || from > best.from || (from === best.from && best.title === ''))
        best = { from, to: Math.min(now, Date.parse(p.published.to)), title: p.title };
    }
  return best;
}

/** A post known to the minute is told with its time, one known to the day without. */
function whenText(n: Newest): string {
  const iso = new Date(n.from).toISOString();
  return n.to - n.from < 3_600_000 ? minuteText(iso) : dayText(iso);
}

type Judged = {
  state: AuditState;
  message: string;
  leftDays: number | null;
  never: boolean;
  evidence: SubjectAssessment['information'][number]['evidence'];
};

/** What the item 内容不更新 came to; the audit draws no verdict of its own. */
function stateOf(
  item: ItemAssessment | undefined,
  limits: AuditLimits | null,
  last: Newest | null,
  now: number,
): Judged {
  const plain = { message: '', leftDays: null, never: false, evidence: [] };
  if (item === undefined || limits === null)
    return { ...plain, state: 'unjudged', message: '本指标体系没有“内容不更新”一项' };
  if (!item.applicable) return { ...plain, state: 'other', message: item.because };
  const v = item.verdict;
  if (v.outcome === 'pass') {
    if (v.notApplicable !== undefined) return { ...plain, state: 'other', message: v.notApplicable };
    const note = v.notes?.[0] ?? '';
    const leftMs = last === null ? null : last.from + limits.windowDays * dayMs - now;
    // What passes without a recent post was opened a few days ago, or a person decided so.
    if (leftMs === null || leftMs <= 0)
      return { ...plain, state: item.reviews.length > 0 ? 'active' : 'young', message: note };
    const leftDays = Math.floor(leftMs / dayMs);
    return { ...plain, state: leftDays <= limits.warnDays ? 'due' : 'active', leftDays };
  }
  const [finding] = v.findings;
  if (finding !== undefined) {
    const zombie = finding.fault === 'zombie';
    const confirmed = v.outcome === 'fail' && finding.certainty === 'confirmed';
    return {
      state: confirmed ? (zombie ? 'zombie' : 'sleep') : 'suspect',
      message: finding.message,
      leftDays: null,
      never: zombie,
      evidence: finding.evidence,
    };
  }
  return { ...plain, state: 'unseen', message: v.outcome === 'needs-review' ? v.because.note : '' };
}

/** What the items besides 内容不更新 found or left open; those that nobody has looked at (未检) are no matter of this account. */
function othersOf(subject: SubjectAssessment): OtherMatter[] {
  return subject.items.flatMap((item): OtherMatter[] => {
    if (!item.applicable || item.unexamined === true || item.indicator.id === 'account-update') return [];
    const v = item.verdict;
    if (v.outcome === 'needs-review' && v.findings.length === 0)
      return [{ title: item.title, mark: 'open', message: v.because.note, count: 1, remedy: '' }];
    return (['confirmed', 'suspected'] as const).flatMap((mark): OtherMatter[] => {
      const mine = v.findings.filter((f) => f.certainty === mark);
      const [first] = mine;
      if (first === undefined) return [];
      return [{ title: item.title, mark, message: first.message, count: mine.length, remedy: first.remedy }];
    });
  });
}

/** An account that only other items leave open, or of which nothing at all was examined. */
function openSupply(others: readonly OtherMatter[], subject: SubjectAssessment): Supply | null {
  if (subject.conclusion !== 'undetermined') return null;
  const open = others.filter((o) => o.mark === 'open');
  const left = subject.items.filter((i) => i.applicable && i.unexamined === true && i.part === 'veto');
  if (open.length === 0 && left.length === 0) return null;
  return {
    reason:
      open.length > 0
        ? open.map((o) => `${o.title}：${o.message}`).join('；')
        : `没有可以下结论的检查项，还没有检查的有${left.map((i) => `“${i.title}”`).join('、')}`,
    steps: [{ who: '检查人员', what: '打开账号核对后登记；检查报告的“待复核清单”“未检项”列出了要看什么' }],
  };
}

type Failed = { slot: string; reason: UnobservedReason; detail: string };

/** The latest round that failed: what was mended since is nobody's task any more. */
function recentOf(failed: readonly Failed[]): Failed[] {
  const newest = failed
    .map((f) => f.slot)
    .sort()
    .at(-1);
  return failed.filter((f) => f.slot === newest);
}

/** What the platform answered, in the words of its adapter. */
function detailsOf(failed: readonly Failed[]): string[] {
  return [...new Set(failed.map((f) => clip(clean(f.detail), 120)))].filter((d) => d !== '').slice(0, 2);
}

function strangeOf(profiles: readonly Observed<'account.profile'>[]): 'gone' | 'mismatch' | null {
  const last = profiles.reduce<Observed<'account.profile'> | null>(
    (a, b) => (a === null || b.slot >= a.slot ? b : a),
    null,
  );
  if (last?.value.state === 'gone') return 'gone';
  return last?.value.state === 'identity-mismatch' ? 'mismatch' : null;
}

function weekCells(t: Timeline, account: Account | undefined, now: number): WeekCell[] {
  const ends = [account?.closedOn, account?.cancelledOn].filter((d) => d !== undefined).sort();
  const known = new Map(weeksOf(t, { week: 'calendar', weeks: auditWeeks }).map((w) => [w.from, w]));
  const opened = account?.openedOn === undefined ? Number.NEGATIVE_INFINITY : startOfDay(account.openedOn).getTime();
  const closed = ends[0] === undefined ? Number.POSITIVE_INFINITY : startOfDay(ends[0]).getTime();
  const monday = mondayOf(now);
  const index = coverIndex(t.covers);
  const cells: WeekCell[] = [];
  for (let i = auditWeeks; i >= 1; i--) {
    const from = monday - i * 7 * dayMs;
    const to = from + 7 * dayMs;
    const week = known.get(from);
    const sure = week?.posts.sure ?? 0;
    if (sure > 0) cells.push({ kind: 'posts', count: sure, partly: week?.covered === 'none' });
    else if (to <= opened || from >= closed) cells.push({ kind: 'absent' });
    else if (week !== undefined && week.posts.possible === 0 && coveredHere(index, Math.max(from, opened), to))
      cells.push({ kind: 'none' });
    else cells.push({ kind: 'unknown' });
  }
  const count = t.posts.filter((p) => p.from >= monday).length;
  const covered = coveredHere(index, Math.max(monday, opened), now);
  if (count > 0) cells.push({ kind: 'posts', count, partly: !covered });
  else if (monday >= closed || opened > now) cells.push({ kind: 'absent' });
  else {
    // Whatever may fall into this week leaves it open.
    const maybe = t.undated > 0 || t.posts.some((p) => p.to >= monday);
    cells.push({ kind: covered && !maybe ? 'none' : 'unknown' });
  }
  return cells;
}

/** A week in which an account was opened is known from that day on. */
function coveredHere(index: CoverIndex, from: number, to: number): boolean {
  return from >= to || coveredBy(index, from, to) !== 'none';
}

function countOriginals(t: Timeline): { original: number; known: number } {
  let original = 0;
  let known = 0;
  for (const { post } of t.posts) {
    if (post.original === 'unknown') continue;
    known++;
    if (post.original === 'original') original++;
  }
  return { original, known };
}

function sourcesOf(seen: readonly Observed<'account.posts'>[], now: number): SourceView[] {
  return [...seen]
    .filter((s) => Date.parse(s.slot) <= now)
    .sort((a, b) => (a.observedAt < b.observedAt ? 1 : -1))
    .slice(0, mostSources)
    .map((s) => {
      const file = s.value.source === 'import' ? s.evidence.find((e) => e.kind === 'import') : undefined;
      return {
        kind: s.value.source,
        kindName: sourceNames[s.value.source],
        complete: s.value.coverage === 'complete',
        from: s.value.window.from,
        to: s.value.window.to,
        person: clip(clean(s.value.attestedBy ?? ''), 60),
        at: dayText(s.observedAt),
        posts: s.value.posts.length,
        file: file === undefined ? '' : clip(clean(file.url), 80),
        sha256: file?.sha256 ?? '',
      };
    });
}
