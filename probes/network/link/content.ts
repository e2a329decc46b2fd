import type { Exchange } from '#core/evidence.ts';
import { assetKind, hostOf, isContentAddress, isDeep, isHomeOf, isRoot, sameHost } from './address.ts';
import { headerOf, isLogin } from './classify.ts';
import { type BodyKind, bodyKind, decodeText } from './decode.ts';
import { type PageFacts, readPageFacts, samePage } from './page-facts.ts';
import { confess, errorAddress, isErrorText, mentionsError } from './soft404.ts';
import type { Sight } from './types.ts';

/** An exchange with its content read. */
export type Answer = {
  exchange: Exchange;
  kind: BodyKind;
  /** Of an HTML body. */
  facts: PageFacts | null;
  /** Decoded text of an HTML or text body; '' otherwise. */
  text: string;
};

/** 对照答复: what the host says to an address that cannot exist. */
export type Control = {
  kind: 'path' | 'query';
  status: number;
  /** Where it ended, stub pages followed by address. */
  finalUrl: string;
  requestedUrl: string;
  facts: PageFacts | null;
  /** Body seen to its end. */
  complete: boolean;
};

export function readAnswer(exchange: Exchange): Answer {
  const type = headerOf(exchange, 'content-type') ?? '';
  const kind = bodyKind(exchange.body, type);
  const text = kind === 'html' || kind === 'text' ? decodeText(exchange.body, type) : '';
  return { exchange, kind, text, facts: kind === 'html' ? readPageFacts(text) : null };
}

/** Control answer out of its exchange; null when it tells nothing (no answer, refusal, server fault). */
export function readControl(answer: Answer, kind: Control['kind']): Control | null {
  const x = answer.exchange;
  if (x.outcome !== 'response' || x.status === undefined) return null;
  if (x.status >= 500 || (x.status >= 400 && x.status !== 404 && x.status !== 410)) return null;
  const jump = answer.facts?.jump;
  const to = jump == null ? null : URL.parse(jump, x.finalUrl);
  return {
    kind,
    status: x.status,
    finalUrl: to?.href ?? x.finalUrl,
    requestedUrl: x.requestedUrl,
    facts: answer.facts,
    complete: x.bodyComplete,
  };
}

const honest = (control: Control | null): boolean =>
  control !== null && (control.status === 404 || control.status === 410);

export type ContentQuestion = {
  answer: Answer;
  /** Address the link leads to. */
  url: string;
  /** Home page of the site that holds the link. */
  home: string;
  /** Tags of the places that hold it. */
  tags: readonly string[];
  /** Undefined: not asked yet; null: asked, tells nothing. */
  control: Control | null | undefined;
};

/** `ask`: the random-path control is needed before this can be judged. */
export type ContentVerdict = Sight | 'ask';

const gone = (note: string): Sight => ({ status: 'broken', reason: 'SOFT_404', next: 'again', note });
const doubtful = (note: string): Sight => ({ status: 'caution', reason: 'SOFT_404', next: 'done', note });
const unclear = (note: string, next: 'again' | 'done' = 'done'): Sight => ({
  status: 'undeterminable',
  reason: 'SOFT_404',
  next,
  note,
});
const fine: Sight = { status: 'ok', reason: 'OK', next: 'done' };

/**
 * 内容判定 of an answer with a good status. Rows in order; each either convicts on positive evidence, doubts, or passes on. Pure.
 */
export function judgeContent(q: ContentQuestion): ContentVerdict {
  return redirected(q) ?? cutShort(q) ?? empty(q) ?? asset(q) ?? page(q) ?? data(q) ?? fine;
}

const readable = (a: Answer): boolean =>
  a.exchange.readableMs !== null || a.kind === 'binary' || (a.facts?.length ?? 0) >= 20 || a.text.trim().length >= 20;

/** The answer began well and broke off. What can be read counts; nothing at all is as bad as no answer. */
function cutShort(q: ContentQuestion): Sight | null {
  const x = q.answer.exchange;
  if (x.bodyCut === undefined || x.bodyCut === 'bytes') return null;
  const garbled = x.bodyCut === 'encoding' || (x.code ?? '').startsWith('HPE_');
  if (readable(q.answer))
    return garbled
      ? { status: 'caution', reason: 'NET_PROTOCOL', next: 'done', note: '内容编码有误，只能读出一部分' }
      : null;
  if (garbled)
    return { status: 'undeterminable', reason: 'NET_PROTOCOL', next: 'lenient', note: '内容编码有误，读不出来' };
  const reason = x.bodyCut === 'time' ? 'NET_TIMEOUT' : 'NET_RESET';
  if (x.body.length === 0)
    return { status: 'broken', reason, next: 'again', needs: 'network', note: '只收到应答头，没有收到内容' };
  return { status: 'caution', reason, next: 'done', note: '网站开始应答后内容没有传完' };
}

/** Sent somewhere else: to an error page, the home page, a sign-in. */
function redirected(q: ContentQuestion): ContentVerdict | null {
  const to = q.answer.exchange.finalUrl;
  if (to === q.url) return null;
  const error = errorAddress(to);
  if (error !== null && errorAddress(q.url) === null) {
    const note = `跳转到错误页 ${to}`.slice(0, 200);
    const says = q.answer.facts === null ? 'none' : confess(q.answer.facts, q.answer.exchange.bodyComplete).level;
    if (error === 'named' || says === 'certain' || says === 'likely') return gone(note);
    return doubtful(note);
  }
  if (isLogin(to) && !isLogin(q.url)) {
    if (q.control === undefined) return 'ask';
    const note = `跳转到登录页 ${to}`.slice(0, 200);
    // When even an address that cannot exist is sent to the sign-in, the sign-in says nothing about this one.
    if (q.control !== null && isLogin(q.control.finalUrl))
      return { status: 'undeterminable', reason: 'BLOCKED_AUTH', next: 'done', note };
    return { status: 'skipped', reason: 'BLOCKED_AUTH', next: 'done', note };
  }
  if (isDeep(q.url) && (isHomeOf(to, q.url, q.home) || isRoot(to))) return sentHome(q, to);
  return null;
}

/**
 * 深层链接跳首页. A person who clicks an article and lands on the home page does not get what the link promises, but a redirect to the home
 * page is also how sites move, detect telephones or refuse deep entry. So it is `broken` only when every doubt is gone: the address
 * promises one thing to read, it stays on its own host, an address that cannot exist is treated in the same way (it is this site's
 * way to say 404), and other deep pages of the host do open (`live-host`: deep entry is not refused as such). An off-site home page is
 * another office's doing and a move as often as a loss: `caution`.
 */
function sentHome(q: ContentQuestion, to: string): ContentVerdict {
  const note = `跳转到首页 ${to}`.slice(0, 200);
  const caution: Sight = { status: 'caution', reason: 'REDIRECT_TO_HOME', next: 'done', note };
  if (!sameHost(to, q.url) || !isContentAddress(q.url)) return caution;
  if (q.control === undefined) return 'ask';
  if (q.control === null || !isHomeOf(q.control.finalUrl, q.control.requestedUrl, q.home)) return caution;
  return { status: 'broken', reason: 'REDIRECT_TO_HOME', next: 'again', needs: 'live-host', note };
}

/** No byte came. An asset or a frame may be empty on purpose; a page that stays white is for a person to see. */
function empty(q: ContentQuestion): Sight | null {
  if (q.answer.kind !== 'empty' || !q.answer.exchange.bodyComplete) return null;
  const visited = q.tags.some((tag) => tag === 'a' || tag === 'area' || tag === 'frame');
  if (!visited || assetKind(q.url) === 'code') return fine;
  return { status: 'undeterminable', reason: 'NET_EMPTY', next: 'again', note: '应答没有任何内容，页面是空白的' };
}

/** An attachment or picture that arrives as a page. */
function asset(q: ContentQuestion): ContentVerdict | null {
  const kind = assetKind(q.url);
  const facts = q.answer.facts;
  if (kind === null || facts === null) return null;
  const says = confess(facts, q.answer.exchange.bodyComplete);
  const what = kind === 'image' ? '图片' : kind === 'file' ? '附件' : '脚本或样式文件';
  if (says.level === 'certain' || says.level === 'likely')
    return gone(`${what}地址返回的是错误页：${says.note}`.slice(0, 200));
  if (kind === 'image' && q.tags.length > 0 && q.tags.every((tag) => shownAsImage.has(tag)))
    return { ...gone('图片地址返回的是网页，图片无法显示'), needs: 'live-files' };
  if (q.control === undefined) return 'ask';
  if (q.control?.facts && same(q, q.control) && !facts.shell && facts.jump === null)
    return { ...gone(`${what}地址与不存在的地址返回同一个网页`), needs: 'live-files' };
  return doubtful(`${what}地址返回的是网页`);
}
const shownAsImage = new Set(['img', 'image', 'input', 'source', 'picture']);

const same = (q: ContentQuestion, control: Control): boolean =>
  q.answer.facts !== null &&
  control.facts !== null &&
  samePage(q.answer.facts, control.facts, !q.answer.exchange.bodyComplete);

/** A page: by its own words and by comparison with the control. */
function page(q: ContentQuestion): ContentVerdict | null {
  const facts = q.answer.facts;
  if (facts === null) return null;
  const complete = q.answer.exchange.bodyComplete;
  const says = confess(facts, complete);
  if (says.level === 'certain') return gone(says.note);
  if (says.level === 'maintenance') return doubtful(says.note);
  if (isRoot(q.url) || isHomeOf(q.url, q.url, q.home)) return says.level === 'likely' ? doubtful(says.note) : null;
  if (q.control === undefined) return 'ask';
  const control = q.control;
  if (control === null || honest(control) || control.facts === null || !same(q, control))
    return says.level === 'likely' ? doubtful(says.note) : null;
  // From here on the host answers an address that cannot exist with this very page.
  if (says.level === 'likely') {
    if (!complete) return unclear(says.note, 'again');
    return gone(`${says.note}，与不存在的地址返回同一个网页`.slice(0, 200));
  }
  return uniform(q, control, facts, complete);
}

/**
 * The same page for an invented address, and no word of an error in it. That is a lost page answered with the home page — or an application that
 * fills one shell by script, an address whose last part does not matter, or one notice for everybody. Only the first is a fault.
 */
function uniform(q: ContentQuestion, control: Control, facts: PageFacts, complete: boolean): Sight | null {
  // The number may simply not matter to the program (counters, time stamps).
  if (control.kind === 'query') return null;
  if (facts.shell || facts.length < 200)
    return unclear('与不存在的地址返回同一个页面外壳，内容由脚本填写，须用浏览器核对');
  const stranger = foreign(facts.siteDomain, q.url);
  if (stranger !== null && complete)
    return gone(`返回的是另一个网站（${stranger}）的页面，任意地址都如此`.slice(0, 200));
  if (!complete || !control.complete) return unclear('与不存在的地址返回同样的开头，内容过长未能比完', 'again');
  if (!isContentAddress(q.url)) return unclear('与不存在的地址返回同一个网页');
  return { ...gone('与不存在的地址返回同一个网页'), needs: 'live-host' };
}

/** Domain a page claims (SiteDomain) when it is not a relative of the host it came from; null otherwise. */
function foreign(claimed: string | null, url: string): string | null {
  if (claimed === null) return null;
  const name = /^(?:https?:\/\/)?([\w.-]{4,200})/i.exec(claimed.trim().toLowerCase())?.[1]?.replace(/^www\./, '');
  if (name === undefined || !/^[\w-]+(?:\.[\w-]+)+$/.test(name)) return null;
  const host = hostOf(url)
    .replace(/:\d+$/, '')
    .replace(/^www\./, '');
  const tail = (h: string): string =>
    h
      .split('.')
      .slice(/\.(?:gov|com|org|net|edu|ac)\.cn$/.test(h) ? -3 : -2)
      .join('.');
  return tail(name) === tail(host) ? null : name;
}

/** An interface that answers 200 and says 404 inside. */
function data(q: ContentQuestion): Sight | null {
  if (q.answer.kind !== 'text' || !q.answer.exchange.bodyComplete) return null;
  const text = q.answer.text.trim();
  if (text.length > 600) return null;
  if (/^\{[^{}]{0,300}"(?:code|status|errcode|error_code)"\s{0,3}:\s{0,3}"?(?:404|410)"?[^\d]/.test(text))
    return doubtful('返回的数据写明 404');
  if (text.length <= 80 && isErrorText(text)) return gone(`全文为“${text}”`);
  return null;
}

/**
 * 状态码说没有、内容却是完整网页: some servers send whole articles with 404 or 500. A person sees the page, so it is not dead. Asked only
 * for pages with much running text and no word that an error page would have.
 */
export function contentDespiteStatus(answer: Answer): boolean {
  const facts = answer.facts;
  return facts !== null && facts.title !== '' && facts.prose >= 300 && !mentionsError(facts);
}

/** The same, once the control is known: the invented address must not get the same text. */
export function defendContent(answer: Answer, control: Control | null): boolean {
  return (
    contentDespiteStatus(answer) &&
    control !== null &&
    !(
      control.facts !== null &&
      answer.facts !== null &&
      samePage(answer.facts, control.facts, !answer.exchange.bodyComplete)
    )
  );
}
