import { z } from 'zod';
import { type CoverIndex, coveredBy, coverIndex, type Timeline, type TimelinePost } from '#core/account-timeline.ts';
import { dayMs } from '#core/calendar.ts';
import type { Observation, ObservationValue, Observed } from '#core/observation.ts';
import type { Account } from '#core/registry.ts';
import { containment, type Grams, gramsOf, matchText, similarity } from '#core/title-match.ts';
import type { Verdict } from '#core/verdict.ts';
import { basisOf, type Draft, partition, timeText, undeterminable, verdictOf } from '../common.ts';
import { lookAtPosts, proofOf, titleText, weakText } from '../posts.ts';
import { besideRecords, recordParams } from '../recorded.ts';

const params = z.strictObject({
  /** 时限, hours from publication to relay. */
  hours: z.number().positive().max(720).default(12),
  /** How many days before the instant are looked at. */
  days: z.number().int().positive().max(366).default(31),
  /** 相似程度 (0 to 1) from which two titles or texts are the same matter, and from which a person has to look. */
  same: z.number().min(0.5).max(1).default(0.8),
  maybe: z.number().min(0.3).max(1).default(0.5),
  ...recordParams,
});
type Params = z.output<typeof params>;
const faults = { 'not-relayed': '没有转载重要政务信息', late: '转载超过规定时间' } as const;
type Fault = keyof typeof faults;
type Item = ObservationValue<'relay.list'>['items'][number];

/** 重要政务信息转载 */
export const importantRelay = besideRecords({
  id: 'important-relay',
  version: 1,
  title: '重要政务信息转载',
  description:
    '看重要政务信息清单上的每一条，账号有没有在规定时间内转载：链接相同，或标题、正文的相似程度达到设定的，认定为同一内容。清单由人标记后导入；没有清单的不判。',
  subject: 'account',
  needs: ['account.posts', 'relay.list', 'manual.record'],
  faults,
  params,
  lookbackDays: (p) => p.days + 2,
  machine: {
    alone:
      '找到同一内容且在时限内，判定已转载；完整的来源盖住整个时限而没有相近内容，或只在时限之后才有的，判定没有及时转载。',
    person: '标题相近而不能断定、来源没有盖住时限、时间不确切的，交人工核对。',
  },
  judge({ subject, observations, params: p, asOf }) {
    return judged(subject.record, observations['relay.list'], observations['account.posts'], p, asOf);
  },
});

type Due = Item & {
  from: number;
  deadline: number;
  list: Observed<'relay.list'>;
  plain: string;
  grams: Grams;
  body: Grams;
};
type Prepared = { post: TimelinePost; title: string; grams: Grams; body: Grams };

function judged(
  account: Account,
  lists: readonly Observation<'relay.list'>[],
  posts: readonly Observation<'account.posts'>[],
  p: Params,
  asOf: Date,
): Verdict<Fault> {
  const now = asOf.getTime();
  const known = partition(lists).seen.filter(
    (l) => l.value.reference !== account.name && l.value.reference !== account.id,
  );
  const due = dueItems(known, account, p, now);
  const since = Math.min(now, ...due.map((d) => d.from)) - dayMs;
  const look = lookAtPosts(posts, account, { since, now });
  if ('verdict' in look) return look.verdict;
  const basis = basisOf(look.seen, { examined: 0, unobserved: 0, unit: '条重要信息' });
  if (lists.length === 0) return undeterminable(basis, '没有重要政务信息清单；由人标记应转载的信息，导入后再判');
  if (due.length === 0) {
    const why = `近 ${p.days} 天的清单上没有该账号应转载并已到时限的信息`;
    return { outcome: 'pass', basis, findings: [], notes: [why], notApplicable: why };
  }
  const prepared = look.timeline.posts.map((post): Prepared => {
    const title = matchText(post.post.title);
    return { post, title, grams: gramsOf(title), body: gramsOf(matchText(post.post.excerpt ?? '')) };
  });
  const index = coverIndex(look.timeline.covers);
  const states = due.map((item) => stateOf(item, prepared, index, look.timeline, p));
  const open = states.filter((s) => s === 'unknown').length;
  const drafts = states.flatMap((s) => (typeof s === 'string' ? [] : [s]));
  return verdictOf({
    basis: { ...basis, examined: due.length - open, unobserved: open },
    drafts,
    notes: [`清单上应转载并已到时限的 ${due.length} 条，及时转载 ${states.filter((s) => s === 'relayed').length} 条`],
    undeterminable:
      open > 0 ? `有 ${open} 条的时限没有完整的发布记录盖住，没有看到不等于没有转载${look.missed}` : undefined,
  });
}

/** Items whose time is up, each once: the newest list that names it counts. */
function dueItems(lists: readonly Observed<'relay.list'>[], account: Account, p: Params, now: number): Due[] {
  const byId = new Map<string, Due>();
  for (const list of lists)
    for (const item of list.value.items) {
      const from = Date.parse(item.published.from);
      const deadline = Date.parse(item.published.to) + p.hours * 3_600_000;
      if (from < now - p.days * dayMs || deadline > now) continue;
      if (item.units !== undefined && !item.units.includes(account.organization)) continue;
      if (account.openedOn !== undefined && item.published.from.slice(0, 10) < account.openedOn) continue;
      const plain = matchText(item.title);
      byId.set(item.id, {
        ...item,
        from,
        deadline,
        list,
        plain,
        grams: gramsOf(plain),
        body: gramsOf(matchText(item.excerpt)),
      });
    }
  return [...byId.values()];
}

function stateOf(
  item: Due,
  posts: readonly Prepared[],
  index: CoverIndex,
  t: Timeline,
  p: Params,
): 'relayed' | 'unknown' | Draft<Fault> {
  const scored = posts
    .filter(({ post }) => post.to >= item.from - dayMs)
    .map((post) => ({ post: post.post, score: likeness(item, post) }));
  const same = scored.filter((s) => s.score >= p.same).map((s) => s.post);
  if (same.some((post) => post.to <= item.deadline)) return 'relayed';
  const covered = coveredBy(index, item.from, item.deadline);
  const name = titleText(item);
  const head = { target: item.url ?? item.title, since: new Date(item.deadline).toISOString() };
  const limit = `应在 ${timeText(new Date(item.deadline).toISOString())} 前转载`;
  const proof = proofOf(t, { from: item.from, to: item.deadline });
  const first = same.at(-1);
  if (first !== undefined) {
    const exact = first.from > item.deadline;
    const sure = exact && covered === 'sure' && t.undated === 0;
    const doubt = !exact ? '；时间不够确切，须人工核对' : sure ? '' : '；时限内的发布记录不完整，须人工核对';
    return {
      ...head,
      fault: 'late',
      certainty: sure ? 'confirmed' : 'suspected',
      message: `${name}${limit}，${timeText(new Date(first.from).toISOString())} 才转载（${titleText(first.post)}）${doubt}`,
      remedy: '安排专人关注上级账号的重要信息，在规定时间内转载。',
      evidence: [...first.evidence, ...item.list.evidence, ...proof],
    };
  }
  const alike = scored.filter((s) => s.score >= p.maybe).sort((a, b) => b.score - a.score)[0];
  const missing = {
    ...head,
    fault: 'not-relayed' as const,
    remedy: '尽快补充转载；今后安排专人关注上级账号的重要信息，在规定时间内转载。',
  };
  if (alike !== undefined)
    return {
      ...missing,
      certainty: 'suspected',
      message: `${name}${limit}，没有看到相同的内容；有标题相近的${titleText(alike.post.post)}（${timeText(new Date(alike.post.from).toISOString())}），须人工判断是不是同一内容`,
      evidence: [...alike.post.evidence, ...item.list.evidence],
    };
  if (covered === 'none') return 'unknown';
  const sure = covered === 'sure' && t.undated === 0;
  return {
    ...missing,
    certainty: sure ? 'confirmed' : 'suspected',
    message: `${name}${limit}，完整的发布记录里没有${sure ? '' : covered === 'sure' ? '；另有认不出时间的内容，须人工核对' : weakText}`,
    evidence: [...proof, ...item.list.evidence],
  };
}

/** Shortest title (characters) of which a part found in another title counts as the same. */
const leastTitle = 10;
/** Shortest text that is compared on its own. */
const leastBody = 40;

/** How much a post looks like an item, 0 to 1: the same address, titles, one title inside the other, or texts. */
function likeness(item: Due, { post, title, grams, body }: Prepared): number {
  if (item.url !== null && post.post.url === item.url) return 1;
  if (title !== '' && title === item.plain) return 1;
  let best = similarity(item.grams, grams);
  if (Math.min(title.length, item.plain.length) >= leastTitle)
    best = Math.max(best, containment(item.grams, grams) * 0.95);
  if (Math.min(body.total, item.body.total) >= leastBody) best = Math.max(best, similarity(item.body, body));
  return best;
}
