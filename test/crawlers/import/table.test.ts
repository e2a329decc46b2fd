import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readTable } from '#crawlers/import/table.ts';
import { bareWorkbook, csv, ExcelJS, folder, refusal, texts } from './files.ts';

const f = folder();

/** Bytes of a text in GBK, for characters of the table below only. */
const gbk: Record<string, number[]> = {
  单: [0xb5, 0xa5],
  位: [0xce, 0xbb],
  网: [0xcd, 0xf8],
  址: [0xd6, 0xb7],
  示: [0xca, 0xbe],
  例: [0xc0, 0xfd],
  局: [0xbe, 0xd6],
};
const gbkBytes = (text: string): Uint8Array => Uint8Array.from([...text].flatMap((c) => gbk[c] ?? [c.charCodeAt(0)]));

describe('CSV', () => {
  const expected = [
    ['单位', '网址'],
    ['示例局', 'http://a.example.cn/?a=1,2'],
  ];
  it.each([
    ['UTF-8', new TextEncoder().encode('单位,网址\r\n示例局,"http://a.example.cn/?a=1,2"\r\n')],
    ['UTF-8 with BOM', new TextEncoder().encode('\ufeff单位,网址\n示例局,"http://a.example.cn/?a=1,2"')],
    ['GBK', gbkBytes('单位,网址\r\n示例局,"http://a.example.cn/?a=1,2"\r\n')],
    ['semicolons', new TextEncoder().encode('单位;网址\n示例局;http://a.example.cn/?a=1,2\n')],
    ['tabs', new TextEncoder().encode('单位\t网址\n示例局\thttp://a.example.cn/?a=1,2\n')],
    ['UTF-16 with tabs', Buffer.from('\ufeff单位\t网址\r\n示例局\thttp://a.example.cn/?a=1,2\r\n', 'utf16le')],
  ])('%s', async (name, bytes) => {
    expect(texts(await readTable(f.write(`${name}.csv`, bytes)))).toEqual(expected);
  });

  it('numbers rows as a spreadsheet does, over empty rows and line ends inside quotes', async () => {
    const table = await csv(f, 'rows.csv', '甲,乙\n\n"一\n二",三\n,,\n四,五\n');
    expect(table.sheets[0]?.rows.map((r) => [r.number, ...r.cells.map((c) => c?.text)])).toEqual([
      [1, '甲', '乙'],
      [3, '一\n二', '三'],
      [5, '四', '五'],
    ]);
  });

  it('keeps digits as typed and doubts scientific notation', async () => {
    const table = await csv(f, 'digits.csv', 'uid,码\n0012345678901234567,0000000012\n1.23E+09,5e3\n');
    expect(texts(table).slice(1)).toEqual([
      ['0012345678901234567', '0000000012'],
      ['1.23E+09', '5e3'],
    ]);
    expect(table.sheets[0]?.rows.map((r) => r.cells.map((c) => c?.doubt !== undefined))).toEqual([
      [false, false],
      [false, false],
      [true, true],
    ]);
  });

  it('drops invisible characters and blanks around a text, not inside', async () => {
    expect(texts(await csv(f, 'blank.csv', '甲,\u200b 示例 单位\u00a0\n'))).toEqual([['甲', '示例 单位']]);
  });

  it('refuses what it cannot take, each in one line', async () => {
    const lines = {
      missing: await refusal(() => readTable(f.path('absent.csv'))),
      empty: await refusal(() => csv(f, 'empty.csv', '')),
      blank: await refusal(() => csv(f, 'blank-only.csv', '\n,,\n')),
      binary: await refusal(() => readTable(f.write('binary.csv', Uint8Array.from([0, 1, 2, 0xff, 0xff, 0])))),
      quote: await refusal(() => csv(f, 'quote.csv', '甲,乙\n"一,二\n三,四\n')),
      rows: await refusal(() => csv(f, 'many.csv', '甲\n'.repeat(6), { rows: 5 })),
      columns: await refusal(() => csv(f, 'wide.csv', '甲,乙,丙\n', { columns: 2 })),
      cell: await refusal(() => csv(f, 'long.csv', `${'长'.repeat(11)}\n`, { cellChars: 10 })),
      bytes: await refusal(() => csv(f, 'big.csv', '甲'.repeat(100), { fileBytes: 299 })),
      xls: await refusal(() => readTable(f.write('old.xls', Buffer.from('d0cf11e0a1b11ae100', 'hex')))),
    };
    for (const line of Object.values(lines)) expect(line.split('\n')).toHaveLength(1);
    expect(lines.missing).toContain('文件不存在');
    expect(lines.empty).toContain('文件是空的');
    expect(lines.blank).toContain('表里没有内容');
    expect(lines.binary).toContain('编码无法识别');
    expect(lines.quote).toContain('双引号没有成对');
    expect(lines.rows).toMatch(/第 6 行）：超过 5 行/);
    expect(lines.columns).toMatch(/第 1 行）：超过 2 列/);
    expect(lines.cell).toContain('超过 10 个字符');
    expect(lines.bytes).toContain('文件超过 299 字节');
    expect(lines.xls).toContain('旧版 .xls');
  });

  it('reads the real register of 3,207 sites', async () => {
    const corpus = process.env.XUNCHA_CORPUS ?? resolve(import.meta.dirname, '../../../../shared/corpus');
    const file = join(corpus, 'registry/gov_sites_by_division.csv');
    if (!existsSync(file)) {
      console.log(`没有测量用的语料（${file}），这一项没有测`);
      return;
    }
    const table = await readTable(file);
    expect(texts(table)[0]).toEqual(['division_code', 'name', 'url', 'level']);
    expect(table.sheets[0]?.rows).toHaveLength(3_208);
    expect(table.sheets[0]?.rows.every((r) => r.cells.length === 4 && r.cells.every((c) => c !== undefined))).toBe(
      true,
    );
  });
});

describe('workbooks', () => {
  it('reads what exceljs writes: types, dates, rich texts, formulas, errors, gaps', async () => {
    const book = new ExcelJS.Workbook();
    const sheet = book.addWorksheet('账号');
    sheet.getCell('A1').value = '文本';
    sheet.getCell('C1').value = { richText: [{ text: '富' }, { text: '文本' }] };
    sheet.getCell('A3').value = new Date(Date.UTC(2026, 10, 8));
    sheet.getCell('B3').value = new Date(Date.UTC(2026, 10, 8, 14, 30, 5));
    sheet.getCell('C3').value = 46334;
    sheet.getCell('D3').value = 46334.5;
    sheet.getCell('D3').numFmt = 'yyyy"年"m"月"d"日" h:mm';
    sheet.getCell('A4').value = 4403920006;
    sheet.getCell('B4').value = 12;
    sheet.getCell('B4').numFmt = '0000000000';
    sheet.getCell('C4').value = 1.2345678901234568e18;
    sheet.getCell('D4').value = 0.1;
    sheet.getCell('A5').value = { formula: 'A4+1', result: 4403920007 };
    sheet.getCell('B5').value = { formula: 'B9', result: undefined as never };
    sheet.getCell('C5').value = { error: '#REF!' };
    sheet.getCell('D5').value = true;
    sheet.getCell('A6').value = { text: '链接字', hyperlink: 'http://a.example.cn/' };
    book.addWorksheet('隐藏', { state: 'hidden' }).getCell('A1').value = '看不见';
    book.addWorksheet('空白');
    const path = f.path('types.xlsx');
    await book.xlsx.writeFile(path);
    const table = await readTable(path);
    expect(table.sheets.map((s) => [s.name, s.rows.length])).toEqual([
      ['账号', 5],
      ['空白', 0],
    ]);
    const rows = table.sheets[0]?.rows ?? [];
    expect(rows.map((r) => [r.number, ...r.cells.map((c) => c?.text)])).toEqual([
      [1, '文本', undefined, '富文本'],
      [3, '2026-11-08', '2026-11-08 14:30:05', '46334', '2026-11-08 12:00:00'],
      [4, '4403920006', '0000000012', '1234567890123456800', '0.1'],
      [5, '4403920007', '', '#REF!', '是'],
      [6, '链接字'],
    ]);
    expect(rows[1]?.cells.map((c) => c?.kind)).toEqual(['date', 'date', 'number', 'date']);
    expect(rows[2]?.cells.map((c) => c?.doubt)).toEqual([
      undefined,
      undefined,
      expect.stringContaining('末尾的数字可能已经丢失'),
      undefined,
    ]);
    expect(rows[3]?.cells.map((c) => [c?.kind, c?.doubt])).toEqual([
      ['number', '由公式算出'],
      ['error', '公式没有算出值'],
      ['error', undefined],
      ['boolean', undefined],
    ]);
  });

  it('agrees with exceljs on every cell of a larger sheet', async () => {
    const book = new ExcelJS.Workbook();
    const sheet = book.addWorksheet('数据');
    for (let i = 0; i < 300; i++)
      sheet.addRow([
        `名称${i % 17}`,
        i * 37,
        i % 3 === 0 ? null : `第${i}条 & <标题> "引号"`,
        new Date(Date.UTC(2026, 0, 1) + i * 3_600_000),
      ]);
    const path = f.path('oracle.xlsx');
    await book.xlsx.writeFile(path);
    const back = new ExcelJS.Workbook();
    await back.xlsx.readFile(path);
    const theirs: (string | null)[][] = [];
    back.getWorksheet(1)?.eachRow((row) => {
      theirs.push(
        [1, 2, 3, 4].map((c) => {
          const v = row.getCell(c).value;
          if (v === null || v === undefined) return null;
          return v instanceof Date
            ? v.toISOString().slice(0, 19).replace('T', ' ').replace(' 00:00:00', '')
            : String(v);
        }),
      );
    });
    expect(texts(await readTable(path))).toEqual(theirs);
  });

  it('gives a merged text to all its cells, and marks titles', async () => {
    const book = new ExcelJS.Workbook();
    const sheet = book.addWorksheet('台账');
    sheet.addRow(['示例县政务新媒体台账']);
    sheet.mergeCells('A1:C1');
    sheet.addRow(['单位', '账号', null]);
    sheet.addRow([null, '名称', '平台']);
    sheet.mergeCells('A2:A3');
    sheet.mergeCells('B2:C2');
    sheet.addRow(['示例局', '示例一号', '微信']);
    sheet.addRow([null, '示例二号', '微博']);
    sheet.mergeCells('A4:A5');
    const path = f.path('merged.xlsx');
    await book.xlsx.writeFile(path);
    const table = await readTable(path);
    expect(texts(table)).toEqual([
      ['示例县政务新媒体台账', '示例县政务新媒体台账', '示例县政务新媒体台账'],
      ['单位', '账号', '账号'],
      ['单位', '名称', '平台'],
      ['示例局', '示例一号', '微信'],
      ['示例局', '示例二号', '微博'],
    ]);
    expect(table.sheets[0]?.rows.map((r) => r.banner === true)).toEqual([true, false, false, false, false]);
  });

  it('reads a workbook that leaves out all that may be left out', async () => {
    const sheet = `<x:worksheet xmlns:x="http://m"><x:sheetData><x:row><x:c t="inlineStr"><x:is><x:t>单</x:t><x:t>位</x:t></x:is></x:c><x:c><x:v>7</x:v></x:c></x:row><x:row r="9"><x:c r="C9" t="str"><x:v>a&amp;b_x000A_c&#x4E00;</x:v></x:c></x:row></x:sheetData></x:worksheet>`;
    const table = await readTable(f.write('bare.xlsx', bareWorkbook(sheet)));
    expect(table.sheets[0]?.rows).toEqual([
      {
        number: 1,
        cells: [
          { text: '单位', kind: 'text' },
          { text: '7', kind: 'number' },
        ],
      },
      { number: 9, cells: [undefined, undefined, { text: 'a&b\nc一', kind: 'text' }] },
    ]);
  });

  it('leaves readings out of texts and counts from 1904 where the book says so', async () => {
    const sheet =
      '<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" s="1"><v>1462</v></c></row></sheetData></worksheet>';
    const table = await readTable(
      f.write(
        '1904.xlsx',
        bareWorkbook(sheet, {
          'xl/workbook.xml':
            '<workbook xmlns:r="http://r"><workbookPr date1904="1"/><sheets><sheet name="甲" r:id="s1"/></sheets></workbook>',
          'xl/sharedStrings.xml': '<sst><si><t>名称</t><rPh sb="0" eb="1"><t>めい</t></rPh></si></sst>',
          'xl/styles.xml': '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>',
        }),
      ),
    );
    expect(texts(table)).toEqual([['名称', '1908-01-02']]);
  });

  it('does not expand entities of a DTD', async () => {
    const sheet = `<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><worksheet><sheetData><row r="1"><c t="str"><v>甲&b;</v></c></row></sheetData></worksheet>`;
    const [[text] = []] = texts(await readTable(f.write('dtd.xlsx', bareWorkbook(sheet))));
    expect(text?.length).toBeLessThan(10);
  });

  it('refuses a bomb that announces itself, before unpacking', async () => {
    const bytes = bareWorkbook(' '.repeat(3_000_000));
    expect(bytes.byteLength).toBeLessThan(20_000);
    expect(await refusal(() => readTable(f.write('bomb.xlsx', bytes), { unpackedBytes: 2 * 1024 * 1024 }))).toContain(
      '解开后超过 2 MB',
    );
  });

  it('cuts off a bomb that lies about its size', async () => {
    const bytes = Buffer.from(bareWorkbook(`<worksheet>${' '.repeat(3_000_000)}</worksheet>`));
    // In the central directory: the announced size of the sheet, and of nothing else.
    const at = bytes.lastIndexOf('xl/worksheets/sheet1.xml') - 46;
    expect(bytes.readUInt32LE(at)).toBe(0x02014b50);
    bytes.writeUInt32LE(100, at + 24);
    expect(await refusal(() => readTable(f.write('liar.xlsx', bytes)))).toContain('解开后比它标明的大');
  });

  it('refuses broken, cut and locked workbooks, and those of another kind, in one line', async () => {
    const whole = Buffer.from(bareWorkbook('<worksheet><sheetData/></worksheet>'));
    const cut = await refusal(() => readTable(f.write('cut.xlsx', whole.subarray(0, whole.length - 40))));
    const locked = Buffer.from(whole);
    locked.writeUInt16LE(1, locked.lastIndexOf('xl/workbook.xml') - 46 + 8);
    const torn = Buffer.from(whole);
    const data = torn.indexOf('xl/workbook.xml') + 'xl/workbook.xml'.length;
    torn.fill(0xff, data, data + 20);
    const lines = [
      cut,
      await refusal(() => readTable(f.write('locked.xlsx', locked))),
      await refusal(() => readTable(f.write('torn.xlsx', torn))),
      await refusal(() => readTable(f.write('empty.xlsx', whole))),
      await refusal(() => readTable(f.write('zip.xlsx', Buffer.concat([whole.subarray(0, 4), deflateRawSync('x')])))),
    ];
    expect(lines.map((l) => l.split('\n').length)).toEqual([1, 1, 1, 1, 1]);
    expect(lines[0]).toContain('工作簿已损坏或不完整');
    expect(lines[1]).toContain('工作簿加了密码');
    expect(lines[2]).toContain('工作簿已损坏或不完整');
    expect(lines[3]).toContain('表里没有内容');
  });
});
