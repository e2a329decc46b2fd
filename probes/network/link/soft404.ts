import type { PageFacts } from './page-facts.ts';

/**
 * 软404 — an answer with a good status that tells a person the page is gone. Everything here is pure text judgement; what the random-path
 * control says is weighed in `content.ts`.
 *
 * The danger is the real page that only mentions 404 or 找不到: a notice about website checks, bus line 404, a "can't find the entrance?"
 * guide. So a phrase alone never convicts: a title or heading must consist of nothing else, or the page must have no other content.
 */

/** A title part or heading that says nothing but "not here". Anchored: a longer title is a title of its own. */
export const wholeErrors: readonly RegExp[] = [
  /^(?:http\s?)?(?:状态|状态码|错误|error|status|code)?\s?[:：]?\s?(?:404|410)\s?(?:error|err|错误|页|页面|错误页|错误页面|not found|page|page not found|未找到|找不到|页面未找到|页面不存在)?[!！.。]?$/,
  /^(?:http\s?)?(?:status|状态)\s?(?:404|410)\s?[–—-]\s?(?:not found|未找到|gone)$/,
  /^(?:error|错误)\s?[:：]?\s?(?:404|410)[:：]?\s?(?:the )?(?:requested )?(?:page|file|页面|网页|文件)?\s?(?:is )?(?:not found|未找到|找不到|不存在)?[!！.。]?$/,
  /^(?:404[:：,， -]{1,3})?(?:page |file |object |resource |document |url )?(?:is )?(?:not found|cannot be found|does not exist)[!！.。]?$/,
  /^(?:404\s?[-–:]\s?)?file or directory not found[.]?$/,
  /^the (?:page|resource) (?:cannot be|could not be|you requested was not) found[.]?$/,
  /^(?:whitelabel error page|object not found!?|no such file|nosuchkey|invalid url)$/,
  /^(?:抱歉|对不起|很抱歉|非常抱歉|哎呀|sorry|oh no|提示)?[,，!！:：. 。~]{0,3}(?:您|你)?(?:所)?(?:要|想)?(?:访问|浏览|查看|请求|查找|打开)?的?(?:该|此|这个)?(?:页面|网页|页|网址|文件|资源|信息|文章|内容|栏目|地址|链接)(?:已经|已|暂时|可能)?(?:被)?(?:不存在|没有找到|找不到|找不到了|未找到|未能找到|不见了|走丢了|丢失了|删除|移除|失效|下线|飞走了)(?:了)?(?:或(?:者)?(?:已经|已|暂时)?(?:被)?(?:不存在|删除|移除|失效|下线|关闭|暂时不可用|过期))?[!！.。~…]{0,3}$/,
  /^(?:抱歉|对不起|很抱歉)?[,，!！]?(?:找不到|未找到|没有找到|无法找到|未能找到)(?:您|你)?(?:所)?(?:要|想)?(?:访问|浏览|查看|请求|查找|打开)?的?(?:该|此|相关|这个)?(?:页面|网页|页|网址|文件或目录|文件|资源|信息|文章|内容|栏目)(?:了)?[!！.。~…]{0,3}$/,
  /^(?:页面|网页|文件|文章|信息)(?:出错|错误)(?:了|啦)?[!！.。]?$/,
  /^(?:出错|错误)(?:页面|页|提示|信息)?(?:了|啦)?[!！.。]?$/,
  /^(?:系统|网站)?(?:出错|发生错误|错误)(?:了|啦)?[!！.。]?$/,
  /^(?:error|error page|an error (?:has )?occurred|server error in '\/' application\.?|运行时错误)$/,
];

/** Titles that say nothing about the content: then the body decides alone. */
const emptyTitle =
  /^(?:|提示|提示信息|信息提示|系统提示|友情提示|温馨提示|操作提示|消息|消息提示|message|untitled|无标题文档|新建网页.{0,3}|untitled document|首页)$/;

/** Sentences of error pages. Every quantifier is bounded, so that the search is linear. */
export const sentences: readonly RegExp[] = [
  /(?:您|你)(?:所)?(?:要|想|正在)?(?:访问|浏览|查看|请求|查找|打开|寻找)的(?:该|此|这个)?(?:页面|网页|页|网址|文件|资源|信息|文章|内容|栏目|地址|链接)[^。！!？?\n]{0,10}(?:不存在|没有找到|找不到|未找到|无法找到|已被?删除|已被移除|已经被?删除|已失效|走丢|丢失|不见了|飞走)/,
  /(?:无法找到|找不到|未找到|没有找到)(?:您|你)?(?:所)?(?:要|想)?(?:访问|浏览|查看|请求|查找)?的?(?:该|此|这个)?(?:页面|网页|网址|文件或目录|文件|资源|文章|信息)/,
  /(?:该|此|本|这个|这篇|所选|请求的|访问的|当前)(?:页面|网页|文件|资源|信息|文章|内容|栏目|新闻|记录|稿件|文档)(?:已经|已|可能)?(?:被)?(?:不存在|没有找到|未找到|删除|移除|下线|撤销|撤稿|失效)/,
  /(?:页面|网页|文章|信息|文件|内容|记录|栏目)(?:不存在|没有找到|未找到)(?:或|，|,|。|！|!|$)/,
  /(?:the )?(?:requested )?(?:page|url|file|resource|document) (?:you (?:requested|are looking for) )?(?:[\w/.%-]{1,80} )?(?:was |could |is |can)?(?:not |cannot )?(?:be )?(?:not found|not be found|does not exist)/,
  /http(?: status| error)?(?: code)?[ :：-]{0,3}404/,
  /(?:错误代码|错误码|错误编号|状态码|error code)[:：\s]{0,3}(?:http[ -]?)?404/,
  /\b404[ :：,，-]{0,3}(?:not found|page not found|file not found|页面未找到|找不到页面|页面不存在|错误)/,
];

/** A server's own crash report sent with a good status. */
export const crash =
  /(?:java\.lang\.\w{3,60}exception|\bat org\.apache\.|system\.web\.httpexception|fatal error: uncaught|you have an error in your sql syntax|microsoft ole db provider|adodb\.\w{3,20} error|stack trace:)/;

/** Every text that a rule of `wholeErrors` or `sentences` fits holds one of these, every crash report one of those: a quick no for the rest. For lower case. */
export const errorWords =
  /4(?:04|10)|error|found|not\s+exist|no\s+such\s+file|nosuchkey|invalid\s+url|不存在|没有找到|找不到|未找到|未能找到|无法找到|不见了|走丢|丢失|删除|移除|失效|下线|撤销|撤稿|飞走|出错|错误/;
export const crashWords =
  /exception|org\.apache\.|fatal\s+error|sql\s+syntax|ole\s+db\s+provider|adodb\.|stack\s+trace:/;

/** 维护、建设中 pages: not gone, but nothing to read either. */
const underWork =
  /^(?:.{0,12})?(?:网站|系统|页面|栏目|平台|本站|该栏目)?(?:正在|暂时)?(?:升级|维护|改版|建设|调试|完善)(?:升级|维护|改版)?(?:中|之中)[^。]{0,20}[。!！.…]{0,3}$/;

/** How much the page says for itself that it is gone. */
export type Confession = {
  /**
   * `certain`: nothing but an error. `likely`: an error by its title or by a sentence, but with other text around. `maintenance`: a page that
   * says it is being worked on. `none`: no sign.
   */
  level: 'certain' | 'likely' | 'maintenance' | 'none';
  /** What was read. Chinese. */
  note: string;
};

const none: Confession = { level: 'none', note: '' };
const short = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text);

/** Parts of a title: the page's own name and the site's name stand around a separator. */
export function titleParts(title: string): string[] {
  const whole = title.toLowerCase().trim();
  return [whole, ...whole.split(/\s[-–—|·]\s|[_|｜—–·»]+|(?<=[\u3000-\u9fff！。])-|-(?=[\u3000-\u9fff])/)]
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .slice(0, 9);
}

export const isErrorText = (text: string): boolean => {
  const clean = text.toLowerCase().replace(/\s+/g, ' ').trim();
  return clean.length <= 80 && wholeErrors.some((rule) => rule.test(clean));
};

const sentenceIn = (text: string): string | null => {
  const lower = text.toLowerCase();
  for (const rule of sentences) {
    const hit = rule.exec(lower);
    if (hit) return text.slice(hit.index, hit.index + hit[0].length);
  }
  return null;
};

/** Reads the page's own words. `complete`: the whole body was seen, so a short text is really short. */
export function confess(facts: PageFacts, complete: boolean): Confession {
  const parts = titleParts(facts.title);
  const errorTitle = parts.find(isErrorText);
  const errorHeading = facts.headings.slice(0, 3).find(isErrorText);
  const text = facts.blocks.join('\n').slice(0, 6000);
  const sentence = sentenceIn(text);
  const alert = facts.alerts.find((a) => isErrorText(a) || sentenceIn(a) !== null);
  const small = complete && facts.length < 300;
  const tiny = complete && facts.length < 120;
  const article = facts.prose >= 400;

  if (alert !== undefined && complete && facts.length < 80)
    return { level: 'certain', note: `弹窗提示“${short(alert)}”，此外没有内容` };
  if (crash.test(text.toLowerCase()) && !article)
    return { level: small ? 'certain' : 'likely', note: '页面是服务器的程序报错信息' };
  if (errorTitle !== undefined) {
    const note = `标题为“${short(facts.title)}”`;
    if (article && sentence === null && errorHeading === undefined) return { level: 'likely', note };
    if (errorHeading !== undefined || sentence !== null || small) return { level: 'certain', note };
    return { level: 'likely', note };
  }
  // The page has a name of its own: whatever its text quotes, it is a page.
  const ownTitle = parts.length > 0 && !emptyTitle.test(parts[0] ?? '') && !/错误|出错|error/.test(parts[0] ?? '');
  if (errorHeading !== undefined) {
    const note = `页面大标题为“${short(errorHeading)}”`;
    if (small || (sentence !== null && !article)) return { level: 'certain', note };
    return article ? none : { level: 'likely', note };
  }
  if (sentence !== null && small) {
    const note = `全文只有一句“${short(sentence)}”`;
    // The sentence must be the text, not a part of a short notice.
    const share = sentence.length / Math.max(1, facts.length);
    if (!ownTitle && (tiny || share >= 0.2)) return { level: 'certain', note };
    if (ownTitle && share >= 0.4) return { level: 'certain', note };
    if (!ownTitle || share >= 0.25) return { level: 'likely', note };
    return none;
  }
  if (complete && facts.length < 160) {
    const blocks = [...parts, ...facts.headings, ...facts.blocks].map((b) => b.toLowerCase());
    const work = blocks.find((b) => b.length <= 40 && underWork.test(b));
    if (work !== undefined) return { level: 'maintenance', note: `页面只有“${short(work)}”` };
  }
  // An error line of its own in a page without any other block of text (status 200, site frame around it).
  if (complete && !article && facts.prose < 120) {
    const line = facts.blocks.find((b) => b.length <= 60 && isErrorText(b));
    if (line !== undefined) return { level: ownTitle ? 'likely' : 'certain', note: `正文为“${short(line)}”` };
  }
  return none;
}

/** Whether any word of the page would fit an error page: used to defend a page with real content that carries a bad status. */
export function mentionsError(facts: PageFacts): boolean {
  const text = `${facts.title}\n${facts.blocks.join('\n')}`.toLowerCase();
  return (
    /40[34]|410|50[0-4]|不存在|找不到|未找到|没有找到|无法(?:找到|显示|访问|处理)|已(?:被)?删除|not\s?found|出错|错误|error|exception|异常/.test(
      text,
    ) || crash.test(text)
  );
}

/** Addresses that error pages live at. */
const errorSegment =
  /^(?:404|410|error404|404error|404page|page404|err404|notfound|not-found|not_found|pagenotfound|page-not-found|page_not_found|nopage|no-page|filenotfound|error-404|error_404|404-error|404_error|404err)$/;
const looseSegment =
  /^(?:error|errors|err|errorpage|error_page|error-page|customerror|genericerror|erropage|errpage|msg_error)$/;

/** Whether an address is that of an error page: by its last segment, `named` when it names 404 itself. */
export function errorAddress(url: string): 'named' | 'loose' | null {
  let path: string;
  try {
    path = new URL(url).pathname.toLowerCase();
  } catch {
    return null;
  }
  const segments = path.split('/').filter((s) => s !== '');
  const last = (segments.at(-1) ?? '').replace(/\.\w{1,6}$/, '');
  if (errorSegment.test(last)) return 'named';
  if (looseSegment.test(last) || looseSegment.test(segments.at(-2) ?? '')) return 'loose';
  return null;
}
