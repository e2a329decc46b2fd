import type { LinkReason } from '#core/observation.ts';
import { clean, clip } from './clean.ts';
import { thingOf } from './link-advice.ts';
import type { LinkCase, LinkValue, PlaceView } from './link-types.ts';

/** Reasons that lie with the host and not with one address on it. */
const hostReasons: ReadonlySet<LinkReason> = new Set([
  'DNS_NXDOMAIN',
  'DNS_SERVFAIL',
  'NET_TIMEOUT',
  'NET_REFUSED',
  'NET_RESET',
  'NET_UNREACHABLE',
  'TLS_EXPIRED',
  'TLS_HOSTNAME',
  'TLS_UNTRUSTED',
  'TLS_LEGACY',
  'TLS_FAILED',
  'BLOCKED_CHALLENGE',
  'BLOCKED_RATE',
]);
/** Addresses of one family from one place that make one entry; fewer are read one by one. */
const familyFrom = 3;
/** Pages on which the same kind of place must stand to be called a shared template. */
export const templateFrom = 3;
const samplesPerPlace = 3;

export const roleNames = { home: '首页', list: '列表页', article: '内容页', other: '其他页面' } as const;
const tagNames: Readonly<Record<string, string>> = {
  a: '链接',
  img: '图片',
  script: '脚本',
  link: '样式文件',
  iframe: '内嵌页面',
  frame: '内嵌页面',
  area: '图片热区',
  video: '视频',
  audio: '音频',
  source: '音视频来源',
  form: '表单',
};

/** Numbers folded: the fifth item of a list is the same place as the sixth, page 12 the same page as page 13. */
export function fold(text: string): string {
  return text.slice(0, 2000).replace(/\d+/g, '#');
}

/** 选择器的形状: position in a list, numbered ids and classes do not count. */
const shapeOf = (selector: string | undefined) => fold(selector ?? '').replace(/:nth-(?:child|of-type)\(#\)/g, ':#');

/** 地址族: host, folder and kind of file with numbers folded, so that one moved column is one family. */
export function familyOf(url: string): string {
  const u = URL.parse(url);
  if (u === null) return clip(url, 200);
  const parts = u.pathname.split('/');
  const last = parts.pop() ?? '';
  const folder = parts.map(foldSegment).join('/');
  const query = [...u.searchParams.keys()].slice(0, 20).sort().join('&');
  const dot = last.lastIndexOf('.');
  // In the root every page of a site would be one family; there the name must be alike too.
  const name = folder === '' || dot < 0 ? foldSegment(last) : `*${last.slice(dot).toLowerCase()}`;
  return `${u.host}${folder}/${name}${query === '' ? '' : `?${query}`}`;
}

/** Ids that a program made up are numbers too. */
const foldSegment = (part: string) =>
  part.length >= 16 && /\d/.test(part) && /^[0-9a-z_-]+(?:\.[a-z0-9]{1,5})?$/i.test(part)
    ? `#${part.includes('.') ? part.slice(part.lastIndexOf('.')) : ''}`
    : fold(part);

export const hostOf = (url: string): string => URL.parse(url)?.host ?? '';

/** 同类位置 from which one target or more are linked. Pure; order of first appearance, most pages first. */
export function placesOf(values: readonly LinkValue[]): PlaceView[] {
  const groups = new Map<string, LinkValue['parents'][number][]>();
  for (const v of values)
    for (const p of v.parents) {
      const key = `${p.tag}\n${shapeOf(p.place.selector)}\n${values.length === 1 ? p.text.trim() : ''}`;
      const group = groups.get(key);
      if (group) group.push(p);
      else groups.set(key, [p]);
    }
  return [...groups.values()]
    .map((all): PlaceView => {
      const first = all.find((p) => p.role === 'home') ?? (all[0] as (typeof all)[number]);
      const pages = [...new Map(all.map((p) => [p.url, p])).values()];
      const ordered = [first, ...pages.filter((p) => p.url !== first.url)];
      return {
        roleName: roleNames[first.role],
        tagName: tagNames[first.tag] ?? '元素',
        text: clean(first.text).trim(),
        selector: first.place.selector ?? '',
        pages: pages.length,
        spots: all.length,
        samples: ordered
          .slice(0, samplesPerPlace)
          .map((p) => ({ url: p.url, line: p.place.line ?? null, column: p.place.column ?? null })),
      };
    })
    .sort((a, b) => Number(b.roleName === '首页') - Number(a.roleName === '首页') || b.pages - a.pages);
}

export type LinkGroup = { kind: 'target' | 'host' | 'family'; cases: readonly LinkCase[]; label: string };

/**
 * 归并 of targets that one change mends: all of a host that is down, all of one path family that stand in one place. What is shared by a menu or
 * footer needs no folding: it is one target with many parents already.
 */
export function groupCases(cases: readonly LinkCase[]): LinkGroup[] {
  const single = (c: LinkCase): LinkGroup => ({ kind: 'target', cases: [c], label: c.value.url });
  const keyed = Map.groupBy(cases, (c) => keyOf(c));
  return [...keyed].flatMap(([, all]): LinkGroup[] => {
    const [first] = all;
    if (first === undefined) return [];
    if (hostReasons.has(first.value.reason) && hostOf(first.value.url) !== '')
      return all.length === 1 ? [single(first)] : [{ kind: 'host', cases: all, label: hostOf(first.value.url) }];
    return all.length < familyFrom
      ? all.map(single)
      : [{ kind: 'family', cases: all, label: commonOf(all.map((c) => c.value.url)) }];
  });
}

/** What addresses have in common at both ends, with a star between: `https://…/zwgk/2019/t*.html`. */
export function commonOf(urls: readonly string[]): string {
  const [first = ''] = urls;
  let head = first.length;
  let tail = first.length;
  for (const url of urls) {
    let n = 0;
    while (n < head && url[n] === first[n]) n++;
    head = n;
    let m = 0;
    while (m < tail && m < url.length && url[url.length - 1 - m] === first[first.length - 1 - m]) m++;
    tail = m;
  }
  if (urls.every((u) => u === first)) return first;
  const shortest = Math.min(...urls.map((u) => u.length));
  const end = Math.min(tail, shortest - head);
  return `${first.slice(0, head)}*${end > 0 ? first.slice(-end) : ''}`.toWellFormed();
}

function keyOf({ value: v, doubt }: LinkCase): string {
  const head = `${v.status}\n${v.reason}\n${doubt}`;
  const host = hostOf(v.url);
  if (hostReasons.has(v.reason) && host !== '') return `host\n${head}\n${host}`;
  // A folder of pictures or attachments that was lost is one fault wherever they stand; pages go by the list they stand in, since each of
  // two lists may have lost its articles for reasons of its own.
  const p = thingOf(v) === 'page' ? v.parents[0] : undefined;
  const page = URL.parse(p?.url ?? '');
  // The folder of the page, and which kind of place on it: items of one list that runs over many pages.
  const from = p === undefined ? '' : `${p.tag}\n${shapeOf(p.place.selector)}\n${page?.host}${familyOf(p.url)}`;
  return `family\n${head}\n${v.httpStatus ?? ''}\n${familyOf(v.url)}\n${from}`;
}
