import http from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * A site of `pages` pages made on the fly: a home page and columns lead to pages of 40 links each, every page is reached; every hundredth
 * page holds a link to a page that is not there. Requests are counted by path.
 */
export async function startLargeSite(o: { pages: number; delayMs?: number }) {
  const counts = new Map<string, number>();
  let open = 0;
  let most = 0;
  const server = http.createServer((req, res) => {
    const path = req.url ?? '/';
    counts.set(path, (counts.get(path) ?? 0) + 1);
    open += 1;
    most = Math.max(most, open);
    res.once('close', () => {
      open -= 1;
    });
    const answer = () => {
      const body = pageOf(path, o.pages);
      res.writeHead(body === null ? 404 : 200, { 'content-type': 'text/html; charset=utf-8' });
      res.end(body ?? '<title>404</title><h1>页面不存在</h1>');
    };
    if (o.delayMs === undefined) answer();
    else setTimeout(answer, o.delayMs);
  });
  await new Promise<void>((ok) => server.listen(0, '127.0.0.1', ok));
  return {
    home: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    counts,
    mostAtOnce: () => most,
    async close() {
      server.closeAllConnections();
      await new Promise<void>((ok) => server.close(() => ok()));
    },
  };
}

const width = 40;

function pageOf(path: string, pages: number): string | null {
  const n = path === '/' ? 0 : Number(/^\/art\/(\d+)\.html$/.exec(path)?.[1] ?? Number.NaN);
  if (Number.isNaN(n) || n >= pages || n < 0) return null;
  const links: string[] = [];
  for (let k = 1; k <= width; k += 1) {
    const child = n * width + k;
    const to = child < pages ? child : (n * 31 + k * 97) % pages;
    links.push(
      `<li><a href="${to === 0 ? '/' : `/art/${to}.html`}">示例县第${to}号工作动态</a><span>2026-11-0${(to % 9) + 1}</span></li>`,
    );
  }
  if (n % 100 === 7) links.push(`<li><a href="/gone/${n}.html">已撤下的第${n}号公告</a></li>`);
  const text = '示例正文，说明一项已经完成的工作和下一步的安排。'.repeat(20);
  return `<!doctype html><html><head><title>示例县第${n}号页面</title></head><body><div class="nav"><a href="/">首页</a></div>
<h1>示例县第${n}号页面</h1><div class="content"><p>${text}</p></div><ul class="list">${links.join('\n')}</ul>
<div class="footer">主办单位：示例县人民政府办公室</div></body></html>`;
}
