import type { LinkEntry, PlaceView } from '../model/broken-links.ts';
import { address, evidenceLine, outside } from './parts.ts';
import { type Html, html } from './tag.ts';

/** Lists inside one entry; the CSV has all of it. */
const TARGETS = 15;
const PLACES = 6;
/** Entries that stand open on screen; the others open at a click, and all are printed open. */
const OPEN = 20;

const lineText = (s: PlaceView['samples'][number]) =>
  s.line === null ? '' : `第 ${s.line} 行${s.column === null ? '' : `第 ${s.column} 列`}`;

function placeRow(p: PlaceView, home: string): Html {
  const rest = p.pages - p.samples.length;
  return html`<tr><td>${p.roleName}的${p.tagName}${p.text !== '' && html`<br>“${outside(p.text, 60)}”`}</td><td class="u">${outside(p.selector, 200)}</td><td>${p.samples.map(
    (s) =>
      html`<p>${address(s.url, home, 120)}${lineText(s) !== '' && html`　<span class="n">${lineText(s)}</span>`}</p>`,
  )}${rest > 0 && html`<p class="s">等 ${p.pages} 个页面</p>`}</td></tr>`;
}

function placesTable(e: LinkEntry, home: string): Html {
  if (e.places.length === 0) return html`<p class="s">没有记下引用页。</p>`;
  const rest = e.places.length - PLACES;
  return html`<div class="wide"><table class="places"><thead><tr><th>哪里的什么</th><th>选择器</th><th>所在页面（源码位置）</th></tr></thead><tbody>${e.places
    .slice(0, PLACES)
    .map((p) =>
      placeRow(p, home),
    )}</tbody></table></div>${rest > 0 && html`<p class="s">另有 ${rest} 类位置，见 CSV。</p>`}`;
}

function targetList(e: LinkEntry, home: string): Html {
  const rest = e.targets.length - TARGETS;
  const line = (t: LinkEntry['targets'][number]) =>
    html`${address(t.url, home, 300)}${t.finalUrl !== null && html`<br><span class="s">跳转到</span> ${address(t.finalUrl, home, 200)}`}`;
  const [only] = e.targets;
  if (e.targets.length === 1 && only) return line(only);
  return html`<ol class="targets">${e.targets.slice(0, TARGETS).map((t) => html`<li>${line(t)}</li>`)}</ol>${
    rest > 0 && html`<p class="s">另有 ${rest} 个，见 CSV。</p>`
  }`;
}

function marks(e: LinkEntry): Html {
  const pages = e.pages.length;
  const reach = e.capped || (pages <= 1 && e.spots > 1) ? `${e.spots} 处引用` : pages > 1 ? `${pages} 个页面` : '';
  return html`${e.home && html`<span class="tagged hot">首页</span>`}${e.template && html`<span class="tagged">公用模板</span>`}${
    e.external && html`<span class="tagged">站外</span>`
  }${reach !== '' && html`<span class="tagged">${reach}</span>`}${
    e.since !== null && e.since.rounds > 1 && html`<span class="tagged">${e.since.day} 起</span>`
  }`;
}

/** 一个问题条目: what, where, since when, what to do, and what proves it. */
export function entryBlock(e: LinkEntry, home: string): Html {
  const open = e.number <= OPEN;
  const many = e.targets.length > 1;
  return html`<details class="item link" id="${e.anchor}"${open && html` open`}><summary><b class="no">${e.number}</b> <span class="what"><bdi${!many && html` class="u"`}>${e.headline}</bdi></span> <span class="why-code">${e.reasonName}</span> ${marks(e)}</summary><div class="in"><dl>
<dt>问题</dt><dd>${outside(e.problem)}${e.doubt !== '' && html` <b class="mark">${outside(e.doubt)}</b>`}${e.note !== '' && !e.problem.includes(e.note) && html`<br><span class="s">判定依据：${outside(e.note)}</span>`}</dd>
<dt>怎么改</dt><dd>${e.fix.length === 1 ? outside(e.fix[0] ?? '') : html`<ol class="fixes">${e.fix.map((f) => html`<li>${outside(f)}</li>`)}</ol>`}</dd>
<dt>${many ? `目标地址（${e.targets.length} 个）` : '目标地址'}</dt><dd>${targetList(e, home)}</dd>
<dt>引用位置</dt><dd>共 ${e.spots} 处${e.capped && html`，下面列出的是记下来的 ${e.pages.length} 个页面`}${placesTable(e, home)}</dd>
${e.expired.length > 0 && html`<dt>忽略规则</dt><dd>${e.expired.map((x) => html`<p><b class="mark">原有规则已于 ${x.rule.expires} 到期，不再适用</b>${many && `（${x.targets} 个地址）`}：${outside(x.rule.why, 160)}（${outside(x.rule.person, 60)}）</p>`)}</dd>`}
${e.since !== null && html`<dt>自何时</dt><dd>${outside(e.since.text)}</dd>`}
<dt>${many ? '检查举例' : '每次检查'}</dt><dd>${e.attempts.length === 0 ? '地址不成其为地址，不用访问即可判定' : e.attempts.map((a) => html`<p class="try">${outside(a, 160)}</p>`)}<p class="s">原因代码 ${e.reason}</p></dd>
</dl>${evidenceLine(e.evidence, 4)}</div></details>`;
}
