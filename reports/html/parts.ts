import type { Conclusion } from '#core/assessment.ts';
import { clip, clipAddress } from '../model/clean.ts';
import type { ClauseView, EvidenceView, ItemView, Mark } from '../model/types.ts';
import { anchor, evidencePath, siteAddress } from './address.ts';
import { type Html, html } from './tag.ts';

/** Longest text of one cell; the rest stands in the JSON. */
const TEXT = 600;

/** Text that comes from outside: escaped by the tag, cut, and kept from reordering its neighbours. */
export function outside(text: string, max = TEXT): Html {
  return html`<bdi>${clip(text, max)}</bdi>`;
}

/** An address: a link only where it leads to the inspected site itself. */
export function address(url: string, home: string, max = 200): Html {
  const to = siteAddress(url, home);
  const shown = clipAddress(url, max);
  return to
    ? html`<a class="u" href="${to}" rel="noopener noreferrer" target="_blank"><bdi>${shown}</bdi></a>`
    : html`<bdi class="u">${shown}</bdi>`;
}

/** Link to a place of the report. */
export function toPlace(id: string, text: string | Html): Html {
  const to = anchor(id);
  return to ? html`<a href="${to}">${text}</a>` : html`${text}`;
}

export function conclusionMark(conclusion: Conclusion, text: string): Html {
  return html`<span class="m m-${conclusion}">${text}</span>`;
}

export function verdictMark(mark: Mark, text: string): Html {
  return html`<span class="m m-${mark}">${text}</span>`;
}

/** 佐证: link to the stored bytes where they lie beside the report, and always their hash. */
export function evidenceList(list: readonly EvidenceView[], max = 3): Html {
  if (list.length === 0) return html``;
  const line = (e: EvidenceView) => {
    const to = e.href === null ? null : evidencePath(e.href);
    const name = to ? html`<a href="${to}">${e.kindName}</a>` : html`${e.kindName}（未随报告保存）`;
    return html`<li>佐证：${name} ${e.capturedAt} <span class="u">${e.sha256.slice(0, 12)}</span></li>`;
  };
  const rest = list.length - max;
  return html`<ul class="ev">${list.slice(0, max).map(line)}${rest > 0 && html`<li>另有 ${rest} 份佐证，见 JSON</li>`}</ul>`;
}

export function clauseText(c: ClauseView): Html {
  const open = c.document.startsWith('《') ? c.document : `《${c.document}》`;
  return html`${outside(open)} ${outside(c.section)}：${outside(c.summary)}${!c.verified && html` <span class="mark">〔未核对原文〕</span>`}`;
}

/** 依据; 上位依据 and 本地依据 side by side. */
export function clauseBlock(item: ItemView): Html {
  const [only] = item.clauses;
  if (item.clauses.length === 1 && only) return html`<dt>依据</dt><dd>${clauseText(only)}</dd>`;
  return html`<dt>依据</dt><dd><div class="clauses two">${item.clauses.map((c) => html`<div><b>${c.label}</b>　${clauseText(c)}</div>`)}</div></dd>`;
}
