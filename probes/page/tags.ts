import { pageTagGroups } from '#core/channel-values.ts';
import type { PageSnapshot } from '#core/evidence.ts';
import type { ObservationValue } from '#core/observation.ts';
import { definePageProbe } from '#probes/probe.ts';
import { articleLike } from './dated-items-links.ts';
import { flowOf } from './dates/flow.ts';
import { parseDate } from './dates/parse.ts';
import { locate } from './locate.ts';

type Tag = ObservationValue<'page.tags'>['tags'][number];

/** Official names by their lower-case form: pages write them in every way. */
const official = new Map(
  [...pageTagGroups.site, ...pageTagGroups.column, ...pageTagGroups.content].map((n) => [n.toLowerCase(), n as string]),
);

/**
 * 页面标签 of 《政府网站发展指引》: site, column and content tags of a page, by name in any spelling, with what they hold. Of a tag that stands twice
 * the one with a value counts.
 */
export const pageTagsProbe = definePageProbe({
  id: 'page-tags',
  version: 1,
  title: '页面标签',
  produces: 'page.tags',
  on: ['home', 'list', 'article', 'other'],
  read(page, today) {
    const lost = page.cut;
    const found = new Map<string, Tag>();
    for (const { name, content, el } of flowOf(page.document).metas) {
      const known = official.get(name.trim().toLowerCase());
      if (known === undefined) continue;
      const value = content.trim().slice(0, 500);
      const before = found.get(known);
      if (before === undefined || (before.value === '' && value !== ''))
        found.set(known, { name: known, value, place: locate(page, el) });
    }
    if (found.size === 0 && lost !== undefined && !/<\/head>|<body/i.test(page.html))
      return { status: 'unobserved', reason: 'not-collected', detail: `${lost}，看不到页面标签` };
    const tags = [...found.values()];
    return {
      status: 'observed',
      value: { url: page.url, role: page.role, tags, doubts: doubtsOf(page, found, today) },
    };
  },
});

/** What the tags say against each other, the address or the rules of the tag. */
function doubtsOf(page: PageSnapshot, tags: ReadonlyMap<string, Tag>, today: string): string[] {
  const doubts: string[] = [];
  const value = (name: string) => tags.get(name)?.value ?? '';
  for (const { name, value: v } of tags.values()) if (v === '') doubts.push(`${name} 标签是空的`);
  const domain = value('SiteDomain');
  if (domain !== '' && !ownDomain(domain, page.url))
    doubts.push(`SiteDomain“${domain.slice(0, 60)}”与网页所在域名不一致`);
  const code = value('SiteIDCode').replace(/\s/g, '');
  if (code !== '' && !/^(?:\d{10}|bm\d{8})$/i.test(code))
    doubts.push(`SiteIDCode“${code.slice(0, 30)}”不是 10 位数字或 bm 加 8 位数字`);
  const date = value('PubDate');
  const reading = date === '' ? null : parseDate(date.replace(/[—－–]{1,2}/g, '-'), today);
  if (date !== '' && (reading === null || reading.precision !== 'day' || reading.relative || reading.yearless))
    doubts.push(`PubDate“${date.slice(0, 40)}”读不出日期`);
  else if (reading !== null && reading.date > today) doubts.push(`PubDate 晚于检查当天（${reading.date}）`);
  if (
    value('ArticleTitle') !== '' &&
    value('PubDate') !== '' &&
    page.role === 'list' &&
    !articleLike(URL.parse(page.url))
  )
    doubts.push('栏目页带有内容标签');
  return doubts.slice(0, 10);
}

/** One of the domains that the tag names is the page's, or above or below it. */
function ownDomain(tag: string, url: string): boolean {
  const host =
    URL.parse(url)
      ?.hostname.toLowerCase()
      .replace(/^www\./, '') ?? '';
  return tag
    .toLowerCase()
    .split(/[,，;；、\s]+/)
    .map((d) =>
      d
        .replace(/^https?:\/\//, '')
        .replace(/^www\./, '')
        .replace(/[/:].*$/, ''),
    )
    .some((d) => d !== '' && (d === host || host.endsWith(`.${d}`) || d.endsWith(`.${host}`)));
}
