import { findBrowser, type Mapping } from '#crawlers/browser.ts';
import { openRenderPool } from '#crawlers/site/render-pages.ts';
import type { PageShooter } from '#pipeline/clue-shots.ts';
import type { PageRenderer } from '#pipeline/renderer.ts';
import { openLog } from '../app.ts';
import type { Config } from '../config.ts';

export type Render = {
  /** Null when there is no browser on this machine. */
  page: PageRenderer | null;
  /** Null when there is no browser, or no pictures are wanted. */
  shoot: PageShooter | null;
  /** What the report must say about rendering. */
  notes: readonly string[];
  close(): Promise<void>;
};

/** A pool of browser pages for what scripts build: the browser is found now, started when the first page needs it. */
export async function openRender(config: Config, hosts: Mapping = new Map()): Promise<Render> {
  const found = await findBrowser();
  if ('none' in found)
    return {
      page: null,
      shoot: null,
      notes: [`没有浏览器，由脚本生成的内容没有看：${found.none}`],
      close: async () => {},
    };
  const pool = openRenderPool({
    browser: found,
    hosts,
    pageMs: config.pageMs,
    perSite: config.hostConcurrency,
    intervalMs: config.hostIntervalMs,
    allowPrivate: config.allowPrivate,
    log: await openLog('warn'),
  });
  return {
    notes: [],
    page: (url, own, signal) => pool.render({ hosts: own }, url, signal),
    shoot: config.maxShots === 0 ? null : (page, mark, own) => pool.shoot({ hosts: own }, page, mark),
    close: () => pool.close(),
  };
}
