import type { AccountAudit, AuditRow, WeekCell } from '../model/account-audit.ts';
import { outside } from './parts.ts';
import { constant, type Html, html } from './tag.ts';

/** 每周发布情况: colours only help, each cell tells itself by a number or a mark, so that it survives any printer. */
export const heatStyle = constant`
.heat{table-layout:fixed;font-size:.74rem;line-height:1.25;margin:10px 0}
.heat th,.heat td{padding:2px 0;text-align:center;border-color:#d8dce2;overflow-wrap:normal}
.heat .who{width:11.5rem;text-align:left;padding:3px 6px}
.heat .who b{font-weight:600}
.heat .who .s{font-size:.92em}
.heat thead th{white-space:normal;font-weight:400;border-bottom-width:1px}
.heat thead .who{font-weight:700}
.heat td,.key i{print-color-adjust:exact;-webkit-print-color-adjust:exact}
.w0{background:#fff;color:#a3141b}
.wn{background:#fff;color:#4d545e}
.w1{background:#e4efe8}.w2{background:#bfdccb}.w3{background:#8fc2a6}.w4{background:#5aa27c;color:#fff}
.wu{background:repeating-linear-gradient(45deg,#fff 0 3px,#c5cbd4 3px 4.5px);color:#4d545e}
.wa{background:#f0f1f3;color:#8b919a}
.wp{background-image:linear-gradient(225deg,#4d545e 50%,transparent 50%);background-size:5px 5px;background-repeat:no-repeat;background-position:top right}
.key{display:flex;flex-wrap:wrap;gap:4px 18px;margin:.4em 0;padding:0;list-style:none;font-size:.86rem}
.key i{display:inline-block;min-width:2em;border:1px solid #d8dce2;text-align:center;font-style:normal;margin-right:.4em;padding:0 3px}
@media print{.heat{font-size:6.6pt}.heat .who{width:34mm;padding:1px 3px}.heat th,.heat td{padding:1px 0}}
`;

const levels = [3, 7, 15] as const;

function cell(w: WeekCell, current: boolean): Html {
  switch (w.kind) {
    case 'absent':
      return html`<td class="wa">–</td>`;
    case 'unknown':
      return html`<td class="wu">？</td>`;
    case 'none':
      // A week that has only begun is no week without a post.
      return html`<td class="${current ? 'wn' : 'w0'}">0</td>`;
    case 'posts': {
      const level = 1 + levels.filter((l) => w.count >= l).length;
      return html`<td class="w${level}${w.partly && ' wp'}">${w.count > 999 ? '999+' : w.count}</td>`;
    }
  }
}

/** Weeks that begin in one month stand under it. */
function months(weeks: AccountAudit['weeks']): { name: string; weeks: number }[] {
  const out: { name: string; weeks: number }[] = [];
  for (const w of weeks) {
    const name = `${Number(w.from.slice(5, 7))}月`;
    const last = out.at(-1);
    if (last?.name === name) last.weeks++;
    else out.push({ name, weeks: 1 });
  }
  return out;
}

/** 每周发布情况 of the first `shown` accounts. */
export function heatMap(m: AccountAudit, rows: readonly AuditRow[]): Html {
  const last = m.weeks.length - 1;
  return html`<ul class="key" aria-label="图例"><li><i class="w1">1</i>1–2 条</li><li><i class="w2">3</i>3–6 条</li><li><i class="w3">7</i>7–14 条</li><li><i class="w4">15</i>15 条以上</li><li><i class="w0">0</i>完整记录里没有发布</li><li><i class="wu">？</i>没有完整记录，不知道</li><li><i class="w1 wp">1</i>右上角有记号：至少这么多</li><li><i class="wa">–</i>尚未开设或已关停</li></ul>
<div class="wide"><table class="heat"><thead><tr><th class="who" rowspan="2">账号</th>${months(m.weeks).map((g) => html`<th colspan="${g.weeks}">${g.name}</th>`)}</tr><tr>${m.weeks.map(
    (w, i) => html`<th>${i === last ? '本周' : String(Number(w.from.slice(8)))}</th>`,
  )}</tr></thead><tbody>${rows.map(
    (r) =>
      html`<tr id="${r.anchor}"><th scope="row" class="who"><b>${outside(r.name, 24)}</b><br><span class="s">${r.platformName}　${outside(r.organization, 16)}</span></th>${r.weeks.map((w, i) => cell(w, i === last))}</tr>`,
  )}</tbody></table></div>`;
}
