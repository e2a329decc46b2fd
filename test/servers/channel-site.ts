import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { addDays } from '#core/calendar.ts';

type Served = { type?: string; body: string };

/**
 * A department's site with seven columns on loopback: fresh, behind, blank, behind a list service that answers, behind one that answers with
 * nothing, behind a script that nobody can read, and one without dates on its articles. `today`: Asia/Shanghai day. Requests are counted.
 */
export async function startChannelSite(today: string) {
  const requests = new Map<string, number>();
  const pages = pagesOf(today);
  const server = http.createServer((req, res) => {
    const path = (req.url ?? '/').split('?', 1)[0]!;
    requests.set(path, (requests.get(path) ?? 0) + 1);
    const served = pages.get(path);
    res.writeHead(served === undefined ? 404 : 200, { 'content-type': served?.type ?? 'text/html; charset=utf-8' });
    res.end(served?.body ?? '<title>404</title><h1>页面不存在</h1>');
  });
  await new Promise<void>((ok) => server.listen(0, '127.0.0.1', ok));
  return {
    home: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    requests,
    async close() {
      server.closeAllConnections();
      await new Promise<void>((ok) => server.close(() => ok()));
    },
  };
}

const columns = [
  ['gzdt', '工作动态', [1, 5, 9]],
  ['zwyw', '政务要闻', [40, 60, 90]],
  ['tzgg', '通知公告', [20, 50]],
  ['ghjh', '规划计划', []],
  ['sjfb', '数据发布', [10, 70]],
  ['fpgz', '扶贫工作', []],
  ['yjzj', '意见征集', [3]],
  ['zcwj', '政策文件', [2, 8]],
] as const;

function pagesOf(today: string): Map<string, Served> {
  const pages = new Map<string, Served>();
  const nav = columns.map(([dir, name]) => `<li><a href="/${dir}/">${name}</a></li>`).join('');
  const frame = (title: string, body: string, head = '') => ({
    body: `<!DOCTYPE html><html><head><meta charset="utf-8"><title>${title}</title>${site}${head}</head><body>
<div class="nav"><ul><li><a href="/">首页</a></li>${nav}</ul></div>${body}
<div class="footer"><p>主办单位：示例县水利局　联系电话：023-99000001</p></div></body></html>`,
  });
  const articles = (dir: string, name: string, ages: readonly number[]) =>
    ages.map((age, i) => ({
      path: `/${dir}/show_${1000 + i}.html`,
      title: `示例县水利局${name}第${i + 1}号信息`,
      day: addDays(today, -age),
    }));
  pages.set(
    '/',
    frame(
      '示例县水利局',
      `<div class="box"><h3>最新信息</h3><ul>${rows(articles('gzdt', '工作动态', [1, 5, 9]))}</ul></div>`,
    ),
  );
  for (const [dir, name, ages] of columns) {
    const trail = `<div class="position">当前位置：<a href="/">首页</a> &gt; ${name}</div>`;
    const list = articles(dir, name, ages);
    const service = `<ul id="list"></ul><script src="/EWB-FRONT/js/webBuilderCommon.js"></script>
<script>webBuilder.load({url:'/EWB-FRONT/rest/lightfrontaction/getgovinfolist',categorynum:'${dir}',pagesize:6,target:'#list'});</script>`;
    const own = `<ul class="list" id="list-${dir}"></ul><script src="/js/columns.js"></script><script>showColumn('#list-${dir}','${dir}');</script>`;
    const body =
      dir === 'sjfb' || dir === 'fpgz'
        ? service
        : dir === 'yjzj'
          ? own
          : `<ul>${rows(list)}</ul><p>共 ${list.length} 条</p>`;
    const tags =
      dir === 'ghjh'
        ? ''
        : `<meta name="ColumnName" content="${name}"><meta name="ColumnType" content="${name}"><meta name="ColumnDescription" content="${name}"><meta name="ColumnKeywords" content="${name}">`;
    pages.set(`/${dir}/`, frame(`${name}-示例县水利局`, `${trail}${body}`, tags));
    for (const a of list) {
      const date = dir === 'zcwj' ? '' : `<p class="info">发布时间：${a.day} 09:00</p>`;
      const content = `<div class="content"><p>${'示例正文，说明一项已经完成的工作。'.repeat(12)}</p></div>`;
      const head = `<meta name="ArticleTitle" content="${a.title}">`;
      pages.set(a.path, frame(`${a.title}-示例县水利局`, `${trail}<h1>${a.title}</h1>${date}${content}`, head));
    }
  }
  const infos = articles('sjfb', '数据发布', [10, 70]).map((a) => ({
    title: a.title,
    infourl: a.path,
    infodate: a.day,
    categorynum: 'sjfb',
  }));
  const json = (infodata: readonly object[]) => ({
    type: 'application/json; charset=utf-8',
    body: JSON.stringify({ custom: { infodata, total: infodata.length }, status: { code: '200' } }),
  });
  pages.set('/EWB-FRONT/rest/lightfrontaction/getgovinfolist', json(infos));
  pages.set('/EWB-FRONT/js/webBuilderCommon.js', { type: 'application/javascript', body: '/* builder */' });
  pages.set('/js/columns.js', {
    type: 'application/javascript',
    body: "function showColumn(place,c){var x=new XMLHttpRequest();x.open('GET',['','data',c+'.json'].join('/'));x.onload=function(){document.querySelector(place).innerHTML=x.responseText;};x.send();}",
  });
  pages.set('/robots.txt', { type: 'text/plain', body: 'User-agent: *\nDisallow:\n' });
  return pages;
}

const site =
  '<meta name="SiteName" content="示例县水利局"><meta name="SiteDomain" content="127.0.0.1"><meta name="SiteIDCode" content="9901230042">';

const rows = (list: readonly { path: string; title: string; day: string }[]) =>
  list.map((a) => `<li><a href="${a.path}" title="${a.title}">${a.title}</a><span>${a.day}</span></li>`).join('');
