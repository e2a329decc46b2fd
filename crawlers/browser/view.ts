import type { Browser, Page, Request, Route } from 'playwright';
import { CLOSE_MS, DeadlineError, within } from './deadline.ts';
import { htmlOf } from './html.ts';
import { markElement, thumbnailOf } from './mark.ts';
import { mayLoad } from './network.ts';
import { openSharedFiles } from './shared-files.ts';
import type { Print, RenderedPage, RenderLimits, Shot, Source, View, ViewOptions } from './types.ts';

type Failed = Extract<RenderedPage, { outcome: 'failed' }>;
type Seen = { status: number | null; settled: boolean; refused: string[]; forbidden: string | null };

const TOTAL_MS = 30_000;
const SETTLE_MS = 3_000;
const MAX_CHARACTERS = 10_000_000;
const MAX_HEIGHT = 16_000;
const MAX_WIDTH = 4_000;
const REFUSED_KEPT = 50;

/** What a text does not need. */
const heavy: ReadonlySet<string> = new Set(['image', 'media', 'font', 'texttrack', 'manifest', 'ping']);

/** Ways out that no route handler sees: taken away before the page's own scripts run. */
const noBackDoors = `for (const name of ['RTCPeerConnection', 'webkitRTCPeerConnection', 'SharedWorker', 'WebTransport']) {
  try { delete globalThis[name]; Object.defineProperty(globalThis, name, { value: undefined }); } catch {}
}`;

/** The page led or was led where it may not go: what it shows is not shown to us. */
class ForbiddenError extends Error {
  override name = 'ForbiddenError';
}

function failure(error: unknown): Failed {
  const name = error instanceof Error ? error.name : '';
  if (error instanceof ForbiddenError) return { outcome: 'failed', reason: 'forbidden', detail: error.message };
  if (error instanceof DeadlineError || name === 'TimeoutError')
    return { outcome: 'failed', reason: 'timeout', detail: '浏览器在限定时间内没有打开这个页面' };
  const text = error instanceof Error ? error.message : String(error);
  if (/crash|closed|disconnected/i.test(text))
    return { outcome: 'failed', reason: 'crashed', detail: '浏览器或页面进程崩溃' };
  if (/download is starting/i.test(text))
    return { outcome: 'failed', reason: 'navigation', detail: '这个地址是要下载的文件，不是网页' };
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

/** Opens a context. Throws when the browser is gone or does not answer. */
export async function openView(browser: Browser, options: ViewOptions, openMs: number): Promise<View> {
  const { network } = options;
  const context = await within(
    openMs,
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
  await within(openMs, context.addInitScript(noBackDoors));

  const shared = options.textOnly === true ? openSharedFiles() : null;

  /** Notes what was led away by redirects, which route handlers are not asked about, and what came from a forbidden address. */
  function watch(page: Page, seen: Seen): void {
    if (network === 'loopback') return;
    page.on('request', (request) => {
      if (request.redirectedFrom() === null || mayLoad(request.url(), network, false)) return;
      if (seen.refused.length < REFUSED_KEPT) seen.refused.push(request.url().slice(0, 2000));
      if (isMain(request, page)) seen.forbidden ??= `页面跳转到了网站以外的地址（${new URL(request.url()).host}）`;
    });
    const { allowAddress } = network;
    if (allowAddress === undefined) return;
    page.on('response', (response) => {
      void response
        .serverAddr()
        .then((from) => {
          if (from !== null && !allowAddress(from.ipAddress.replace(/^\[|\]$/g, '')))
            seen.forbidden ??= '页面的内容来自内部网络地址，没有采用';
        })
        .catch(() => {});
    });
  }

  async function guard(page: Page, source: Source, seen: Seen): Promise<void> {
    const fromFile = source.html === undefined && /^file:/i.test(source.url);
    const refuse = (url: string) => {
      if (seen.refused.length < REFUSED_KEPT) seen.refused.push(url.slice(0, 2000));
    };
    let given = source.html !== undefined && source.url !== undefined ? source.html : null;
    if (shared) page.on('response', (response) => shared.keep(response));
    await page.route('**/*', async (route: Route) => {
      const request = route.request();
      const url = request.url();
      if (given !== null && isMain(request, page)) {
        const body = given;
        given = null;
        return route.fulfill({ status: 200, contentType: 'text/html; charset=utf-8', body });
      }
      if (!mayLoad(url, network, fromFile)) {
        refuse(url);
        return route.abort('blockedbyclient');
      }
      if (options.textOnly === true && heavy.has(request.resourceType())) return route.abort('blockedbyclient');
      if (shared !== null && (await shared.give(route))) return;
      return route.continue();
    });
    await page.routeWebSocket('**/*', (socket) => {
      refuse(socket.url());
      void socket.close();
    });
  }

  /** One page from opening to closing, inside one deadline. */
  async function visit<T>(
    source: Source,
    limits: RenderLimits,
    work: (page: Page, seen: Seen) => Promise<T>,
  ): Promise<T> {
    const total = limits.totalMs ?? TOTAL_MS;
    const seen: Seen = { status: null, settled: true, refused: [], forbidden: null };
    const signal = limits.signal;
    signal?.throwIfAborted();
    const page = await within(total, context.newPage());
    const stop = () => void page.close({ runBeforeUnload: false }).catch(() => {});
    signal?.addEventListener('abort', stop, { once: true });
    try {
      return await within(
        total,
        (async () => {
          page.setDefaultTimeout(total);
          page.on('popup', (p) => void p.close().catch(() => {}));
          watch(page, seen);
          await guard(page, source, seen);
          if (source.html !== undefined && source.url === undefined)
            await page.setContent(source.html, { waitUntil: 'domcontentloaded', timeout: total });
          else {
            const url = source.url ?? '';
            const answer = await page.goto(url, { waitUntil: 'domcontentloaded', timeout: total });
            seen.status = /^file:/i.test(url) ? null : (answer?.status() ?? null);
          }
          const settle = Math.min(limits.settleMs ?? SETTLE_MS, total);
          await page.waitForLoadState('networkidle', { timeout: settle }).catch((error: unknown) => {
            if (!(error instanceof Error) || error.name !== 'TimeoutError') throw error;
            seen.settled = false;
          });
          const done = await work(page, seen);
          if (seen.forbidden !== null) throw new ForbiddenError(seen.forbidden);
          return done;
        })(),
      );
    } finally {
      signal?.removeEventListener('abort', stop);
      await within(CLOSE_MS, page.close({ runBeforeUnload: false })).catch(() => {});
    }
  }

  return {
    async renderPage(source, limits = {}) {
      try {
        return await visit(source, limits, async (page, seen): Promise<RenderedPage> => {
          const { html, cut } = await htmlOf(page, limits.maxCharacters ?? MAX_CHARACTERS);
          return {
            outcome: 'rendered',
            finalUrl: page.url(),
            status: seen.status,
            title: (await page.title()).slice(0, 1000),
            html,
            cut,
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
          const marked = shot.mark === undefined ? null : await markElement(page, shot.mark);
          const full = shot.fullPage === true && (await fits(page));
          const png = await capture(page, full);
          return {
            outcome: 'taken',
            png,
            ...(marked === null ? {} : { marked }),
            ...(shot.thumbnail === true ? { thumbnail: await thumbnailOf(page) } : {}),
          };
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
    },
  };
}

/** A navigation of the page itself, not of a frame in it. */
function isMain(request: Request, page: Page): boolean {
  return request.isNavigationRequest() && request.frame() === page.mainFrame();
}

/** An endless page would ask for a picture that no browser can make: its window is grown as far as may be instead. */
async function fits(page: Page): Promise<boolean> {
  const size = await page.locator('html').evaluate((e: unknown) => {
    const el = e as { scrollWidth: number; scrollHeight: number };
    return { width: el.scrollWidth, height: el.scrollHeight };
  });
  if (size.height <= MAX_HEIGHT && size.width <= MAX_WIDTH) return true;
  const window = page.viewportSize() ?? { width: 1280, height: 900 };
  await page.setViewportSize({ ...window, height: Math.min(size.height, MAX_HEIGHT) });
  return false;
}
