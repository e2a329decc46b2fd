import { articleLike, columnLike, type Link } from '../dated-items-links.ts';
import { type Box, boxUp, type Flow } from '../dates/flow.ts';
import { isFurtherPage } from './address.ts';
import { cleanName, isChannelName, typeOfName } from './names.ts';
import type { Mention, MentionPlace } from './types.ts';

/** Links kept of one page. */
const MAX_MENTIONS = 400;

type Zone = 'navigation' | 'side' | 'trail' | 'foot' | 'content';
const navigationName = /nav|menu|daohang|(?:^|[\s_-])(?:dh|top|head(?:er)?)(?:$|[\s_-])/i;
const sideName = /left|side|cebian|(?:^|[\s_-])(?:lm|lanmu|zb|zuo)(?:$|[\s_-]|_)|sub_?(?:menu|nav|list)|tree/i;
const footName = /foot|copyright|friend|yqlj|(?:^|[\s_-])(?:links?|bottom)(?:$|[\s_-])/i;
const trailName = /crumb|position|weizhi|dqwz|(?:^|[\s_-])(?:location|mbx)(?:$|[\s_-])/i;
/** What one entry of a menu stands in. */
const entry: ReadonlySet<string> = new Set(['li', 'dd', 'dt', 'td']);
const headings: ReadonlySet<string> = new Set(['h1', 'h2', 'h3', 'h4', 'h5', 'dt', 'caption']);
const headingName = /tit|head|(?:^|[\s_-])(?:hd|tab|tabs|bt|bar|name|caption)(?:$|[\s_-]|\d)/i;

/**
 * 栏目链接 of a page: short names that lead to pages of the same site which are no articles. `hosts`: hosts of the site, without www.
 */
export function mentionsOf(flow: Flow, links: readonly Link[], hosts: ReadonlySet<string>): Mention[] {
  const zones = new Map<Box, Zone>();
  const found = new Map<string, Mention>();
  const firstOf = new Map<Box, Link>();
  const heads = new Map<Box | null, Box[]>();
  for (const link of links) {
    const box = boxUp(link.anchor.box, entry, 6);
    if (box === null || firstOf.has(box)) continue;
    firstOf.set(box, link);
    if (box.el.name !== 'dt') continue;
    const list = heads.get(box.parent);
    if (list === undefined) heads.set(box.parent, [box]);
    else list.push(box);
  }
  for (const link of links) {
    if (found.size >= MAX_MENTIONS) break;
    const { at } = link;
    if (at === null || !hosts.has(bare(at.host)) || (at.pathname === '/' && at.search === '')) continue;
    if (at.search.length > 200 || isFurtherPage(link.url) || isFile(at)) continue;
    const zone = zoneOf(link.anchor.box, zones);
    if (zone === 'foot' || zone === 'trail') continue;
    const name = nameOf(flow, link);
    if (name === null || !isChannelName(name)) continue;
    const place = placeOf(link, zone);
    if (!mayBeChannel(name, at, place)) continue;
    const { depth, under } = nesting(link, zone, firstOf, heads);
    const key = `${place} ${link.url} ${name}`;
    if (!found.has(key)) found.set(key, { name, url: link.url, place, depth, under });
  }
  return [...found.values()];
}

const bare = (host: string) => host.toLowerCase().replace(/^www\./, '');

const isFile = (at: URL) =>
  /\.(?:docx?|xlsx?|pptx?|pdf|wps|et|ofd|zip|rar|jpe?g|png|gif|bmp|mp[34]|swf|xml|json|js|css)$/i.test(at.pathname);

/** An address of an article is a channel only in a menu, and only where one page is all there is to it (机构职能, 领导信息 …). */
function mayBeChannel(name: string, at: URL, place: MentionPlace): boolean {
  if (columnLike(at)) return true;
  if (!articleLike(at)) return place !== 'content' || !/\.\w{2,6}$/.test(at.pathname);
  const menu = place === 'navigation' || place === 'side';
  // list.jsp?id=3 looks like show.jsp?id=3: a menu leads to lists.
  if (menu && at.search !== '' && /list|channel|column|lanmu|category|class|more|index/i.test(at.pathname)) return true;
  const type = typeOfName(name)?.type;
  return menu && (type === 'functions' || type === 'leaders' || type === 'overview');
}

function placeOf(link: Link, zone: Zone): MentionPlace {
  if (zone === 'navigation' || zone === 'side') return zone;
  if (isMore(link)) return 'more';
  for (let box: Box | null = link.anchor.box, n = 0; box !== null && n < 4; box = box.parent, n++) {
    const { id, class: list } = box.el.attribs;
    if (headings.has(box.el.name)) return 'heading';
    if ((list !== undefined && headingName.test(list)) || (id !== undefined && headingName.test(id))) return 'heading';
  }
  return 'content';
}

const isMore = (link: Link) => /^[[(（【+<>«»\s]*(?:更多|more|查看更多|更多信息)[\])）】+>»\s.…]*$/i.test(link.title);

/** Its own text; of 更多 the name that heads the block. */
function nameOf(flow: Flow, link: Link): string | null {
  if (!isMore(link)) return link.generic ? null : cleanName(link.title);
  for (let box = link.anchor.box.parent, n = 0; box !== null && n < 4; box = box.parent, n++) {
    const before = flow.text.slice(box.start, Math.min(link.anchor.start, box.start + 80));
    const pieces = before
      .split(/[\n\t]/)
      .map((p) => cleanName(p))
      .filter((p) => p !== '');
    if (pieces.length > 3) return null;
    const name = pieces.at(-1);
    if (name !== undefined) return name;
    if (link.anchor.start - box.start > 80) return null;
  }
  return null;
}

/** How deep in a menu, and under which entry. */
function nesting(
  link: Link,
  zone: Zone,
  firstOf: ReadonlyMap<Box, Link>,
  heads: ReadonlyMap<Box | null, readonly Box[]>,
): { depth: number; under: string | null } {
  if (zone !== 'navigation' && zone !== 'side') return { depth: 1, under: null };
  let depth = 1;
  let under: string | null = null;
  let box = boxUp(link.anchor.box, entry, 6);
  for (let n = 0; box !== null && n < 4; n++) {
    // A menu in a table is one entry a cell, and tables frame whole pages.
    if (box.el.name === 'td') break;
    const up: Box | null = box.el.name === 'dd' ? headOf(box, heads) : boxUp(box.parent, entry, 6);
    if (up === null || up.el.name === 'td') break;
    const first = firstOf.get(up);
    if (first !== undefined && first !== link && first.anchor.start < link.anchor.start) {
      depth++;
      under ??= first.url === '' || first.url === link.url ? null : first.url;
    }
    box = up;
  }
  return { depth, under };
}

/** The dt that heads a dd. */
function headOf(dd: Box, heads: ReadonlyMap<Box | null, readonly Box[]>): Box | null {
  return heads.get(dd.parent)?.findLast((dt) => dt.start < dd.start) ?? null;
}

function zoneOf(box: Box, known: Map<Box, Zone>): Zone {
  const before = known.get(box);
  if (before !== undefined) return before;
  const own = ownZone(box);
  const zone = own ?? (box.parent === null ? 'content' : zoneOf(box.parent, known));
  known.set(box, zone);
  return zone;
}

function ownZone(box: Box): Zone | null {
  const { name, attribs } = box.el;
  if (name === 'nav') return 'navigation';
  if (name === 'footer') return 'foot';
  if (name === 'body' || name === 'html') return null;
  const names = `${attribs.id ?? ''} ${attribs.class ?? ''}`;
  if (names === ' ') return null;
  if (footName.test(names)) return 'foot';
  if (trailName.test(names)) return 'trail';
  if (sideName.test(names)) return 'side';
  return navigationName.test(names) ? 'navigation' : null;
}
