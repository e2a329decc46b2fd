import type { FindingView, ItemView, ReportModel, SubjectView } from '../model/types.ts';
import { type XlsxCell, type XlsxColumn, xlsxBytes } from './book.ts';

/** A sheet holds a little more; a workbook beyond it no spreadsheet opens. */
const mostRows = 1_000_000;

const columns: readonly XlsxColumn[] = [
  { heading: '序号', width: 7 },
  { heading: '单位', width: 26, wrap: true },
  { heading: '对象类型', width: 12 },
  { heading: '对象', width: 24, wrap: true },
  { heading: '对象编号', width: 18 },
  { heading: '指标项', width: 20, wrap: true },
  { heading: '性质', width: 14 },
  { heading: '条款', width: 44, wrap: true },
  { heading: '问题', width: 60, wrap: true },
  { heading: '位置', width: 40, wrap: true },
  { heading: '确认/疑似', width: 10 },
  { heading: '首次发现', width: 12 },
  { heading: '本次见到', width: 17 },
  { heading: '佐证', width: 14 },
  { heading: '整改建议', width: 50, wrap: true },
  { heading: '扣分（本项合计，记在首行）', width: 16 },
  { heading: '责任人', width: 12 },
  { heading: '整改时限', width: 12 },
  { heading: '整改情况', width: 12, choices: ['已整改', '整改中', '未整改', '已核实不属实'] },
];

function clauseOf(item: ItemView): string {
  return item.clauses
    .map((c) => `${item.clauses.length > 1 ? `${c.label}：` : ''}${c.document} ${c.section}`)
    .join('；');
}

function evidenceOf(f: FindingView): XlsxCell {
  const first = f.evidence.find((e) => e.href !== null) ?? f.evidence[0];
  if (first === undefined) return null;
  const text = f.evidence.length > 1 ? `${first.kindName} 等 ${f.evidence.length} 份` : first.kindName;
  return first.href === null ? text : { text, href: first.href };
}

function* rowsOf(subjects: readonly SubjectView[]): Generator<XlsxCell[]> {
  let number = 0;
  for (const s of subjects)
    for (const item of s.items)
      for (const [i, f] of item.findings.entries()) {
        if (number >= mostRows) return;
        number++;
        yield [
          number,
          s.organization === '' ? s.name : s.organization,
          s.kindText,
          s.name,
          s.id,
          item.title,
          item.part === 'veto' ? '单项否决' : item.part === 'bonus' ? '加分项' : '扣分项',
          clauseOf(item),
          f.message,
          f.target,
          f.certainty === 'confirmed' ? '确认' : '疑似',
          f.since ?? f.seen.slice(0, 10),
          f.seen,
          evidenceOf(f),
          f.remedy,
          i === 0 ? item.costText : null,
          null,
          null,
          null,
        ];
      }
}

/** 问题台账: one row a finding, in the order of the report, with columns for those who follow it up. Links lead to the evidence beside it. */
export async function issuesXlsx(m: ReportModel, made: { at: string }): Promise<Uint8Array> {
  return xlsxBytes([{ name: '问题台账', columns, rows: rowsOf(m.subjects), freeze: 4 }], made);
}
