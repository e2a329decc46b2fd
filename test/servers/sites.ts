import http from 'node:http';
import type { AddressInfo } from 'node:net';

/** Small healthy sites, one a loopback address (127.0.0.2, .3 …), each page after a delay; requests are counted. */
export async function startSites(n: number, o: { delayMs: number; today: string }) {
  const requests = new Map<string, number>();
  const servers: http.Server[] = [];
  const homes: string[] = [];
  for (let i = 0; i < n; i += 1) {
    const host = `127.0.0.${i + 2}`;
    const server = http.createServer((req, res) => {
      const path = req.url ?? '/';
      requests.set(`${host}${path}`, (requests.get(`${host}${path}`) ?? 0) + 1);
      const answer = page(i, path, o.today);
      setTimeout(() => {
        res.writeHead(answer === null ? 404 : 200, { 'content-type': 'text/html; charset=utf-8' });
        res.end(answer ?? '<title>404</title><h1>页面不存在</h1>');
      }, o.delayMs);
    });
    await new Promise<void>((ok) => server.listen(0, host, ok));
    servers.push(server);
    homes.push(`http://${host}:${(server.address() as AddressInfo).port}/`);
  }
  return {
    homes,
    requests,
    async close() {
      for (const s of servers) {
        s.closeAllConnections();
        await new Promise<void>((ok) => s.close(() => ok()));
      }
    },
  };
}

function page(i: number, path: string, today: string): string | null {
  const footer = `<div class="footer"><p>主办单位：示例${i}局 联系电话：010-6000000${i}</p>
    <p>网站标识码：99000000${10 + i} <a href="https://beian.miit.gov.cn/">京ICP备2025000${i}00号-1</a></p></div>`;
  if (path === '/')
    return `<html><head><title>示例${i}局</title></head><body><ul class="list">
      ${[1, 2, 3, 4].map((k) => `<li><a href="/art/${k}.html">示例${i}局工作动态第${k}条</a><span>${today}</span></li>`).join('')}
      <li><a href="/gone.html">已经撤下的通知公告全文</a><span>${today}</span></li></ul>${footer}</body></html>`;
  const article = /^\/art\/([1-4])\.html$/.exec(path)?.[1];
  if (article === undefined) return null;
  return `<html><head><title>示例${i}局工作动态第${article}条</title></head><body><h1>示例${i}局工作动态第${article}条</h1>
    <p class="info">发布时间：${today} 09:00 来源：示例${i}局</p><div class="content"><p>${'示例正文，说明一项已经完成的工作。'.repeat(12)}</p></div>${footer}</body></html>`;
}
