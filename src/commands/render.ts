import { findBrowser, type OpenBrowser, openBrowser } from '#crawlers/browser.ts';
import type { PageRenderer } from '#pipeline/renderer.ts';
import type { Config } from '../config.ts';

/** Pages shown by one browser process: the watch runs for months, a browser should not. */
const pagesPerBrowser = 200;

export type Render = {
  /** Null when there is no browser on this machine. */
  page: PageRenderer | null;
  /** What the report must say about rendering. */
  notes: readonly string[];
  close(): Promise<void>;
};

/** A browser for pages that scripts build: found now, started when the first page needs it. */
export async function openRender(
  config: Config,
  hosts: ReadonlyMap<string, { address: string; port: number }> = new Map(),
): Promise<Render> {
  const found = await findBrowser();
  if ('none' in found)
    return { page: null, notes: [`没有浏览器，由脚本生成的内容没有看：${found.none}`], close: async () => {} };
  // Names that the HTTP client is told where to find, the browser is told too; with a table given, nothing else resolves.
  const rules = [...hosts].map(([host, to]) => `MAP ${host} ${to.address}:${to.port}`);
  const args =
    rules.length === 0
      ? found.args
      : [...found.args, `--host-resolver-rules=${[...rules, 'MAP * ~NOTFOUND'].join(',')}`];
  let allowed: readonly string[] = [];
  const allow = (url: string) => allowed.includes(URL.parse(url)?.host ?? '');
  let opened: Promise<OpenBrowser> | undefined;
  let pages = 0;
  /** A browser that crashed, or has shown many pages, makes room for a new one. */
  const retire = async () => {
    const old = opened;
    opened = undefined;
    pages = 0;
    await (await old?.catch(() => undefined))?.close();
  };
  let last: Promise<unknown> = Promise.resolve();
  return {
    notes: [],
    page(url, own) {
      // One page at a time: a browser page costs a hundred static ones, and sites wait for nobody else here.
      const turn = last.then(async () => {
        try {
          allowed = own;
          opened ??= openBrowser({ ...found, args }, { network: { allow } });
          const browser = await opened;
          pages += 1;
          const start = performance.now();
          const page = await browser.renderPage({ url }, { totalMs: config.pageMs });
          const ms = performance.now() - start;
          if (pages >= pagesPerBrowser || (page.outcome === 'failed' && page.reason === 'crashed')) await retire();
          return page.outcome === 'rendered'
            ? { html: page.html, finalUrl: page.finalUrl, status: page.status, ms }
            : { failed: page.detail };
        } catch (error) {
          await retire();
          return { failed: error instanceof Error ? error.message : String(error) };
        }
      });
      last = turn;
      return turn;
    },
    async close() {
      await last.catch(() => {});
      await retire();
    },
  };
}
