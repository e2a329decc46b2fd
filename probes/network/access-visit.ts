import { challengeOf, hasContent } from '#core/challenge.ts';
import type { HttpClient } from '#core/context.ts';
import type { Exchange } from '#core/evidence.ts';
import type { ObservationValue, UnobservedReason } from '#core/observation.ts';
import { outlineOf } from '#core/page-text.ts';
import { documentOf } from './access-document.ts';
import { contentType, textOf } from './access-text.ts';

type Access = ObservationValue<'site.access'>;

/** How one visit ended. */
export type Ending =
  | { kind: 'opened'; openedMs: number }
  | {
      kind: 'failed';
      outcome: Exclude<Access['outcome'], 'opened'>;
      stage?: Access['stage'];
      code?: string;
      /** Another, more forgiving reader might open it. */
      secondOpinion: boolean;
    }
  | { kind: 'unseen'; reason: UnobservedReason; detail: string };

/** 一次访问: the fetches it took, in order, and how it ended. */
export type Visit = {
  ending: Ending;
  exchanges: readonly Exchange[];
  /** The exchange of the main document, or of the failure. */
  main: Exchange;
  notes: readonly string[];
  spentMs: number;
};

/** Hops of meta refresh, script redirect or frames after each other. */
const deepest = 4;

type State = {
  http: HttpClient;
  watchMs: number;
  lenient: boolean;
  signal: AbortSignal | undefined;
  exchanges: Exchange[];
  notes: string[];
  cookies: Map<string, Map<string, string>>;
  seen: Set<string>;
};
type Step = { ending: Ending; main: Exchange };

/** One attempt to open a home page within `watchMs`, following what a browser follows, all on one clock. */
export async function visit(
  http: HttpClient,
  target: { url: string; watchMs: number; signal?: AbortSignal },
  lenient: boolean,
): Promise<Visit> {
  const state: State = {
    http,
    watchMs: target.watchMs,
    lenient,
    signal: target.signal,
    exchanges: [],
    notes: [],
    cookies: new Map(),
    seen: new Set(),
  };
  const { ending, main } = await open(state, target.url, 0, 0);
  const spentMs = Math.min(
    target.watchMs,
    ending.kind === 'opened' ? Math.max(ending.openedMs, main.totalMs) : totalOf(state.exchanges),
  );
  return { ending, main, exchanges: state.exchanges, notes: [...new Set(state.notes)], spentMs };
}

const totalOf = (list: readonly Exchange[]) => list.reduce((sum, e) => sum + e.totalMs, 0);

/** Fetch one address, `spentMs` after the visit began, and whatever it leads on to. */
async function open(s: State, url: string, spentMs: number, depth: number): Promise<Step> {
  s.seen.add(bare(url));
  const main = await fetchOne(s, url, spentMs);
  if (main.outcome !== 'response') return { main, ending: failureOf(main) };
  s.seen.add(bare(main.finalUrl));

  const status = main.status ?? 0;
  const html = textOf(main);
  const challenge = challengeOf({ status, headers: main.hops.at(-1)?.headers ?? [], text: html });
  if (challenge)
    return unseen(
      main,
      'blocked',
      `${challenge.kind}返回了拦截页（${challenge.sign}），看不到首页，请网站方把监测地址加入白名单`,
    );
  const refusal = refused(status, html);
  if (refusal) return unseen(main, refusal.reason, refusal.detail);
  if (status >= 400) return { main, ending: { kind: 'failed', outcome: 'http-error', secondOpinion: false } };

  if (main.readableMs === null && main.body.length > 0 && shownWithoutText(contentType(main))) {
    if (!main.bodyComplete && main.bodyCut !== 'bytes') return { main, ending: bodyFailure(main) };
    s.notes.push(`首页不是网页，而是 ${contentType(main).split(';', 1)[0]} 文件`);
    return opened(main, spentMs + main.totalMs);
  }
  const document = main.body.length === 0 ? ({ kind: 'blank' } as const) : documentOf(html, main.finalUrl);
  const after = spentMs + main.totalMs;
  if (depth >= deepest && document.kind !== 'page')
    return { main, ending: { kind: 'failed', outcome: 'redirect-limit', secondOpinion: false } };
  switch (document.kind) {
    case 'page':
      return page(s, main, spentMs);
    case 'refresh': {
      // Counted, not waited for. A page that still has text when the time is up was open by itself.
      const begin = after + document.delayMs;
      if (begin >= s.watchMs && main.readableMs !== null) return page(s, main, spentMs);
      s.notes.push(`首页用 meta refresh 跳转到 ${document.url}`);
      return follow(s, main, document.url, begin, depth);
    }
    case 'script-redirect': {
      s.notes.push(`首页用脚本跳转到 ${document.urls.join('、')}`);
      const last = document.urls.at(-1) ?? '';
      const step = await follow(s, main, last, after, depth);
      // Several targets mean a condition (phone or desktop) that only a browser can decide.
      if (document.urls.length > 1 && step.ending.kind === 'failed')
        return unseen(step.main, 'needs-browser', '首页用脚本按条件跳转到多个地址，最后一个打不开，要用浏览器才能判断');
      return step;
    }
    case 'frames':
      return frames(s, main, document.urls, after, depth);
    case 'images':
      return images(s, main, document.urls, after);
    case 'script-shell':
      return main.bodyComplete
        ? unseen(main, 'needs-browser', '首页的内容全部由脚本生成，没有浏览器看不出是否打开')
        : { main, ending: bodyFailure(main) };
    case 'blank':
      // What the scanner read as text before the cut outranks an outline that found none.
      if (main.readableMs !== null) return page(s, main, spentMs);
      return {
        main,
        ending:
          main.bodyComplete || main.bodyCut === 'bytes'
            ? { kind: 'failed', outcome: 'empty', secondOpinion: false }
            : bodyFailure(main),
      };
  }
}

function page(s: State, main: Exchange, spentMs: number): Step {
  if (main.bodyCut === 'time') s.notes.push('首页已显示文字，但正文在监测时间内没有传完');
  else if (main.bodyCut === 'reset') s.notes.push('首页已显示文字，但连接在正文传完之前断开');
  else if (main.bodyCut === 'encoding') s.notes.push('首页已显示文字，但正文后半部分传输格式有误');
  return opened(main, spentMs + (main.readableMs ?? main.totalMs));
}

/** Frames load side by side; the page shows something as soon as one of them does. */
async function frames(s: State, main: Exchange, urls: readonly string[], after: number, depth: number): Promise<Step> {
  s.notes.push('首页由框架组成，内容在框架页面里');
  const steps = await Promise.all(urls.map((url) => follow(s, main, url, after, depth)));
  const shown = steps.flatMap((step) =>
    step.ending.kind === 'opened' ? [{ main: step.main, ending: step.ending }] : [],
  );
  shown.sort((a, b) => a.ending.openedMs - b.ending.openedMs);
  const [first] = shown;
  if (!first)
    return steps.find((step) => step.ending.kind === 'unseen') ?? steps[0] ?? { main, ending: failureOf(main) };
  if (shown.length < steps.length) s.notes.push(`首页有 ${steps.length - shown.length} 个框架没有打开`);
  return first;
}

/** A page of images alone is open once one of them has come; whether it can be read is another question. */
async function images(s: State, main: Exchange, urls: readonly string[], after: number): Promise<Step> {
  const got = await Promise.all(urls.slice(0, 3).map((url) => fetchOne(s, url, after)));
  const times = got
    .filter((e) => e.outcome === 'response' && (e.status ?? 0) < 400 && e.body.length > 0)
    .map((e) => e.totalMs);
  if (times.length === 0) return { main, ending: { kind: 'failed', outcome: 'empty', secondOpinion: false } };
  s.notes.push('首页只有图片，没有文字');
  return opened(main, after + Math.min(...times));
}

function follow(s: State, main: Exchange, url: string, spentMs: number, depth: number): Promise<Step> {
  if (s.seen.has(bare(url)))
    return Promise.resolve({ main, ending: { kind: 'failed', outcome: 'redirect-loop', secondOpinion: false } });
  if (spentMs >= s.watchMs)
    return Promise.resolve({
      main,
      ending: { kind: 'failed', outcome: 'timeout', stage: 'headers', secondOpinion: false },
    });
  return open(s, url, spentMs, depth + 1);
}

async function fetchOne(s: State, url: string, spentMs: number): Promise<Exchange> {
  const host = URL.parse(url)?.hostname ?? '';
  const cookie = [...(s.cookies.get(host) ?? [])].map(([name, value]) => `${name}=${value}`).join('; ');
  const exchange = await s.http.fetch({
    url,
    unpaced: true,
    lenient: s.lenient,
    limits: { totalMs: Math.max(1, s.watchMs - spentMs) },
    ...(cookie === '' ? {} : { headers: { cookie } }),
    ...(s.signal === undefined ? {} : { signal: s.signal }),
  });
  s.exchanges.push(exchange);
  for (const hop of exchange.hops) {
    const to = URL.parse(hop.url)?.hostname ?? '';
    for (const [name, value] of hop.headers) {
      const m =
        name === 'set-cookie'
          ? /^\s*([\x21-\x3a\x3c\x3e-\x7e]{1,100})=([\x21-\x3a\x3c-\x7e]{0,2000})/.exec(value)
          : null;
      if (!m) continue;
      const jar = s.cookies.get(to) ?? new Map<string, string>();
      if (jar.size < 50) jar.set(m[1] ?? '', m[2] ?? '');
      s.cookies.set(to, jar);
    }
  }
  return exchange;
}

function opened(main: Exchange, openedMs: number): Step {
  return { main, ending: { kind: 'opened', openedMs } };
}

function unseen(main: Exchange, reason: UnobservedReason, detail: string): Step {
  return { main, ending: { kind: 'unseen', reason, detail } };
}

/**
 * Statuses that tell about us rather than about the site. 403 and 429 without content are how firewalls turn away an address
 * range, so they say nothing about what visitors see; a 403 with a page of content, and 401, are the site's own word to everyone.
 */
function refused(status: number, html: string): { reason: UnobservedReason; detail: string } | null {
  if (status === 407 || status === 511)
    return { reason: 'local-network', detail: `本地网络要求认证（状态 ${status}），没有连到网站` };
  if (status === 429) return { reason: 'blocked', detail: '网站以访问过于频繁为由拒绝监测（状态 429）' };
  if (status === 403 && !hasContent(outlineOf(html)))
    return { reason: 'blocked', detail: '网站拒绝监测地址访问（状态 403），普通访问者看到什么无从得知' };
  return null;
}

function failureOf(e: Exchange): Ending {
  const rest = {
    ...(e.stage === undefined ? {} : { stage: e.stage }),
    ...(e.code === undefined ? {} : { code: e.code }),
  };
  switch (e.outcome) {
    case 'out-of-scope':
      return {
        kind: 'unseen',
        reason: 'not-collected',
        detail:
          e.code === 'PRIVATE_ADDRESS'
            ? `${e.hops.at(-1)?.url ?? e.requestedUrl} 解析到内网地址 ${e.hops.at(-1)?.address ?? ''}，按安全规则没有访问`
            : `${e.requestedUrl} 不是可以访问的网址`,
      };
    case 'cancelled':
      return e.code === undefined
        ? { kind: 'unseen', reason: 'cancelled', detail: '监测被取消' }
        : { kind: 'unseen', reason: 'overload', detail: `本机资源不足（${e.code}），没有完成访问` };
    case 'response':
      return bodyFailure(e);
    default:
      return {
        kind: 'failed',
        outcome: e.outcome,
        ...rest,
        // A plain reset could come right on a second try, but that would be a retry; these two depend on the reader.
        secondOpinion: e.outcome === 'protocol-error' || e.outcome === 'tls-failure',
      };
  }
}

/** A header came, but the body was cut before anything could be read. */
function bodyFailure(e: Exchange): Ending {
  const outcome = e.bodyCut === 'time' ? 'timeout' : e.bodyCut === 'encoding' ? 'protocol-error' : 'reset';
  return {
    kind: 'failed',
    outcome,
    stage: 'body',
    ...(e.code === undefined ? {} : { code: e.code }),
    secondOpinion: outcome === 'protocol-error',
  };
}

function shownWithoutText(type: string): boolean {
  return /^\s*(?:image\/|video\/|application\/pdf)/i.test(type);
}

const bare = (url: string) => url.split('#', 1)[0] ?? url;
