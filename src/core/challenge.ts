import { outlineOf, type PageOutline } from './page-text.ts';

/** One answer of a site as far as a challenge shows in it. Header names in lower case. */
export type ChallengeAnswer = {
  status?: number;
  headers: readonly (readonly [string, string])[];
  /** Body, decoded. */
  text: string;
};

/** 访问拦截 — an answer meant for robots in place of the page: who sent it and by what it is known, both Chinese. */
export type Challenge = { kind: string; sign: string };

type Seen = ChallengeAnswer & {
  status: number;
  outline: PageOutline;
  /** Names of the cookies set. */
  cookies: readonly string[];
  header(name: string): string;
};
type Rule = { kind: string; sign: string; match: (a: Seen) => boolean };

/**
 * Products that answer with a script or a check in place of the page. Their cookies also come with ordinary pages, so a
 * cookie alone is never a sign, and no rule is asked about a page that has content (see `challengeOf`).
 */
const products: readonly Rule[] = [
  {
    kind: '瑞数动态防护',
    sign: '状态 412 或 202，脚本变量 $_ts 或 Cookie FSSBBIl1UgzbN7N',
    match: (a) =>
      a.text.includes('$_ts') ||
      (a.cookies.some((c) => c.startsWith('FSSBBIl1UgzbN7N')) && /<script/i.test(a.text.slice(0, 20_000))),
  },
  {
    kind: '加速乐',
    sign: '状态 521 或 512，Cookie __jsluid 或 __jsl_clearance',
    match: (a) =>
      a.text.includes('__jsl_clearance') ||
      ((a.status === 521 || a.status === 512) && a.cookies.some((c) => c.startsWith('__jsl'))) ||
      ((a.status === 521 || a.status === 512) && /<script/i.test(a.text) && /document\.cookie/.test(a.text)),
  },
  {
    kind: '阿里云 WAF',
    sign: '脚本 acw_sc__v2 或 arg1，或阿里云拦截页',
    match: (a) =>
      /acw_sc__v[23]/.test(a.text) ||
      /\barg1\s*=\s*['"][0-9A-Fa-f]{20,64}['"]/.test(a.text) ||
      /aliyun_waf_|errors\.aliyun\.com/.test(a.text),
  },
  {
    kind: '云锁',
    sign: 'security_session_verify 或 security_session_mid_verify',
    match: (a) =>
      /security_session_mid_verify|security_verify_data|security_session_verify/.test(a.text) ||
      (a.cookies.includes('security_session_verify') && /<script/i.test(a.text) && a.outline.readable < 50),
  },
  {
    kind: 'Cloudflare',
    sign: 'Cloudflare 质询页',
    // Its 52x pages report that the site itself is down.
    match: (a) =>
      a.status < 520 &&
      (/cf[-_]chl|challenge-platform\//.test(a.text) || (a.status === 403 && a.text.includes('cf-error-details'))) &&
      /cloudflare/i.test(a.header('server') + a.text),
  },
  { kind: '中国政府采购网防护', sign: '地址 /_bot_sbu/', match: (a) => a.text.includes('/_bot_sbu/') },
  {
    kind: '网站防火墙',
    sign: '防火墙拦截页的标记',
    match: (a) =>
      /365cyd|yunaq\.com|jiasule\.com|safedog|btwaf|chaitin|safeline|wzws-waf|wangzhan\.360|edgeone\.ai|waf\.tencent/i.test(
        a.text,
      ),
  },
];

/** Sentences that only a check or a block shows. Words that ordinary pages also use (验证码, 请稍候) are not among them. */
const checks =
  /访问异常|异常访问|安全验证|人机验证|人机识别|滑动验证|拖动滑块|完成验证|访问验证|请求验证|浏览器安全检[查测验]|正在检[查测]您的浏览器|(?:访问|请求|操作)(?:过于|太)频繁|验证码.{0,8}继续访问|是否为?机器人|are you (?:a )?human|verify (?:that )?you are human|checking your browser/i;
const blocks =
  /访问(?:被|已被|遭到)?(?:拦截|阻断|拒绝)|(?:请求|访问|操作).{0,12}(?:被|已被|遭到?)(?:网站)?(?:管理员)?.{0,8}(?:拦截|阻断|阻止)|(?:网站|应用|Web ?应用)防火墙|不合法的?(?:参数|请求)|疑似(?:攻击|黑客)|存在(?:攻击|威胁|风险)|IP.{0,12}(?:封禁|封锁|限制访问|黑名单)|拦截(?:提示|原因|编号)|web application firewall|request(?:ed url)? (?:has been|was|is) (?:blocked|rejected)|(?:event|incident|support|block) ?id(?: is)?\s*[:：]/i;
/** Statuses that an ordinary site never gives to a plain GET without conditions, only what stands before it. */
const shellStatuses = new Set([412, 418, 493, 514]);

/** Text of this length with a page's structure (links), or this long without, is a page, whatever marks it also carries. */
const contentLength = 200;
const contentLinks = 5;
const longText = 1_000;

/**
 * 是否为访问拦截页. Positive evidence decides: a page with at least 200 readable characters and 5 links (or 1,000 characters) is the page itself, even
 * where a protection product's script or cookie rides along. Plain 403 and 429 without marks are the caller's question.
 */
export function challengeOf(answer: ChallengeAnswer): Challenge | null {
  const header = (name: string) => answer.headers.find(([n]) => n === name)?.[1] ?? '';
  if (/challenge/i.test(header('cf-mitigated'))) return { kind: 'Cloudflare', sign: '响应头 cf-mitigated: challenge' };

  const outline = outlineOf(answer.text);
  if (hasContent(outline)) return null;
  const seen: Seen = {
    ...answer,
    status: answer.status ?? 0,
    outline,
    header,
    cookies: answer.headers
      .filter(([n]) => n === 'set-cookie')
      .map(([, value]) => value.split('=', 1)[0]?.trim() ?? ''),
  };
  for (const rule of products) if (rule.match(seen)) return { kind: rule.kind, sign: rule.sign };

  const words = `${outline.title} ${outline.text}`;
  // A block page may explain itself at length, but with an ordinary status only a page with hardly any content is one.
  const short = outline.readable < contentLength;
  const check = short ? checks.exec(words) : null;
  if (check && !isLogin(answer.text)) return { kind: '安全验证页', sign: `页面几乎没有内容，写有“${check[0]}”` };
  const block = seen.status >= 400 || outline.readable < contentLength / 2 ? blocks.exec(words) : null;
  if (block && outline.links < contentLinks) return { kind: '防火墙拦截页', sign: `写有“${block[0]}”` };
  if (shellStatuses.has(seen.status) && short)
    return { kind: '防火墙拦截页', sign: `没有带条件的普通请求得到状态 ${seen.status}，且没有内容` };
  return null;
}

/** 有正文内容: enough text, and links or length, to be the page itself. */
export function hasContent(outline: Pick<PageOutline, 'readable' | 'links'>): boolean {
  return (outline.readable >= contentLength && outline.links >= contentLinks) || outline.readable >= longText;
}

/** A login form with its captcha is a page of the site, not a check before it. */
function isLogin(html: string): boolean {
  return /<input[^>]{0,300}type\s*=\s*["']?password/i.test(html);
}
