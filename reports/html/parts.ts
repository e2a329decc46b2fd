import type { Conclusion } from '#core/assessment.ts';
import { clip, clipAddress } from '../model/clean.ts';
import type { ClauseView, EvidenceView, ItemView, Mark } from '../model/types.ts';
import { anchor, evidencePath, insidePicture, siteAddress } from './address.ts';
import { type Html, html } from './tag.ts';

/** Longest text of one cell; the rest stands in the JSON. */
const TEXT = 600;

/** Dates, and a number with its measure word: never torn apart at the end of a line. */
const whole = /(\d{4}-\d{2}-\d{2}(?: \d{2}:\d{2})?|\d{1,12}(?:\.\d{1,4})?%? \p{Script=Han})/u;

/** Text that comes from outside: escaped by the tag, cut, kept from reordering its neighbours; dates and figures stay whole. */
export function outside(text: string, max = TEXT): Html {
  const pieces = clip(text, max).split(whole);
  return html`<bdi>${pieces.map((p, i) => (i % 2 === 1 ? html`<span class="n">${p}</span>` : p))}</bdi>`;
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

function evidenceLink(e: EvidenceView): Html {
  const to = e.href === null ? null : evidencePath(e.href);
  const name = to ? html`<a href="${to}">${e.kindName}</a>` : html`${e.kindName}（未随报告保存）`;
  return html`${name} <span class="n">${e.capturedAt}</span> <span class="u n">${e.sha256.slice(0, 12)}</span>`;
}

/** 截图 small enough to stand in the report, leading to the whole one beside it. */
function thumbnail(e: EvidenceView): Html {
  const small = e.preview === null ? null : insidePicture(e.preview);
  if (small === null) return html``;
  const to = e.href === null ? null : evidencePath(e.href);
  const picture = html`<img class="shot" src="${small}" alt="${e.kindName}" width="320">`;
  return to ? html`<a href="${to}">${picture}</a>` : picture;
}

/** 佐证: link to the stored bytes where they lie beside the report, and always the head of their hash. Pictures stand below. */
export function evidenceLine(list: readonly EvidenceView[], max = 3): Html {
  if (list.length === 0) return html``;
  const rest = list.length - max;
  const shown = list.slice(0, max);
  const pictures = shown.filter((e) => e.preview !== null);
  return html`<p class="at">佐证：${shown.map((e, i) => html`${i > 0 && '；'}${evidenceLink(e)}`)}${rest > 0 && `；另有 ${rest} 份，见 JSON`}</p>${pictures.length > 0 && html`<p class="shots">${pictures.map(thumbnail)}</p>`}`;
}

export function clauseText(c: ClauseView): Html {
  // A title that stands in its own marks already gets no second ones.
  const open = c.document.includes('《') ? c.document : `《${c.document}》`;
  return html`${outside(open)} ${outside(c.section)}：${outside(c.summary)}${!c.verified && html` <span class="mark">〔未核对原文〕</span>`}`;
}

/** 依据; 上位依据 and 本地依据 side by side. */
export function clauseBlock(item: ItemView): Html {
  const [only] = item.clauses;
  if (item.clauses.length === 1 && only) return html`<dt>依据</dt><dd>${clauseText(only)}</dd>`;
  return html`<dt>依据</dt><dd><div class="clauses two">${item.clauses.map((c) => html`<div><b>${c.label}</b>　${clauseText(c)}</div>`)}</div></dd>`;
}
