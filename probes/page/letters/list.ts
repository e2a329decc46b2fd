import type { Element } from 'domhandler';
import type { PageSnapshot } from '#core/evidence.ts';
import type { ObservationValue } from '#core/observation.ts';
import { maskedText } from '../clues/mask.ts';
import type { Box, Flow } from '../dates/flow.ts';
import { findDates } from '../dates/parse.ts';
import type { Field } from '../fields/read.ts';
import { resolver } from '../links/resolve.ts';
import { locate } from '../locate.ts';
import { compact } from '../text.ts';
import { type LetterLabel, letterLabel, ofLetters, stateOf } from './labels.ts';

export type Letter = ObservationValue<'page.letters'>['letters'][number];
type Span = { start: number; end: number };

const maxLetters = 200;

/** The day in a piece of text, null where there is none or it lies in the future. */
export function dayIn(text: string, today: string): string | null {
  const found = findDates(text.slice(0, 200), today).find((d) => d.precision === 'day' && !d.relative);
  return found === undefined || found.date > today ? null : found.date;
}

/** Words of an office: a name, neither a date nor a state. */
export function officeIn(text: string): string | null {
  const words = text.replace(/\s+/g, ' ').trim().slice(0, 80);
  return /[\u4e00-\u9fff]{2}/.test(words) && !/^(?:暂无|无|未回复|待定)$/.test(words) ? words : null;
}

/** 表格式的留言列表: a row of heads, letters below. Null where no table has such heads. */
export function tableLetters(page: PageSnapshot, flow: Flow, today: string, known: boolean): Letter[] | null {
  const rows = flow.boxes.filter((b) => b.el.name === 'tr' && !b.chrome);
  const cells = new Map<Element, Box[]>();
  for (const b of flow.boxes)
    if (b.el.name === 'td' || b.el.name === 'th') {
      const row = above(b, 'tr');
      if (row !== null) cells.set(row.el, [...(cells.get(row.el) ?? []), b]);
    }
  for (const [i, head] of rows.entries()) {
    const heads = cells.get(head.el) ?? [];
    if (heads.length < 2 || heads.length > 12) continue;
    const keys = heads.map((c) => letterLabel(compact(flow.text.slice(c.start, Math.min(c.end, c.start + 40)))));
    if (!isHead(keys) || !(known || ofLetters.test(compact(flow.text.slice(head.start, head.end))))) continue;
    const table = above(head, 'table')?.el;
    const out: Letter[] = [];
    for (const row of rows.slice(i + 1)) {
      if (out.length >= maxLetters) break;
      const own = cells.get(row.el) ?? [];
      if (above(row, 'table')?.el !== table || own.length !== heads.length) continue;
      const span = (key: LetterLabel) => own[keys.indexOf(key)];
      const text = (key: LetterLabel) => {
        const c = keys.includes(key) ? span(key) : undefined;
        return c === undefined ? null : flow.text.slice(c.start, c.end).trim();
      };
      out.push(letterOf(page, flow, row, text, today));
    }
    return out;
  }
  return null;
}

const isHead = (keys: readonly (LetterLabel | null)[]) =>
  (keys.includes('asked') || keys.includes('subject')) &&
  (keys.includes('replied') || keys.includes('state') || keys.includes('office')) &&
  (keys.includes('asked') || keys.includes('replied'));

/** 逐条写明时间的留言列表: 来信时间：… 回复时间：… in every row. Null where fewer than two rows say so. */
export function labelledLetters(
  page: PageSnapshot,
  flow: Flow,
  fields: readonly Field<LetterLabel>[],
  today: string,
): Letter[] | null {
  const asked = fields.filter((f) => f.key === 'asked');
  if (asked.length < 2) return null;
  const out: Letter[] = [];
  const heads = new Set<Element>();
  for (const f of asked.slice(0, maxLetters)) {
    const row = rowAround(f, asked);
    if (row === null || heads.has(row.el)) continue;
    heads.add(row.el);
    const own = fields.filter((g) => g.run.start >= row.start && g.run.start <= row.end);
    const text = (key: LetterLabel) => {
      const g = own.find((x) => x.key === key);
      return g === undefined ? null : flow.text.slice(g.start, Math.min(g.end, row.end, g.start + 300)).trim();
    };
    out.push(letterOf(page, flow, row, text, today));
  }
  return out.length >= 2 ? out : null;
}

/** The largest box around a label that holds no other of its kind. */
function rowAround(f: Field<LetterLabel>, all: readonly Field<LetterLabel>[]): Box | null {
  let found: Box | null = null;
  for (let b: Box | null = f.run.box, n = 0; b !== null && n < 8; b = b.parent, n++) {
    const { start, end } = b;
    if (all.some((g) => g !== f && g.run.start >= start && g.run.start < end)) break;
    found = b;
  }
  return found;
}

function letterOf(
  page: PageSnapshot,
  flow: Flow,
  row: Box,
  text: (key: LetterLabel) => string | null,
  today: string,
): Letter {
  const link = linkIn(flow, row);
  const title = text('subject') ?? (link === null ? '' : flow.text.slice(link.start, link.end));
  const asked = dayIn(text('asked') ?? '', today);
  const replied = dayIn(text('replied') ?? '', today);
  const reply = text('reply');
  const office = officeIn(text('office') ?? '');
  const said = stateOf(compact(text('state') ?? text('replied') ?? ''));
  const answered =
    replied !== null || (reply !== null && compact(reply).length > 4 && stateOf(compact(reply)) !== 'open');
  const shown = maskedText(title.replace(/\s+/g, ' ').trim()).slice(0, 200);
  return {
    title: shown,
    url: link === null ? null : resolver(page)(link.href).url,
    asked,
    replied,
    office,
    content: reply === null ? null : answered,
    state: said === 'open' && replied === null ? 'open' : answered || said === 'answered' ? 'answered' : 'unknown',
    place: locate(page, row.el, shown),
  };
}

/** The longest link of a row. */
function linkIn(flow: Flow, row: Span): (Span & { href: string }) | null {
  let best: (Span & { href: string }) | null = null;
  for (const a of flow.anchors) {
    if (a.start < row.start) continue;
    if (a.start > row.end) break;
    if (best === null || a.end - a.start > best.end - best.start) best = { start: a.start, end: a.end, href: a.href };
  }
  return best;
}

function above(b: Box, name: string): Box | null {
  for (let p: Box | null = b.parent, n = 0; p !== null && n < 8; p = p.parent, n++) if (p.el.name === name) return p;
  return null;
}
