import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { AutoscaledPool, EventType } from '@crawlee/core';
import type { Log } from '#core/context.ts';
import { type FoundBrowser, type Mapping, networkSwitches, type Shot, type View } from '../browser.ts';
import { addressClass } from '../http/scope.ts';
import { openMachineLoad, pagesAtOnce } from './render-load.ts';
import { openTurns } from './render-turns.ts';
import { openSiteViews } from './render-views.ts';

/** Why a page could not be shown. `closed`: the pool was closed; `cancelled`: the caller gave up; `forbidden`: it led to a place that may not be looked at. */
export type RenderFault = 'timeout' | 'navigation' | 'crashed' | 'forbidden' | 'closed' | 'cancelled';

/** 渲染结果 — what a browser shows for an address, or why it shows nothing. */
export type Rendered =
  | {
      html: string;
      finalUrl: string;
      status: number | null;
      /** Milliseconds from the navigation to the page at rest: never less than a visitor waits for its text. */
      ms: number;
      /** The HTML was longer than the cap: what is absent may stand in the rest. */
      cut?: boolean;
    }
  | {
      /** Chinese. */
      failed: string;
      reason?: RenderFault;
    };

/** 截图 of one place of a page. */
export type Photographed =
  | {
      png: Uint8Array;
      /** JPEG, 320 pixels wide. */
      thumbnail: Uint8Array;
      /** `revealed`: what the page hides was shown for the picture. `missing`: the place was not found, so the picture shows the top of the page. */
      marked: 'shown' | 'revealed' | 'missing';
    }
  | { failed: string; reason: RenderFault };

export type RenderPoolOptions = {
  browser: FoundBrowser;
  /** Where names lead instead of asking DNS; with entries, nothing else resolves. */
  hosts: Mapping;
  /** Longest one page may take, milliseconds. */
  pageMs: number;
  /** Pages at once over all sites at most; fewer while the machine is busy. Default: what the machine bears. */
  concurrency?: number;
  /** Pages of one site at once, at most 2. */
  perSite?: number;
  /** Least milliseconds between two navigations to one site. */
  intervalMs?: number;
  /** Longest a page waits for its turn, milliseconds. Default: 20 pages' time. */
  waitMs?: number;
  /** Longest HTML handed back, characters. */
  maxCharacters?: number;
  allowPrivate?: boolean;
  userAgent?: string;
  log: Log;
};

/** 渲染池. Nothing is started before the first page is asked for; nothing throws. */
export type RenderPool = {
  render(site: { hosts: readonly string[] }, url: string, signal?: AbortSignal): Promise<Rendered>;
  /**
   * A picture of a page as it was kept, its scripts switched off, with the element `mark` (a CSS path) framed in red and in the window; style sheets and
   * pictures are those of today.
   */
  shoot(
    site: { hosts: readonly string[] },
    page: { url: string; html: string },
    mark: string,
    signal?: AbortSignal,
  ): Promise<Photographed>;
  /** Pages that wait or are under way end as `closed`. */
  close(): Promise<void>;
};

type Fault = { failed: string; reason: RenderFault };
type Job = {
  url: URL;
  /** Context it is shown in. */
  view: string;
  signal: AbortSignal | undefined;
  show(view: View, signal: AbortSignal): Promise<void>;
  fail(fault: Fault): void;
};
/** Before the hosts in the name of a context that shows pages without their scripts. */
const still = 'still ';
/** Style sheets and pictures of a page without scripts are soon there. */
const settleStillMs = 3_000;

/** Crawlee measures in seconds. */
const everySeconds = { look: 0.25, scale: 2, load: 1 };
/** The pool's clockwork stops when nothing was asked for so long. */
const restMs = 3_000;

/**
 * Of Crawlee only its autoscaling: importing `PlaywrightCrawler` (or its BrowserPool) opens an unauthenticated forward proxy on every interface of
 * the machine and sends all pages through it, which also resolves names past our table; and it knows one context a page or one a browser,
 * never one a site. Browsers, contexts and the network guard are our own.
 */
export function openRenderPool(o: RenderPoolOptions): RenderPool {
  const { log } = o;
  const concurrency = Math.max(1, Math.floor(o.concurrency ?? pagesAtOnce()));
  const allowPrivate = o.allowPrivate === true || o.hosts.size > 0;
  const allowAddress = (address: string) => allowPrivate || addressClass(address) === 'public';
  const turns = openTurns<Job>({
    perSite: Math.max(1, Math.min(2, o.perSite ?? 2)),
    intervalMs: o.intervalMs ?? 0,
  });
  const views = openSiteViews(
    { ...o.browser, args: [...o.browser.args, ...networkSwitches(o.hosts, allowPrivate)] },
    (name) => {
      const scripts = !name.startsWith(still);
      const own = new Set(name.slice(scripts ? 0 : still.length).split(' '));
      return {
        network: { allow: (url) => own.has(URL.parse(url)?.host ?? ''), allowAddress },
        // A picture shows the page as it looks, a text only what it says.
        textOnly: scripts,
        scripts,
        ...(o.userAgent === undefined ? {} : { userAgent: o.userAgent }),
      };
    },
  );
  const stopping = new AbortController();
  let works: Promise<void> | undefined;
  let pool: AutoscaledPool | undefined;
  let alarm: NodeJS.Timeout | undefined;
  let usedAt = 0;

  async function show(job: Job): Promise<void> {
    const signal = job.signal ? AbortSignal.any([job.signal, stopping.signal]) : stopping.signal;
    if (signal.aborted) return job.fail(ended(job.signal, stopping.signal));
    const inner = allowPrivate ? null : await innerAddress(job.url.hostname);
    if (inner !== null) return job.fail({ failed: `域名指向内部网络地址（${inner}），没有打开`, reason: 'forbidden' });
    const { view, release } = await views.borrow(job.view);
    try {
      await job.show(view, signal);
    } finally {
      await release();
    }
  }

  /** What a page that did not come out means. */
  function faultOf(page: Extract<Shot, { outcome: 'failed' }>, view: View, own: AbortSignal | undefined): Fault {
    if (own?.aborted === true || stopping.signal.aborted) return ended(own, stopping.signal);
    if (page.reason === 'crashed') views.giveUp(view);
    return { failed: page.detail, reason: page.reason };
  }

  async function runNext(): Promise<void> {
    const next = turns.take(performance.now());
    if (!next) return;
    try {
      await show(next.job);
    } catch (error) {
      log.warn({ err: error, url: next.job.url.href }, 'page could not be rendered');
      next.job.fail({ failed: '浏览器启动不了或没有回应', reason: 'crashed' });
    } finally {
      turns.done(next.site);
      usedAt = performance.now();
      wake();
    }
  }

  /** Looks again at once, and when the next interval is over. */
  function wake(): void {
    clearTimeout(alarm);
    if (stopping.signal.aborted) return;
    const wait = turns.wait(performance.now());
    if (wait === null) return;
    if (wait > 0) alarm = setTimeout(wake, wait + 1);
    else if (pool) void pool.notify();
    works ??= work().finally(() => {
      works = undefined;
      pool = undefined;
      wake();
    });
  }

  async function work(): Promise<void> {
    let clock: NodeJS.Timeout | undefined;
    const over = () => stopping.signal.aborted && turns.running() === 0;
    try {
      const { AutoscaledPool, Configuration, LocalEventManager, log: theirs, LogLevel } = await import('@crawlee/core');
      theirs.setLevel(LogLevel.OFF);
      // Nothing is written anywhere, and the share of memory is that of the whole machine.
      const config = new Configuration({ persistStorage: false, availableMemoryRatio: 1 });
      const events = new LocalEventManager(config);
      config.useEventManager(events);
      const load = openMachineLoad();
      clock = setInterval(() => void events.emit('systemInfo' as EventType, load()), everySeconds.load * 1000);
      pool = new AutoscaledPool(
        {
          minConcurrency: 1,
          maxConcurrency: concurrency,
          desiredConcurrency: concurrency,
          maybeRunIntervalSecs: everySeconds.look,
          autoscaleIntervalSecs: everySeconds.scale,
          scaleUpStepRatio: 0.25,
          scaleDownStepRatio: 0.25,
          loggingIntervalSecs: null,
          runTaskFunction: runNext,
          isTaskReadyFunction: async () => !stopping.signal.aborted && turns.ready(performance.now()),
          isFinishedFunction: async () =>
            over() || (turns.waiting() + turns.running() === 0 && performance.now() - usedAt > restMs),
        },
        config,
      );
      await pool.run();
    } catch (error) {
      // Its clockwork failed, not a page: what waits is told, what comes later gets a new one.
      log.error({ err: error }, 'render pool stopped');
      for (const job of turns.drain()) job.fail({ failed: '渲染程序出错，页面没有打开', reason: 'crashed' });
    } finally {
      clearInterval(clock);
    }
  }

  /** Puts a page in line; `begin` makes its job out of what ends it. */
  function enqueue<R>(
    hosts: readonly string[],
    url: string,
    signal: AbortSignal | undefined,
    begin: (site: string, end: (result: R | Fault) => void) => Pick<Job, 'view' | 'show'>,
  ): Promise<R | Fault> {
    if (stopping.signal.aborted || signal?.aborted === true) return Promise.resolve(ended(signal, stopping.signal));
    const address = URL.parse(url);
    const own = [...new Set(hosts.map((h) => h.toLowerCase()))].sort();
    if (!address || !/^https?:$/.test(address.protocol) || !own.includes(address.host))
      return Promise.resolve({ failed: '地址不在网站范围内，没有打开', reason: 'forbidden' });
    const site = own.join(' ');
    return new Promise((resolve) => {
      const end = (result: R | Fault) => {
        clearTimeout(late);
        signal?.removeEventListener('abort', stop);
        resolve(result);
      };
      const job: Job = { url: address, signal, fail: end, ...begin(site, end) };
      const late = setTimeout(
        () => {
          if (turns.drop(site, job)) end({ failed: '等待浏览器的页面太多，没有轮到', reason: 'timeout' });
        },
        o.waitMs ?? 20 * o.pageMs,
      );
      const stop = () => {
        if (turns.drop(site, job)) end(ended(signal, stopping.signal));
      };
      signal?.addEventListener('abort', stop, { once: true });
      usedAt = performance.now();
      turns.add(site, job);
      wake();
    });
  }

  return {
    render({ hosts }, url, own) {
      return enqueue<Rendered>(hosts, url, own, (site, end) => ({
        view: site,
        async show(view, signal) {
          const start = performance.now();
          const cap = o.maxCharacters === undefined ? {} : { maxCharacters: o.maxCharacters };
          const page = await view.renderPage({ url: new URL(url).href }, { totalMs: o.pageMs, ...cap, signal });
          const ms = performance.now() - start;
          if (page.outcome === 'failed') return end(faultOf(page, view, own));
          const { html, finalUrl, status, cut } = page;
          end({ html, finalUrl, status, ms, ...(cut ? { cut: true } : {}) });
        },
      }));
    },
    shoot({ hosts }, page, mark, own) {
      return enqueue<Photographed>(hosts, page.url, own, (site, end) => ({
        view: `${still}${site}`,
        async show(view, signal) {
          const limits = { totalMs: o.pageMs, settleMs: settleStillMs, signal };
          const shot = await view.screenshot({ url: page.url, html: page.html }, { ...limits, mark, thumbnail: true });
          if (shot.outcome === 'failed') return end(faultOf(shot, view, own));
          const { png, thumbnail = new Uint8Array(0), marked = 'missing' } = shot;
          end({ png, thumbnail, marked });
        },
      }));
    },
    async close() {
      stopping.abort();
      clearTimeout(alarm);
      for (const job of turns.drain()) job.fail(ended(job.signal, stopping.signal));
      if (pool) void pool.notify();
      await works;
      await views.close();
    },
  };
}

function ended(own: AbortSignal | undefined, pool: AbortSignal): Fault {
  return own?.aborted === true && !pool.aborted
    ? { failed: '检查中途停止，页面没有打开', reason: 'cancelled' }
    : { failed: '浏览器已关闭，页面没有打开', reason: 'closed' };
}

/** The first inner address a name leads to; null when it leads to none, or nowhere. */
async function innerAddress(hostname: string): Promise<string | null> {
  const bare = hostname.replace(/^\[|\]$/g, '');
  if (isIP(bare) !== 0) return addressClass(bare) === 'private' ? bare : null;
  const found = await lookup(bare, { all: true }).catch(() => []);
  return found.find(({ address }) => addressClass(address) === 'private')?.address ?? null;
}
