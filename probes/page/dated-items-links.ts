import { isTag } from 'domhandler';
import { type Anchor, type Box, boxUp, type Flow } from './dates/flow.ts';
import { keptOn } from './kept.ts';
import { addressBook } from './links/address-book.ts';
import { compact, squeeze } from './text.ts';

/** A link that could be the title of a row. */
export type Link = {
  anchor: Anchor;
  /** Absolute address; '' when only a script knows it. */
  url: string;
  at: URL | null;
  /** What it is called: the title attribute where the shown text is cut or missing. */
  title: string;
  /** Characters of the title, blanks not counted. */
  size: number;
  /** The nearest li, tr, dd or dt around it. */
  row: Box | null;
  /** 查看, 详情, 更多: the row's title stands elsewhere. */
  generic: boolean;
};

/** Links looked at on one page. */
const MAX_LINKS = 5_000;

const genericText =
  /^(?:[[(【<>«»\s]*)(?:更多\S{0,4}|more|详情|详细\S{0,2}|查看\S{0,4}|阅读全文|全文|点击\S{0,4}|进入|下载|附件\S{0,2}|返回\S{0,4}|首页|网站首页|尾页|末页|上一?[页篇]|下一?[页篇]|前一页|后一页|打印|关闭|收藏|分享|\d{1,4}|[<>«»\s]+)(?:[\])】<>«»\s+]*)$/i;
const bullet = /^[\s·•●○■□◆◇▪▫►▶>»※★☆\-–—|｜]+/;

/** What one row of a list stands in. */
export const natural: ReadonlySet<string> = new Set(['li', 'tr', 'dd', 'dt']);

const made = keptOn<Flow, { base: string; links: readonly Link[] }>();

/** Links of a flow that lead to pages, in order; read once. `base`: address that relative ones count from. */
export function pageLinks(flow: Flow, base: string): readonly Link[] {
  let known = made.get(flow);
  if (known?.base !== base) {
    known = { base, links: readLinks(flow, base) };
    made.set(flow, known);
  }
  return known.links;
}

function readLinks(flow: Flow, base: string): Link[] {
  const links: Link[] = [];
  const parse = addressBook(flow.document, base);
  for (const anchor of flow.anchors) {
    if (links.length >= MAX_LINKS) break;
    const at = addressOf(anchor, parse);
    if (at === undefined) continue;
    const shown = squeeze(flow.text.slice(anchor.start, anchor.end)).replace(bullet, '').trim();
    const title = titleOf(anchor, shown);
    const row = boxUp(anchor.box, natural, 8);
    const size = compact(title).length;
    links.push({
      anchor,
      url: at?.href ?? '',
      at,
      title,
      size,
      row,
      generic: genericText.test(shown === '' ? title : shown),
    });
  }
  return links;
}

/** Undefined: leads to no page (mail, other schemes). Null: only a script knows where. */
function addressOf(anchor: Anchor, parse: (typed: string) => URL | null): URL | null | undefined {
  const href = anchor.href.trim();
  if (href.length > 2_000 || /^(?:mailto|tel|data|about|file|sms|weixin|tencent):/i.test(href)) return undefined;
  if (href === '' || href.startsWith('#') || /^javascript:/i.test(href)) {
    const script = `${href} ${anchor.el.attribs.onclick ?? ''}`.slice(0, 600);
    const opened = /(?:open|href|goto|jump|location|url|view|show|link)\w*\s?[=(]\s?["']([^"'\s]{1,400})["']/i.exec(
      script,
    )?.[1];
    return opened !== undefined && /[./]/.test(opened) ? parse(opened) : null;
  }
  const url = parse(href);
  return url?.protocol === 'http:' || url?.protocol === 'https:' ? url : undefined;
}

function titleOf(anchor: Anchor, shown: string): string {
  const named = squeeze(anchor.el.attribs.title ?? '').trim();
  if (shown === '') return named !== '' ? named : imageName(anchor);
  const cut = /(?:…|\.{2,3}|‥)\s*$/.test(shown);
  if (named.length <= shown.length) return shown;
  return cut || compact(named).startsWith(compact(shown)) ? named : shown;
}

function imageName(anchor: Anchor): string {
  for (const child of anchor.el.children)
    if (isTag(child) && child.name === 'img') return squeeze(child.attribs.alt ?? child.attribs.title ?? '').trim();
  return '';
}

const articlePath =
  /\/t\d{8}_\d+|\/art_\d+|art_\d+_\d+|content_\d+|post_\d+|doc-\w+|\/\d{3,}(?:_\d+)?\.(?:s?html?|jhtml|aspx?|jsp)$|\/[0-9a-f]{24,32}(?:\.s?html?|\/|$)|\/c\d+\/(?:c\d+\/)?content\.s?html?|\/info\/\d+\/\d+|\/(?:19|20)\d{2}[-/]?\d{2}(?:[-/]?\d{2})?\/.*\w|(?:detail|article|show|view|content|news)\w*[/_-]?\d+|\.(?:pdf|docx?|xlsx?|wps|ofd)$/i;
const articleQuery = /[?&](?:\w*id|docid|guid|key|infoid|newsid)=[\w-]{2,}/i;
const listPath =
  /(?:^|\/)(?:index(?:_\d+)?|list(?:_\d+)?|default|col\d+|node_\d+|channel|lanmu)(?:\.\w{2,5})?$|\/col\/col\d+/i;

/** Address of an article rather than of a column. */
export function articleLike(url: URL | null): boolean {
  if (url === null) return false;
  const { pathname, search } = url;
  if (listPath.test(pathname)) return false;
  return articlePath.test(pathname) || articleQuery.test(search);
}

/** Address of a column: an index page or a folder. */
export function columnLike(url: URL | null): boolean {
  if (url === null) return false;
  const { pathname, search } = url;
  return listPath.test(pathname) || (pathname.endsWith('/') && search === '');
}

/** Same site: equal hosts but for www, or one below the other. */
export function sameSite(a: URL | null, b: URL | null): boolean {
  if (a === null || b === null) return false;
  const x = a.hostname.replace(/^www\./, '');
  const y = b.hostname.replace(/^www\./, '');
  return x === y || x.endsWith(`.${y}`) || y.endsWith(`.${x}`);
}
