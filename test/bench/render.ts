/**
 * `node test/bench/render.ts [pages] [sites]`: pages that scripts build, shown one after another as a single tab does it, and by the pool.
 * Prints pages a second, processor time of browser and program together, and the browser's largest memory.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { findBrowser, openBrowser } from '#crawlers/browser.ts';
import { openRenderPool } from '#crawlers/site/render-pages.ts';

const pages = Number(process.argv[2] ?? 40);
const sites = Number(process.argv[3] ?? 1);

const filler = '<p>示例县人民政府办公室关于示例工作的通知。</p>'.repeat(300);
const server = createServer((req, res) => {
  if (req.url === '/lib.js') return void res.end(`/*${'x'.repeat(90_000)}*/`);
  if (req.url === '/style.css') return void res.end(`.a{color:#000}/*${'x'.repeat(20_000)}*/`);
  if (req.url?.startsWith('/data'))
    return void res.end(Array.from({ length: 20 }, (_, i) => `<li>示例通知 ${i} 2026-11-${i + 1}</li>`).join(''));
  res.setHeader('content-type', 'text/html; charset=utf-8');
  res.end(
    `<!doctype html><title>通知公告</title><link rel="stylesheet" href="/style.css"><script src="/lib.js"></script><img src="/a.png"><img src="/b.png"><ul id="l"></ul>${filler}<script>fetch('/data').then(r => r.text()).then(t => { l.innerHTML = t })</script>`,
  );
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const { port } = server.address() as AddressInfo;

/** Seconds of processor time and megabytes of everything this process has started. */
function descendants(): { seconds: number; mb: number } {
  const all = new Map<number, { parent: number; ticks: number; rss: number }>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      const f = stat
        .slice(stat.lastIndexOf(')') + 2)
        .split(' ')
        .map(Number);
      const ticks = (f[11] ?? 0) + (f[12] ?? 0) + (f[13] ?? 0) + (f[14] ?? 0);
      const pss = /^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${name}/smaps_rollup`, 'utf8'))?.[1];
      all.set(Number(name), { parent: f[1] ?? 0, ticks, rss: Number(pss ?? 0) / 1024 });
    } catch {
      // Gone meanwhile.
    }
  }
  const mine = (pid: number): boolean => pid === process.pid || (pid > 1 && mine(all.get(pid)?.parent ?? 0));
  let ticks = 0;
  let mb = 0;
  for (const [pid, p] of all)
    if (pid !== process.pid && mine(p.parent)) {
      ticks += p.ticks;
      mb += p.rss;
    }
  return { seconds: ticks / 100, mb };
}

async function measure(name: string, work: () => Promise<{ shown: number; close(): Promise<void> }>): Promise<void> {
  const own = process.cpuUsage();
  const start = performance.now();
  let most = 0;
  const watch = setInterval(() => {
    most = Math.max(most, descendants().mb);
  }, 1000);
  const { shown, close } = await work();
  const seconds = (performance.now() - start) / 1000;
  const used = process.cpuUsage(own);
  const cpu = descendants().seconds + (used.user + used.system) / 1e6;
  clearInterval(watch);
  await close();
  console.log(
    `${name}: ${shown} 页，${seconds.toFixed(1)} 秒，${(shown / seconds).toFixed(2)} 页/秒，CPU ${((cpu * 1000) / shown).toFixed(0)} 毫秒/页，浏览器内存峰值 ${most.toFixed(0)} MB`,
  );
}

const browser = await findBrowser();
if ('none' in browser) {
  console.log(`没有运行：${browser.none}`);
  process.exit(1);
}
const hosts = Array.from({ length: sites }, (_, i) => `site${i}.example.gov.cn`);
const table = new Map(hosts.map((h) => [h, { address: '127.0.0.1', port }]));
const urls = Array.from({ length: pages }, (_, i) => ({
  host: hosts[i % sites] ?? '',
  url: `http://${hosts[i % sites]}/p${i}`,
}));
const good = (html: string) => html.includes('示例通知 19');

await measure('逐页', async () => {
  const rules = [...hosts.map((h) => `MAP ${h} 127.0.0.1:${port}`), 'MAP * ~NOTFOUND'].join(',');
  const one = await openBrowser(
    { ...browser, args: [...browser.args, `--host-resolver-rules=${rules}`] },
    { network: { allow: (url) => hosts.includes(new URL(url).host) } },
  );
  let shown = 0;
  for (const { url } of urls) {
    const page = await one.renderPage({ url });
    if (page.outcome === 'rendered' && good(page.html)) shown += 1;
  }
  return { shown, close: () => one.close() };
});
for (const concurrency of [2, 4, 8])
  await measure(`渲染池，至多 ${concurrency} 页`, async () => {
    const quiet = { debug() {}, info() {}, warn: console.warn, error: console.error };
    const pool = openRenderPool({ browser, hosts: table, pageMs: 30_000, concurrency, log: quiet });
    const done = await Promise.all(urls.map(({ host, url }) => pool.render({ hosts: [host] }, url)));
    for (const d of done) if ('failed' in d) console.log(d);
    return { shown: done.filter((d) => 'html' in d && good(d.html)).length, close: () => pool.close() };
  });
server.close();
