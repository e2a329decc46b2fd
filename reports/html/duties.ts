import type { ReportModel } from '../model/types.ts';
import { clauseText, outside, toPlace, verdictMark } from './parts.ts';
import { type Html, html } from './tag.ts';

const SUBJECTS = 40;

/** 要求落实情况: one row a demand, with who does not meet it. */
export function dutiesTable(m: ReportModel): Html {
  return html`<p class="s intro">要求来自《${m.run.policy.title}》及其依据，不计分，不影响合格与否。没有看过的不算符合，也不算不符合，列为待核实。</p><div class="wide"><table><thead><tr><th class="w22">要求</th><th>对象</th><th class="r">符合</th><th class="r">不符合</th><th class="r">待核实</th><th>不符合和疑似的</th><th>依据</th></tr></thead><tbody>${m.duties.map(
    (d) =>
      html`<tr><th scope="row">${outside(d.title, 120)}</th><td class="n">${d.typeName}</td><td class="r">${d.met}</td><td class="r">${d.notMet}</td><td class="r">${d.open}${d.unexamined > 0 && html`<br><span class="s n">没有看过 ${d.unexamined}</span>`}</td><td>${d.subjects
        .slice(0, SUBJECTS)
        .map(
          (s, i) => html`${i > 0 && '、'}${toPlace(s.anchor, outside(s.name, 60))}${verdictMark(s.mark, s.markText)}`,
        )}${d.subjects.length > SUBJECTS && ` 等 ${d.subjects.length} 个`}</td><td class="s">${d.clauses.map((c) => html`<p>${clauseText(c)}</p>`)}</td></tr>`,
  )}</tbody></table></div>`;
}

/** 单位得分: the parts side by side, each with what it comes from. */
export function unitsTable(m: ReportModel): Html {
  const titles = m.units[0]?.parts.map((p) => p.title) ?? [];
  return html`<p class="s intro">单位得分是其账号得分的平均分；最终得分 = 单位得分 ÷ 同类单位最高得分 × 100，四舍五入到 0.01 分。单位或其账号出现任一单项否决情形，直接得 0 分。还有未检、未决事项时是一个区间：下限按自己最差、别的单位最好算，上限相反。${titles.length > 1 && `${titles.join('、')}分开列出，文件没有写明怎样合并，不相加。`}</p><div class="wide"><table><thead><tr><th>单位</th><th>同类</th>${titles.map((t) => html`<th class="r">${t}<br>最终得分</th>`)}<th>怎么算的</th><th>账号得分</th></tr></thead><tbody>${m.units.map(
    (u) =>
      html`<tr><th scope="row">${outside(u.name, 100)}</th><td>${outside(u.className, 60)}</td>${u.parts.map((p) => html`<td class="r n">${p.finalText === '' ? html`<span class="s">不计分</span>` : p.finalText}</td>`)}<td class="s">${u.parts.map((p) => html`<p>${titles.length > 1 && `${p.title}：`}${outside(p.text, 300)}</p>`)}</td><td class="s">${u.accounts
        .slice(0, SUBJECTS)
        .map(
          (a) =>
            html`<p>${a.anchor === null ? outside(a.name, 60) : toPlace(a.anchor, outside(a.name, 60))}${a.text !== '' && html` <span class="n">${a.text}</span>`}</p>`,
        )}</td></tr>`,
  )}</tbody></table></div>`;
}
