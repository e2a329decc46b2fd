import { challengeOf } from '#core/challenge.ts';
import type { HttpClient } from '#core/context.ts';
import type { Exchange } from '#core/evidence.ts';
import type { StoredBytes } from '../../probe.ts';
import { assetKind, controlAddress, isDeep } from './address.ts';
import { certificateReason, classifyExchange, headerOf, retryAfterMs } from './classify.ts';
import {
  type Answer,
  type Control,
  contentDespiteStatus,
  defendContent,
  judgeContent,
  readAnswer,
  readControl,
} from './content.ts';
import type { Guard } from './guard.ts';
import { backOff, type HostState } from './host.ts';
import { attemptOf, keep } from './record.ts';
import { type Suspect, suspectTarget } from './suspect-target.ts';
import type { Attempt, LinkOptions, LinkTarget, Sight } from './types.ts';

/** One target on its way through the looks. */
export type Pending = {
  target: LinkTarget;
  /** Normalised address. */
  url: string;
  sights: Sight[];
  attempts: Attempt[];
  stored: StoredBytes[];
  /** `performance.now()` before which the next look is too early, and the end of the last one. */
  dueAt: number;
  lastAt: number;
  /** Only the lenient settings got through to it at an earlier look. */
  lenient: boolean;
};

export type LookContext = {
  http: HttpClient;
  guard: Guard;
  host: (host: string) => HostState;
  options: LinkOptions;
  signal: AbortSignal;
};

/** Thrown when our own side stopped a fetch: nothing was seen. */
export class CancelledLook extends Error {
  override name = 'CancelledLook';
}

const maxRedirects = 20; // what browsers follow

/** 看一次: asks for the target as a visitor who clicks would, and judges what comes. */
export async function look(p: Pending, c: LookContext): Promise<Sight> {
  const host = c.host(hostKey(p.url));
  if (host.closed)
    return { status: 'undeterminable', reason: 'BLOCKED_RATE', next: 'done', note: '网站要求停止访问，本次不再请求' };
  const first = p.sights.length === 0;
  const seen = first ? await p.target.seen?.() : undefined;
  if (seen) {
    p.attempts.push(attemptOf(seen));
    return judge(p, c, host, seen);
  }

  const asset = assetKind(p.url) !== null;
  if (first && asset && host.learning !== null) await host.learning;
  if (first && asset && host.head === 'trusted') {
    const head = await fetch(p, c, host, { method: 'HEAD' });
    if (promisesFile(head)) {
      host.files++;
      return { status: 'ok', reason: 'OK', httpStatus: 200, next: 'done' };
    }
    const sight = await judge(p, c, host, await fetch(p, c, host, {}));
    // HEAD found fault with what GET opens: not to be believed on this host.
    if (sight.status === 'ok') host.head = 'never';
    return sight;
  }
  const whole = p.sights.some((s) => s.reason === 'SOFT_404' || s.reason === 'REDIRECT_TO_HOME');
  const got = await fetch(p, c, host, {
    ...(p.lenient ? { lenient: true } : {}),
    ...(whole ? { enoughBytes: c.options.fullBytes } : {}),
  });
  const sight = await judge(p, c, host, got);
  if (first && asset && sight.status === 'ok' && host.head === 'unknown') {
    host.learning = learnHead(p, c, host).finally(() => {
      host.learning = null;
    });
    await host.learning;
  }
  return sight;
}

/**
 * Whether an answer to HEAD is good enough to do without GET: a type that only a file has, or an unnamed one with more bytes than an error
 * page would have.
 */
function promisesFile(x: Exchange): boolean {
  if (x.outcome !== 'response' || x.status !== 200 || x.hops.length !== 1) return false;
  const type = (headerOf(x, 'content-type') ?? '').toLowerCase();
  if (type === '' || /html|^text\/plain/.test(type)) return false;
  return (
    !/octet-stream|force-download|x-download|unknown/.test(type) || Number(headerOf(x, 'content-length')) >= 20_000
  );
}

/** Judges one exchange, going on to the lenient pass, the page behind a stub and the control where they are needed. */
async function judge(p: Pending, c: LookContext, host: HostState, x: Exchange): Promise<Sight> {
  const answer = readAnswer(x);
  let sight = await judgeAnswer(p, c, host, answer);
  let shown = answer;
  if (sight.next === 'lenient') {
    const lenient = p.lenient ? null : await tryLenient(p, c, host);
    if (lenient !== null) {
      shown = lenient.answer;
      sight = opensLeniently(sight, x, lenient.sight, lenient.answer.exchange);
    } else {
      sight = opensLeniently(sight, x, null, x);
    }
  }
  const formOnly = p.target.parents.length > 0 && p.target.parents.every((parent) => parent.tag === 'form');
  // A form's address expects what the form sends; asked without it, many programs fail or refuse.
  if (formOnly && (sight.reason === 'HTTP_5XX' || sight.reason === 'HTTP_4XX' || sight.reason === 'SOFT_404'))
    sight = {
      ...sight,
      status: 'skipped',
      reason: 'URL_UNSUPPORTED',
      next: 'done',
      note: '表单提交地址，须提交后才能判断',
    };
  const suspect = sight.suspect ?? suspectBehind(p, shown);
  if (suspect !== null) sight = { ...sight, suspect };
  if (((sight.status !== 'ok' && sight.status !== 'skipped') || suspect !== null) && p.stored.length < 8) {
    const content =
      suspect !== null ||
      sight.reason === 'SOFT_404' ||
      sight.reason === 'BLOCKED_CHALLENGE' ||
      sight.reason === 'NET_EMPTY';
    p.stored.push(...keep(shown, content));
  }
  return sight;
}

async function judgeAnswer(p: Pending, c: LookContext, host: HostState, answer: Answer): Promise<Sight> {
  const x = answer.exchange;
  const challenge =
    x.outcome === 'response' && x.status !== undefined
      ? challengeOf({ status: x.status, headers: x.hops.at(-1)?.headers ?? [], text: answer.text })
      : null;
  const sight = classifyExchange(x, challenge);
  if (sight.reason === 'REDIRECT_INVALID' && sight.next === 'read') {
    const shown = (answer.facts?.length ?? answer.text.trim().length) >= 50;
    return shown ? { ...sight, status: 'caution', next: 'done' } : { ...sight, next: 'again' };
  }
  if (sight.next === 'read') return judgeRead(p, c, host, answer, sight);
  if (sight.status === 'broken' && sight.httpStatus !== undefined && contentDespiteStatus(answer)) {
    const control = await controlOf(p, c, host);
    if (defendContent(answer, control))
      return { ...sight, status: 'caution', next: 'done', note: `状态码为 ${sight.httpStatus}，但页面内容完整` };
  }
  return sight;
}

/** The content of an answer with a good status, following a stub page one step. */
async function judgeRead(p: Pending, c: LookContext, host: HostState, answer: Answer, base: Sight): Promise<Sight> {
  let x = answer.exchange;
  let seen = answer;
  let lead = base;
  const jump = stubOf(answer, p.url);
  if (jump === 'self')
    return {
      ...base,
      status: 'undeterminable',
      reason: 'BLOCKED_CHALLENGE',
      next: 'done',
      note: '页面只有一段刷新自身的脚本',
    };
  if (jump !== null && p.attempts.length < c.options.maxRequests) {
    const onward = await fetch(p, c, host, { url: jump });
    // As if the server had redirected: the link leads to where the stub leads.
    x = { ...onward, requestedUrl: p.url };
    seen = { ...readAnswer(onward), exchange: x };
    const status = x.status;
    const challenge =
      x.outcome === 'response' && status !== undefined
        ? challengeOf({ status, headers: x.hops.at(-1)?.headers ?? [], text: seen.text })
        : null;
    lead = classifyExchange(x, challenge);
    if (lead.next !== 'read') return lead.next === 'lenient' ? { ...lead, next: 'done' } : lead;
  } else if (jump !== null) {
    return {
      ...base,
      status: 'undeterminable',
      reason: 'LIMIT_REACHED',
      next: 'done',
      note: '跳转页指向的页面未能再查',
    };
  }
  const question = {
    answer: seen,
    url: p.url,
    home: p.target.home,
    tags: p.target.parents.map((parent) => parent.tag),
  };
  // Off-site hosts are asked for the control only on suspicion.
  let verdict = judgeContent({ ...question, control: p.target.external ? null : undefined });
  const doubted = verdict !== 'ask' && (verdict.reason === 'SOFT_404' || verdict.reason === 'REDIRECT_TO_HOME');
  if (verdict === 'ask' || (p.target.external && doubted))
    verdict = judgeContent({ ...question, control: await controlOf(p, c, host) });
  if (verdict === 'ask') throw new Error('content asked twice for its control');
  if (verdict.status === 'ok' && seen.kind === 'html' && isDeep(p.url)) host.deepPages++;
  if (verdict.status === 'ok' && seen.kind !== 'html' && seen.kind !== 'empty' && assetKind(p.url) !== null)
    host.files++;
  const suspect = seen === answer ? null : suspectBehind(p, seen);
  if (suspect !== null) p.stored.push(...keep(seen, true));
  return {
    ...verdict,
    ...(suspect === null ? {} : { suspect }),
    ...(lead.httpStatus === undefined ? {} : { httpStatus: lead.httpStatus }),
    ...(lead.finalUrl === undefined ? {} : { finalUrl: lead.finalUrl }),
  };
}

/** What an off-site page that came makes of itself; null: nothing to doubt, or nothing that can be read. */
function suspectBehind(p: Pending, { exchange: x, facts, text }: Answer): Suspect | null {
  if (!p.target.external || facts === null || x.outcome !== 'response') return null;
  return suspectTarget({ facts, html: text, finalUrl: x.finalUrl, home: p.target.home });
}

/** 跳转桩页: where a page without content of its own leads; `self` when it only reloads itself. */
function stubOf(answer: Answer, url: string): string | 'self' | null {
  const facts = answer.facts;
  if (facts === null || facts.jump === null || facts.length >= 200 || facts.alerts.length > 0) return null;
  const to = URL.parse(facts.jump, answer.exchange.finalUrl);
  if (!to || (to.protocol !== 'http:' && to.protocol !== 'https:')) return null;
  to.hash = '';
  if (to.href === answer.exchange.finalUrl || to.href === url) return facts.length === 0 ? 'self' : null;
  return to.href;
}

async function tryLenient(
  p: Pending,
  c: LookContext,
  host: HostState,
): Promise<{ sight: Sight; answer: Answer } | null> {
  if (p.attempts.length >= c.options.maxRequests) return null;
  const answer = readAnswer(await fetch(p, c, host, { lenient: true }));
  p.lenient = true;
  return { answer, sight: await judgeAnswer(p, c, host, answer) };
}

/** What it means that the strict settings failed, in the light of what the lenient ones got. */
function opensLeniently(strict: Sight, x: Exchange, lenient: Sight | null, y: Exchange): Sight {
  const tls = x.outcome === 'tls-failure';
  if (lenient === null || lenient.next === 'lenient')
    // Not even with old settings: national-cipher sites and firewalls that judge by handshake look the same from here.
    return { ...strict, reason: tls ? 'TLS_FAILED' : 'NET_PROTOCOL', next: 'done' };
  // The lenient settings failed in another way: the server was reached all the same, so neither failure is its absence.
  if (lenient.httpStatus === undefined && y.hops.length === 1)
    return { ...strict, reason: tls ? 'TLS_FAILED' : 'NET_PROTOCOL', next: 'done' };
  if (lenient.status !== 'ok') return lenient;
  const { next: _, ...opened } = lenient;
  const why = tls
    ? (certificateReason(x.certificate) ?? certificateReason(y.certificate) ?? 'TLS_LEGACY')
    : 'NET_PROTOCOL';
  return { ...opened, status: 'caution', reason: why, next: 'done' };
}

/** The host's answer to an address that cannot exist, asked once a family and a few times a host. */
async function controlOf(p: Pending, c: LookContext, host: HostState): Promise<Control | null> {
  const control = controlAddress(p.url, c.options.seed);
  if (control === null || host.closed) return null;
  let known = host.controls.get(control.family);
  if (known === undefined) {
    if (host.controls.size >= c.options.maxControlsPerHost) return null;
    known = ask(c, host, control.url, p.target, { enoughBytes: c.options.fullBytes }).then((x) =>
      readControl(readAnswer(x), control.kind),
    );
    host.controls.set(control.family, known);
  }
  return known;
}

/** Compares HEAD with GET on a thing that exists and on one that does not; once a host, where it pays. */
async function learnHead(p: Pending, c: LookContext, host: HostState): Promise<void> {
  if (host.head !== 'unknown' || p.target.external || host.assets < 8 || p.attempts.length >= c.options.maxRequests)
    return;
  // Whatever happens below, it is asked once.
  host.head = 'never';
  const control = controlAddress(p.url, c.options.seed);
  const missing = await controlOf(p, c, host);
  if (control === null || missing === null || (missing.status !== 404 && missing.status !== 410)) return;
  const live = await fetch(p, c, host, { method: 'HEAD' });
  if (live.outcome !== 'response' || live.status !== 200) return;
  const dead = await ask(c, host, control.url, p.target, { method: 'HEAD' });
  if (dead.outcome === 'response' && dead.status === missing.status) host.head = 'trusted';
}

type Ask = { method?: 'HEAD' | 'GET'; lenient?: boolean; enoughBytes?: number; url?: string };

/** A request on behalf of the target: counted against it. */
async function fetch(p: Pending, c: LookContext, host: HostState, a: Ask): Promise<Exchange> {
  const x = await ask(c, host, a.url ?? p.url, p.target, a);
  p.attempts.push(attemptOf(x));
  return x;
}

async function ask(c: LookContext, host: HostState, url: string, target: LinkTarget, a: Ask): Promise<Exchange> {
  const referer = refererOf(target, url);
  const x = await c.http.fetch({
    url,
    method: a.method ?? 'GET',
    ...(referer === null ? {} : { headers: { referer } }),
    limits: { totalMs: c.options.timeoutMs, maxRedirects, maxBytes: c.options.fullBytes },
    enoughBytes: a.enoughBytes ?? c.options.enoughBytes,
    ...(a.lenient === true ? { lenient: true } : {}),
    signal: c.signal,
  });
  if (x.outcome === 'cancelled') throw new CancelledLook(x.code ?? '');
  c.guard.saw(x);
  if (x.outcome === 'response') {
    const wait = retryAfterMs(x);
    if (x.status === 429 || x.status === 420 || (x.status === 503 && wait !== null)) backOff(host, wait, c.options);
    else host.limited = 0;
  }
  return x;
}

/**
 * Referer as a browser sends it (strict-origin-when-cross-origin): lists and attachments guarded against foreign links answer 404 without.
 */
function refererOf(target: LinkTarget, url: string): string | null {
  const from = URL.parse(target.parents[0]?.url ?? '');
  const to = URL.parse(url);
  if (!from || !to || !/^https?:$/.test(from.protocol)) return null;
  if (from.protocol === 'https:' && to.protocol === 'http:') return null;
  from.hash = '';
  from.username = '';
  from.password = '';
  return from.origin === to.origin ? from.href : `${from.origin}/`;
}

export const hostKey = (url: string): string => URL.parse(url)?.host ?? '';
