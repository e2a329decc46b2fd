import type { PageSnapshot } from '#core/evidence.ts';
import { linksOf } from '#probes/page/links.ts';
import { type PageRead, type PageReaderOptions, pageFrom, readPage } from './page-reader.ts';
import type { PageRenderer } from './site-round.ts';

/** Same-site scripts read beside the home page: shared footers are often written by one. */
const maxScripts = 10;
const maxScriptBytes = 300_000;

/**
 * The home page as a visitor comes to see it: redirects of the page itself followed, the site's own scripts beside it, rendered in a
 * browser when it is built by scripts and a browser is there.
 */
export async function openHome(
  url: string,
  hosts: readonly string[],
  reader: PageReaderOptions,
  render: PageRenderer | null,
): Promise<PageRead> {
  let read = await readPage(url, 'home', reader);
  // A home page that only points elsewhere (meta refresh, location=…, frameset): what a visitor gets is the page behind it.
  for (let hop = 0; hop < 3 && read.ok; hop += 1) {
    const target = clientRedirect(read.page);
    if (target === null) break;
    const next = await readPage(target, 'home', reader);
    if (!next.ok) return next;
    read = next;
  }
  if (!read.ok) return read;
  const page: PageSnapshot = { ...read.page, scripts: await ownScripts(read.page, hosts, reader) };
  if (render === null || !scriptShell(page)) return { ...read, page };

  const rendered = await render(page.url);
  if ('failed' in rendered) return { ...read, page };
  const bytes = new TextEncoder().encode(rendered.html);
  const shown = await pageFrom(
    { ...read.exchange, body: bytes, bodyComplete: true, hops: [{ ...read.exchange.hops.at(-1)!, headers: utf8 }] },
    'home',
    reader,
  );
  return shown.ok ? { ...shown, page: { ...shown.page, scripts: page.scripts, rendered: true } } : { ...read, page };
}

const utf8: readonly (readonly [string, string])[] = [['content-type', 'text/html; charset=utf-8']];

async function ownScripts(
  page: PageSnapshot,
  hosts: readonly string[],
  reader: PageReaderOptions,
): Promise<{ url: string; text: string }[]> {
  const urls = new Set<string>();
  for (const link of linksOf(page)) {
    if (link.kind !== 'script' || link.url === null) continue;
    if (hosts.includes(new URL(link.url).host.toLowerCase())) urls.add(link.url);
  }
  const scripts: { url: string; text: string }[] = [];
  for (const url of [...urls].slice(0, maxScripts)) {
    const exchange = await reader.http.fetch({ url, limits: { totalMs: reader.pageMs, maxBytes: maxScriptBytes } });
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
