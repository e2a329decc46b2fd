import { clip } from '../model/clean.ts';
import type { ReportModel, Tally } from '../model/types.ts';
import { address, clauseText, conclusionMark, outside, toPlace } from './parts.ts';
import { type Html, html } from './tag.ts';

/** Rows of the lists over all subjects; the rest stands in the JSON. */
const ROWS = 400;
const more = (all: number, shown: number) => all > shown && html`<p class="more">另有 ${all - shown} 行，见 JSON</p>`;

function tallyBoxes(t: Tally): Html {
  return html`<div class="tally"><div class="bad">不合格<b>${t.unqualified}</b></div><div class="open">待复核<b>${t.undetermined}</b></div><div class="good">合格<b>${t.qualified}</b></div><div>检查对象<b>${t.total}</b></div></div>`;
}

export function summarySection(m: ReportModel): Html {
  const confirmed = m.subjects.reduce((n, s) => n + s.counts.confirmed, 0);
  const suspected = m.subjects.reduce((n, s) => n + s.counts.suspected, 0);
  return html`<p class="lead">本次以《${m.run.policy.title}》为准，检查${m.ledger.map((r, i) => `${i > 0 ? '、' : ''}${r.typeName} ${r.total} 个`)}，监测时间点为北京时间 ${m.run.asOf}。${
    m.all.total
  } 个对象中，不合格 ${m.all.unqualified} 个，待复核 ${m.all.undetermined} 个，合格 ${m.all.qualified} 个${m.partial && '（限已检项）'}；共发现问题 ${confirmed} 处，疑似问题 ${suspected} 处。${m.duties.length > 0 && html`另有要求 ${m.duties.length} 项（不计分），${dutySums(m)}。`}</p>
${tallyBoxes(m.all)}
<table><thead><tr><th>对象</th><th class="r">不合格</th><th class="r">待复核</th><th class="r">合格</th><th class="r">合计</th></tr></thead><tbody>${m.ledger.map(
    (r) =>
      html`<tr><th scope="row">${r.typeName}</th><td class="r">${r.unqualified}</td><td class="r">${r.undetermined}</td><td class="r">${r.qualified}</td><td class="r">${r.total}</td></tr>`,
  )}</tbody></table>`;
}

function dutySums(m: ReportModel): string {
  const sum = (key: 'met' | 'notMet' | 'open' | 'unexamined') => m.duties.reduce((n, d) => n + d[key], 0);
  return `逐个对象核对，符合 ${sum('met')} 项次，不符合 ${sum('notMet')} 项次，待核实 ${sum('open')} 项次（其中没有看过的 ${sum('unexamined')} 项次）`;
}

/** What every reader must know before reading a verdict. */
export function caveats(m: ReportModel): Html {
  return html`${m.run.notes.length > 0 && html`<div class="note warn"><p><b>阅读前请注意</b></p><ul>${m.run.notes.map((n) => html`<li>${outside(n)}</li>`)}</ul></div>`}
${
  m.partial &&
  html`<div class="note warn"><p><b>结论和得分限已检项。</b>有的指标项程序没有看过，也没有人工记录（未检），既未扣分，也不算通过；各对象另列连同未检项的得分区间和结论：</p><ul>${m.scope.map((s) => html`<li>${outside(s.text)}</li>`)}</ul><p><a href="#unchecked">未检项清单</a></p></div>`
}`;
}

export function subjectsTable(m: ReportModel): Html {
  const rated = m.subjects.filter((s) => !s.unrated);
  return html`<div class="wide"><table><thead><tr><th class="r">序号</th><th class="w22">对象</th><th class="w18">单位</th><th>结论${m.partial && html`<br>（限已检项）`}</th><th class="r">得分</th><th>理由</th></tr></thead><tbody>${rated.map(
    (s, i) =>
      html`<tr><td class="r">${i + 1}</td><td>${toPlace(s.anchor, outside(s.name, 100))}<br><span class="s">${s.type === 'account' && s.kindText !== s.typeName ? `${s.typeName}·${s.kindText}` : s.typeName}</span></td><td>${outside(s.organization, 100)}</td><td>${conclusionMark(s.conclusion, s.conclusionText)}</td><td class="r n">${
        s.score
          ? html`${s.scoreText}${s.whole?.score && html`<br><span class="s">连同未检项<br>${s.whole.scoreText}</span>`}`
          : html`<span class="s">${s.scoreText
              .replace('，', '\n')
              .split('\n')
              .map((t, k) => html`${k > 0 && html`<br>`}${t}`)}</span>`
      }</td><td class="s">${outside(clip(s.reason, 120))}</td></tr>`,
  )}</tbody></table></div>`;
}

export function organizationsTable(m: ReportModel): Html {
  const duties = m.duties.length > 0;
  return html`<div class="wide"><table><thead><tr><th>单位</th><th class="r">不合格</th><th class="r">待复核</th><th class="r">合格</th><th class="r">问题</th><th class="r">疑似</th>${duties && html`<th>要求（项次）</th>`}<th>对象</th></tr></thead><tbody>${m.organizations.map(
    (o) =>
      html`<tr><th scope="row">${o.anchor === null ? outside(o.organization, 100) : toPlace(o.anchor, outside(o.organization, 100))}</th><td class="r">${o.unqualified}</td><td class="r">${o.undetermined}</td><td class="r">${o.qualified}</td><td class="r">${o.confirmed}</td><td class="r">${o.suspected}</td>${duties && html`<td class="s">${o.dutiesText}</td>`}<td>${o.subjects
        .slice(0, 30)
        .map(
          (s, i) => html`${i > 0 && '、'}${toPlace(s.anchor, outside(s.name, 60))}（${s.conclusionText}）`,
        )}${o.subjects.length > 30 && ` 等 ${o.subjects.length} 个`}</td></tr>`,
  )}</tbody></table></div>`;
}

export function rectificationTable(m: ReportModel): Html {
  let left = ROWS;
  const groups = m.rectification.flatMap((g) => {
    const rows = g.rows.slice(0, Math.max(0, left));
    left -= rows.length;
    return rows.length > 0 ? [{ ...g, rows }] : [];
  });
  const all = m.rectification.reduce((n, g) => n + g.rows.length, 0);
  if (all === 0) return html`<p>没有发现需要整改的问题。</p>`;
  return html`<p class="s intro">先确认的、后疑似的；先单项否决、后扣分，分值大的在前。疑似问题先核实，属实再改。</p><div class="wide"><table><thead><tr><th>指标项</th><th>问题</th><th class="r">处数</th><th>自何时</th><th>怎么改</th></tr></thead>${groups.map(
    (g) =>
      html`<tbody><tr class="group"><th colspan="5" scope="colgroup">${toPlace(g.anchor, outside(g.name, 100))}${g.organization !== g.name && html`　${outside(g.organization, 100)}`}　${conclusionMark(g.conclusion, g.conclusionText)}</th></tr>${g.rows.map(
        (r) =>
          html`<tr><td>${toPlace(r.itemAnchor, r.itemTitle)}<br><span class="s">${r.costText}</span></td><td>${r.certainty === 'suspected' && html`<b class="mark">〔疑似〕</b>`}${outside(r.message, 160)}${
            r.count > 1 && html` <span class="s">等</span>`
          }</td><td class="r">${r.count}</td><td class="n">${r.since ? html`${r.since} 起` : html`${r.seen.slice(0, 10)}<br><span class="s">本次见到</span>`}</td><td>${outside(r.remedy, 200)}</td></tr>`,
      )}</tbody>`,
  )}</table></div>${more(all, ROWS)}`;
}

export function reviewTable(m: ReportModel): Html {
  if (m.reviewQueue.length === 0) return html`<p>没有待复核的事项。</p>`;
  const rows = m.reviewQueue.slice(0, ROWS);
  return html`<p class="s intro">按对结论的影响从大到小排列；逐项复核或补足监测后重新判定，结论和得分随之确定。</p><div class="wide"><table><thead><tr><th class="r">序号</th><th>对象</th><th>指标项</th><th>影响</th><th>看什么</th></tr></thead><tbody>${rows.map(
    (q, i) =>
      html`<tr><td class="r">${i + 1}</td><td>${toPlace(q.anchor, outside(q.subject, 100))}</td><td>${q.itemAnchor === '' ? q.itemTitle : toPlace(q.itemAnchor, q.itemTitle)}</td><td class="n">${q.effectText}</td><td>${outside(q.note, 240)}</td></tr>`,
  )}</tbody></table></div>${more(m.reviewQueue.length, ROWS)}`;
}

export function unseenSection(m: ReportModel): Html {
  if (m.unseen.length === 0) return html`<p>计划观察的内容全部看到了。</p>`;
  return html`<p class="s intro">没有看到不等于有问题，也不等于没有问题：下列内容既未扣分，也未算作通过。</p><div class="wide"><table><thead><tr><th>原因</th><th class="r">次数</th><th>涉及对象</th><th>怎么办</th></tr></thead><tbody>${m.unseen.map(
    (u) =>
      html`<tr><th scope="row">${u.reasonName}</th><td class="r">${u.count}</td><td>${u.subjects
        .slice(0, 60)
        .map(
          (s, i) => html`${i > 0 && '、'}${toPlace(s.anchor, outside(s.name, 60))}（${s.count}）`,
        )}${u.subjects.length > 60 && ` 等 ${u.subjects.length} 个`}</td><td>${u.advice}</td></tr>`,
  )}</tbody></table></div>`;
}

export function uncheckedSection(m: ReportModel): Html {
  const rows = m.scope.flatMap((s) => s.uncheckedItems.map((i) => ({ ...i, typeName: s.typeName })));
  return html`${m.scope.map((s) => html`<p>${outside(s.text)}</p>`)}
${
  rows.length > 0
    ? html`<p class="s intro">下列指标项程序没有看过，也没有人工记录，须由人检查并记录后才能得出完整的结论和得分。</p><div class="wide"><table><thead><tr><th>对象</th><th>未检项</th><th>部分</th><th>哪些对象未检</th><th>出处</th></tr></thead><tbody>${rows.map((r) => html`<tr><td class="n">${r.typeName}</td><td>${outside(r.title, 120)}</td><td class="n">${r.partText}</td><td class="n">${r.where}</td><td class="s">${outside(r.section, 160)}</td></tr>`)}</tbody></table></div>`
    : html`<p>指标体系中的指标项已全部检查。</p>`
}
${
  m.notApplicable.length > 0 &&
  html`<h3>不适用的指标项</h3><div class="wide"><table><thead><tr><th>指标项</th><th>为何不适用</th><th>依据</th><th>对象</th></tr></thead><tbody>${m.notApplicable.map(
    (n) =>
      html`<tr><th scope="row">${n.title}</th><td>${outside(n.because)}</td><td class="s">${n.clause && clauseText(n.clause)}</td><td>${n.subjects
        .slice(0, 40)
        .map(
          (s, i) => html`${i > 0 && '、'}${toPlace(s.anchor, outside(s.name, 60))}`,
        )}${n.subjects.length > 40 && ` 等 ${n.subjects.length} 个`}</td></tr>`,
  )}</tbody></table></div>`
}
${
  m.skipped.length > 0 &&
  html`<h3>未检查的对象</h3><div class="wide"><table><thead><tr><th>对象</th><th>原因</th></tr></thead><tbody>${m.skipped.map((s) => html`<tr><th scope="row">${outside(s.name, 200)}</th><td>${outside(s.reason)}</td></tr>`)}</tbody></table></div>`
}`;
}

export function factsSection(m: ReportModel): Html {
  const r = m.run;
  return html`<p>文中时间均为北京时间。判定分六种：<span class="m m-pass">未发现问题</span>、<span class="m m-fail">存在问题</span>、<span class="m m-suspect">疑似，待复核</span>（发现线索，须由人确认）、<span class="m m-undeterminable">无法判定</span>（看到的不够）、<span class="m m-unexamined">未检</span>（程序没有看过，也没有人工记录）、<span class="m m-not-applicable">不适用</span>。“检查范围”写明每项判定看了多少、多少看不到、从何时到何时。</p>
<p>任一单项否决情形成立即为不合格，不再计分；否则以 ${r.flow.base} 分为基础逐项扣分，每项扣分不超过该项分值，${r.flow.failBelow !== '0' && html`低于 ${r.flow.failBelow} 分为不合格，`}高于 ${r.flow.bonusAbove} 分的进入加分环节。${r.flow.byUnit && '单位得分是其账号得分的平均分，再与同类单位最高得分相比；单位或其账号出现任一单项否决情形，单位得 0 分。'}${r.flow.exemptFull !== null && `没有对外服务职能的单位不检查办事服务，以 ${r.flow.exemptFull} 分为满分，再折算为 ${r.flow.base} 分制${r.flow.gatesOnCounted ? '，两条线按折算前的分数判断' : ''}。`}还有未决事项时，得分是一个区间：下限按未决事项全部属实计算，上限按全部不成立计算。</p>
${
  m.duties.length > 0 &&
  html`<p>要求（不计分）单独列出，判定为<span class="m m-pass">符合</span>、<span class="m m-fail">不符合</span>、<span class="m m-suspect">疑似不符合，待核实</span>、<span class="m m-undeterminable">待核实</span>（看到的不够）、<span class="m m-unexamined">未核实</span>（程序没有看过，也没有人工记录），不影响合格与否和得分。</p>
`
}<p>文中只有指向被检查网站自身的地址可以点开；其他地址仅作文字列出，以免误入被劫持或有害的页面。</p>
<dl class="kv"><dt>检查编号</dt><dd class="u">${outside(r.id, 200)}</dd><dt>监测时间点</dt><dd>${r.asOf}</dd><dt>报告生成</dt><dd>${r.generatedAt}</dd>
<dt>指标体系</dt><dd>${outside(r.policy.title, 200)}（${r.policy.id}，自 ${r.policy.effectiveFrom} 起施行）<br><span class="u">${outside(r.policy.digest, 100)}</span>${r.policy.notes.map((n) => html`<br>${outside(n)}`)}</dd>
<dt>台账</dt><dd>${outside(r.registry.title, 200)}<br><span class="u">${outside(r.registry.digest, 100)}</span></dd>
<dt>抽样种子</dt><dd class="u">${outside(r.seed, 200)}</dd><dt>程序版本</dt><dd>${outside(r.tool, 100)}</dd></dl>
<p class="s intro">同一份观察记录、同一指标体系、同一抽样种子，重新判定得到同一结果。</p>`;
}

export function singleFacts(m: ReportModel): Html {
  const s = m.subjects[0];
  return s
    ? html`<p class="sub">${outside(s.name, 200)}</p>${s.address !== '' && html`<p class="s intro">${address(s.address, s.address)}</p>`}`
    : html``;
}
