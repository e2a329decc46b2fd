import type { FindingView, IgnoredView, ItemView, ReportModel, SubjectView, UnseenView } from '../model/types.ts';
import { evidencePath } from './address.ts';
import { address, clauseBlock, conclusionMark, evidenceLine, outside, toPlace, verdictMark } from './parts.ts';
import { type Html, html } from './tag.ts';

/** How much of a long report is printed in full. */
export type Limits = { findingsPerItem: number };

const PLACES = 3;
/** Lists longer than this can be folded on screen; they are printed unfolded. */
const FOLD = 12;

/** One line a place, with the evidence taken there. */
function places(f: FindingView, home: string): Html {
  // Evidence without a place of its own (a screenshot) stands with the place on the same page.
  const placed = new Map(f.evidence.filter((e) => e.place !== '').map((e) => [e.url, e.place]));
  const groups = [...Map.groupBy(f.evidence, (e) => `${e.url}\n${e.place || (placed.get(e.url) ?? '')}`).values()];
  const other = f.target !== '' && !f.evidence.some((e) => e.url === f.target);
  const rest = groups.length - PLACES;
  return html`${other && html`<p class="at">对象：${address(f.target, home)}</p>`}${groups
    .slice(0, PLACES)
    .map((same) => {
      const [e] = same;
      return (
        e &&
        html`<p class="at">位置：${address(e.url, home)}${e.place !== '' && html`，${outside(e.place, 400)}`}</p>${evidenceLine(same)}`
      );
    })}${rest > 0 && html`<p class="at">另有 ${rest} 处位置，见 JSON</p>`}`;
}

function findingRow(f: FindingView, n: number, home: string, sharedRemedy: boolean): Html {
  return html`<tr><td class="c">${n}</td>
<td><p>${f.certainty === 'suspected' && html`<b class="mark">〔疑似〕</b>`}${outside(f.message)}</p>${places(f, home)}</td>
<td class="when">${f.since === null ? html`${f.seen.slice(0, 10)}<br><span class="s">本次见到</span>` : html`${f.since} 起`}</td>
${!sharedRemedy && html`<td class="fix">${outside(f.remedy)}</td>`}</tr>`;
}

function findingsTable(item: ItemView, home: string, limits: Limits): Html {
  const all = item.findings;
  if (all.length === 0) return html``;
  const shown = all.slice(0, limits.findingsPerItem);
  const remedy = all[0]?.remedy ?? '';
  // The same advice two hundred times over hides the list: said once, it stands above.
  const shared = all.length > 1 && all.every((f) => f.remedy === remedy);
  const table = html`<div class="wide"><table class="findings"><thead><tr><th>序号</th><th>问题与位置</th><th class="when">自何时</th>${
    !shared && html`<th class="fix">怎么改</th>`
  }</tr></thead><tbody>${shown.map((f, i) => findingRow(f, i + 1, home, shared))}</tbody></table></div>`;
  const hidden = all.length - shown.length;
  return html`${shared && html`<dl><dt>怎么改</dt><dd>${outside(remedy)}</dd></dl>`}${
    shown.length > FOLD
      ? html`<details open><summary>共 ${all.length} 处${hidden > 0 && `，列出前 ${shown.length} 处`}</summary>${table}</details>`
      : table
  }${hidden > 0 && html`<p class="more">另有 ${hidden} 处，见 JSON</p>`}`;
}

/** Found and shown, but not charged: with the person who decided so and the day it ends. */
function ignoredTable(list: readonly IgnoredView[], home: string, limits: Limits): Html {
  if (list.length === 0) return html``;
  const hidden = list.length - limits.findingsPerItem;
  return html`<p class="s intro"><b>按人工忽略规则不计的 ${list.length} 处</b>（照常检查、照常列出，到期后重新计入）</p><div class="wide"><table class="findings"><thead><tr><th>序号</th><th>问题</th><th>为何不计</th><th class="when">到期</th></tr></thead><tbody>${list
    .slice(0, limits.findingsPerItem)
    .map(
      (i, n) =>
        html`<tr><td class="c">${n + 1}</td><td><p>${outside(i.finding.message)}</p><p class="at">对象：${address(i.finding.target, home)}</p></td><td>${outside(i.why, 200)}（${outside(i.person, 60)}）<p class="at">规则：${outside(i.what, 200)}</p></td><td class="when">${i.expires}</td></tr>`,
    )}</tbody></table></div>${hidden > 0 && html`<p class="more">另有 ${hidden} 处，见 JSON</p>`}`;
}

function itemBlock(item: ItemView, subject: SubjectView, limits: Limits): Html {
  return html`<div class="item${item.findings.length <= 1 && ' whole'}" id="${item.anchor}"><div class="bar"><h4>${item.title}</h4><span class="s">${item.partText}</span>${
    item.costText !== '' && html`<b class="n">${item.costText}</b>`
  }${verdictMark(item.mark, item.markText)}</div><div class="in"><dl>
${item.because !== '' && html`<dt>待定原因</dt><dd>${outside(item.because)}</dd>`}
<dt>检查范围</dt><dd>${outside(item.basis)}</dd>
${clauseBlock(item)}
${item.notes.length > 0 && html`<dt>说明</dt><dd>${item.notes.map((n) => html`<p>${outside(n)}</p>`)}</dd>`}
${item.reviews.map(
  (r) =>
    html`<dt>人工复核</dt><dd>${r.at}，${outside(r.person, 60)}：${outside(r.decision, 300)}。${outside(r.reason)}${r.findingId !== null && html`<br><span class="s">针对 ${outside(r.findingId, 200)}</span>`}</dd>`,
)}
${item.error !== null && html`<dt>程序出错</dt><dd>判定此项时程序出错，未作判定：${outside(item.error, 200)}</dd>`}
</dl>${findingsTable(item, subject.address, limits)}${ignoredTable(item.ignored, subject.address, limits)}<p class="s">判定程序：${outside(item.judgedBy, 400)}</p></div></div>`;
}

/** Items without findings: one row each, the basis beside the verdict. */
function quietTable(items: readonly ItemView[]): Html {
  if (items.length === 0) return html``;
  return html`<div class="wide"><table><thead><tr><th>其余各项</th><th>判定</th><th>检查范围</th><th>依据</th></tr></thead><tbody>${items.map(
    (
      i,
    ) => html`<tr id="${i.anchor}"><th scope="row">${i.title}<br><span class="s">${outside(i.partText)}${i.costText !== '' && html`，${outside(i.costText)}`}</span></th>
<td>${verdictMark(i.mark, i.markText)}</td><td>${outside(i.basis)}${i.notes.map((n) => html`<p class="s">${outside(n)}</p>`)}</td>
<td class="s">${i.clauses.map((c) => html`<p>${i.clauses.length > 1 && `${c.label}：`}${outside(c.document)} ${outside(c.section)}${!c.verified && html` <span class="mark">〔未核对原文〕</span>`}</p>`)}</td></tr>`,
  )}</tbody></table></div>`;
}

/** 未检项 by part, with their points: nothing is known of them, so nothing else is said. */
function unexaminedLine(items: readonly ItemView[]): Html {
  if (items.length === 0) return html``;
  const names = { veto: '单项否决', deduction: '扣分项', bonus: '加分项', duty: '要求' } as const;
  const groups = [...Map.groupBy(items, (i) => i.part)];
  const duties = items.every((i) => i.part === 'duty');
  return html`<h4>${duties ? '未核实的要求' : '未检项'}（${items.length} 项）</h4><p class="s intro">程序没有看过，也没有人工记录：${duties ? '既不算符合，也不算不符合' : '既未扣分，也不算通过'}。</p><ul>${groups.map(
    ([part, mine]) =>
      html`<li>${names[part]}：${mine.map((i, n) => html`${n > 0 && '、'}<span id="${i.anchor}">${outside(i.title, 100)}</span>${part !== 'veto' && part !== 'duty' && `（${i.partText.replace(/^.*，/, '')}）`}`)}</li>`,
  )}</ul>`;
}

function unseenTable(list: readonly UnseenView[], home: string): Html {
  if (list.length === 0) return html``;
  return html`<h4>未能观察的内容</h4><p class="s intro">没有看到不等于有问题，也不等于没有问题：下列内容既未扣分，也未算作通过。</p>
<div class="wide"><table><thead><tr><th>内容</th><th>原因</th><th class="r">次数</th><th>时间</th><th>怎么办</th></tr></thead><tbody>${list.map(
    (
      u,
    ) => html`<tr><td>${u.kindName}${u.examples.map((e) => html`<p class="at">${address(e.target, home, 120)}${e.detail !== '' && html`：${outside(e.detail)}`}</p>${evidenceLine(e.evidence, 1)}`)}</td>
<td>${u.reasonName}</td><td class="r">${u.count}</td><td class="n">${u.from}${u.to !== u.from && html`<br>至 ${u.to}`}</td><td>${u.advice}</td></tr>`,
  )}</tbody></table></div>`;
}

function questions(s: SubjectView): Html {
  if (s.openQuestions.length === 0) return html``;
  const duties = s.openQuestions.every((q) => q.effect === 'duty');
  return html`<div class="note warn"><p><b>${duties ? '以下要求待核实' : '以下事项查清即可定论'}</b>${!duties && '（影响大的在前）'}</p><ul>${s.openQuestions.map(
    (q) =>
      html`<li>${q.itemAnchor === '' ? q.itemTitle : toPlace(q.itemAnchor, q.itemTitle)}（${q.effectText}）：${outside(q.note)}</li>`,
  )}</ul></div>`;
}

const speaks = (i: ItemView) =>
  i.findings.length > 0 ||
  i.mark === 'suspect' ||
  i.mark === 'undeterminable' ||
  i.reviews.length > 0 ||
  i.ignored.length > 0 ||
  i.error !== null;

/** 链接问题清单 beside this report: for whoever mends the links. */
function linkReportLine(s: SubjectView): Html {
  const r = s.linkReport;
  const [page, csv] = r === null ? [null, null] : [evidencePath(r.html), evidencePath(r.csv)];
  if (r === null || page === null || csv === null) return html``;
  return html`<div class="note"><p><b>链接问题清单</b>（供网站维护人员整改）：<a href="${page}">网页</a>、<a href="${csv}">CSV 明细</a></p><p>${outside(r.text, 300)}</p></div>`;
}

/** Those with something to tell in full, then the rest in a table, then what nobody looked at. */
function itemsOf(items: readonly ItemView[], s: SubjectView, limits: Limits): Html {
  const unexamined = items.filter((i) => i.mark === 'unexamined');
  const quiet = items.filter((i) => !speaks(i) && i.mark !== 'unexamined');
  return html`${items.filter(speaks).map((i) => itemBlock(i, s, limits))}
${quietTable(quiet)}
${unexaminedLine(unexamined)}`;
}

/** Everything about one subject, complete enough to be cut out and sent to its office. */
export function subjectSection(
  s: SubjectView,
  model: ReportModel,
  limits: Limits,
  place: { first: boolean; caveats: Html },
): Html {
  const rated = s.items.filter((i) => i.part !== 'duty');
  const duties = s.items.filter((i) => i.part === 'duty');
  // An office gets its own sheets; accounts are short and follow one another.
  const short = s.type === 'account' && s.counts.confirmed + s.counts.suspected <= 2;
  const ownPage = !place.first && s.type !== 'account' && s.conclusion !== 'qualified' && !s.unrated;
  return html`<section class="subject${ownPage && ' own-page'}${short && ' whole'}" id="${s.anchor}">
<div class="head"><div><h3>${outside(s.name, 200)}</h3><p class="meta">${s.typeName}${s.organization !== '' && s.organization !== s.name && html`　${outside(s.organization, 200)}`}${
    s.detail !== '' && html`　${outside(s.detail, 200)}`
  }</p><p class="meta">${s.address !== '' && html`${s.type === 'account' && !/^https?:/i.test(s.address) && '账号标识　'}${address(s.address, s.address)}`}</p></div>
<div class="seal">${conclusionMark(s.conclusion, s.conclusionText)}<span class="score">${s.unrated ? html`` : s.score ? html`${s.scoreText} 分` : html`<small>${s.scoreText}</small>`}</span>${
    s.partial && !s.unrated && html`<small>（限已检项）</small>`
  }</div></div>
<p class="why">${outside(s.reason)}${s.whole && html`<br>${outside(s.whole.text)}`}${s.annual && html`<br>${outside(s.annual.text)}`}</p>
${questions(s)}
${place.caveats}${linkReportLine(s)}
${itemsOf(rated, s, limits)}${
  s.duties &&
  html`
<h4>要求落实情况</h4><p class="s intro">${outside(s.duties.text)}</p>
${itemsOf(duties, s, limits)}`
}
${s.information.length > 0 && html`<h4>提示信息（不计分）</h4><ul>${s.information.map((i) => html`<li>${outside(i.message)}${evidenceLine(i.evidence, 1)}</li>`)}</ul>`}
${unseenTable(s.unseen, s.address)}
${!model.single && html`<p class="top"><a href="#top">回到目录</a></p>`}
</section>`;
}
