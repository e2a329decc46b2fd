/**
 * The bare loop that other crawlers are measured against: an undici Pool, htmlparser2 as a stream of events, a Set of addresses; no rules, no
 * limits, no memory of anything. Prints what it found as JSON.
 */
import { Parser } from 'htmlparser2';
import { Pool } from 'undici';
import type { Found } from './found.ts';

const home = new URL(process.argv[2] ?? '');
const concurrency = Number(process.argv[3] ?? 50);
const pool = new Pool(home.origin, { connections: concurrency, pipelining: 1 });
const seen = new Set([home.href]);
const queue = [home.href];
const found: Found = { pages: 0, urls: 0, dead: [] };
const attributes: Record<string, string> = { a: 'href', img: 'src', link: 'href', script: 'src' };

async function visit(href: string): Promise<void> {
  const { statusCode, headers, body } = await pool.request({
    path: href.slice(home.origin.length) || '/',
    method: 'GET',
  });
  found.urls++;
  if (statusCode >= 400) found.dead.push(href);
  if (statusCode !== 200 || !String(headers['content-type']).startsWith('text/html')) {
    await body.arrayBuffer();
    return;
  }
  found.pages++;
  const parser = new Parser({
    onopentag(name, attribs) {
      const attribute = attributes[name];
      const typed = attribute === undefined ? undefined : attribs[attribute];
      if (typed === undefined) return;
      const url = URL.parse(typed, href);
      if (url === null || url.origin !== home.origin) return;
      url.hash = '';
      if (seen.has(url.href)) return;
      seen.add(url.href);
      queue.push(url.href);
    },
  });
  parser.end(await body.text());
}

let active = 0;
await Promise.all(
  Array.from({ length: concurrency }, async () => {
    // A worker with nothing to do waits for those that may still find something.
    for (;;) {
      const next = queue.pop();
      if (next === undefined) {
        if (active === 0) return;
        await new Promise((resolve) => setTimeout(resolve, 2));
        continue;
      }
      active++;
      await visit(next);
      active--;
    }
  }),
);
await pool.close();
console.log(JSON.stringify(found));
