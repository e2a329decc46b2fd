import { z } from 'zod';
import { type PageTagGroup, pageTagGroups } from '#core/channel-values.ts';
import type { Observation, Observed } from '#core/observation.ts';
import type { Site } from '#core/registry.ts';
import type { Verdict } from '#core/verdict.ts';
import {
  basisOf,
  type Draft,
  latestRound,
  listed,
  partition,
  undeterminable,
  unseenText,
  verdictOf,
} from '../common.ts';
import { besideRecords, recordParams } from '../recorded.ts';

const params = z.strictObject({
  ...recordParams,
  /** 抽查数: pages of each sort; a site that has fewer is looked at with what it has. */
  pages: z.number().int().positive().max(100).default(5),
  /** A group of which only some mandatory tags are there: a fault for a person to confirm, a fault, or none. */
  partial: z.enum(['suspected', 'confirmed', 'ignored']).default('suspected'),
});
type Params = z.output<typeof params>;

const faults = {
  'content-tags-missing': '内容页面缺站点标签或内容标签',
  'column-tags-missing': '栏目页面缺站点标签或栏目标签',
} as const;
type Fault = keyof typeof faults;

const groupNames: Record<PageTagGroup, string> = { site: '站点标签', column: '栏目标签', content: '内容标签' };
/** 负责抽查的两类页面 by the role under which they were drawn. */
const sorts = {
  article: { fault: 'content-tags-missing', groups: ['site', 'content'], name: '内容页面' },
  list: { fault: 'column-tags-missing', groups: ['site', 'column'], name: '栏目页面' },
} as const satisfies Record<string, { fault: Fault; groups: readonly PageTagGroup[]; name: string }>;

/** 页面标签 */
export const pageTags = besideRecords({
  id: 'page-tags',
  version: 2,
  title: '页面标签',
  description:
    '随机抽查5个内容页面和5个栏目页面，看有没有站点标签、内容标签、栏目标签。抽到哪些页面由网站编号和网址决定，换人检查抽到的也一样。一组标签一个也没有（或都是空的）算缺，只缺其中几个的由人确认。',
  subject: 'site',
  needs: ['page.tags', 'manual.record'],
  faults,
  params,
  lookbackDays: () => 7,
  machine: {
    alone: '抽到的页面整组标签都没有的，判定缺标签；抽到的页面标签都齐全的，判定通过。',
    person: '一组标签只有一部分的，由人看源码确认；没有抽到内容页面或栏目页面的，由人抽查。',
  },
  judge({ subject, observations, params: p }) {
    return judge(subject.record, observations['page.tags'], p);
  },
});

type Seen = Observed<'page.tags'> & Observation<'page.tags'>;

function judge(site: Site, all: readonly Observation<'page.tags'>[], p: Params): Verdict<Fault> {
  const { seen, unseen } = partition(latestRound(all));
  const drawn = Object.entries(sorts).map(([role, sort]) => ({
    ...sort,
    pages: seen.filter((o) => o.value.role === role).slice(0, p.pages),
  }));
  const pages = drawn.flatMap((d) => d.pages);
  const counts = { examined: pages.length, unobserved: unseen.length, unit: '个页面' };
  const basis = basisOf(pages, counts);
  if (pages.length === 0)
    return undeterminable(basis, unseen.length > 0 ? `页面没有看成：${unseenText(unseen, '个')}` : '没有抽到页面');
  const drafts = drawn.flatMap((d) => d.pages.flatMap((page) => draftOf(page, d, p)));
  const none = drawn.filter((d) => d.pages.length === 0).map((d) => d.name);
  const few = drawn.filter((d) => d.pages.length > 0 && d.pages.length < p.pages);
  const notes = [...few.map((d) => `${d.name}只抽到 ${d.pages.length} 个`), ...crossNotes(site, pages)];
  const undetermined = none.length > 0 ? `没有抽到${none.join('、')}` : undefined;
  return verdictOf({ basis, drafts, notes, undeterminable: undetermined });
}

function draftOf(
  page: Seen,
  sort: { fault: Fault; groups: readonly PageTagGroup[]; name: string },
  p: Params,
): Draft<Fault>[] {
  const filled = new Set(page.value.tags.filter((t) => t.value !== '').map((t) => t.name));
  const groups = sort.groups.map((group) => {
    const names: readonly string[] = pageTagGroups[group];
    return { group, missing: names.filter((n) => !filled.has(n)), all: names.length };
  });
  const whole = groups.filter((g) => g.missing.length === g.all);
  const part = p.partial === 'ignored' ? [] : groups.filter((g) => g.missing.length > 0 && g.missing.length < g.all);
  if (whole.length === 0 && part.length === 0) return [];
  const text = [
    ...whole.map((g) => `没有${groupNames[g.group]}`),
    ...part.map((g) => `${groupNames[g.group]}缺 ${g.missing.join('、')}`),
  ].join('，');
  return [
    {
      fault: sort.fault,
      certainty: whole.length > 0 || p.partial === 'confirmed' ? 'confirmed' : 'suspected',
      target: page.target,
      message: `${sort.name}${text}`,
      remedy: `在页面的 head 里补上${[...whole, ...part].map((g) => `${groupNames[g.group]}（${g.missing.join('、')}）`).join('和')}，值不能为空。`,
      evidence: page.evidence,
    },
  ];
}

/** What tags say against the page, each other or the register: told, never priced. */
function crossNotes(site: Site, pages: readonly Seen[]): string[] {
  const notes: string[] = [];
  const codes = new Set(
    pages.flatMap((o) => o.value.tags.filter((t) => t.name === 'SiteIDCode' && t.value !== '').map((t) => t.value)),
  );
  const other = [...codes].filter((c) => site.siteCode !== undefined && c.toLowerCase() !== site.siteCode);
  if (other.length > 0)
    notes.push(`SiteIDCode 标签（${listed(other, '个')}）与台账登记的标识码 ${site.siteCode} 不一致`);
  const doubts = [...new Set(pages.flatMap((o) => o.value.doubts))];
  if (doubts.length > 0) notes.push(`标签内容须核对：${listed(doubts, '处')}`);
  return notes;
}
