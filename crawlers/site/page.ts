import { hash } from 'node:crypto';
import { challengeOf } from '#core/challenge.ts';
import type { CrawlPage } from '#core/crawl.ts';
import type { Exchange, PageSnapshot } from '#core/evidence.ts';
import { header, snapshotOf } from '../page/snapshot.ts';
import { hostIn } from './host.ts';
import type { CrawlOptions, ReadPage } from './types.ts';

/** What asking for one page gave. `rest`: the server asks to come again later. */
export type PageAnswer = {
  kind: 'answered';
  page: Omit<CrawlPage, 'target'>;
  body: Uint8Array | null;
  read: ReadPage | null;
  snapshot: PageSnapshot | null;
  status: number | undefined;
  retryAfter: string | null;
  /** The server's own clock, as it told it. */
  served: string | null;
  rest: boolean;
  /** The same page as a browser shows it. */
  withHtml(html: string): Pick<PageAnswer, 'page' | 'body' | 'read'>;
};

/** Statuses by which a server refuses us and not the page. */
const refusals: ReadonlySet<number> = new Set([401, 403, 407, 412, 418, 420, 429, 432, 461, 511, 512, 521, 999]);

/** Asks for one page of the site and reads it; conditionally where the last crawl left its validators. Never throws for what a site does. */
export async function askPage(
  url: string,
  role: PageSnapshot['role'],
  o: CrawlOptions,
): Promise<PageAnswer | { kind: 'cancelled'; code: string }> {
  const known = o.ledger.previous?.page(url);
  const conditional = known !== undefined && known.finalUrl === undefined && !known.rendered;
  let x = await fetch(url, o, conditional ? validators(known) : {});
  let unchanged: Uint8Array | null = null;
  if (x.outcome === 'response' && x.status === 304) {
    unchanged = known === undefined ? null : (o.ledger.previous?.body(known.target) ?? null);
    if (unchanged === null) x = await fetch(url, o, {});
  }
  if (x.outcome === 'cancelled') return { kind: 'cancelled', code: x.code ?? '' };
  if (unchanged !== null && known !== undefined) {
    const type = known.contentType === undefined ? [] : [['content-type', known.contentType] as const];
    const last = x.hops.at(-1);
    const hops = last ? [...x.hops.slice(0, -1), { ...last, status: 200, headers: type }] : x.hops;
    x = { ...x, status: 200, body: unchanged, bodyComplete: true, hops };
  }
  return answerOf(url, role, x, o, unchanged === null ? undefined : known);
}

async function fetch(url: string, o: CrawlOptions, headers: Readonly<Record<string, string>>): Promise<Exchange> {
  const request = {
    url,
    headers,
    limits: { totalMs: o.pageMs, maxBytes: o.maxPageBytes },
    ...(o.signal ? { signal: o.signal } : {}),
  };
  const x = await o.http.fetch(request);
  // What only the settings browsers have dropped can open is still a page that visitors see.
  return x.outcome === 'tls-failure' || x.outcome === 'protocol-error'
    ? o.http.fetch({ ...request, lenient: true })
    : x;
}

function validators(page: CrawlPage | undefined): Record<string, string> {
  return {
    ...(page?.etag === undefined ? {} : { 'if-none-match': page.etag }),
    ...(page?.lastModified === undefined ? {} : { 'if-modified-since': page.lastModified }),
  };
}

function answerOf(
  url: string,
  role: PageSnapshot['role'],
  x: Exchange,
  o: CrawlOptions,
  unchanged: CrawlPage | undefined,
): PageAnswer {
  const last = x.hops.at(-1);
  const type = header(last, 'content-type');
  const retryAfter = header(last, 'retry-after');
  const status = x.outcome === 'response' ? x.status : undefined;
  const base: Omit<CrawlPage, 'target' | 'result'> = {
    at: x.startedAt,
    bytes: unchanged ? 0 : x.body.byteLength,
    occurrences: 0,
    ...(status === undefined ? {} : { status }),
    ...(x.finalUrl === url ? {} : { finalUrl: x.finalUrl }),
    ...(type === null ? {} : { contentType: type.slice(0, 200) }),
  };
  const finish = (
    page: Omit<CrawlPage, 'target'>,
    read: ReadPage | null,
    body: Uint8Array | null,
    shown: PageSnapshot | null = null,
  ): PageAnswer => ({
    kind: 'answered',
    page,
    body,
    read,
    snapshot: shown,
    status,
    retryAfter,
    served: header(last, 'date'),
    rest: status === 429 || (status === 503 && retryAfter !== null),
    withHtml(html) {
      const bytes = new TextEncoder().encode(html);
      const hops = last ? [{ ...last, headers: [['content-type', 'text/html; charset=utf-8']] as const }] : [];
      const shown = snapshot({ ...x, body: bytes, bodyComplete: true, hops }, role, true);
      if ('notPage' in shown) return { page: { ...page, unjudged: shown.notPage }, body, read: null };
      const again = o.read(shown, x);
      const unjudged = again.shell === null ? {} : { unjudged: '在浏览器里打开后仍没有内容' };
      return {
        page: {
          ...page,
          ...unjudged,
          rendered: true,
          sha256: shown.sha256,
          contentType: 'text/html; charset=utf-8',
          occurrences: again.occurrences,
        },
        body: bytes,
        read: again,
      };
    },
  });
  /** Whether it opens is for the link check to say: this answer is its first look. */
  const doubted = () => {
    const { body: _, ...exchange } = x;
    return { doubt: true as const, exchange };
  };

  if (status === undefined) return finish({ ...base, result: 'failed', ...doubted() }, null, null);
  if (refusals.has(status)) return finish({ ...base, result: 'blocked', ...doubted() }, null, x.body);
  if (status >= 400) return finish({ ...base, result: 'failed', ...doubted() }, null, x.body);
  const inside = x.finalUrl === url || o.hosts.includes(hostIn(x.finalUrl));
  if (!inside) return finish({ ...base, result: 'outside', ...doubted() }, null, x.body);
  const page = snapshot(x, role, false);
  if ('notPage' in page) {
    const plain = /^(?:text\/|application\/(?:json|xml|javascript))/i.test(type ?? 'text/') || x.body.length === 0;
    return finish({ ...base, result: 'file', ...(plain ? doubted() : {}) }, null, plain ? x.body : null);
  }
  const read = o.read(page, x);
  if (read.doubt) {
    const challenge = challengeOf({ status, headers: last?.headers ?? [], text: page.html });
    if (challenge) return finish({ ...base, result: 'blocked', ...doubted() }, null, x.body);
  }
  const etag = header(last, 'etag') ?? unchanged?.etag;
  const lastModified = header(last, 'last-modified') ?? unchanged?.lastModified;
  const found: Omit<CrawlPage, 'target'> = {
    ...base,
    result: 'page',
    sha256: page.sha256,
    occurrences: read.occurrences,
    ...(etag === undefined || etag.length > 500 ? {} : { etag }),
    ...(lastModified === undefined || lastModified.length > 100 ? {} : { lastModified }),
    ...(unchanged ? { unchanged: true as const } : {}),
    ...(page.cut === undefined ? {} : { unjudged: page.cut }),
    ...(read.doubt ? doubted() : {}),
    ...(read.clues ? { clues: true as const } : {}),
  };
  return finish(found, read, x.body, page);
}

function snapshot(exchange: Exchange, role: PageSnapshot['role'], rendered: boolean) {
  return snapshotOf({ exchange, role, sha256: hash('sha256', exchange.body, 'hex'), rendered });
}
