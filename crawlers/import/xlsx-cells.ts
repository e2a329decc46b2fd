import type { Cell, Row, TableLimits } from './types.ts';

/** Merged cells: rows 1-based, columns 0-based, both ends included. */
export type Merge = { top: number; left: number; bottom: number; right: number };

/** `AB12` → 27. */
export function columnOf(ref: string): number {
  let n = 0;
  for (let i = 0; i < ref.length && i < 4; i++) {
    const c = ref.charCodeAt(i) & 0xdf;
    if (c < 65 || c > 90) break;
    n = n * 26 + (c - 64);
  }
  return n - 1;
}

export function rangeOf(ref: string): Merge | undefined {
  const m = /^([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})$/.exec(ref);
  if (!m) return undefined;
  return { left: columnOf(m[1] ?? ''), top: Number(m[2]), right: columnOf(m[3] ?? ''), bottom: Number(m[4]) };
}

type Filling = { number: number; cells: (Cell | undefined)[]; banner?: true };

/**
 * A merged cell stores its text in the first of its cells only; each of the others means it too (one 单位 beside its five
 * accounts). A row that holds nothing but one text merged sideways is a title.
 */
export function applyMerges(rows: readonly Row[], merges: readonly Merge[], limits: TableLimits): Row[] {
  const at = new Map<number, Filling>(rows.map((r) => [r.number, { number: r.number, cells: [...r.cells] }]));
  // Merges do not overlap, so together they fill no more than the table itself; a file that says otherwise is cut off.
  let left = limits.rows * 4 + rows.length * limits.columns;
  for (const m of merges) {
    const first = at.get(m.top);
    const cell = first?.cells[m.left];
    if (!first || !cell) continue;
    const alone = first.cells.every((c, i) => c === undefined || (i >= m.left && i <= m.right));
    if (m.right > m.left && alone) first.banner = true;
    const right = Math.min(m.right, limits.columns - 1);
    for (let r = m.top; r <= m.bottom && left > 0; r++) {
      left--;
      const row = at.get(r);
      for (let c = m.left; row && c <= right && left > 0; c++) {
        left--;
        row.cells[c] ??= cell;
      }
    }
  }
  return [...at.values()].map((r) => ({ ...r, cells: Array.from(r.cells) }));
}
