import { z } from 'zod';
import type { Observation, ObservationValue, Observed } from '#core/observation.ts';
import type { Verdict } from '#core/verdict.ts';
import { basisOf, partition, undeterminable, unseenText, verdictOf } from '../common.ts';
import { besideRecords, recordParams } from '../recorded.ts';

const params = z.strictObject({
  /** 平台名称: words one of which stands in the text of the link. */
  words: z.array(z.string().trim().min(2).max(40)).min(1).max(10).default(['渝快办']),
  /** Hosts of the platform, with all below them. */
  hosts: z.array(z.string().trim().toLowerCase().min(4).max(200)).max(20).default([]),
  /** How many days old a look at the site may be. */
  maxAgeDays: z.number().int().positive().max(92).default(14),
  ...recordParams,
});
type Params = z.output<typeof params>;
const faults = { 'entry-missing': '没有办事入口', 'entry-dead': '办事入口打不开' } as const;
type Fault = keyof typeof faults;
type Link = Observed<'link.status'>;

/** 网上办事入口（网站） */
export const siteServiceEntry = besideRecords({
  id: 'site-service-entry',
  version: 1,
  title: '网上办事入口（网站）',
  description:
    '网站应开通规定的政务服务平台（如“渝快办”）办事入口：首页或栏目页上有指向该平台的链接，按链接文字或域名认定。',
  subject: 'site',
  needs: ['link.status', 'page.dated-items', 'manual.record'],
  faults,
  params,
  lookbackDays: (p) => p.maxAgeDays,
  machine: {
    alone: '首页或栏目页上有指向平台的链接并且没有确认打不开，判定通过；找到的入口都确认打不开，判定不通过。',
    person: '没有看到入口的，可能由图片、脚本写出，或打得开的链接没有逐条记录，交人工核对。',
  },
  judge({ subject, observations, params: p }) {
    return judged(subject.record.home, observations['link.status'], observations['page.dated-items'], p);
  },
});

function judged(
  home: string,
  links: readonly Observation<'link.status'>[],
  pages: readonly Observation<'page.dated-items'>[],
  p: Params,
): Verdict<Fault> {
  const linked = partition(links);
  const looked = partition(pages);
  const basis = basisOf([...linked.seen, ...looked.seen], {
    examined: looked.seen.length,
    unobserved: looked.unseen.length,
    unit: '个页面',
  });
  const newest = new Map<string, Link>();
  for (const o of linked.seen)
    if (
      isEntry(
        o.value.url,
        o.value.parents.map((x) => x.text),
        p,
      )
    )
      newest.set(o.value.url, o);
  const entries = [...newest.values()];
  const rows = looked.seen.flatMap((o) => rowsOf(o.value).filter((r) => isEntry(r.url, [r.title], p)));
  const name = p.words.join('、');
  const dead = entries.filter((e) => e.value.status === 'broken');
  const shown = [...entries.map((e) => e.value.url), ...rows.map((r) => r.url)].filter(
    (url) => !dead.some((d) => d.value.url === url),
  );
  const [first] = shown;
  if (first !== undefined) return verdictOf({ basis, drafts: [], notes: [`“${name}”入口：${first}`] });
  if (dead.length > 0)
    return verdictOf({
      basis,
      drafts: dead.map((d) => ({
        fault: 'entry-dead' as const,
        certainty: 'confirmed' as const,
        target: d.value.url,
        message: `“${name}”入口 ${d.value.url} 打不开`,
        remedy: '换上现在可用的入口地址。',
        evidence: d.evidence,
      })),
      notes: [],
    });
  const front = looked.seen.filter((o) => o.value.role === 'home');
  if (front.length === 0) {
    const why = looked.unseen.length > 0 ? `首页没有看成：${unseenText(looked.unseen, '次')}` : '没有采集过首页';
    return undeterminable(basis, why);
  }
  return verdictOf({
    basis,
    drafts: [
      {
        fault: 'entry-missing',
        certainty: 'suspected',
        target: home,
        message: `首页和查看过的栏目页上没有看到“${name}”入口；入口可能由图片、脚本写出，须人工核对`,
        remedy: `在首页显著位置开通“${name}”办事入口，链接文字写明平台名称。`,
        evidence: front.flatMap((o) => o.evidence).slice(-3),
      },
    ],
    notes: [],
  });
}

function rowsOf(v: ObservationValue<'page.dated-items'>): { url: string; title: string }[] {
  return [...v.items, ...(v.unlisted ?? [])];
}

/** Whether a link leads to the platform: by its host, or by what it says. */
function isEntry(url: string, texts: readonly string[], p: Params): boolean {
  const host = URL.parse(url)?.hostname ?? '';
  if (p.hosts.some((h) => host === h || host.endsWith(`.${h}`))) return true;
  // A news item about the platform names it as well, in a longer sentence.
  return texts.some((t) => {
    const text = t.replace(/\s/g, '');
    return text.length <= 30 && p.words.some((w) => text.includes(w));
  });
}
