import type { Evidence, PageSnapshot } from '#core/evidence.ts';
import { type PageRead, type PageReaderOptions, pageFrom } from './page-reader.ts';
import type { PageRenderer } from './renderer.ts';
import type { SiteScripts } from './scripts.ts';

type Read = Extract<PageRead, { ok: true }>;

/** A page as a browser shows it, or why it does not; `null`: nobody asks a browser here. */
export type Shown = { page: PageSnapshot; evidence: Evidence } | { failed: string } | null;

/** 用浏览器打开 — shows a page that was read already. Bounded for the round of one site. */
export type Shower = (read: Pick<Read, 'page' | 'exchange'>) => Promise<Shown>;

export type ShowerOptions = {
  /** Null: there is no browser. */
  render: PageRenderer | null;
  /** Hosts of the site: what lies elsewhere is not shown. */
  hosts: readonly string[];
  /** Pages shown in one round at most. */
  max: number;
  scripts: SiteScripts;
  reader: PageReaderOptions;
};

const utf8: readonly (readonly [string, string])[] = [['content-type', 'text/html; charset=utf-8']];

/** The bytes kept are those of the page as the browser had built it, and its evidence says so. */
export function openShower(o: ShowerOptions): Shower {
  let shown = 0;
  return async ({ page, exchange }) => {
    if (o.render === null || !o.hosts.includes(new URL(page.url).host.toLowerCase())) return null;
    if (shown >= o.max) return { failed: `本轮用浏览器打开的页面已到上限 ${o.max} 个（maxRendered），没有再打开` };
    shown += 1;
    const seen = await o.render(page.url, o.hosts);
    if ('failed' in seen) return { failed: seen.failed };
    const last = { ...exchange.hops.at(-1)!, url: seen.finalUrl, headers: utf8 };
    const built = await pageFrom(
      {
        ...exchange,
        finalUrl: seen.finalUrl,
        status: seen.status ?? exchange.status ?? 200,
        hops: [last],
        body: new TextEncoder().encode(seen.html),
        bodyComplete: seen.cut !== true,
        ...(seen.cut === true ? { bodyCut: 'bytes' as const } : {}),
      },
      page.role,
      o.reader,
    );
    if (!built.ok) return { failed: built.detail };
    const whole = await o.scripts(built.page);
    return { page: { ...whole, rendered: true }, evidence: { ...built.evidence, rendered: true } };
  };
}
