import type { z } from 'zod';
import type { ChannelType } from './channel-types.ts';
import type { ChannelUpdateValue, PageTagsValue, SiteChannelsValue } from './channel-values.ts';
import type { DatedItemsValue, PublishDateValue } from './observation.ts';
import type { InterpretationValue, LettersValue, ServiceGuideValue } from './page-values.ts';
import { type Site, siteHosts } from './registry.ts';
import type { Candidate, SampleKind } from './sample.ts';

/** What tells what there is to draw from, by kind of observation. */
type Values = {
  'site.channels': z.infer<typeof SiteChannelsValue>;
  'channel.update': z.infer<typeof ChannelUpdateValue>;
  'page.tags': z.infer<typeof PageTagsValue>;
  'page.dated-items': z.infer<typeof DatedItemsValue>;
  'page.publish-date': z.infer<typeof PublishDateValue>;
  'page.service-guide': z.infer<typeof ServiceGuideValue>;
  'page.letters': z.infer<typeof LettersValue>;
  'page.interpretation': z.infer<typeof InterpretationValue>;
};
export const candidateKinds: ReadonlySet<string> = new Set<keyof Values>([
  'site.channels',
  'channel.update',
  'page.tags',
  'page.dated-items',
  'page.publish-date',
  'page.service-guide',
  'page.letters',
  'page.interpretation',
]);
/** Only what was seen names a candidate. */
type Recorded<V> = { status: 'observed'; value: V } | { status: 'unobserved' };
export type CandidateObservations = { readonly [K in keyof Values]?: readonly Recorded<Values[K]>[] };

/**
 * 抽样候选 of one site: what its crawls and rounds have met of the kind, on its own hosts. Not everything that there is, but the same for whoever
 * has the same records. Pure.
 */
export function siteCandidates(
  kind: Exclude<SampleKind, 'accounts'>,
  site: Pick<Site, 'home' | 'domains'>,
  observations: CandidateObservations,
): Candidate[] {
  const hosts = new Set(siteHosts(site));
  const out: Candidate[] = [];
  const add = (url: string | null | undefined, title: string, day: string | null | undefined) => {
    const parsed = url === null || url === undefined ? null : URL.parse(url);
    if (parsed === null || !/^https?:$/.test(parsed.protocol) || !hosts.has(parsed.host)) return;
    parsed.hash = '';
    out.push({ id: parsed.href, title: title.trim(), day: day ?? '' });
  };
  const seen = <K extends keyof Values>(of: K): Values[K][] =>
    ((observations[of] ?? []) as readonly Recorded<Values[K]>[]).flatMap((o) =>
      o.status === 'observed' ? [o.value] : [],
    );
  const articlesOf = (type?: ChannelType) => {
    const pages = new Set<string>();
    for (const v of seen('channel.update')) {
      if (type !== undefined && v.channel.type !== type) continue;
      pages.add(v.url);
      for (const a of v.articles) if (a.state !== 'other') add(a.url, a.title, a.date ?? a.row);
      for (const r of [v.newestRow, v.newestArticle]) if (r !== null) add(r.url, r.title, r.date);
    }
    for (const v of seen('page.dated-items'))
      if (pages.has(v.url)) for (const i of v.items) add(i.url, i.title, i.date);
  };
  switch (kind) {
    case 'policies':
      articlesOf('policy');
      for (const v of seen('page.interpretation')) if (v.kind === 'document') add(v.url, v.title, null);
      break;
    case 'interpretations':
      articlesOf('interpretation');
      for (const v of seen('page.interpretation')) if (v.kind === 'interpretation') add(v.url, v.title, null);
      break;
    case 'guides':
    case 'forms':
      articlesOf('services');
      for (const v of seen('page.service-guide')) if (v.guide !== 'no') add(v.url, v.title, null);
      break;
    case 'letters':
      for (const v of seen('page.letters')) {
        if (v.excluded !== null) continue;
        for (const l of v.letters) add(l.url ?? (v.kind === 'letter' ? v.url : null), l.title, l.replied ?? l.asked);
      }
      break;
    case 'titles':
    case 'pages':
      articlesOf();
      for (const v of seen('page.publish-date')) if (v.isArticle) add(v.url, v.title, v.date);
      if (kind === 'pages')
        for (const v of seen('page.tags')) if (v.role === 'article') add(v.url, tagOf(v, 'ArticleTitle'), null);
      break;
    case 'columns':
      for (const v of seen('channel.update')) add(v.url, v.channel.name, null);
      for (const v of seen('site.channels')) for (const c of v.channels) add(c.url, c.name, null);
      for (const v of seen('page.tags')) if (v.role === 'list') add(v.url, tagOf(v, 'ColumnName'), null);
      break;
  }
  // A title is what is searched for: without one there is nothing to search.
  return kind === 'titles' ? out.filter((c) => c.title !== '') : out;
}

function tagOf(v: Values['page.tags'], name: string): string {
  return v.tags.find((t) => t.name === name)?.value ?? '';
}
