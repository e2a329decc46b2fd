import { describe, expect, it } from 'vitest';
import type { Registry } from '#core/registry.ts';
import { importPosts } from '#crawlers/import/posts.ts';
import { importRegistry } from '#crawlers/import/registry.ts';
import { readTable, type TableLimits } from '#crawlers/import/table.ts';
import { bareWorkbook, ExcelJS, folder, refusal, texts } from './files.ts';

const f = folder();
let n = 0;
const refused = async (bytes: Uint8Array | string, limits?: Partial<TableLimits>): Promise<string> => {
  const name = `${++n}.${typeof bytes === 'string' ? 'csv' : 'xlsx'}`;
  const line = await refusal(() => readTable(f.write(name, bytes), limits));
  expect(line.split('\n')).toHaveLength(1);
  return line;
};
const row = (i: number, text: string) => `<row r="${i}"><c t="str"><v>${text}</v></c></row>`;
const sheet = (body: string) => bareWorkbook(`<worksheet><sheetData>${body}</sheetData></worksheet>`);
const rels = (list: string) => `<Relationships>${list}</Relationships>`;

describe('hostile workbooks and lists', () => {
  it('refuses a million rows at the first too many, in either form', async () => {
    expect(await refused(sheet('<row><c t="str"><v>示</v></c></row>'.repeat(1_000_000)))).toMatch(
      /第 200001 行）：超过 200000 行。分成几个文件导入$/,
    );
    expect(await refused('账号,标题\n'.repeat(1_000_000))).toMatch(/第 200001 行）：超过 200000 行/);
  });

  it('refuses parts made to fill the memory: deep, wide, endless, with millions of texts or formats', async () => {
    const broken = /不是完整的 \.xlsx 工作簿/;
    expect(await refused(sheet('<a>'.repeat(100_000)))).toMatch(broken);
    const attributes = Array.from({ length: 1000 }, (_, i) => `a${i}="1"`).join(' ');
    expect(await refused(sheet(`<row ${attributes}/>`))).toMatch(broken);
    expect(await refused(sheet(`<row r="1" x="${'x'.repeat(10_000_000)}"/>`))).toMatch(broken);
    expect(await refused(sheet(`<!-- ${'x'.repeat(10_000_000)}`))).toMatch(broken);
    const strings = (count: number, text: string) =>
      bareWorkbook('<worksheet><sheetData/></worksheet>', {
        'xl/sharedStrings.xml': `<sst>${`<si><t>${text}</t></si>`.repeat(count)}</sst>`,
      });
    expect(await refused(strings(200, ''), { rows: 10 })).toMatch(broken);
    expect(await refused(strings(100, 'x'.repeat(300)), { textChars: 20_000 })).toMatch(/文字超过 2 万字/);
    expect(await refused(sheet(row(1, 'x'.repeat(30_000))), { textChars: 20_000 })).toMatch(/文字超过 2 万字/);
    const styles = `<styleSheet><cellXfs>${'<xf/>'.repeat(80_000)}</cellXfs></styleSheet>`;
    expect(await refused(bareWorkbook('<worksheet/>', { 'xl/styles.xml': styles }))).toMatch(broken);
  });

  it('refuses rows that stand twice: one of them would vanish', async () => {
    expect(await refused(sheet(row(2, '甲') + row(2, '乙')))).toMatch(/不是完整的/);
    expect(await refused(sheet(`<row r="1e9999"><c t="str"><v>甲</v></c></row>`))).toMatch(/不是完整的/);
  });

  it('never asks for what lies outside the file', async () => {
    const outside = bareWorkbook('<worksheet><sheetData/></worksheet>', {
      'xl/_rels/workbook.xml.rels': rels(
        '<Relationship Id="s1" Type="http://x/worksheet" TargetMode="External" Target="http://127.0.0.1:9/sheet.xml"/>' +
          '<Relationship Id="s2" Type="http://x/externalLink" Target="externalLinks/externalLink1.xml"/>',
      ),
      'xl/externalLinks/externalLink1.xml': '<externalLink/>',
    });
    expect(await refused(outside)).toMatch(/表里没有内容/);
    // A link in a cell is its text.
    const book = new ExcelJS.Workbook();
    const page = book.addWorksheet('账号');
    page.getCell('A1').value = { text: '主页', hyperlink: 'file:///etc/passwd' };
    page.getCell('B1').value = { formula: "'[外部.xlsx]表'!A1", result: '旧值' } as never;
    const path = f.path('links.xlsx');
    await book.xlsx.writeFile(path);
    const table = await readTable(path);
    expect(texts(table)).toEqual([['主页', '旧值']]);
    expect(table.sheets[0]?.rows[0]?.cells[1]?.doubt).toBe('由公式算出');
  });

  it('says which cells were formulas, and refuses those without a value', async () => {
    const book = new ExcelJS.Workbook();
    const page = book.addWorksheet('账号');
    page.addRow(['单位', '平台', '账号名称', '开设时间']);
    page.addRow(['示例局', '微博', { formula: 'A1&"发布"', result: '示例发布' }, '2020-01-02']);
    const path = f.path('formula.xlsx');
    await book.xlsx.writeFile(path);
    const result = importRegistry(await readTable(path), null);
    expect(result.registry.accounts[0]?.name).toBe('示例发布');
    expect(result.problems.map((p) => `${p.place} ${p.message}`)).toContainEqual(
      expect.stringMatching(/^工作表“账号”第 2 行“账号名称” 等 1 格由公式算出/),
    );
    page.getCell('C2').value = { formula: 'A1', result: undefined as never };
    await book.xlsx.writeFile(path);
    expect(await refusal(async () => importRegistry(await readTable(path), null))).toMatch(
      /第 2 行）：“账号名称”公式没有算出值/,
    );
  });

  it('refuses wrong columns in one line, and takes nothing of a list with one bad row', async () => {
    const registry: Registry = {
      version: 1,
      title: '示例县',
      organizations: [{ id: 'office', name: '示例局', class: 'department', outwardService: true }],
      sites: [],
      accounts: [{ id: 'wb', organization: 'office', platform: 'weibo', name: '示例发布' }],
    };
    const wrong = await readTable(f.write('wrong.csv', '姓名,电话,金额\n张三,1,2\n'));
    const attest = { person: '林知秋', from: '2026-11-01', to: '2026-11-02', coverage: 'complete' } as const;
    const now = new Date('2026-11-03T00:00:00.000Z');
    for (const message of [
      await refusal(() => importRegistry(wrong, registry)),
      await refusal(() => importPosts(wrong, registry, attest, now)),
    ]) {
      expect(message).toContain('没有认出表头');
      expect(message.split('\n')).toHaveLength(1);
    }
    const half = await readTable(
      f.write('half.csv', '单位,平台,账号名称\n示例局,微博,甲\n示例局,火星,乙\n示例局,抖音,丙\n'),
    );
    const before = JSON.stringify(registry);
    expect(await refusal(() => importRegistry(half, registry))).toMatch(/第 3 行）：平台“火星”认不出来/);
    expect(JSON.stringify(registry)).toBe(before);
  });

  it('cuts off a large part that lies about its size while it is unpacked', async () => {
    const many = Array.from({ length: 50_000 }, (_, i) => row(i + 1, '示'));
    const bytes = Buffer.from(sheet(many.join('')));
    const at = bytes.lastIndexOf('xl/worksheets/sheet1.xml') - 46;
    expect(bytes.readUInt32LE(at)).toBe(0x02014b50);
    bytes.writeUInt32LE(600_000, at + 24);
    expect(await refused(bytes)).toContain('解开后比它标明的大');
  });
});
