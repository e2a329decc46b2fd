import { z } from 'zod';
import { coveredBy, coverIndex, coverText, type TimelinePost } from '#core/account-timeline.ts';
import { dayMs, startOfDay } from '#core/calendar.ts';
import type { Observation } from '#core/observation.ts';
import type { Account } from '#core/registry.ts';
import type { Verdict } from '#core/verdict.ts';
import official from '../../../data/lexicons/repost-sources.json' with { type: 'json' };
import { basisOf, type Draft, timeText, verdictOf } from '../common.ts';
import { lookAtPosts, titleText } from '../posts.ts';
import { besideRecords, recordParams } from '../recorded.ts';

const params = z.strictObject({
  /** How many days before the instant are looked at. */
  days: z.number().int().positive().max(366).default(31),
  /** 稿源白名单: names of which one has to stand in the source stated. */
  sources: z.array(z.string().trim().min(2).max(60)).max(500).default([]),
  /** Whether party and government units and central media count as well (data/lexicons/repost-sources.json). */
  official: z.boolean().default(true),
  /** Whether a stated source is held against the white list at all. */
  checkSource: z.boolean().default(true),
  ...recordParams,
});
type Params = z.output<typeof params>;
const faults = { 'source-missing': '转载没有注明来源', 'source-outside': '转载的来源不在规定的稿源范围内' } as const;
type Fault = keyof typeof faults;

/** 转载来源 */
export const repostSource = besideRecords({
  id: 'repost-source',
  version: 1,
  title: '转载来源',
  description:
    '看转载的内容有没有注明来源，来源是不是党委、政府网站和规定的稿源单位。来源可能写在正文里，列表上没有看到的只作疑似；看不出是不是转载的不判。',
  subject: 'account',
  needs: ['account.posts', 'manual.record'],
  faults,
  params,
  lookbackDays: (p) => p.days + 1,
  machine: {
    alone: '完整的来源盖住整个时段，其中的转载都注明了白名单上的来源，判定通过。',
    person: '没有看到来源（可能写在正文里）、来源不在白名单上、看不出是不是转载的，由人打开原文判断。',
  },
  judge({ subject, observations, params: p, asOf }) {
    return machine(subject.record, observations['account.posts'], p, asOf);
  },
});

function machine(
  account: Account,
  observations: readonly Observation<'account.posts'>[],
  p: Params,
  asOf: Date,
): Verdict<Fault> {
  const now = asOf.getTime();
  const since = now - p.days * dayMs;
  const look = lookAtPosts(observations, account, { since, now });
  if ('verdict' in look) return look.verdict;
  const { timeline } = look;
  const posts = timeline.posts;
  const reposts = posts.filter((t) => t.post.original === 'repost');
  const unknown = posts.filter((t) => t.post.original === 'unknown' && (t.post.sourceNote ?? '').trim() === '').length;
  const drafts = reposts.flatMap((t) => faultOf(t, p));
  const basis = basisOf(look.seen, { examined: posts.length - unknown, unobserved: unknown, unit: '条内容' });
  const cover = coverText(timeline.covers);
  const notes = [
    `看了 ${posts.length} 条：转载 ${reposts.length} 条，看不出是否转载 ${unknown} 条；${cover === '' ? '没有完整的发布记录' : `完整的发布记录覆盖 ${cover}`}`,
  ];
  const opened = account.openedOn === undefined ? since : Math.max(since, startOfDay(account.openedOn).getTime());
  // The newest day or two may not be in the records yet.
  const whole = coveredBy(coverIndex(timeline.covers), opened, Math.max(opened, now - 2 * dayMs)) !== 'none';
  const open = !whole
    ? `来源没有完整地盖住近 ${p.days} 天，没有看到的转载不得而知${look.missed}`
    : unknown > 0
      ? `有 ${unknown} 条看不出是不是转载，由人抽看`
      : undefined;
  return verdictOf({ basis, drafts, notes, undeterminable: open });
}

function faultOf({ post, from, evidence }: TimelinePost, p: Params): Draft<Fault>[] {
  const source = (post.sourceNote ?? '').trim();
  const head = {
    certainty: 'suspected' as const,
    target: post.url ?? `${timeText(new Date(from).toISOString())}${titleText(post)}`,
    evidence,
  };
  const what = `${titleText(post)}（${timeText(new Date(from).toISOString())}）是转载`;
  if (source === '')
    return [
      {
        ...head,
        fault: 'source-missing',
        message: `${what}，没有看到注明的来源，来源可能写在正文里，须打开原文核对`,
        remedy: '转载时在文首或文末注明“来源：××”。',
      },
    ];
  if (!p.checkSource || allowed(source, p)) return [];
  return [
    {
      ...head,
      fault: 'source-outside',
      message: `${what}，注明的来源“${source.slice(0, 40)}”不在规定的稿源范围内，须人工核对`,
      remedy: '只转载党委、政府网站和规定稿源单位的信息；来源确在范围内的，把它加进参数 sources。',
    },
  ];
}

function allowed(source: string, p: Params): boolean {
  const text = source.normalize('NFKC').replace(/\s/g, '');
  if (p.sources.some((s) => text.includes(s.normalize('NFKC').replace(/\s/g, '')))) return true;
  if (!p.official) return false;
  if (official.words.some((w) => text.includes(w))) return true;
  // 来源：示例县教育局 微信公众号 — the name of the unit ends a part of the line.
  const parts = text.split(/[、，,;；/|（）()“”"：:]/).filter((part) => part !== '');
  return parts.some((part) => official.suffixes.some((s) => part.endsWith(s)));
}
