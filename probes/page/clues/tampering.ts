import type { Element } from 'domhandler';
import type { PageSnapshot } from '#core/evidence.ts';
import { resolver } from '../links/resolve.ts';
import { lineColumn, locate } from '../locate.ts';
import { domainOf, isForeign } from '../suspect-links/hosts.ts';
import { attr, pageIndex, rawText, squeeze } from '../text.ts';
import { type ClueHit, type RuleId, ruleSource } from './hit.ts';

/** Names under which the register knows a site. */
export type SiteNames = readonly string[];

/** What stands in the head and is changed first when a page is hijacked. */
export type Head = {
  title: Element | null;
  /** Further title elements: a browser shows only the first. */
  otherTitles: Element[];
  titleText: string;
  metas: { element: Element; name: string; content: string }[];
  scripts: Element[];
};

/** Scripts with frames, and tags of the head, that are looked at on one page. */
const maxScripts = 1_000;
const maxMetas = 50;

/** One walk over the elements for all that is looked at outside the text. */
export function headOf(page: PageSnapshot): Head {
  const head: Head = { title: null, otherTitles: [], titleText: '', metas: [], scripts: [] };
  for (const e of pageIndex(page.document).elements) {
    if (e.name === 'script' || e.name === 'iframe') {
      if (head.scripts.length < maxScripts) head.scripts.push(e);
    } else if (e.name === 'title') {
      // Pictures of the svg kind have titles of their own.
      if (e.parent !== null && 'name' in e.parent && e.parent.name === 'svg') continue;
      if (head.title === null) {
        head.title = e;
        head.titleText = squeeze(rawText(e)).trim().slice(0, 300);
      } else if (head.otherTitles.length < 5) head.otherTitles.push(e);
    } else if (e.name === 'meta') {
      const name = attr(e, 'name').toLowerCase();
      if ((name === 'keywords' || name === 'description') && head.metas.length < maxMetas) {
        const content = squeeze(attr(e, 'content')).trim().slice(0, 1_000);
        if (content !== '') head.metas.push({ element: e, name, content });
      }
    }
  }
  return head;
}

/** 篡改迹象: a home page under another name, a title in character references, scripts that send visitors of search engines elsewhere. */
export function tampering(page: PageSnapshot, head: Head, names: SiteNames): ClueHit[] {
  return [
    ...otherName(page, head, names),
    ...encodedTitle(page, head),
    ...twoTitles(page, head),
    ...noise(page),
    ...scripts(page, head),
  ];
}

function clue(
  page: PageSnapshot,
  rule: RuleId,
  element: Element,
  text: string,
  why: string,
  confidence: 'high' | 'low',
): ClueHit {
  return {
    kind: 'tampering',
    text,
    why,
    source: ruleSource(rule),
    confidence,
    place: () => locate(page, element, text),
  };
}

const generic = /中国|中华人民共和国|人民政府|政府|门户|官方|网站|网|办公室|委员会|管理|[·•\s_\-—|（）()]/g;

/** 首页标题与登记名称: whether the title of a home page shares anything with the names the register has for the site. */
export function titleFits(title: string, names: SiteNames): boolean {
  const shown = title.replace(/\s/g, '');
  // 首页, index: says nothing.
  if (shown.replace(/首页|主页|欢迎(?:光临|访问|您)?|网站|home|index|default|无标题文档|untitled/gi, '').length < 2)
    return true;
  return names.some((name) => {
    const core = name.replace(generic, '');
    if (core.length < 2) return true;
    for (let i = 0; i + 2 <= core.length; i++) if (shown.includes(core.slice(i, i + 2))) return true;
    return false;
  });
}

function otherName(page: PageSnapshot, head: Head, names: SiteNames): ClueHit[] {
  if (page.role !== 'home' || head.title === null || names.length === 0 || head.titleText === '') return [];
  if (titleFits(head.titleText, names)) return [];
  const foreign = /[\u3040-\u30ff\uac00-\ud7af\u0e00-\u0e7f\u0400-\u04ff]{2}/.test(head.titleText);
  const why = `首页标题与登记的网站名称“${names[0]}”没有相同之处${foreign ? '，还有外国文字' : ''}`;
  return [clue(page, 'rule-title', head.title, head.titleText, why, foreign ? 'high' : 'low')];
}

/** Share of a source that is numeric character references of ideographs. */
function encodedShare(source: string): number {
  if (source.length === 0) return 0;
  let n = 0;
  for (const m of source.matchAll(/&#(?:x[0-9a-f]{4,5}|[1-9][0-9]{4,5});/gi)) n += m[0].length;
  return n / source.length;
}

/** A title or meta tag that is spelled in references while the page itself is not: whole pages of the kind are a habit of some systems. */
function encodedTitle(page: PageSnapshot, head: Head): ClueHit[] {
  const spelled = [head.title, ...head.metas.map((m) => m.element)].filter((e): e is Element => {
    if (e === null || e.startIndex === null) return false;
    const source = page.html.slice(e.startIndex, e.startIndex + 3_000);
    const inner =
      e.name === 'title'
        ? source.slice(source.indexOf('>') + 1).split('<', 1)[0]!
        : (/content\s{0,4}=\s{0,4}["']([^"']{0,2000})/i.exec(source)?.[1] ?? '');
    return inner.length >= 48 && encodedShare(inner.trim()) > 0.7;
  });
  const [first] = spelled;
  if (first === undefined) return [];
  const body = page.html.indexOf('<body');
  if (body >= 0 && encodedShare(page.html.slice(body, body + 60_000)) > 0.02) return [];
  const text = first.name === 'title' ? head.titleText : squeeze(attr(first, 'content')).trim().slice(0, 200);
  const what = first.name === 'title' ? '网页标题' : `meta ${attr(first, 'name').toLowerCase()}`;
  return [
    clue(
      page,
      'rule-encoded-title',
      first,
      text,
      `${what}整段写成数字字符引用（&#…;），页面其余文字却不是，是标题被篡改的常见手法`,
      'high',
    ),
  ];
}

/** A second title, that tells the page as something else. Careless templates have one too. */
function twoTitles(page: PageSnapshot, head: Head): ClueHit[] {
  for (const e of head.otherTitles) {
    const text = squeeze(rawText(e)).trim().slice(0, 200);
    if (text === '' || text === head.titleText) continue;
    const why = `页面有两个不同的标题：“${head.titleText.slice(0, 60)}”和“${text.slice(0, 60)}”`;
    return [clue(page, 'rule-two-titles', e, text, why, 'low')];
  }
  return [];
}

/** Ideographs with their sound in brackets all over the text: what programs do to copied text so that it passes for new. */
const salted = /[\u4e00-\u9fff]\([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]{1,6} ?\)/g;
const leastSalted = 20;
/** Elements hidden behind the end of the page that make it noise. */
const leastHidden = 60;

/** 干扰内容: what is put into hijacked pages to make every copy different. */
function noise(page: PageSnapshot): ClueHit[] {
  const { html } = page;
  const { visible } = pageIndex(page.document);
  const hits: ClueHit[] = [];
  const add = (at: number, text: string, why: string) => {
    const place = { ...lineColumn(page, at), text };
    hits.push({
      kind: 'tampering',
      text,
      why,
      source: ruleSource('rule-noise'),
      confidence: 'high',
      place: () => place,
    });
  };
  const end = html.lastIndexOf('</body>');
  if (end >= 0 && html.length - end > 2_000) {
    const after = html.slice(end + 7, end + 100_007);
    const hidden = /<[a-z]{1,10}\s[^<>]{0,200}display\s{0,4}:\s{0,4}none/i.exec(after.slice(0, 1_000));
    if (hidden !== null && after.slice(hidden.index).split('<').length > leastHidden)
      add(
        end + 7 + hidden.index,
        hidden[0].slice(0, 120),
        '页面结尾之后藏着大段不显示的标签，是被植入干扰内容的常见迹象',
      );
  }
  // One look for the sign keeps the pattern off most pages.
  if (/\([a-zāáǎàēéěèīíǐìōóǒòūúǔùü]{1,6} ?\)[\u4e00-\u9fff]/.test(visible.text)) {
    const found = visible.text.match(salted) ?? [];
    if (found.length >= leastSalted)
      add(
        Math.max(0, html.indexOf(found[0]!)),
        found.slice(0, 5).join(''),
        `正文有 ${found.length} 处汉字后夹注拼音，是程序改写、冒充原创的常见手法`,
      );
  }
  return hits;
}

const searchEngine = /baidu|google|sogou|so\.com|haosou|bing|yisou|sm\.cn|spider/i;
/** document.write in hexadecimal or octal escapes. */
const escapedWrite =
  /\\x64\\x6f\\x63\\x75\\x6d\\x65\\x6e\\x74|\\x77\\x72\\x69\\x74\\x65|\\x6c\\x6f\\x63\\x61\\x74\\x69\\x6f\\x6e|\\144\\157\\143\\165\\155\\145\\156\\164/i;
const cheapHost = /\.(?:top|xyz|vip|win|bid|icu|club|cyou|buzz|loan|men|gq|tk|ml|cf|ga|pw|cc|sbs|cfd)$/;

function scripts(page: PageSnapshot, head: Head): ClueHit[] {
  const hits: ClueHit[] = [];
  const add = (e: Element, text: string, why: string, confidence: 'high' | 'low') => {
    if (hits.length < 10) hits.push(clue(page, 'rule-script', e, text.slice(0, 200), why, confidence));
  };
  const own = URL.parse(page.url)?.hostname ?? '';
  let resolve: ReturnType<typeof resolver> | undefined;
  let begins: number | undefined;
  const beginning = () => (begins ??= page.html.search(/<html[\s>]/i));
  for (const e of head.scripts) {
    const src = attr(e, 'src');
    if (src === '') {
      if (e.name === 'script') inline(rawText(e), (text, why) => add(e, text, why, 'high'));
      continue;
    }
    // Addresses of the site's own need no look.
    if (!/^\s*(?:[a-z]{2,6}:)?\/\//i.test(src)) continue;
    resolve ??= resolver(page);
    const { url } = resolve(src);
    const host = url === null ? '' : (URL.parse(url)?.hostname ?? '');
    if (host === '' || host === own || !isForeign(host, domainOf(own))) continue;
    const beforeHtml = e.startIndex !== null && e.startIndex < beginning();
    const named = /^[0-9.]+$|^\[/.test(host) ? '直接用 IP 地址' : cheapHost.test(host) ? '域名后缀常被滥用' : '';
    if (named !== '' && e.name === 'script') add(e, src, `引用站外脚本 ${host}，${named}，须核实是否本单位添加`, 'low');
    else if (beforeHtml)
      add(
        e,
        src,
        `站外${e.name === 'script' ? '脚本' : '框架'} ${host} 写在整个页面之前，须核实是否本单位添加`,
        'high',
      );
    else if (e.name === 'iframe' && invisible(e))
      add(e, src, `看不见的站外框架 ${host}（宽或高为 0、1），须核实是否本单位添加`, 'low');
  }
  return hits;
}

function invisible(e: Element): boolean {
  const tiny = /^\s*[01](?:px)?\s*$/;
  return tiny.test(attr(e, 'width')) || tiny.test(attr(e, 'height')) || /display\s*:\s*none/i.test(attr(e, 'style'));
}

/** Scripts in the page that treat visitors of search engines apart, or hide what they write. */
function inline(text: string, add: (text: string, why: string) => void): void {
  if (text.length > 200_000) return;
  if (text.includes('\\x') || text.includes('\\1')) {
    const m = escapedWrite.exec(text);
    if (m !== null) {
      add(text.slice(m.index, m.index + 60), '脚本把 document.write、location 等写成转义字符，是挂马脚本的常见手法');
      return;
    }
  }
  const at = text.search(/document\.referrer|navigator\.userAgent/);
  if (at < 0) return;
  // What is done where the test is: a page that only counts its visitors' origins sends nobody away.
  const near = text.slice(at, at + 600);
  const leads =
    /(?:location(?:\.href|\.replace|\.assign)?\s{0,4}(?:=|\()|document\.write(?:ln)?\s{0,4}\()[^;]{0,200}(?:https?:)?\/\//.exec(
      near,
    );
  if (leads !== null && searchEngine.test(near.slice(0, leads.index)))
    add(near.slice(0, 80), '脚本只把从搜索引擎来的访客带往别的网址，是挂马脚本的常见手法');
}
