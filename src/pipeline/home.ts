import type { PageSnapshot } from '#core/evidence.ts';
import { datedItemsProbe } from '#probes/page/dated-items.ts';
import { linksOf, redirectOf } from '#probes/page/links.ts';
import { pageIndex } from '#probes/page/text.ts';
import { type PageRead, type PageReaderOptions, pageFrom, readPage } from './page-reader.ts';
import type { PageRenderer } from './site-round.ts';

/** Same-site scripts read beside the home page: shared footers are often written by one. */
const maxScripts = 10;
const maxScriptBytes = 300_000;

export type HomeOptions = PageReaderOptions & {
  /** Hosts of the site. */
  hosts: readonly string[];
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
  const page: PageSnapshot = { ...read.page, scripts: await ownScripts(read.page, o) };
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

async function ownScripts(page: PageSnapshot, o: HomeOptions): Promise<{ url: string; text: string }[]> {
  const urls = new Set<string>();
  for (const link of linksOf(page)) {
    if (link.kind !== 'script' || link.url === null) continue;
    if (o.hosts.includes(new URL(link.url).host.toLowerCase())) urls.add(link.url);
  }
  const scripts: { url: string; text: string }[] = [];
  for (const url of [...urls].slice(0, maxScripts)) {
    const exchange = await o.http.fetch({ url, limits: { totalMs: o.pageMs, maxBytes: maxScriptBytes } });
    if (exchange.outcome !== 'response' || exchange.status !== 200) continue;
    scripts.push({ url, text: decodeScript(exchange.body) });
  }
  return scripts;
}

/** Scripts rarely declare their encoding: valid UTF-8 is UTF-8, anything else is read as gb18030. */
function decodeScript(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
}
