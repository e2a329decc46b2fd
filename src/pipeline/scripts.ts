import type { HttpClient } from '#core/context.ts';
import type { PageSnapshot } from '#core/evidence.ts';
import { linksOf } from '#probes/page/links.ts';

/** Same-site scripts read for one site at most: shared footers are often written by one. */
const maxScripts = 30;
const maxScriptBytes = 300_000;

/** Adds the texts of the site's own scripts to its pages; each script is asked for once a round. */
export type SiteScripts = (page: PageSnapshot) => Promise<PageSnapshot>;

export function openScripts(o: { http: HttpClient; hosts: readonly string[]; pageMs: number }): SiteScripts {
  const known = new Map<string, Promise<string | null>>();
  return async (page) => {
    const scripts: { url: string; text: string }[] = [];
    for (const link of linksOf(page)) {
      if (link.kind !== 'script' || link.url === null || !o.hosts.includes(new URL(link.url).host.toLowerCase()))
        continue;
      let text = known.get(link.url);
      if (!text && known.size < maxScripts) {
        text = readScript(link.url, o);
        known.set(link.url, text);
      }
      const found = await text;
      if (found !== undefined && found !== null) scripts.push({ url: link.url, text: found });
    }
    return { ...page, scripts };
  };
}

/** Null: could not be read, so what it writes is unknown. A script that is not there writes nothing: an empty text. */
async function readScript(url: string, o: { http: HttpClient; pageMs: number }): Promise<string | null> {
  const exchange = await o.http.fetch({ url, limits: { totalMs: o.pageMs, maxBytes: maxScriptBytes } });
  if (exchange.outcome !== 'response') return null;
  if (exchange.status === 404 || exchange.status === 410) return '';
  return exchange.status === 200 && exchange.bodyComplete ? decodeScript(exchange.body) : null;
}

/** Scripts rarely declare their encoding: valid UTF-8 is UTF-8, anything else is read as gb18030. */
function decodeScript(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
}
