import { addDays } from '#core/calendar.ts';
import type { ChannelPlan, Family, RowStyle, SitePlan } from './plan.ts';
import { numberOf } from './prose.ts';

/** One article of a channel, dated. */
export type Article = {
  n: number;
  title: string;
  path: string;
  /** Day the article page shows; null when it shows none. */
  day: string | null;
  /** Day the list row shows. */
  rowDay: string;
  time: string;
};

/** Path of an article as its content system writes it. */
export function articlePath(family: Family, channel: ChannelPlan, site: string, n: number, day: string): string {
  const id = 1_000_000 + ((numberOf(`${site}/${channel.dir}`) + n * 7) % 900_000);
  const [y, m, d] = day.split('-') as [string, string, string];
  if (family === 'trs') return `/${channel.dir}/${y}${m}/t${y}${m}${d}_${id}.html`;
  if (family === 'hanweb') return `/art/${y}/${Number(m)}/${Number(d)}/art_${columnId(channel, site)}_${id}.html`;
  if (family === 'gkmlpt') return `/gkmlpt/content/1/${Math.floor(id / 1000)}/post_${id}.html`;
  if (family === 'ewb') {
    const guid = [1, 2, 3, 4].map((k) => numberOf(`${site}${id}${k}`).toString(16).padStart(8, '0')).join('');
    return `/${channel.dir}/${y}${m}${d}/${guid}.html`;
  }
  return `/${channel.dir}/show_${id}.shtml`;
}

export function columnId(channel: ChannelPlan, site: string): number {
  return 1_220_000 + (numberOf(`${site}:${channel.dir}`) % 9_000);
}

/** Path of a channel's list page. */
export function listPath(family: Family, channel: ChannelPlan, site: string): string {
  if (family === 'hanweb') return `/col/col${columnId(channel, site)}/index.html`;
  if (family === 'plain') return `/${channel.dir}/index.shtml`;
  if (family === 'ewb') return `/${channel.dir}/subpage.html`;
  return `/${channel.dir}/`;
}

/** One row of a list. */
export function row(style: RowStyle, article: Article, short: boolean): string {
  const { path, title, rowDay } = article;
  const text = short && title.length > 22 ? `${title.slice(0, 20)}…` : title;
  const a = `<a href="${path}" title="${title}" target="_blank">${text}</a>`;
  if (style === 'bracket-before') return `<li>[${rowDay}] ${a}</li>`;
  if (style === 'yearless') return `<li>${a}<span>[${rowDay.slice(5)}]</span></li>`;
  if (style === 'em') return `<li><em>${rowDay}</em>${a}</li>`;
  if (style === 'slash') return `<li>${a}<i class="date">${rowDay.replaceAll('-', '/')}</i></li>`;
  return `<li>${a}<span>${rowDay}</span></li>`;
}

export const rows = (plan: SitePlan, articles: readonly Article[], short: boolean) =>
  articles.map((a) => row(plan.rowStyle ?? 'span', a, short)).join('\n');

/** 大汉 jpage: the rows stand as data inside a script and are shown by another one. */
export function datastore(plan: SitePlan, channel: ChannelPlan, articles: readonly Article[]): string {
  const unit = numberOf(`${plan.id}.${channel.dir}`) % 900_000;
  const column = columnId(channel, plan.id);
  const records = articles
    .map((a) => `<record><![CDATA[\n${row(plan.rowStyle ?? 'span', a, false)}]]></record>`)
    .join('\n');
  return `<div id="${unit}"><script type="text/xml"><datastore>
<nextgroup><![CDATA[<a href="/module/web/jpage/dataproxy.jsp?page=1&appid=1&webid=9901&path=/&columnid=${column}&unitid=${unit}&permissiontype=0"></a>]]></nextgroup>
<recordset>
${records}
</recordset></datastore></script></div>
<script src="/script/jquery.jpage.js"></script>`;
}

/** What dataproxy.jsp answers: the same records as XML. */
export function dataproxy(plan: SitePlan, articles: readonly Article[]): string {
  const records = articles
    .map((a) => `<record><![CDATA[${row(plan.rowStyle ?? 'span', a, false)}]]></record>`)
    .join('');
  return `<?xml version="1.0" encoding="utf-8"?><datastore><totalrecord>${articles.length}</totalrecord><totalpage>1</totalpage><recordset>${records}</recordset></datastore>`;
}

/** 新点 EWB: nothing stands in the page; a script asks a service for the rows. */
export function scriptList(channel: ChannelPlan): string {
  return `<ul class="ewb-list" id="list-${channel.dir}"></ul>
<script src="/EWB-FRONT/js/webBuilderCommon.js"></script>
<script>webBuilder.load({url:'/EWB-FRONT/rest/lightfrontaction/getgovinfolist',categorynum:'${channel.dir}',pagesize:6,target:'#list-${channel.dir}'});</script>`;
}

/** The system's own script: asks the service and writes the rows, so that a browser shows them. */
export const webBuilder = `var webBuilder={load:function(o){
var x=new XMLHttpRequest();x.open('POST',o.url);x.setRequestHeader('Content-Type','application/x-www-form-urlencoded');
x.onload=function(){
var rows=JSON.parse(x.responseText).custom.infodata.filter(function(i){return i.categorynum===o.categorynum;}).slice(0,o.pagesize);
document.querySelector(o.target).innerHTML=rows.map(function(i){return '<li><a href="'+i.infourl+'" title="'+i.title+'">'+i.title+'</a><span>'+i.infodate+'</span></li>';}).join('');
};
x.send('categorynum='+o.categorynum+'&pageindex=0&pagesize='+o.pagesize);
}};
`;

/** A script of the site's own: where it asks and what for is only known by running it. */
export function ownScriptList(channel: ChannelPlan): string {
  return `<ul class="list" id="list-${channel.dir}"></ul>
<script src="/js/columns.js"></script>
<script>showColumn('#list-${channel.dir}','${channel.dir}');</script>`;
}

/** That script: puts the address together, asks, and writes the rows. */
export const ownScript = `function showColumn(place,column){
var x=new XMLHttpRequest();x.open('GET',['','data','column-'+column+'.json'].join('/'));
x.onload=function(){
document.querySelector(place).innerHTML=JSON.parse(x.responseText).map(function(i){return '<li><a href="'+i[1]+'" title="'+i[0]+'">'+i[0]+'</a><span>'+i[2]+'</span></li>';}).join('');
};
x.send();
}
`;

/** The body of an article page, dated the way its content system does. */
export function articleBody(plan: SitePlan, channel: ChannelPlan, article: Article, text: readonly string[]): string {
  const body = text.map((p) => `<p>　　${p}</p>`).join('\n');
  const { day, time, title } = article;
  const source = `来源：${plan.office}`;
  const attachment =
    channel.voice === 'notices' && article.n === 0
      ? `<p>附件：<a href="/files/fujian1.doc">1.申请表.doc</a>　<a href="/files/fujian2.pdf">2.办理流程图.pdf</a></p>`
      : '';
  if (plan.family === 'trs')
    return `<h1 class="tit">${title}</h1><div class="info">${day === null ? '' : `<span>发布时间：${day} ${time}</span>`}<span>${source}</span><span>字体：大 中 小</span></div><div class="TRS_Editor">${body}${attachment}</div>`;
  if (plan.family === 'hanweb')
    return `<table class="artbox"><tr><td class="title">${title}</td></tr><tr><td>${day === null ? '' : `发布日期：${day}　`}${source}　浏览次数：<span>126</span></td></tr><tr><td><div id="zoom">${body}${attachment}</div></td></tr></table>`;
  if (plan.family === 'gkmlpt')
    return `<div class="classify"><table><tr><td>索引号：990123-${plan.serial}-${article.n}</td><td>分类：其他</td></tr><tr><td>发布机构：${plan.office}</td>${day === null ? '' : `<td>发布日期：${day}</td></tr><tr><td>成文日期：${addDays(day, -6)}</td><td>文号：</td>`}</tr><tr><td colspan="2">名称：${title}</td></tr></table></div><h3 class="content-title">${title}</h3><div class="article-content">${body}${attachment}</div>`;
  if (plan.family === 'ewb')
    return `<div class="ewb-article"><h3>${title}</h3><div class="ewb-article-sources"><p>【信息时间：${day ?? ''} ${day === null ? '' : time}】　【${source}】</p></div><div class="ewb-article-info">${body}${attachment}</div></div>`;
  const shown = day === null ? '' : day.replace(/^(\d+)-0?(\d+)-0?(\d+)$/, '$1年$2月$3日');
  return `<h2>${title}</h2><p class="date">${shown === '' ? '' : `时间：${shown}　`}${source}</p><div class="content">${body}${attachment}</div>`;
}
