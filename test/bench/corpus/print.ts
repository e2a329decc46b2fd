import { type ClueTally, printClues } from './clues.ts';
import type { Measured } from './measure.ts';
import { type Miss, ratesOf, type Score, sumOf } from './score.ts';

/** What `--json` prints: one document. */
export type Report = {
  corpus: string;
  entries: number;
  measured: number;
  fields: (FieldRow & { folders: FieldRow[] })[];
  /** 内容线索: listed for a check by hand. */
  clues: ClueTally;
  misses: Miss[];
  notMeasured: Measured['left'];
  problems: Measured['problems'];
};

/** Rates are shares between 0 and 1, null where nothing can be divided; `wrongHigh` is null for detectors that only give clues. */
export type FieldRow = {
  field: string;
  folder: string;
  count: number;
  there: number;
  precision: number | null;
  recall: number | null;
  exact: number;
  doubted: number;
  wrongHigh: number | null;
};

export function reportOf(corpus: string, measured: Measured): Report {
  const scores = [...measured.board.scores.values()];
  const fields = [...new Set(scores.map((s) => s.field))];
  return {
    corpus,
    entries: measured.entries,
    measured: measured.measured,
    fields: fields.map((field) => ({
      ...rowOf(sumOf(scores, field)),
      folders: scores.filter((s) => s.field === field).map(rowOf),
    })),
    clues: measured.clues,
    misses: measured.board.misses,
    notMeasured: measured.left,
    problems: measured.problems,
  };
}

function rowOf(score: Score): FieldRow {
  const { field, folder, count, there, doubt, wrongHigh } = score;
  return { field, folder, count, there, ...ratesOf(score), doubted: doubt.right + doubt.wrong, wrongHigh };
}

/** The report as lines for a person. */
export function printReport(report: Report): string {
  const out = [`真实页面集 ${report.corpus}：${report.entries} 项，测了 ${report.measured} 项`, ''];
  out.push(line('项目', '目录', '数量', '有', '准确率', '召回率', '全对率', '存疑', '高置信错误'));
  for (const field of report.fields) {
    for (const row of field.folders) out.push(rowLine(row));
    if (field.folders.length > 1) out.push(rowLine(field));
  }
  const { misses, notMeasured, problems } = report;
  out.push('', `不符 ${misses.length} 处${misses.length === 0 ? '' : '：'}`);
  for (const m of misses)
    out.push(`  ${m.file} ${m.field}：应为 ${m.expected}，得到 ${m.got}${m.how === '' ? '' : `（${m.how}）`}`);
  out.push('', ...printClues(report.clues));
  if (problems.length > 0) out.push('', `读不了或出错 ${problems.length} 处：`);
  for (const p of problems) out.push(`  ${p.file}：${p.why}`);
  if (notMeasured.length > 0) out.push('', '未测量：');
  for (const n of notMeasured) out.push(`  ${n.folder}（kind ${n.kind || '未写'}）${n.count} 项：${n.why}`);
  return out.join('\n');
}

function rowLine(row: FieldRow): string {
  const percent = (rate: number | null) => (rate === null ? '—' : `${(100 * rate).toFixed(1)} %`);
  return line(
    row.field,
    row.folder,
    String(row.count),
    String(row.there),
    percent(row.precision),
    percent(row.recall),
    percent(row.exact),
    String(row.doubted),
    row.wrongHigh === null ? '只作线索' : String(row.wrongHigh),
  );
}

function line(field: string, folder: string, ...numbers: string[]): string {
  return `${wide(field, 18)}${wide(folder, 16)}${numbers.map((n) => ' '.repeat(Math.max(1, 10 - width(n))) + n).join('')}`;
}

/** Chinese characters take two columns of a terminal. */
function width(text: string): number {
  let n = 0;
  for (const c of text) n += c > '\u2e7f' ? 2 : 1;
  return n;
}

function wide(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(1, columns - width(text)));
}
