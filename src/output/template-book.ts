import { hintMark, sampleMark } from '#crawlers/import/header.ts';
import type { AccountTemplate } from './account-templates.ts';

/** Rows that are ready to be filled in: as text, with their lists. */
const readyRows = 500;
/** First row a person writes into: header, explanation and example stand above. */
const firstRow = 4;

/** 导入模板 as a workbook: headers that the import reads, one row that explains, one example, lists to choose from. */
export async function templateBook(t: AccountTemplate): Promise<Uint8Array> {
  // Loaded only when needed: it takes a third of a second.
  const { default: Excel } = await import('exceljs');
  const book = new Excel.Workbook();
  const sheet = book.addWorksheet(t.sheet, { views: [{ state: 'frozen', xSplit: 1, ySplit: 1 }] });
  const columns = [{ heading: '序号', width: 14, hint: '', sample: '' }, ...t.columns];
  sheet.columns = columns.map((c) => ({ width: c.width, style: { numFmt: '@' } }));
  const head = sheet.addRow(columns.map((c) => ('required' in c ? `* ${c.heading}` : c.heading)));
  head.font = { bold: true };
  head.eachCell((cell, i) => {
    const required = columns[i - 1] !== undefined && 'required' in (columns[i - 1] as object);
    cell.fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: required ? 'FFFFF2CC' : 'FFF0F2F5' } };
    cell.alignment = { wrapText: true, vertical: 'middle' };
  });
  const grey = { italic: true, color: { argb: 'FF7A828D' } };
  const hint = sheet.addRow([hintMark, ...t.columns.map((c) => c.hint)]);
  hint.font = grey;
  hint.alignment = { wrapText: true, vertical: 'top' };
  sheet.addRow([sampleMark, ...t.columns.map((c) => c.sample)]).font = grey;
  for (let row = firstRow; row < firstRow + readyRows; row++)
    t.columns.forEach((c, i) => {
      if (c.choices === undefined) return;
      sheet.getCell(row, i + 2).dataValidation = {
        type: 'list',
        allowBlank: true,
        formulae: [`"${c.choices.join(',')}"`],
        showErrorMessage: true,
        errorTitle: c.heading,
        error: '请从列表里选',
      };
    });
  const help = book.addWorksheet('填写说明');
  help.columns = [{ width: 100 }];
  for (const line of [...t.help, `填好后执行：${t.command} 这个文件（加 --help 看用法）`])
    help.addRow([line]).alignment = { wrapText: true, vertical: 'top' };
  return new Uint8Array(await book.xlsx.writeBuffer());
}
