import { linkReasonNames } from '#core/link-texts.ts';
import { type BrokenLinksModel, type LinkEntry, shownEntries } from '../model/broken-links.ts';
import { anchor, evidencePath } from './address.ts';
import { entryBlock } from './link-entry.ts';
import { address, outside, toPlace } from './parts.ts';
import { style } from './style.ts';
import { constant, type Html, html } from './tag.ts';

/** Rows of the plain tables; the CSV has them all. */
const ROWS = 200;
const PAGES = 100;
const ENTRIES_PER_ROW = 12;

const own = constant`
.item.link>summary{display:block;padding:8px 16px;background:var(--wash);font-weight:400;break-after:avoid}
.item.link[open]>summary{border-bottom:1px solid var(--line)}
.item.link>summary::before{content:"▸";color:var(--soft);margin-right:.5em}
.item.link[open]>summary::before{content:"▾"}
.item.link .no{display:inline-block;min-width:1.6em}
.item.link .what{font-weight:700}
.why-code{color:var(--red);white-space:nowrap}
#check~.item .why-code,#caution~.item .why-code{color:var(--amber)}
.tagged{display:inline-block;border:1px solid var(--line);background:#fff;font-size:.82rem;line-height:1.4;padding:0 6px;margin-left:4px;white-space:nowrap}
.tagged.hot{border-color:var(--red);color:var(--red);font-weight:700}
.item.link dl{grid-template-columns:8.4em 1fr}
.item.link dd p{margin:.1em 0}
.fixes,.targets{margin:0;padding-left:1.4em}
.places{font-size:.86rem;margin:4px 0}
.places td:first-child{width:20%}.places td:nth-child(2){width:26%}
.try{font-size:.88rem}
.tally.five{grid-template-columns:repeat(5,1fr)}
.tally.five b{font-size:1.7rem}
@media screen and (max-width:760px){.tally.five{grid-template-columns:repeat(2,1fr)}.item.link dl{grid-template-columns:1fr}}
@media print{.item.link>summary::before,.item.link[open]>summary::before{content:""}.item.link{break-inside:auto}}
`;

const numerals = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];
type Section = { id: string; title: string; count: string; body: Html };

const leftOut = (all: number, shown: number, what: string) =>
  all > shown &&
  html`<p class="more">这里列出前 ${shown} ${what}，另有 ${all - shown} ${what}，全部见同名的 CSV 文件。</p>`;

function entries(list: readonly LinkEntry[], shown: number, home: string, none: string): Html {
  if (list.length === 0) return html`<p>${none}</p>`;
  return html`${leftOut(list.length, shown, '处')}${list.slice(0, shown).map((e) => entryBlock(e, home))}${leftOut(list.length, shown, '处')}`;
}

/** Entries by number, each a link to its place; those that are not on the page have no place to lead to. */
function numbers(list: readonly { anchor: string; number: number }[], shown: number): Html {
  const rest = list.length - ENTRIES_PER_ROW;
  return html`${list
    .slice(0, ENTRIES_PER_ROW)
    .map(
      (e, i) => html`${i > 0 && '、'}${e.number <= shown ? toPlace(e.anchor, String(e.number)) : e.number}`,
    )}${rest > 0 && ` 等 ${list.length} 处`}`;
}

function fixSection(m: BrokenLinksModel): Html {
  const byReason = html`<div class="wide"><table><thead><tr><th>按原因看</th><th class="r">链接</th><th class="r">条目</th><th>条目序号</th></tr></thead><tbody>${m.reasons.map(
    (r) =>
      html`<tr><th scope="row">${r.name}<br><span class="s u">${r.reason}</span></th><td class="r">${r.targets}</td><td class="r">${r.entries.length}</td><td>${numbers(r.entries, shownEntries.fix)}</td></tr>`,
  )}</tbody></table></div>`;
  return html`${m.fix.length > 0 && html`<p class="s intro">先列首页上的，再按涉及页面的多少排列：从上往下改，改得最快见效。公用模板里的一处错、同一主机或同一目录的一批错，各算一处。</p>${m.fix.length > 3 && byReason}`}${entries(
    m.fix,
    shownEntries.fix,
    m.site.home,
    m.scope === 'whole' ? '没有发现打不开的链接。' : '在看到的范围内没有发现打不开的链接；没有看到的见“未覆盖”。',
  )}`;
}

function pagesSection(m: BrokenLinksModel): Html {
  return html`<p class="s intro">按页面整改时用：每个页面上有哪几处。公用模板里的只在首页列出，改模板即可。</p><div class="wide"><table><thead><tr><th>页面</th><th class="r">处数</th><th>条目序号</th></tr></thead><tbody>${m.pages
    .slice(0, PAGES)
    .map(
      (p) =>
        html`<tr><td>${p.home && html`<span class="tagged hot">首页</span> `}${address(p.url, m.site.home, 160)}</td><td class="r">${p.entries.length}</td><td>${numbers(p.entries, shownEntries.fix)}</td></tr>`,
    )}</tbody></table></div>${leftOut(m.pages.length, PAGES, '个页面')}`;
}

function ignoredSection(m: BrokenLinksModel): Html {
  const rules = html`<h3>忽略规则</h3>${
    m.rules.length === 0
      ? html`<p>没有适用于本网站的忽略规则。</p>`
      : html`<div class="wide"><table><thead><tr><th>忽略什么</th><th>原因</th><th>经办人</th><th>登记</th><th>到期</th><th>状态</th></tr></thead><tbody>${m.rules
          .slice(0, ROWS)
          .map(
            (r) =>
              html`<tr><td>${outside(r.text, 240)}</td><td>${outside(r.why, 200)}</td><td>${outside(r.person, 60)}</td><td class="n">${r.recorded}</td><td class="n">${r.expires}</td><td>${outside(r.state)}</td></tr>`,
          )}</tbody></table></div>${leftOut(m.rules.length, ROWS, '条规则')}`
  }`;
  const list =
    m.ignored.length === 0
      ? html`<p>没有按规则忽略的链接。</p>`
      : html`<p class="s intro">下列链接照常检查、照常列出，只是按人工登记的规则不计问题；到期后自动重新计入。</p><div class="wide"><table><thead><tr><th>目标地址</th><th>检查结果</th><th class="r">引用</th><th>为何忽略</th><th>到期</th></tr></thead><tbody>${m.ignored
          .slice(0, ROWS)
          .map(
            (i) =>
              html`<tr><td>${address(i.case.value.url, m.site.home, 160)}</td><td>${i.reasonName}${i.case.since !== null && html`<br><span class="s">${outside(i.case.since.text)}</span>`}</td><td class="r">${i.case.value.parentCount}</td><td>${outside(i.rule.why, 160)}（${outside(i.rule.person, 60)}）</td><td class="n">${i.rule.expires}</td></tr>`,
          )}</tbody></table></div>${leftOut(m.ignored.length, ROWS, '个链接')}`;
  return html`${list}${rules}`;
}

function changesSection(m: BrokenLinksModel): Html {
  const fixed =
    m.fixed.length === 0
      ? html`<p>与上次相比，没有新修复的链接。</p>`
      : html`<div class="wide"><table><thead><tr><th>目标地址</th><th>上次的问题</th><th>自何时</th><th>本次</th></tr></thead><tbody>${m.fixed
          .slice(0, ROWS)
          .map(
            (f) =>
              html`<tr><td>${address(f.case.value.url, m.site.home, 160)}</td><td>${linkReasonNames[f.case.value.reason]}</td><td class="n">${f.since}</td><td>${f.how}</td></tr>`,
          )}</tbody></table></div>${leftOut(m.fixed.length, ROWS, '个链接')}`;
  const unsettled =
    m.unsettled.length > 0 &&
    html`<h3>以前打不开、本次没有查清的</h3><p class="s intro">没有查到不等于已修复：下列链接本次既不计问题，也不算修复。</p><div class="wide"><table><thead><tr><th>目标地址</th><th>上次的问题</th><th>自何时</th><th>本次</th></tr></thead><tbody>${m.unsettled
      .slice(0, ROWS)
      .map(
        (u) =>
          html`<tr><td>${address(u.case.value.url, m.site.home, 160)}</td><td>${linkReasonNames[u.case.value.reason]}</td><td class="n">${u.since}</td><td>${outside(u.why, 200)}</td></tr>`,
      )}</tbody></table></div>${leftOut(m.unsettled.length, ROWS, '个链接')}`;
  return html`${fixed}${unsettled}`;
}

function uncoveredSection(m: BrokenLinksModel): Html {
  const u = m.uncovered;
  const nothing =
    m.scope === 'whole' && u.skipped.length === 0 && u.unseen.length === 0
      ? html`<p>抓取完整，没有未覆盖的内容。</p>`
      : html``;
  return html`${nothing}
${
  u.limits.length > 0 &&
  html`<div class="wide"><table><thead><tr><th>限度</th><th>说明</th><th class="r">没有读的已知地址</th></tr></thead><tbody>${u.limits.map(
    (l) => html`<tr><th scope="row">${l.name}</th><td>${outside(l.note, 300)}</td><td class="r">${l.left}</td></tr>`,
  )}</tbody></table></div>`
}
${u.blockedPages > 0 && html`<p>${u.blockedPages} 个页面拒绝访问、要求登录或出示验证页，看不到上面的链接。</p>`}
${
  u.unjudgedCount > 0 &&
  html`<h3>没有看成的页面（${u.unjudgedCount} 个）</h3><ul>${u.unjudged
    .slice(0, ROWS)
    .map(
      (p) => html`<li>${address(p.url, m.site.home, 160)}：${outside(p.detail, 200)}</li>`,
    )}</ul>${leftOut(u.unjudgedCount, Math.min(u.unjudged.length, ROWS), '个页面')}`
}
${
  u.unseen.length > 0 &&
  html`<h3>没有做成的检查</h3><ul>${u.unseen.map((x) => html`<li>${x.name} ${x.count} 次${x.example !== '' && html`：${outside(x.example, 200)}`}</li>`)}</ul>`
}
${
  u.skipped.length > 0 &&
  html`<h3>没有检查的链接</h3><ul>${u.skipped.map((s) => html`<li>${s.name}：${s.count} 个</li>`)}</ul>`
}
${u.robots !== '' && html`<p class="s">${u.robots}</p>`}`;
}

function factsSection(m: BrokenLinksModel): Html {
  return html`<p>文中时间均为北京时间。打不开的链接都在同一次检查里看过两次以上，结果一致才列为“须修复”（地址本身不成立的不必访问）；被防护拦截、要求登录、频率受限的，和我方网络的故障，都不算打不开。“次日复查仍在”是指另一天的检查又看到它打不开。</p>
<p>改好以后重新检查，条目会移到“上次有、本次已修复”。确有理由暂时不改的，可在数据目录的 ignores.yaml 里登记忽略规则（须写明原因、经办人和到期日）。只有指向本网站的地址可以点开，其他地址仅作文字列出。</p>
<dl class="kv"><dt>检查编号</dt><dd class="u">${outside(m.runId, 200)}</dd><dt>监测时间点</dt><dd>${m.asOf}</dd><dt>报告生成</dt><dd>${m.generatedAt}</dd><dt>程序版本</dt><dd>${outside(m.tool, 100)}</dd></dl>
${m.rounds.length > 0 && html`<h3>最近各次检查</h3><ul>${m.rounds.map((r) => html`<li><span class="n">${r.at}</span>　${outside(r.what, 200)}</li>`)}</ul>`}`;
}

function sectionsOf(m: BrokenLinksModel): Section[] {
  const { totals: t } = m;
  const u = m.uncovered;
  const all: (Section | false)[] = [
    { id: 'fix', title: '须修复', count: `${m.fix.length} 处`, body: fixSection(m) },
    m.pages.length > 1 && { id: 'pages', title: '按页面看', count: `${m.pages.length} 个页面`, body: pagesSection(m) },
    {
      id: 'check',
      title: '待人工核对',
      count: `${m.check.length} 处`,
      body: html`${m.check.length > 0 && html`<p class="s intro">程序不能断定这些链接打得开还是打不开，不算问题；请用浏览器逐个打开看一眼。</p>`}${entries(m.check, shownEntries.check, m.site.home, '没有须人工核对的链接。')}`,
    },
    {
      id: 'caution',
      title: '有隐患',
      count: `${m.caution.length} 处`,
      body: html`${m.caution.length > 0 && html`<p class="s intro">能打开，但访客可能遇到麻烦，或不久会打不开；不计问题，建议一并处理。</p>`}${entries(m.caution, shownEntries.caution, m.site.home, '没有发现隐患。')}`,
    },
    { id: 'ignored', title: '已忽略', count: `${t.ignored} 个`, body: ignoredSection(m) },
    { id: 'changes', title: '上次有、本次已修复', count: `${t.fixed} 个`, body: changesSection(m) },
    {
      id: 'uncovered',
      title: '未覆盖',
      count: m.scope === 'whole' ? '完整' : u.limits.length > 0 ? `${u.limits.length} 项限度` : '不完整',
      body: uncoveredSection(m),
    },
    { id: 'facts', title: '说明', count: '', body: factsSection(m) },
  ];
  return all.filter((s) => s !== false);
}

/**
 * 链接问题清单 as one self-contained HTML file for the maintainers of one site: no script, no request to anywhere, opens from disk, prints on A4
 * with every entry unfolded. `csv`: name of the CSV beside it.
 */
export function renderBrokenLinks(m: BrokenLinksModel, files: { csv: string; report: string | null }): string {
  const { totals: t } = m;
  const sections = sectionsOf(m);
  const csv = evidencePath(files.csv);
  const report = files.report === null ? null : evidencePath(files.report);
  const told = t.told.home === null ? '' : `（首页 ${t.told.home}，其他页面 ${t.told.inner}）`;
  return html`<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="format-detection" content="telephone=no">
<title>${m.title}</title>
<style>${style}${own}</style>
</head>
<body><main id="top">
<header class="title"><h1>${outside(m.title, 120)}</h1>${m.site.organization !== '' && m.site.organization !== m.site.name && html`<p class="sub">${outside(m.site.organization, 200)}</p>`}<p class="s intro">${address(m.site.home, m.site.home)}</p>
<ul class="facts"><li><b>监测时间点</b>　${m.asOf}</li><li><b>查清链接</b>　${t.told.all} 个${told}</li>${csv !== null && html`<li><a href="${csv}">全部明细（CSV，可用表格软件打开）</a></li>`}${report !== null && html`<li><a href="${report}">检查报告</a></li>`}</ul></header>
${m.caveats.length > 0 && html`<div class="note warn"><p><b>${outside(m.caveats[0] ?? '')}</b></p>${m.caveats.length > 1 && html`<ul>${m.caveats.slice(1).map((c) => html`<li>${outside(c, 300)}</li>`)}</ul>`}</div>`}
<p class="lead">${outside(m.lead)}</p>
<div class="tally five"><div class="${t.fix.targets > 0 ? 'bad' : ''}">须修复（处）<b>${t.fix.entries}</b><span class="s">${t.fix.targets} 个链接${t.fix.fresh > 0 && `，新增 ${t.fix.fresh}`}</span></div><div class="${t.check > 0 ? 'open' : ''}">待人工核对<b>${t.check}</b></div><div>有隐患<b>${t.caution}</b></div><div>已忽略<b>${t.ignored}</b></div><div class="good">已修复<b>${t.fixed}</b></div></div>
<nav class="toc" aria-label="目录"><ol>${sections.map(
    (s, i) =>
      html`<li><a href="${anchor(s.id)}"><span>${numerals[i] ?? i + 1}、${s.title}</span><span class="k">${s.count}</span></a></li>`,
  )}</ol></nav>
${sections.map((s, i) => html`<section><h2 id="${s.id}">${numerals[i] ?? i + 1}、${s.title}</h2>${s.body}</section>`)}
<footer><p>本清单由巡查程序 ${outside(m.tool, 100)} 依据监测记录自动生成，检查编号 <span class="u">${outside(m.runId, 100)}</span>。</p></footer>
</main></body>
</html>
`.text;
}
