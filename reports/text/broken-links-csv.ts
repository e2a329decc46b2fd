import { linkReasonNames, linkStatusNames } from '#core/link-texts.ts';
import type { BrokenLinksModel, LinkCase, LinkFate } from '../model/broken-links.ts';
import { clean } from '../model/clean.ts';
import { attemptsOf } from '../model/link-entries.ts';
import { roleNames } from '../model/link-groups.ts';
import { minuteText } from '../model/words.ts';

const fateNames: Readonly<Record<LinkFate, string>> = {
  fix: '须修复',
  check: '待人工核对',
  caution: '有隐患',
  ignored: '已忽略',
  fixed: '上次有、本次已修复',
  unsettled: '以前打不开、本次没有查清',
  skipped: '未检查',
};

type Parent = LinkCase['value']['parents'][number] | null;
type Column<T> = readonly [heading: string, cell: (of: T) => string];

const before: readonly Column<LinkCase>[] = [
  ['条目', (c) => c.entry],
  ['处理', (c) => fateNames[c.fate]],
  ['目标地址', (c) => c.value.url],
  ['状态', (c) => linkStatusNames[c.value.status]],
  ['原因代码', (c) => c.value.reason],
  ['原因', (c) => linkReasonNames[c.value.reason]],
  ['说明', (c) => [c.problem, c.doubt].filter((t) => t !== '').join('')],
  ['HTTP 状态', (c) => (c.value.httpStatus === undefined ? '' : String(c.value.httpStatus))],
  ['跳转到', (c) => (c.value.finalUrl === undefined || c.value.finalUrl === c.value.url ? '' : c.value.finalUrl)],
  ['判定依据', (c) => c.value.note ?? ''],
  ['首次发现', (c) => c.since?.day ?? ''],
  ['打不开的次数', (c) => (c.since === null ? '' : String(c.since.rounds))],
  ['次日复查', (c) => (c.since === null ? '' : c.since.nextDay ? '仍在' : '尚未')],
  ['本次检查', (c) => minuteText(c.observedAt)],
  ['每次尝试', (c) => attemptsOf(c.value).join('；')],
  ['站内外', (c) => (c.value.external ? '站外' : '站内')],
];
const place: readonly Column<Parent>[] = [
  ['引用页', (p) => p?.url ?? ''],
  ['引用页类别', (p) => (p === null ? '' : roleNames[p.role])],
  ['位置选择器', (p) => p?.place.selector ?? ''],
  ['行', (p) => String(p?.place.line ?? '')],
  ['列', (p) => String(p?.place.column ?? '')],
  ['元素', (p) => p?.tag ?? ''],
  ['链接文字', (p) => p?.text ?? ''],
];
const after: readonly Column<LinkCase>[] = [
  ['引用处总数', (c) => String(c.value.parentCount)],
  ['建议', (c) => c.fix.join('')],
  ['忽略原因', (c) => c.rule?.why ?? ''],
  ['经办人', (c) => c.rule?.person ?? ''],
  ['忽略到期日', (c) => c.rule?.expires ?? ''],
];

/** What a spreadsheet would take for a formula, in either width. */
const formula = /^[=+\-@＝＋－＠\t\r]/;
/** Longest text of one cell a spreadsheet takes. */
const cellMax = 32_000;

/** One cell: quoted, without line breaks or hidden characters, and never a formula. */
export function csvCell(text: string): string {
  // Cleaning would turn a leading tab or line break into nothing and bring forward what stands behind it: looked at after it.
  const shown = clean(text).trim().slice(0, cellMax).toWellFormed();
  return `"${(formula.test(shown) ? `'${shown}` : shown).replaceAll('"', '""')}"`;
}

const cellsOf = <T>(columns: readonly Column<T>[], of: T): string =>
  columns.map(([, cell]) => csvCell(cell(of))).join(',');

/** Lines gathered before they are encoded. */
const linesPerChunk = 2_000;

/**
 * 链接明细 as CSV: every target that is not known to open, one row for each page that points to it (of the fifty that are kept; the column 引用处总数 tells how
 * many there are). UTF-8 with a byte order mark and CRLF, as spreadsheets of the offices expect.
 */
export function brokenLinksCsv(m: BrokenLinksModel): Uint8Array {
  const encoder = new TextEncoder();
  const chunks: Uint8Array[] = [];
  const headings = [...before, ...place, ...after].map(([heading]) => csvCell(heading));
  let lines: string[] = [`\ufeff${headings.join(',')}`];
  const flush = () => {
    chunks.push(encoder.encode(`${lines.join('\r\n')}\r\n`));
    lines = [];
  };
  for (const c of m.cases) {
    const parents: readonly Parent[] = c.value.parents.length === 0 ? [null] : c.value.parents;
    // What is the same in every row of a target is written out once.
    const [head, tail] = [cellsOf(before, c), cellsOf(after, c)];
    for (const p of parents) lines.push(`${head},${cellsOf(place, p)},${tail}`);
    if (lines.length >= linesPerChunk) flush();
  }
  if (lines.length > 0) flush();
  const out = new Uint8Array(chunks.reduce((n, c) => n + c.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    out.set(chunk, at);
    at += chunk.length;
  }
  return out;
}
