import {
  type AccountAudit,
  type AuditRow,
  type AuditState,
  type AuditTotals,
  rateText,
} from '../model/account-audit.ts';
import { clip } from '../model/clean.ts';
import { heatMap, heatStyle } from './account-heat.ts';
import { anchor, evidencePath } from './address.ts';
import { address, outside, toPlace } from './parts.ts';
import { style } from './style.ts';
import { constant, type Html, html } from './tag.ts';

/** Rows printed; the tables beside the report have them all. */
/** Faults of one kind told of one unit. */
const perUnit = 6;
const shown = { urgent: 400, notice: 400, unseen: 400, heat: 300, units: 300, others: 100, files: 120 } as const;

const own = constant`
.tally.six{grid-template-columns:repeat(6,1fr)}.tally.six b{font-size:1.7rem}
.big{font-size:1.5rem;font-weight:700;white-space:nowrap}
.days{white-space:nowrap;font-weight:700}.late{color:var(--red)}.soon{color:var(--amber)}
.m-due{color:var(--amber);border:1px solid var(--amber)}.m-due::before{content:"◷"}
.steps{margin:0;padding-left:1.3em}.steps b{font-weight:700}
.names li{margin:.15em 0}
.unit{width:14rem}
.tabular td:nth-child(n+2),.tabular th:nth-child(n+2){text-align:right;white-space:nowrap}
@media screen and (max-width:760px){.tally.six{grid-template-columns:repeat(2,1fr)}}
`;

const marks: Record<AuditState, string> = {
  zombie: 'fail',
  sleep: 'fail',
  suspect: 'suspect',
  due: 'due',
  unseen: 'undeterminable',
  active: 'pass',
  young: 'pass',
  other: 'not-applicable',
  unjudged: 'not-applicable',
};
const stateMark = (r: AuditRow): Html => html`<span class="m m-${marks[r.state]}">${r.stateName}</span>`;

const numerals = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];
type Section = { id: string; title: string; count: string; body: Html };

const leftOut = (all: number, max: number, what: string) =>
  all > max && html`<p class="more">这里列出前 ${max} ${what}，另有 ${all - max} ${what}，全部见同名的表格文件。</p>`;

function who(r: AuditRow, heat: ReadonlySet<string>): Html {
  const name = html`${outside(r.name, 60)}`;
  return html`${heat.has(r.anchor) ? toPlace(r.anchor, name) : name}<br><span class="s">${r.platformName}　${outside(r.organization, 60)}</span>`;
}

/** 已超 12 天, 还剩 2 天: what decides the order. */
function urgency(r: AuditRow, windowDays: number): Html {
  if (r.leftDays !== null) return html`<span class="days soon">还剩 ${r.leftDays} 天</span>`;
  if (r.never)
    return html`<span class="days late">从未发布</span>${r.silentDays !== null && html`<br><span class="s n">开设 ${r.silentDays} 天</span>`}`;
  if (r.silentDays === null) return html`<span class="days late">未见发布</span>`;
  return html`<span class="days late">超期 ${Math.max(0, r.silentDays - windowDays)} 天</span><br><span class="s n">已 ${r.silentDays} 天没有更新</span>`;
}

function urgentSection(m: AccountAudit, heat: ReadonlySet<string>): Html {
  if (m.limits === null) return html`<p>本指标体系没有“内容不更新”一项，不列催办清单。</p>`;
  if (m.urgent.length === 0) return html`<p>没有超期或即将到期的账号。</p>`;
  const window = m.limits.windowDays;
  return html`<p class="s intro">超期的在前，时间越长越靠前；其后是 ${m.limits.warnDays} 天内到期的。“疑似”的还没有确认，先按“核实办法”核实，不要直接通报。</p>
<div class="wide"><table><thead><tr><th class="r">序号</th><th>账号</th><th>状态</th><th>期限</th><th>最近一条</th><th>怎么办</th></tr></thead><tbody>${m.urgent
    .slice(0, shown.urgent)
    .map(
      (r, i) =>
        html`<tr><td class="r">${i + 1}</td><td>${who(r, heat)}${r.url !== '' && html`<p class="at">${address(r.url, r.url, 80)}</p>`}</td><td>${stateMark(r)}</td><td>${urgency(r, window)}</td><td>${r.last === null ? '没有看到' : html`<span class="n">${r.last.text}</span>${r.last.title !== '' && html`<br><span class="s">${outside(r.last.title, 40)}</span>`}`}</td><td>${what(r)}${proof(r.evidence)}</td></tr>`,
    )}</tbody></table></div>${leftOut(m.urgent.length, shown.urgent, '个账号')}`;
}

/** 佐证, short: the hash stands in the main report. */
function proof(list: AuditRow['evidence']): Html {
  const links = list.flatMap((e) => {
    const to = e.href === null ? null : evidencePath(e.href);
    return to === null ? [] : [html`<a href="${to}">${e.kindName}</a>`];
  });
  return links.length === 0 ? html`` : html`<p class="at">佐证：${links.map((l, i) => html`${i > 0 && '、'}${l}`)}</p>`;
}

function what(r: AuditRow): Html {
  if (r.state === 'due') return html`请运营单位在期限前更新。`;
  if (r.state === 'suspect') return steps(r, '核实办法');
  return r.state === 'zombie'
    ? html`确需保留的立即恢复更新；不再使用的，报备后注销并向社会公告。`
    : html`立即更新；长期无力维护的，按程序关停注销。`;
}

function steps(r: AuditRow, title: string): Html {
  if (r.supply === null) return html``;
  return html`<b>${title}</b><ol class="steps">${r.supply.steps.map((s) => html`<li><b>${s.who}</b>：${outside(s.what, 300)}</li>`)}</ol>`;
}

function noticeSection(m: AccountAudit): Html {
  const { zombie, sleep } = m.notice;
  if (m.limits === null) return html`<p>本指标体系没有“内容不更新”一项，没有通报名单。</p>`;
  const list = (rows: readonly AuditRow[]) =>
    html`<ol class="names">${rows.slice(0, shown.notice).map((r) => html`<li>${outside(r.organization, 80)}：${r.platformName}“${outside(r.name, 60)}”（${lastWords(r)}）</li>`)}</ol>${leftOut(rows.length, shown.notice, '个账号')}`;
  return html`<p class="s intro">只列已确认的，可直接复制进通报；疑似的和没有看清的一律不在其中。</p>
<h3>“僵尸”账号（${zombie.length} 个）</h3>${zombie.length === 0 ? html`<p>没有。</p>` : list(zombie)}
<h3>“睡眠”账号（${sleep.length} 个）</h3>${sleep.length === 0 ? html`<p>没有。</p>` : list(sleep)}`;
}

function lastWords(r: AuditRow): string {
  if (r.never) return `${r.openedOn === '' ? '' : `${r.openedOn} 开设，`}从未发布`;
  if (r.last === null) return '完整的记录里没有任何内容';
  return `最近一条 ${r.last.text.slice(0, 10)}，已 ${r.silentDays ?? 0} 天`;
}

function unseenSection(m: AccountAudit, heat: ReadonlySet<string>): Html {
  if (m.unseen.length === 0) return html`<p>每个账号都看清了。</p>`;
  return html`<p class="s intro">没有看到不等于没有更新：下列账号没有判为“睡眠”或“僵尸”，也没有算作合格。按“由谁补什么”补齐后重新判定。</p>
<div class="wide"><table><thead><tr><th class="r">序号</th><th>账号</th><th>为什么不能下结论</th><th>已知最近一条</th><th>由谁补什么</th></tr></thead><tbody>${m.unseen
    .slice(0, shown.unseen)
    .map(
      (r, i) =>
        html`<tr><td class="r">${i + 1}</td><td>${who(r, heat)}</td><td>${outside(r.supply?.reason ?? '', 260)}</td><td>${r.last === null ? '—' : html`<span class="n">${r.last.text}</span>`}</td><td><ol class="steps">${(r.supply?.steps ?? []).map((s) => html`<li><b>${s.who}</b>：${outside(s.what, 300)}</li>`)}</ol></td></tr>`,
    )}</tbody></table></div>${leftOut(m.unseen.length, shown.unseen, '个账号')}`;
}

function totalsTable(first: string, list: readonly AuditTotals[], total: AuditTotals | null): Html {
  const row = (t: AuditTotals) =>
    html`<td>${t.total}</td><td>${t.qualified}</td><td>${t.unqualified}</td><td>${t.undetermined}</td><td>${rateText(t.rate)}</td><td>${t.zombie}</td><td>${t.sleep}</td><td>${t.suspect}</td><td>${t.unseen}</td><td>${t.due}</td><td>${t.posts}</td>`;
  return html`<div class="wide"><table class="tabular"><thead><tr><th>${first}</th><th>账号</th><th>合格</th><th>不合格</th><th>待复核</th><th>合格率</th><th>僵尸</th><th>睡眠</th><th>疑似</th><th>没看清</th><th>将到期</th><th>发布数</th></tr></thead><tbody>${list
    .slice(0, shown.units)
    .map(
      (t) => html`<tr><th scope="row">${outside(t.name, 80)}</th>${row(t)}</tr>`,
    )}</tbody>${total !== null && html`<tfoot><tr><th scope="row">合计</th>${row(total)}</tr></tfoot>`}</table></div>${leftOut(list.length, shown.units, '行')}`;
}

/** One block for one item: what an office must do is the same for all its accounts. */
function othersSection(m: AccountAudit, heat: ReadonlySet<string>): Html {
  if (m.others.length === 0) return html`<p>其他指标项没有发现问题。</p>`;
  const groups = [...Map.groupBy(m.others, (o) => `${o.title}|${o.mark}`).values()];
  return html`<p class="s intro">每个账号每项一行，只列一处，逐处见检查报告和问题台账。标〔疑似〕的先核实。</p>
${groups.map((list) => {
  const first = list[0] as (typeof list)[number];
  return html`<h3>${outside(first.title, 60)}（${list.length} 个账号）${first.mark === 'suspected' && html` <b class="mark">〔疑似〕</b>`}</h3><p class="intro"><b>怎么改</b>　${outside(first.remedy, 300)}</p>
<div class="wide"><table><thead><tr><th class="unit">账号</th><th>问题</th><th class="r">处数</th></tr></thead><tbody>${list
    .slice(0, shown.others)
    .map(
      (o) =>
        html`<tr><td>${who(o.row, heat)}</td><td>${outside(o.message, 300)}</td><td class="r">${o.count}</td></tr>`,
    )}</tbody></table></div>${leftOut(list.length, shown.others, '个账号')}`;
})}`;
}

/** One block for one kind of fault and remedy: thirty accounts without a filing day are one thing to do. */
function faultsSection(m: AccountAudit): Html {
  if (m.faults.length === 0) return html`<p>没有发现台账和单位管理上的问题。</p>`;
  const extra = m.faults.some((f) => !f.inPolicy);
  const groups = [...Map.groupBy(m.faults, (f) => `${f.title}|${f.certainty}|${f.remedy}|${f.inPolicy}`).values()];
  return html`${extra && html`<p class="s intro">标“供核对”的不是本指标体系的检查项，不影响结论，用来把台账理清。</p>`}
${groups.map((list) => {
  const first = list[0] as (typeof list)[number];
  const units = [...Map.groupBy(list, (f) => f.organization)];
  return html`<h3>${outside(first.title, 60)}（${list.length} 处${!first.inPolicy && '，供核对'}）${first.certainty === 'suspected' && html` <b class="mark">〔疑似〕</b>`}</h3><p class="intro"><b>怎么改</b>　${outside(first.remedy, 300)}</p>
<div class="wide"><table><thead><tr><th class="unit">单位</th><th>问题</th></tr></thead><tbody>${units
    .slice(0, shown.units)
    .map(
      ([unit, mine]) =>
        html`<tr><td>${outside(unit, 60)}</td><td>${mine.slice(0, perUnit).map((f) => html`<p>${outside(f.message, 300)}${f.since !== null && html` <span class="s n">${f.since} 起</span>`}</p>`)}${mine.length > perUnit && html`<p class="s">等 ${mine.length} 处，全部见表格</p>`}${proof(first.certainty === 'confirmed' ? (mine[0]?.evidence ?? []) : [])}</td></tr>`,
    )}</tbody></table></div>${leftOut(units.length, shown.units, '个单位')}`;
})}`;
}

function sourcesSection(m: AccountAudit): Html {
  return html`${m.sourceless > 0 && html`<p>${m.sourceless} 个账号在这一时段里没有任何来源看到过内容。</p>`}
<h3>导入与人工登记</h3>${
    m.files.length === 0
      ? html`<p>没有导入过发布记录，也没有人工登记。</p>`
      : html`<p class="s intro">“完整”是提供人签认这一时段的发布全在其中；没有签认人的不能证明没有更新。</p><div class="wide"><table><thead><tr><th>来源</th><th>提供人</th><th>时段</th><th>范围</th><th class="r">账号</th><th class="r">内容</th><th>登记日期</th></tr></thead><tbody>${m.files
          .slice(0, shown.files)
          .map(
            (f) =>
              html`<tr><td>${f.kindName}${f.file !== '' && html`<br><span class="s u">${outside(f.file, 60)}</span>`}</td><td>${f.person === '' ? '没有签认人' : outside(f.person, 40)}</td><td><span class="n">${f.from}</span> 至 <span class="n">${f.to}</span></td><td>${f.complete ? '完整' : '只是一部分'}</td><td class="r">${f.accounts}</td><td class="r">${f.posts}</td><td class="n">${f.at}</td></tr>`,
          )}</tbody></table></div>${leftOut(m.files.length, shown.files, '份')}`
  }
<h3>公开页面与桥接</h3>${
    m.looks.length === 0
      ? html`<p>这一时段没有从公开页面或桥接看到内容。</p>`
      : html`<div class="wide"><table><thead><tr><th>平台</th><th>来源</th><th class="r">看到内容的账号</th><th>最近一次</th></tr></thead><tbody>${m.looks.map(
          (l) =>
            html`<tr><td>${l.platformName}</td><td>${l.kindName}</td><td class="r">${l.accounts}</td><td class="n">${l.last}</td></tr>`,
        )}</tbody></table></div>`
  }`;
}

function factsSection(m: AccountAudit): Html {
  return html`<p>文中时间均为北京时间。任何来源看到一条近期内容就证明有更新；只有完整的来源覆盖整个期限而没有内容，才证明没有更新。合格率的分母是台账中在用的全部账号。“发布数”是最近 ${m.weeks.length - 1} 个整周和本周里看到的内容条数。</p>
${m.closed.length > 0 && html`<p class="s">已关停或注销、没有检查的账号：${m.closed.slice(0, 200).map((c, i) => html`${i > 0 && '；'}${outside(c.name, 60)}（${outside(c.reason, 80)}）`)}${m.closed.length > 200 && ` 等 ${m.closed.length} 个`}</p>`}
<dl class="kv"><dt>检查编号</dt><dd class="u">${outside(m.run.id, 200)}</dd><dt>监测时间点</dt><dd>${m.run.asOf}</dd><dt>报告生成</dt><dd>${m.run.generatedAt}</dd><dt>指标体系</dt><dd>${outside(m.run.policy, 100)}</dd><dt>台账</dt><dd>${outside(m.run.registry, 100)}</dd><dt>程序版本</dt><dd>${outside(m.run.tool, 100)}</dd></dl>`;
}

function tallyBoxes(m: AccountAudit): Html {
  const t = m.totals;
  return html`<div class="tally six"><div class="${t.zombie > 0 ? 'bad' : ''}">僵尸<b>${t.zombie}</b></div><div class="${t.sleep > 0 ? 'bad' : ''}">睡眠<b>${t.sleep}</b></div><div class="${t.suspect > 0 ? 'open' : ''}">疑似不更新<b>${t.suspect}</b></div><div class="${t.unseen > 0 ? 'open' : ''}">没有看清<b>${t.unseen}</b></div><div>即将到期<b>${t.due}</b></div><div class="good">合格<b>${t.qualified}</b></div></div>
<p>合格率 <span class="big">${rateText(t.rate)}</span>　<span class="s">合格 ${t.qualified}、不合格 ${t.unqualified}、待复核 ${t.undetermined}，共 ${t.total} 个；待复核的不算合格，只放宽上限。</span></p>`;
}

function sectionsOf(m: AccountAudit): Section[] {
  const heatRows = m.rows.slice(0, shown.heat);
  const heat = new Set(heatRows.map((r) => r.anchor));
  return [
    { id: 'urgent', title: '催办清单', count: `${m.urgent.length} 个`, body: urgentSection(m, heat) },
    {
      id: 'notice',
      title: '通报名单',
      count: `${m.notice.zombie.length + m.notice.sleep.length} 个`,
      body: noticeSection(m),
    },
    {
      id: 'unseen',
      title: '没有看清的账号与由谁补什么',
      count: `${m.unseen.length} 个`,
      body: unseenSection(m, heat),
    },
    {
      id: 'weeks',
      title: '每周发布情况',
      count: `${m.weeks.length - 1} 周`,
      body: html`<p class="s intro">一格是一个日历周（周一到周日），列头是周一的日期。有问题的账号在前。</p>${heatMap(m, heatRows)}${leftOut(m.rows.length, heatRows.length, '个账号')}`,
    },
    {
      id: 'units',
      title: '单位汇总',
      count: `${m.organizations.length} 个单位`,
      body: totalsTable('单位', m.organizations, m.totals),
    },
    {
      id: 'platforms',
      title: '平台汇总',
      count: `${m.platforms.length} 个平台`,
      body: totalsTable('平台', m.platforms, m.totals),
    },
    { id: 'others', title: '其他指标项的问题', count: `${m.totals.others} 处`, body: othersSection(m, heat) },
    { id: 'faults', title: '台账与单位管理问题', count: `${m.faults.length} 处`, body: faultsSection(m) },
    { id: 'sources', title: '数据来源与签认时段', count: `${m.files.length} 份`, body: sourcesSection(m) },
    { id: 'facts', title: '说明', count: '', body: factsSection(m) },
  ];
}

/**
 * 账号核查报告 as one self-contained HTML file for a county office: no script, no request to anywhere, opens from disk, prints on A4. `files`: the tables
 * beside it and the main report, as seen from it.
 */
export function renderAccountAudit(
  m: AccountAudit,
  files: { csv: string | null; xlsx: string | null; report: string | null },
): string {
  const sections = sectionsOf(m);
  const link = (path: string | null, text: string) => {
    const to = path === null ? null : evidencePath(path);
    return to !== null && html`<li><a href="${to}">${text}</a></li>`;
  };
  return html`<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="format-detection" content="telephone=no">
<title>${clip(m.title, 120)}</title>
<style>${style}${heatStyle}${own}</style>
</head>
<body><main id="top">
<header class="title"><h1>${outside(m.title, 120)}</h1>
<ul class="facts"><li><b>监测时间点</b>　${m.run.asOf}</li><li><b>指标体系</b>　${outside(m.run.policy, 100)}</li>${link(files.xlsx, '全部明细（Excel 工作簿）')}${link(files.csv, '全部明细（CSV）')}${link(files.report, '检查报告')}</ul></header>
${m.caveats.length > 0 && html`<div class="note warn"><ul>${m.caveats.map((c) => html`<li>${outside(c, 400)}</li>`)}</ul></div>`}
<p class="lead">${outside(m.lead, 800)}</p>
${tallyBoxes(m)}
<nav class="toc" aria-label="目录"><ol>${sections.map(
    (s, i) =>
      html`<li><a href="${anchor(s.id)}"><span>${numerals[i] ?? i + 1}、${s.title}</span><span class="k">${s.count}</span></a></li>`,
  )}</ol></nav>
${sections.map((s, i) => html`<section><h2 id="${s.id}">${numerals[i] ?? i + 1}、${s.title}</h2>${s.body}</section>`)}
<footer><p>本报告由巡查程序 ${outside(m.run.tool, 100)} 依据监测记录自动生成，检查编号 <span class="u">${outside(m.run.id, 100)}</span>。对结论有异议的，可凭后台导出的发布记录申请人工复核。</p></footer>
</main></body>
</html>
`.text;
}
