import { setTimeout as sleep } from 'node:timers/promises';
import type { CrawlPage } from '#core/crawl.ts';
import type { CrawlLimit } from '#core/observation.ts';
import { openBackoff } from './backoff.ts';
import { openBook } from './book.ts';
import { openFrontier } from './frontier.ts';
import { hostIn } from './host.ts';
import { askPage, type PageAnswer } from './page.ts';
import { openRobots } from './robots-of-hosts.ts';
import { readSitemaps } from './sitemaps-of-site.ts';
import type { CrawlEnd, CrawlOptions, FoundTarget } from './types.ts';

export type { CrawlCaps, CrawlEnd, CrawlOptions, FoundTarget, ReadPage } from './types.ts';

/** A page that asked for rest is asked for again this many times. */
const maxRests = 2;
/** Longest rest that a server may ask of a crawl. */
const maxWaitMs = 120_000;
/** Behind everything that `priorityOf` gives. */
const lastPriority = 10_000;
/** Pages with the very same bytes under different addresses beyond which their links lead nowhere new. */
const maxTwins = 3;

/**
 * 全站抓取: breadth-first within the hosts of the site, from the home page, the sitemaps and the navigation outwards. Every page is asked for
 * once, read once, and written to the ledger before its links are followed; a ledger that was begun earlier is gone on with.
 *
 * Refusals, errors and challenges are results. What was left unread is told, with the reason: a capped or blocked crawl is never whole.
 */
export async function crawlSite(o: CrawlOptions): Promise<CrawlEnd> {
  const { ledger } = o;
  const started = performance.now();
  const backoff = openBackoff({ maxWaitMs });
  const frontier = openFrontier();
  const book = openBook({ ledger, hosts: o.hosts, home: o.home, caps: o.caps, frontier });
  const robots = openRobots(o);
  const left = new Map<CrawlLimit, { left: number; note: string }>();
  const rests = new Map<number, number>();
  const twins = new Map<string, number>();
  const spacing = new Map<string, number>();
  let bytes = 0;
  let rendered = 0;
  let done = 0;
  let halted: CrawlLimit | null = null;

  for (const page of ledger.pages.values()) {
    bytes += page.bytes;
    if (page.rendered) rendered += 1;
    if (page.result === 'page') done += 1;
    if (page.sha256 !== undefined) twins.set(page.sha256, (twins.get(page.sha256) ?? 0) + 1);
  }
  const tell = (limit: CrawlLimit, n: number, note: string) => {
    const known = left.get(limit);
    left.set(limit, { left: (known?.left ?? 0) + n, note: known?.note ?? note });
  };
  const stopped = () => o.signal?.aborted === true || halted !== null;

  const record = (page: CrawlPage, read: { body?: Uint8Array; answer?: PageAnswer } = {}) => {
    const twin = page.sha256 === undefined ? 0 : (twins.get(page.sha256) ?? 0);
    if (page.sha256 !== undefined) twins.set(page.sha256, twin + 1);
    const found = read.answer?.read;
    const met = found ? book.meet(found.targets, page.target, twin < maxTwins) : { links: [], added: [] };
    const jump = found?.jump == null ? undefined : book.number(found.jump);
    ledger.add({
      targets: met.added,
      page: { ...page, ...(jump === undefined ? {} : { jump }) },
      links: met.links,
      ...(read.body === undefined ? {} : { body: read.body }),
    });
    book.queue(met.added);
    bytes += page.bytes;
    if (page.result === 'page') done += 1;
    o.onPage?.(done, done + frontier.size());
  };

  const visit = async (target: number): Promise<void> => {
    const url = ledger.targets[target]?.url ?? '';
    const host = hostIn(url);
    const rules = await robots.of(url);
    if (!rules.allowed(url)) {
      tell('robots', 1, rules.note);
      return;
    }
    // The delay that robots.txt asks for, beside the client's own interval.
    if (rules.delayMs !== null) spacing.set(host, performance.now() + rules.delayMs);
    const answer = await askPage(url, ledger.targets[target]?.depth === 0 ? 'home' : 'other', o);
    if (answer.kind === 'cancelled') {
      // Our own side gave up: not a result, and with a reason of our machine not worth going on.
      if (o.signal?.aborted !== true) tell('time', 1, `本机资源不足（${answer.code}），有的页面没有读到`);
      return;
    }
    const now = performance.now();
    backoff.answered(host, {
      status: answer.status,
      retryAfter: answer.retryAfter,
      served: answer.served,
      now,
    });
    if (answer.rest && (rests.get(target) ?? 0) < maxRests && backoff.closed(host) === null) {
      rests.set(target, (rests.get(target) ?? 0) + 1);
      frontier.push(target, host, ledger.targets[target]?.priority ?? 0);
      return;
    }
    if (unseen(answer.page) && !rests.has(target) && backoff.closed(host) === null) {
      // Once more when the others are through: what stands on a page that only stumbled is not to be missed.
      rests.set(target, 1);
      frontier.push(target, host, lastPriority);
      return;
    }
    let { page, body, read } = answer;
    const more = read?.lists === true && answer.snapshot !== null ? await o.more?.(answer.snapshot) : null;
    if (read && more) {
      const known = new Set(read.targets.map((t) => t.url));
      const targets = [...read.targets, ...more.links.filter((t) => !known.has(t.url))];
      const { shell } = read;
      read = {
        ...read,
        targets,
        occurrences: read.occurrences + targets.length - known.size,
        shell: more.whole ? null : shell,
      };
      begin(more.pages);
    }
    if (read?.shell != null) {
      const shown = o.render !== null && rendered < o.maxRendered ? await o.render(page.finalUrl ?? url) : null;
      if (shown !== null && 'html' in shown) {
        rendered += 1;
        ({ page, body, read } = answer.withHtml(shown.html));
      } else {
        page = { ...page, unjudged: shown === null ? read.shell : `${read.shell}；${shown.failed}` };
        tell('browser', 1, '有的页面内容由脚本生成，没有用浏览器打开，看不到其中的链接');
      }
    }
    record({ ...page, target }, { ...(body ? { body } : {}), answer: { ...answer, page, read } });
    const closed = backoff.closed(host);
    if (closed !== null) tell('blocked', frontier.drop(host), closed);
  };

  /** Pages that are read though no page links to them. */
  const begin = (found: readonly FoundTarget[]) => {
    const met = book.meet(found, null, true);
    if (met.added.length > 0) ledger.add({ targets: met.added });
    book.queue(met.added);
  };

  book.begin();
  if (!ledger.notes.has('seeds')) {
    begin(o.seeds.map(seed));
    ledger.note('seeds', o.seeds.length);
  }
  if (!ledger.notes.has('sitemaps') && o.caps.pages > 1) {
    const found = await readSitemaps(await robots.sitemaps(), o);
    begin(found.targets);
    ledger.note('sitemaps', found.read);
  }

  let active = 0;
  let wake: () => void = () => {};
  const worker = async (): Promise<void> => {
    for (;;) {
      if (stopped()) return;
      const over = capOf(o, { pages: done + active, bytes, ms: performance.now() - started });
      if (over !== null) {
        // Others may still be under way; a page that fails makes room for another.
        if (over === 'pages' && active > 0 && done < o.caps.pages) {
          await new Promise<void>((resolve) => {
            const before = wake;
            wake = () => {
              before();
              resolve();
            };
          });
          continue;
        }
        halted = over;
        return;
      }
      const next = frontier.take((host) => Math.max(backoff.readyAt(host), spacing.get(host) ?? 0), performance.now());
      if (next === null || 'waitMs' in next) {
        if (next === null && active === 0) return;
        const woken = new Promise<void>((resolve) => {
          const before = wake;
          wake = () => {
            before();
            resolve();
          };
        });
        await (next === null ? woken : Promise.race([woken, sleep(Math.min(next.waitMs, 1_000))]));
        continue;
      }
      active += 1;
      try {
        await visit(next.target);
      } finally {
        active -= 1;
        const waiting = wake;
        wake = () => {};
        waiting();
      }
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, o.concurrency) }, worker));

  const cancelled = o.signal?.aborted === true;
  if (halted !== null && frontier.size() > 0) tell(halted, frontier.size(), capNotes[halted]?.(o.caps) ?? '');
  const lost = [...ledger.pages.values()].filter((p) => unseen(p) || (p.target === 0 && p.result === 'failed'));
  if (lost.length > 0) {
    const home = lost.some((p) => p.target === 0);
    tell('failed', lost.length, home ? '首页打不开，看不到网站上的链接' : '有的页面超时或出错，看不到上面的链接');
  }
  const plans = book.plans();
  if (plans.depth > 0) tell('depth', plans.depth, `离首页超过 ${o.caps.depth} 次点击的页面没有读`);
  if (plans.trap > 0) tell('traps', plans.trap, '程序认为会无穷无尽的地址（日历、重复路径、没完没了的参数）没有读');
  if (book.full()) tell('pages', 0, `已知地址超过 ${o.caps.targets} 个，其余没有记下`);
  return {
    limits: [...left].map(([limit, rest]) => ({ limit, ...rest })),
    robots: await robots.state(),
    sitemaps: (ledger.notes.get('sitemaps') as string[] | undefined) ?? [],
    cancelled,
    allowed: (url) => robots.known(url),
  };
}

/** A page that may be there all the same: what it links to was not seen. One that is gone (404) links to nothing. */
const unseen = (page: Pick<CrawlPage, 'result' | 'status'>): boolean =>
  page.result === 'failed' && (page.status === undefined || page.status >= 500);

function capOf(o: CrawlOptions, now: { pages: number; bytes: number; ms: number }): 'pages' | 'bytes' | 'time' | null {
  if (now.pages >= o.caps.pages) return 'pages';
  if (now.bytes >= o.caps.bytes) return 'bytes';
  return now.ms >= o.caps.ms ? 'time' : null;
}

const seed = (url: string): FoundTarget => ({ url, kind: 'page', follow: true, place: 'list', problem: false });

const capNotes: Record<string, (caps: CrawlOptions['caps']) => string> = {
  pages: (caps) => `达到 ${caps.pages} 个页面的上限，其余没有读`,
  bytes: (caps) => `达到 ${Math.round(caps.bytes / 1_000_000)} MB 的上限，其余没有读`,
  time: (caps) => `达到 ${Math.round(caps.ms / 60_000)} 分钟的上限，其余没有读`,
};
