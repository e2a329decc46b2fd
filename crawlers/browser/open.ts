import type { Browser, BrowserContext, Page, Route } from 'playwright';
import { DeadlineError, within } from './deadline.ts';
import type { FoundBrowser } from './find.ts';

export type OpenOptions = {
  /**
   * `loopback`: nothing but this machine and files can be reached, name resolution included. `allow`: the scope guard,
   * asked for every request a page makes.
   */
  network: 'loopback' | { allow(url: string): boolean };
  viewport?: { width: number; height: number };
  userAgent?: string;
  /** Scripts of pages run. Off for showing our own reports. */
  scripts?: boolean;
  launchMs?: number;
};

export type RenderLimits = {
  /** Whole call, milliseconds. */
  totalMs?: number;
  /** Longest wait, after the document stands, for what its scripts still load. */
  settleMs?: number;
  /** Longest HTML handed back, characters. */
  maxCharacters?: number;
};

/** What a page became in a browser. */
export type RenderedPage =
  | {
      outcome: 'rendered';
      finalUrl: string;
      /** Status of the main document; null for text set directly and for files. */
      status: number | null;
      title: string;
      html: string;
      /** The HTML was longer than the cap. */
      cut: boolean;
      /** Loading had come to rest before the time was up. */
      settled: boolean;
      /** Requests that the network rule refused. */
      refused: readonly string[];
    }
  | { outcome: 'failed'; reason: 'timeout' | 'navigation' | 'crashed'; detail: string };

export type Source = { url: string } | { html: string };

export type ShotOptions = RenderLimits & {
  /** The whole page up to 16,000 pixels, not only the window. */
  fullPage?: boolean;
  /** CSS path of an element to frame in red and scroll to. */
  mark?: string;
  /** As printed on paper. */
  print?: boolean;
};
export type Shot = { outcome: 'taken'; png: Uint8Array } | Extract<RenderedPage, { outcome: 'failed' }>;
export type Print = { outcome: 'printed'; pdf: Uint8Array } | Extract<RenderedPage, { outcome: 'failed' }>;

/** 浏览器: one process, one context; every call ends within its time and none throws for what a page does. */
export type OpenBrowser = {
  version: string;
  from: string;
  /** False: pages run without the system's sandbox (root, or a kernel that refuses it). */
  sandboxed: boolean;
  renderPage(source: Source, limits?: RenderLimits): Promise<RenderedPage>;
  screenshot(source: Source, options?: ShotOptions): Promise<Shot>;
  printPdf(source: Source, limits?: RenderLimits): Promise<Print>;
  close(): Promise<void>;
};

const TOTAL_MS = 30_000;
const SETTLE_MS = 3_000;
const MAX_CHARACTERS = 10_000_000;
const MAX_HEIGHT = 16_000;
const MAX_WIDTH = 4_000;
const CLOSE_MS = 5_000;
const REFUSED_KEPT = 50;

const local = /^(?:https?|wss?):\/\/(?:127\.0\.0\.1|\[::1\]|localhost)(?::\d+)?(?:[/?#]|$)/i;
const inert = /^(?:data|about|blob):/i;

function mayLoad(url: string, network: OpenOptions['network'], fromFile: boolean): boolean {
  if (inert.test(url)) return true;
  if (/^file:/i.test(url)) return fromFile;
  return network === 'loopback' ? local.test(url) : network.allow(url);
}

function failure(error: unknown): Extract<RenderedPage, { outcome: 'failed' }> {
  const name = error instanceof Error ? error.name : '';
  if (error instanceof DeadlineError || name === 'TimeoutError')
    return { outcome: 'failed', reason: 'timeout', detail: '浏览器在限定时间内没有打开这个页面' };
  const text = error instanceof Error ? error.message : String(error);
  if (/crash|closed|disconnected/i.test(text))
    return { outcome: 'failed', reason: 'crashed', detail: '浏览器或页面进程崩溃' };
  const code = /net::ERR_[A-Z_]+/.exec(text)?.[0];
  return {
    outcome: 'failed',
    reason: 'navigation',
    detail: `浏览器打不开这个页面${code === undefined ? '' : `（${code}）`}`,
  };
}

/** A busy machine sometimes fails to capture a frame that stands: asked once more, since the fault is ours and not the page's. */
async function capture(page: Page, fullPage: boolean): Promise<Uint8Array> {
  const shot = () => page.screenshot({ fullPage, animations: 'disabled' });
  try {
    return await shot();
  } catch (error) {
    if (error instanceof Error && error.name === 'TimeoutError') throw error;
    await page.waitForTimeout(250);
    return shot();
  }
}

async function launch(found: FoundBrowser, options: OpenOptions): Promise<{ browser: Browser; sandboxed: boolean }> {
  const { chromium } = await import('playwright');
  const timeout = options.launchMs ?? 30_000;
  const rules = 'MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE [::1], EXCLUDE localhost';
  const start = (sandbox: boolean) =>
    chromium.launch({
      executablePath: found.executablePath,
      headless: true,
      chromiumSandbox: sandbox,
      args: [...found.args, ...(options.network === 'loopback' ? [`--host-resolver-rules=${rules}`] : [])],
      env: { ...process.env, ...found.env } as Record<string, string>,
      timeout,
      // The program has its own way of stopping.
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
    });
  const root = process.getuid?.() === 0;
  if (!root) {
    try {
      return { browser: await start(true), sandboxed: true };
    } catch {
      // Kernels that forbid user namespaces refuse the sandbox; nothing else tells that apart.
    }
  }
  return { browser: await start(false), sandboxed: false };
}

/** Opens a found browser. Throws when it cannot be started: the caller then has no browser. */
export async function openBrowser(found: FoundBrowser, options: OpenOptions): Promise<OpenBrowser> {
  const { browser, sandboxed } = await launch(found, options);
  let context: BrowserContext;
  try {
    context = await within(
      options.launchMs ?? 30_000,
      browser.newContext({
        viewport: options.viewport ?? { width: 1280, height: 900 },
        locale: 'zh-CN',
        timezoneId: 'Asia/Shanghai',
        acceptDownloads: false,
        serviceWorkers: 'block',
        ignoreHTTPSErrors: true,
        javaScriptEnabled: options.scripts ?? true,
        ...(options.userAgent === undefined ? {} : { userAgent: options.userAgent }),
      }),
    );
  } catch (error) {
    await within(CLOSE_MS, browser.close()).catch(() => {});
    throw error;
  }

  /** One page from opening to closing, inside one deadline. */
  async function visit<T>(
    source: Source,
    limits: RenderLimits,
    work: (page: Page, seen: { status: number | null; settled: boolean; refused: string[] }) => Promise<T>,
  ): Promise<T> {
    const total = limits.totalMs ?? TOTAL_MS;
    const seen = { status: null as number | null, settled: true, refused: [] as string[] };
    const fromFile = 'url' in source && /^file:/i.test(source.url);
    const page = await within(total, context.newPage());
    try {
      return await within(
        total,
        (async () => {
          page.setDefaultTimeout(total);
          page.on('popup', (p) => void p.close().catch(() => {}));
          await page.route('**/*', (route: Route) => {
            const url = route.request().url();
            if (mayLoad(url, options.network, fromFile)) return route.continue();
            if (seen.refused.length < REFUSED_KEPT) seen.refused.push(url.slice(0, 2000));
            return route.abort('blockedbyclient');
          });
          await page.routeWebSocket('**/*', (socket) => {
            if (seen.refused.length < REFUSED_KEPT) seen.refused.push(socket.url().slice(0, 2000));
            void socket.close();
          });
          if ('html' in source) await page.setContent(source.html, { waitUntil: 'domcontentloaded', timeout: total });
          else {
            const answer = await page.goto(source.url, { waitUntil: 'domcontentloaded', timeout: total });
            seen.status = fromFile ? null : (answer?.status() ?? null);
          }
          const settle = Math.min(limits.settleMs ?? SETTLE_MS, total);
          await page.waitForLoadState('networkidle', { timeout: settle }).catch(() => {
            seen.settled = false;
          });
          return await work(page, seen);
        })(),
      );
    } finally {
      await within(CLOSE_MS, page.close({ runBeforeUnload: false })).catch(() => {});
    }
  }

  return {
    version: browser.version(),
    from: found.from,
    sandboxed,
    async renderPage(source, limits = {}) {
      try {
        return await visit(source, limits, async (page, seen): Promise<RenderedPage> => {
          const html = await page.content();
          const max = limits.maxCharacters ?? MAX_CHARACTERS;
          return {
            outcome: 'rendered',
            finalUrl: page.url(),
            status: seen.status,
            title: (await page.title()).slice(0, 1000),
            html: html.slice(0, max),
            cut: html.length > max,
            settled: seen.settled,
            refused: seen.refused,
          };
        });
      } catch (error) {
        return failure(error);
      }
    },
    async screenshot(source, shot = {}) {
      try {
        return await visit(source, shot, async (page): Promise<Shot> => {
          if (shot.print) await page.emulateMedia({ media: 'print' });
          if (shot.mark !== undefined) {
            const element = page.locator(shot.mark).first();
            await element.scrollIntoViewIfNeeded({ timeout: 2_000 }).catch(() => {});
            await element
              .evaluate(
                (e: unknown) => {
                  const s = (e as { style?: { setProperty(k: string, v: string, p: string): void } }).style;
                  s?.setProperty('outline', '4px solid #d00', 'important');
                  s?.setProperty('outline-offset', '2px', 'important');
                },
                undefined,
                { timeout: 2_000 },
              )
              .catch(() => {});
          }
          if (!shot.fullPage) return { outcome: 'taken', png: await capture(page, false) };
          const size = await page.locator('html').evaluate((e: unknown) => {
            const el = e as { scrollWidth: number; scrollHeight: number };
            return { width: el.scrollWidth, height: el.scrollHeight };
          });
          const window = page.viewportSize() ?? { width: 1280, height: 900 };
          // An endless page would ask for a picture that no browser can make.
          const fits = size.height <= MAX_HEIGHT && size.width <= MAX_WIDTH;
          if (!fits) await page.setViewportSize({ ...window, height: Math.min(size.height, MAX_HEIGHT) });
          return { outcome: 'taken', png: await capture(page, fits) };
        });
      } catch (error) {
        return failure(error);
      }
    },
    async printPdf(source, limits = {}) {
      try {
        return await visit(source, limits, async (page): Promise<Print> => {
          return { outcome: 'printed', pdf: await page.pdf({ preferCSSPageSize: true, printBackground: false }) };
        });
      } catch (error) {
        return failure(error);
      }
    },
    async close() {
      await within(CLOSE_MS, context.close()).catch(() => {});
      await within(CLOSE_MS, browser.close()).catch(() => {});
    },
  };
}
