import type { PageSnapshot } from '#core/evidence.ts';
import { datedItemsProbe } from '#probes/page/dated-items.ts';
import { linksOf, redirectOf } from '#probes/page/links.ts';
import { pageIndex } from '#probes/page/text.ts';
import { type PageRead, type PageReaderOptions, pageFrom, readPage } from './page-reader.ts';
import type { PageRenderer } from './renderer.ts';
import type { SiteScripts } from './scripts.ts';

export type HomeOptions = PageReaderOptions & {
  /** Hosts of the site. */
  hosts: readonly string[];
  scripts: SiteScripts;
  render: PageRenderer | null;
  /** Asia/Shanghai day. */
  today: string;
};

/**
 * The home page as a visitor comes to see it: redirects of the page itself followed, the site's own scripts beside it, rendered in a
 * browser when scripts build what matters and a browser is there.
 */
export async function openHome(url: string, o: HomeOptions): Promise<PageRead> {
  let read = await readPage(url, 'home', o);
  // A home page that only points elsewhere (meta refresh, location=…, frameset): what a visitor gets is the page behind it.
  for (let hop = 0; hop < 3 && read.ok; hop += 1) {
    const target = frameOf(read.page) ?? redirectOf(read.page)?.url ?? null;
    if (target === null || target === read.page.url) break;
    const next = await readPage(target, 'home', o);
    if (!next.ok) return next;
    read = next;
  }
  if (!read.ok) return read;
  const page = await o.scripts(read.page);
  if (o.render === null || !needsBrowser(page, o.today)) return { ...read, page };

  const rendered = await o.render(page.url, o.hosts);
  if ('failed' in rendered) return { ...read, page };
  const body = new TextEncoder().encode(rendered.html);
  const last = { ...read.exchange.hops.at(-1)!, headers: utf8 };
  const shown = await pageFrom({ ...read.exchange, body, bodyComplete: true, hops: [last] }, 'home', o);
  return shown.ok ? { ...shown, page: { ...shown.page, scripts: page.scripts, rendered: true } } : { ...read, page };
}

const utf8: readonly (readonly [string, string])[] = [['content-type', 'text/html; charset=utf-8']];

/** The content frame of a frameset: by habit the last one, after banner and menu. */
function frameOf(page: PageSnapshot): string | null {
  const frames = linksOf(page).filter((l) => l.tag === 'frame' && l.url !== null);
  return frames.at(-1)?.url ?? null;
}

/** Little text and scripts around it, or lists that scripts load: what a visitor sees is made by the scripts. */
function needsBrowser(page: PageSnapshot, today: string): boolean {
  if (pageIndex(page.document).visible.text.trim().length < 200 && /<script\b/i.test(page.html)) return true;
  const items = datedItemsProbe.read(page, today);
  return items.status === 'observed' && items.value.unreadLists.length > 0;
}
