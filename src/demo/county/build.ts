import { addDays } from '#core/calendar.ts';
import { bytes, html, pdfFile, redirect, word } from './answers.ts';
import { png, svg } from './assets.ts';
import { allFixedPages, homeUrl, page, sharedFooter } from './chrome.ts';
import {
  type Article,
  articleBody,
  articlePath,
  dataproxy,
  datastore,
  listPath,
  ownScript,
  ownScriptList,
  rows,
  scriptList,
  webBuilder,
} from './families.ts';
import type { ChannelPlan, Family, SitePlan } from './plan.ts';
import { numberOf, paragraphs, title as titleOf } from './prose.ts';
import type { Answer, VirtualHost } from './types.ts';

/** The same on every site. */
const icon = png(16, 16, [30, 90, 160]);
const badge = png(20, 20, [20, 60, 140]);
const banner = png(120, 40, [178, 25, 31]);

const times = ['09:12', '10:35', '11:08', '15:20', '16:41', '08:50'] as const;

/** Systems that fill the PubDate tag; the others only print the date. */
const pubDateTag: ReadonlySet<Family> = new Set(['trs', 'plain', 'gkmlpt']);

/** Two channels of one voice tell different stories. */
const shift = (channel: ChannelPlan) => numberOf(channel.dir) % 35;

function articlesOf(plan: SitePlan, channel: ChannelPlan, today: string): Article[] {
  return channel.ages.map((age, n) => {
    const day = addDays(today, -age);
    const pinned = n === 0 ? channel.pinned : undefined;
    const rowAge = pinned?.age ?? channel.rowAges?.[n] ?? age;
    return {
      n,
      title: pinned?.title ?? titleOf(channel.voice, plan.office, plan.topics, n + shift(channel)),
      path: articlePath(plan.family, channel, plan.id, n, addDays(today, -rowAge)),
      day: channel.undated ? null : pinned ? addDays(today, -pinned.age) : day,
      rowDay: addDays(today, -rowAge),
      time: times[n % times.length] as string,
    };
  });
}

function homeList(plan: SitePlan, channel: ChannelPlan, articles: readonly Article[]): string {
  const way = channel.home ?? 'static';
  if (way === 'none') return '';
  const more = `<h3>${channel.name}<a class="more" href="${listPath(plan.family, channel, plan.id)}">更多&gt;&gt;</a></h3>`;
  if (way === 'script') return `<div class="box">${more}${scriptList(channel)}</div>`;
  if (way === 'browser') return `<div class="box">${more}${ownScriptList(channel)}</div>`;
  if (way === 'frame')
    return `<div class="box">${more}<iframe src="/frame/${channel.dir}.html" width="100%" height="240" frameborder="0"></iframe></div>`;
  const list = articles.slice(0, 6);
  if (way === 'datastore') return `<div class="box">${more}${datastore(plan, channel, list)}</div>`;
  return `<div class="box">${more}<ul class="list">\n${rows(plan, list, true)}\n</ul></div>`;
}

/** The list of a channel's own page. Where a script brings the rows, the number of them comes with them. */
function listOf(plan: SitePlan, channel: ChannelPlan, articles: readonly Article[]): string {
  if (channel.list === 'script') return scriptList(channel);
  if (channel.list === 'browser') return ownScriptList(channel);
  const list = `<ul class="list">\n${rows(plan, articles, false)}\n</ul>`;
  return `${list}<div class="pages">共 ${articles.length} 条 第 1/1 页</div>`;
}

const friends = [
  ['http://www.shilisheng.gov.example/', '示例省人民政府'],
  ['http://www.shilishi.gov.example/', '示例市人民政府'],
  ['http://zwfw.shilisheng.gov.example/', '示例省政务服务网'],
  ['http://www.shilinews.example/', '示例县融媒体中心'],
] as const;

function homeBody(plan: SitePlan, lists: readonly (readonly [ChannelPlan, readonly Article[]])[]): string {
  const entries = lists
    .map(
      ([c]) =>
        `<li><a href="${listPath(plan.family, c, plan.id)}"><img src="/images/icon.png" alt="">${c.name}</a></li>`,
    )
    .join('\n');
  const middle = plan.navigationOnly
    ? `<div class="entries"><ul>\n${entries}\n<li><a href="/bsfw/index.html">便民服务</a></li>\n<li><a href="/hdjl/index.html">我要咨询</a></li>\n<li><a href="/jggk/index.html">走进我们</a></li>\n</ul></div>`
    : lists.map(([c, articles]) => homeList(plan, c, articles)).join('\n');
  const services = plan.navigationOnly
    ? ''
    : `<div class="box"><h3>服务与下载</h3><p><a href="/bsfw/index.html"><img src="/images/banner.png" alt="网上办事"></a> <a href="/files/fujian1.doc">常用表格</a> <a href="/files/fujian2.pdf">办事流程图</a></p></div>`;
  const links = friends.filter(([href]) => href !== homeUrl(plan));
  const portal = plan.kind === 'portal' ? '' : '<a href="http://www.shilixian.gov.example/">示例县人民政府</a>';
  return `${middle}
${services}
${plan.extra ?? ''}
<div class="friends"><span>友情链接：</span>${portal} ${links.map(([href, name]) => `<a href="${href}" target="_blank">${name}</a>`).join(' ')}</div>`;
}

const fixedTexts: Record<string, (plan: SitePlan) => string> = {
  机构概况: (p) =>
    `${p.office}是示例县负责${p.topics.slice(0, 3).join('、')}等工作的单位，内设办公室、政策法规股、业务一股、业务二股，办公时间为工作日上午九时至十二时、下午二时至六时。`,
  办事服务: (p) =>
    `${p.topics.slice(0, 4).join('、')}等事项可在县政务服务大厅${p.office}窗口办理，也可登录示例省政务服务网在线申请，窗口提供免费复印和帮办代办服务。`,
  互动交流: (p) =>
    `您可以拨打${p.phone}向${p.office}咨询，也可以到窗口当面提问，我们将在五个工作日内答复简单常见问题。`,
  网站地图: (p) =>
    `本站设有${p.channels.map((c) => c.name).join('、')}等栏目，点击页面上方导航即可进入，页面底部提供联系方式和找错入口。`,
  联系我们: (p) =>
    `单位：${p.office}。联系电话：${p.phone}。地址：示例县人民路${Number(p.serial)}号。工作日对外办公，节假日安排值班。`,
  关于我们: (p) => `本站由${p.office}主办，公开工作信息，提供办事指引，欢迎提出意见和建议，我们将认真听取并不断改进。`,
};

/** All answers of one site. */
export function buildSite(plan: SitePlan, today: string): VirtualHost {
  const encode = { charset: plan.charset, ...(plan.headerCharset === undefined ? {} : { header: plan.headerCharset }) };
  const pages = new Map<string, Answer>();
  const put = (path: string, text: string, status = 200) => pages.set(path, html(text, { ...encode, status }));
  const columnTags = (name: string, type: string) =>
    [
      ['ColumnName', name],
      ['ColumnType', type],
      ['ColumnDescription', `${plan.name}${name}`],
      ['ColumnKeywords', name],
    ] as const;

  const lists = plan.channels.map((c) => [c, articlesOf(plan, c, today)] as const);
  const home = page(plan, {
    title: plan.name,
    tags: columnTags('首页', '首页'),
    body: homeBody(plan, lists),
  });

  for (const [channel, articles] of lists) {
    const body = `<div class="position">当前位置：<a href="/">首页</a> &gt; ${channel.name}</div>
${listOf(plan, channel, articles)}`;
    put(
      listPath(plan.family, channel, plan.id),
      page(plan, { title: `${channel.name}-${plan.name}`, tags: columnTags(channel.name, channel.name), body }),
    );
    put(
      `/frame/${channel.dir}.html`,
      `<html><body><ul class="list">\n${rows(plan, articles, true)}\n</ul></body></html>`,
    );
    for (const a of articles) {
      const text = paragraphs(channel.voice, plan.office, plan.topics, a.n + shift(channel));
      const tags = [
        ['ArticleTitle', a.title],
        ...(a.day === null || !pubDateTag.has(plan.family) ? [] : [['PubDate', `${a.day} ${a.time}`] as const]),
        ['ContentSource', plan.office],
        ['ColumnName', channel.name],
      ] as const;
      put(a.path, page(plan, { title: `${a.title}-${plan.name}`, tags, body: articleBody(plan, channel, a, text) }));
    }
  }
  for (const [path, name] of allFixedPages) {
    const text = fixedTexts[name]?.(plan) ?? '';
    const body = `<h2>${name}</h2><div class="content"><p>　　${text}</p></div>`;
    put(path, page(plan, { title: `${name}-${plan.name}`, tags: columnTags(name, name), body }));
  }
  files(plan, pages, lists);

  const first: Answer = { ...html(home, encode), ...plan.home };
  if (plan.enter === undefined) pages.set('/', first);
  else {
    pages.set('/index.html', html(home, encode));
    pages.set('/', { ...(plan.enter === 'redirect' ? redirect('/index.html') : entrance(plan)), ...plan.home });
  }
  for (const [path, answer] of plan.answers ?? []) pages.set(path, answer);
  const missing =
    plan.missing ??
    html(
      page(plan, {
        title: `页面不存在-${plan.name}`,
        tags: [],
        body: '<h2>404</h2><p>抱歉，您访问的页面不存在或已删除。</p><p><a href="/">返回首页</a></p>',
      }),
      { ...encode, status: 404 },
    );
  if (plan.wall) return { name: plan.host, state: 'serves', pages: new Map(), missing: plan.wall };
  return { name: plan.host, state: 'serves', pages, missing };
}

/** A page that only leads on, as old systems put in front of the home page. */
function entrance(plan: SitePlan): Answer {
  return html(
    `<html><head><meta charset="utf-8"><meta http-equiv="refresh" content="0; url=/index.html"><title>${plan.name}</title></head><body><p>正在进入${plan.name}，如未自动跳转请<a href="/index.html">点击这里</a>。</p></body></html>`,
  );
}

function files(
  plan: SitePlan,
  pages: Map<string, Answer>,
  lists: readonly (readonly [ChannelPlan, readonly Article[]])[],
): void {
  const css = `body{font:14px/1.8 "宋体",serif;margin:0}.header{background:#f4f4f4 url(../images/banner.png) no-repeat right}.footer{text-align:center}`;
  pages.set('/css/style.css', bytes('text/css; charset=utf-8', css));
  pages.set(
    '/js/common.js',
    bytes(
      'application/javascript',
      `/* 离站提示 */\nfunction leave(url){if(confirm('您访问的链接即将离开本网站，是否继续？'))window.open(url);}\n`,
    ),
  );
  pages.set('/images/emblem.svg', bytes('image/svg+xml', svg('例')));
  pages.set('/images/icon.png', bytes('image/png', icon));
  pages.set('/images/ghs.png', bytes('image/png', badge));
  pages.set('/images/banner.png', bytes('image/png', banner));
  pages.set('/favicon.ico', bytes('image/png', icon));
  pages.set('/robots.txt', bytes('text/plain; charset=utf-8', 'User-agent: *\nDisallow: /admin/\n'));
  pages.set('/files/fujian1.doc', word());
  pages.set('/files/fujian2.pdf', pdfFile());
  if (plan.footerByScript)
    pages.set('/js/footer.js', bytes('application/javascript; charset=utf-8', sharedFooter(plan)));
  if (lists.some(([c]) => c.home === 'datastore')) {
    const all = lists.flatMap(([, articles]) => articles);
    pages.set('/script/jquery.jpage.js', bytes('application/javascript', '/* jpage */\n'));
    pages.set('/module/web/jpage/dataproxy.jsp', bytes('text/xml; charset=utf-8', dataproxy(plan, all)));
  }
  if (lists.some(([c]) => c.home === 'script' || c.list === 'script')) {
    pages.set('/EWB-FRONT/js/webBuilderCommon.js', bytes('application/javascript', webBuilder));
    const infos = lists.flatMap(([c, articles]) =>
      articles.map((a) => ({ title: a.title, infourl: a.path, infodate: a.rowDay, categorynum: c.dir })),
    );
    const body = JSON.stringify({ custom: { infodata: infos }, status: { code: '200' } });
    pages.set('/EWB-FRONT/rest/lightfrontaction/getgovinfolist', bytes('application/json; charset=utf-8', body));
  }
  const byBrowser = lists.filter(([c]) => c.home === 'browser' || c.list === 'browser');
  if (byBrowser.length > 0) pages.set('/js/columns.js', bytes('application/javascript; charset=utf-8', ownScript));
  for (const [c, articles] of byBrowser) {
    const infos = articles.slice(0, 6).map((a) => [a.title, a.path, a.rowDay]);
    pages.set(`/data/column-${c.dir}.json`, bytes('application/json; charset=utf-8', JSON.stringify(infos)));
  }
}
