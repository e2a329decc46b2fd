import { parse as parseHost } from 'tldts';
import type { PageSnapshot } from '#core/evidence.ts';
import { resolver } from '../links/resolve.ts';
import { attr, type PageIndex, rawText } from '../text.ts';

/** Libraries, statistics and widgets: they never write the footer of one site. */
const library =
  /(?:^|[/._-])(?:jquery|zepto|swiper|bootstrap|superslide\w*|slide[rs]?|layer|layui|laydate|laypage|echarts|wow|html5shiv|html5|respond|selectivizr|ckplayer|ckeditor|ueditor|video|player|share|bdshare|qrcode|fancybox|datepicker|wdatepicker|calendar|lunar|md5|aes|crypto|sm[234]|vue|vuex|angular|react|axios|lodash|underscore|moment|polyfill|webtrends|stat|stats|tongji|hm|gtag|analytics|ta-?\d*|pagination|validate|cookie|lazyload|iscroll|marquee|animate|flexible|rem|pinyin|accessib\w*|wza|toolbar|canvas|print|fontsize|scroll\w*|jweixin[\w-]*|modernizr|es5-shim|json2?|dd_belatedpng|iepngfix|pie)(?:[._-][\w.-]*)?(?:\.js)?$/i;
const footerFile = /foot|bottom|copyright|banquan|dibu|yejiao|bqxx|include/i;

/**
 * Scripts and frames of this site that might write its footer and were not read: addresses, absolute. A page rendered in a browser has
 * run its scripts: nothing is unread.
 */
export function unreadWriters(page: PageSnapshot, index: PageIndex): string[] {
  if (page.rendered) return [];
  const resolve = resolver(page);
  const home = parseHost(page.url).domain ?? new URL(page.url).hostname;
  const read = new Set(page.scripts.map((s) => s.url));
  const found = new Set<string>();
  const add = (raw: string, wanted: (path: string) => boolean) => {
    const { url } = resolve(raw);
    if (url === null || read.has(url) || found.size >= 50) return;
    const { hostname, pathname } = new URL(url);
    if ((parseHost(url).domain ?? hostname) === home && wanted(pathname)) found.add(url);
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
  return [...found];
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
