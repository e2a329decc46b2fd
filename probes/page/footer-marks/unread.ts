import { parse as parseHost } from 'tldts';
import type { PageSnapshot } from '#core/evidence.ts';
import { resolver } from '../links/resolve.ts';
import { attr, type PageIndex, rawText } from '../text.ts';

/** Libraries, statistics and widgets: they never write the footer of one site. */
const library =
  /(?:^|[/._-])(?:jquery|zepto|swiper|bootstrap|superslide\w*|slide[rs]?|layer|layui|laydate|laypage|echarts|wow|html5shiv|html5|respond|selectivizr|ckplayer|ckeditor|ueditor|video|player|share|bdshare|qrcode|fancybox|datepicker|wdatepicker|calendar|lunar|md5|aes|crypto|sm[234]|vue|vuex|angular|react|axios|lodash|underscore|moment|polyfill|webtrends|stat|stats|tongji|hm|gtag|analytics|ta-?\d*|pagination|validate|cookie|lazyload|iscroll|marquee|animate|flexible|rem|pinyin|accessib\w*|wza|toolbar|canvas|print|fontsize|scroll\w*|jweixin[\w-]*|modernizr|es5-shim|json2?|dd_belatedpng|iepngfix|pie)(?:[._-][\w.-]*)?(?:\.js)?$/i;
const footerFile = /foot|bottom|copyright|banquan|dibu|yejiao|bqxx|include/i;

/** Hosts of public services whose scripts pages carry and that write no footer: statistics, sharing, maps, the marks themselves. */
const service =
  /(?:^|\.)(?:conac\.cn|zfwzgl\.www\.gov\.cn|baidu\.com|bdstatic\.com|bdimg\.com|cnzz\.com|51\.la|qq\.com|gtimg\.cn|weibo\.com|sinajs\.cn|sinaimg\.cn|google(?:apis|tagmanager|-analytics)?\.com|gstatic\.com|jiathis\.com|amap\.com|jsdelivr\.net|bootcss\.com|bootcdn\.net|unpkg\.com|cdnjs\.com|staticfile\.(?:org|net)|trs\.cn|webtrends\w*\.\w+|kf5\.com|aliyuncs?\.com|alicdn\.com)$/i;
const counter = /stat|count|tongji|analy|track|monitor|collect|probe|hits?\b|pv\b|uv\b/i;
/** A request for data … */
const asks = /\$\.(?:ajax|get|post|getJSON)\s?\(|\bfetch\s?\(|\baxios\b|XMLHttpRequest/;
/** … and something that puts markup into the page. */
const inserts =
  /innerHTML|insertAdjacentHTML|outerHTML|\.(?:html|append|appendTo|prepend|after|replaceWith|load)\s?\(|\brender\s?\(/;

/**
 * Scripts and frames that might write the footer and were not read: addresses, absolute. A page rendered in a browser has run the site's own
 * scripts. `bare`: the page shows no footer of its own at all, so that any script that could bring one counts, also one of another host,
 * one that was read but fetches what it shows, and any frame.
 */
export function unreadWriters(page: PageSnapshot, index: PageIndex, bare: boolean): string[] {
  const found = page.rendered ? new Set<string>() : ownWriters(page, index);
  if (bare) for (const writer of possibleWriters(page, index)) found.add(writer);
  return [...found].slice(0, 50);
}

function possibleWriters(page: PageSnapshot, index: PageIndex): string[] {
  const resolve = resolver(page);
  const home = parseHost(page.url).domain ?? new URL(page.url).hostname;
  const found: string[] = [];
  for (const e of index.elements) {
    const src = attr(e, 'src').trim();
    if (e.name === 'script' && src === '') {
      const code = rawText(e);
      if (!page.rendered && asks.test(code) && inserts.test(code)) found.push(`${page.url}（页面里的脚本）`);
      continue;
    }
    if ((e.name !== 'script' && e.name !== 'iframe') || src === '') continue;
    const { url } = resolve(src);
    if (url === null) continue;
    const { hostname, pathname } = new URL(url);
    const own = (parseHost(url).domain ?? hostname) === home;
    if (service.test(hostname) || counter.test(hostname) || counter.test(pathname)) continue;
    if (e.name === 'iframe' ? own && !hidden(e) : !own && !library.test(pathname)) found.push(url);
  }
  if (!page.rendered)
    for (const s of page.scripts)
      if (!library.test(new URL(s.url).pathname) && asks.test(s.text) && inserts.test(s.text)) found.push(s.url);
  return found;
}

function hidden(e: PageIndex['elements'][number]): boolean {
  return /display\s{0,3}:\s{0,3}none/i.test(attr(e, 'style')) || /^[01](?:px)?$/.test(attr(e, 'height').trim());
}

function ownWriters(page: PageSnapshot, index: PageIndex): Set<string> {
  const resolve = resolver(page);
  const home = parseHost(page.url).domain ?? new URL(page.url).hostname;
  const read = new Set(page.scripts.map((s) => s.url));
  const found = new Set<string>();
  const hosts = new Map<string, boolean>();
  const isHome = (hostname: string): boolean => {
    let known = hosts.get(hostname);
    if (known === undefined) {
      known = (parseHost(hostname).domain ?? hostname) === home;
      hosts.set(hostname, known);
    }
    return known;
  };
  const add = (raw: string, wanted: (path: string) => boolean) => {
    const { url } = resolve(raw);
    if (url === null || read.has(url) || found.size >= 50) return;
    const { hostname, pathname } = new URL(url);
    if (wanted(pathname) && isHome(hostname)) found.add(url);
  };
  const hasBody = index.elements.some((e) => e.name === 'body');
  for (const e of index.elements) {
    const src = attr(e, 'src').trim();
    if (e.name === 'script') {
      if (src !== '') add(src, (path) => !library.test(path));
      else for (const raw of loads(rawText(e))) add(raw, () => true);
    } else if (e.name === 'frame' && src !== '') add(src, () => true);
    else if (e.name === 'iframe' && src !== '') add(src, (path) => !hasBody || footerFile.test(path));
  }
  for (const s of page.scripts) for (const raw of loads(s.text)) add(raw, () => true);
  return found;
}

/** Pieces of pages that a script fetches into place: `$('#foot').load('/foot.html')`, `$.get('footer.html', …)`. */
function loads(code: string): string[] {
  if (code.length > 400_000 || !/\.load\(|foot|bottom|copyright/i.test(code)) return [];
  const found: string[] = [];
  const pattern =
    /\.load\(\s{0,9}["']([^"'\n]{1,300})["']|["']([^"'\n]{0,200}(?:foot|bottom|copyright)[^"'\n]{0,60}\.(?:s?html?|jsp|js|php|aspx?))["']/gi;
  for (const m of code.matchAll(pattern)) {
    const target = (m[1] ?? m[2] ?? '').split(' ', 1)[0]!;
    if (target !== '' && found.length < 20) found.push(target);
  }
  return found;
}
