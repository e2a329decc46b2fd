import { createRequire } from 'node:module';
import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { accountAuditOf } from '#reports/model/account-audit.ts';
import { modelOf } from '#reports/model.ts';
import { accountAuditXlsx } from '#reports/xlsx/account-audit.ts';
import { xlsxBytes, xlsxHref, xlsxText } from '#reports/xlsx/book.ts';
import { issuesXlsx } from '#reports/xlsx/issues.ts';
import { account, asOf, assessmentOf, judged, look, missed, rowOf } from './audit.samples.ts';
import { basis, evidence, finding } from './samples.ts';

const ExcelJS = createRequire(import.meta.url)('exceljs') as typeof import('exceljs');

async function open(bytes: Uint8Array) {
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(bytes as unknown as ArrayBuffer);
  return book;
}
type Sheet = Awaited<ReturnType<typeof open>>['worksheets'][number];
const row = (sheet: Sheet | undefined, n: number): string[] => {
  const out: string[] = [];
  sheet?.getRow(n).eachCell({ includeEmpty: true }, (cell) => out.push(cell.text));
  return out;
};
/** What a spreadsheet would compute: none of our workbooks holds any. */
const formulas = (bytes: Uint8Array): string[] =>
  Object.entries(unzipSync(bytes)).flatMap(([name, part]) =>
    name.startsWith('xl/worksheets/') ? (new TextDecoder().decode(part).match(/<f[ >]/g) ?? []) : [],
  );

const evil = ['=cmd|calc', '+1', '@SUM(A1)', '-2+3', '\u202e甲\u0007乙\n丙', '<x>&"'];

describe('workbooks', () => {
  it('store what units wrote as text, never as a formula, without what hides or reorders', async () => {
    const bytes = await xlsxBytes(
      [{ name: '表[1]:*?/\\一', columns: [{ heading: '=甲', width: 10 }], rows: evil.map((t) => [t]) }],
      { at: asOf },
    );
    expect(formulas(bytes)).toEqual([]);
    const sheet = (await open(bytes)).worksheets[0];
    expect(sheet?.name).not.toMatch(/[[\]:*?/\\]/);
    expect(evil.map((_, i) => row(sheet, i + 2)[0])).toEqual([
      '=cmd|calc',
      '+1',
      '@SUM(A1)',
      '-2+3',
      '甲乙 丙',
      '<x>&"',
    ]);
    expect(sheet?.getCell('A2').type).toBe(ExcelJS.ValueType.String);
    expect(xlsxText('长'.repeat(40_000))).toHaveLength(32_000);
  });

  it('lead only to web addresses and to files beside them', () => {
    expect(xlsxHref('https://weibo.com/u/1')).toBe('https://weibo.com/u/1');
    expect(xlsxHref('evidence/记录 一.html')).toBe('evidence/%E8%AE%B0%E5%BD%95%20%E4%B8%80.html');
    for (const bad of [
      'javascript:alert(1)',
      'file:///etc/passwd',
      '\\\\host\\share',
      '/etc/passwd',
      'https://a:b@example.cn/',
      'data:text/html,x',
      `https://example.cn/${'x'.repeat(3000)}`,
    ])
      expect(xlsxHref(bad)).toBeNull();
  });

  it('of the account audit hold every list, its header frozen and filtered', async () => {
    const dead = account('dead', { name: '=示例', url: 'https://weibo.com/u/1000000001' });
    const wall = account('wall', { platform: 'kuaishou' });
    const due = account('due');
    const looks = {
      dead: [look(dead, { posts: [200], titles: ['=HYPERLINK("http://x")'] })],
      wall: [missed(wall, 'blocked', '要求验证')],
      due: [look(due, { posts: [5.5] })],
    };
    const rows = [rowOf(dead, looks.dead), rowOf(wall, looks.wall), rowOf(due, looks.due)];
    const m = accountAuditOf({
      assessment: assessmentOf([judged(dead, looks.dead), judged(wall, looks.wall), judged(due, looks.due)]),
      rows,
      registerFindings: [
        {
          organization: '示例县人民政府办公室',
          title: '备案',
          inPolicy: false,
          finding: finding('not-filed', 'x', '台账里没有备案日期', '补上', [evidence('import', '台账')], {
            certainty: 'suspected',
          }),
        },
      ],
      sameRegister: true,
      generatedAt: asOf,
      href: () => null,
    });
    const bytes = await accountAuditXlsx(m, { at: asOf });
    expect(formulas(bytes)).toEqual([]);
    const book = await open(bytes);
    expect(book.worksheets.map((s) => [s.name, s.rowCount - 1])).toEqual([
      ['催办清单', 2],
      ['通报名单', 1],
      ['没有看清', 1],
      ['全部账号', 3],
      ['每周发布', 3],
      ['单位汇总', 2],
      ['平台汇总', 3],
      ['其他问题', 0],
      ['台账问题', 1],
      ['数据来源', 1],
    ]);
    for (const s of book.worksheets) {
      expect(s.views[0]).toMatchObject({ state: 'frozen', ySplit: 1 });
      // A filter that ends with the header filters nothing.
      expect(s.autoFilter).toMatch(new RegExp(`^A1:[A-Z]+${s.rowCount}$`));
    }
    const urgent = book.getWorksheet('催办清单');
    expect(row(urgent, 2).slice(0, 8)).toEqual([
      '1',
      '示例县人民政府办公室',
      '新浪微博',
      '=示例',
      '僵尸',
      '超期 193 天',
      expect.stringMatching(/^2026-05-06/),
      '200',
    ]);
    expect(row(urgent, 3)[5]).toBe('还剩 1 天');
    expect(urgent?.getCell('D2').hyperlink).toBe('https://weibo.com/u/1000000001');
    expect(urgent?.getCell('L2').dataValidation?.formulae).toEqual(['"已更新,已注销,办理中,未办理"']);
    expect(row(book.getWorksheet('没有看清'), 2).join()).toContain('快手创作者服务平台');
    expect(row(book.getWorksheet('每周发布'), 4).slice(-2)).toEqual(['未知', '未知']);
    expect(row(book.getWorksheet('台账问题'), 2).slice(-1)).toEqual(['供核对']);
  });

  it('of issues hold one row a finding, its clause and evidence, the points once an item', async () => {
    const a = account('dead');
    const looks = [look(a, { posts: [200] })];
    const subject = judged(a, looks);
    const verdict = {
      outcome: 'fail' as const,
      basis: basis(2, 0, '个页面'),
      findings: [
        finding(
          'x',
          'https://www.example.gov.cn/a',
          '=坏一',
          '改一',
          [evidence('html', 'https://www.example.gov.cn/a')],
          { since: '2026-11-01T00:00:00.000Z' },
        ),
        finding(
          'x',
          'https://www.example.gov.cn/b',
          '坏二',
          '改二',
          [evidence('html', 'https://www.example.gov.cn/b')],
          { certainty: 'suspected' },
        ),
      ] as never,
    };
    const items = [
      ...subject.items,
      {
        ...subject.items[0],
        itemId: 'other',
        title: '别的项',
        part: 'deduction' as const,
        points: 500,
        clauses: [{ document: '检查指标', section: '第二部分', summary: '每处扣分', verified: true }],
        verdict,
        cost: { lower: 100, upper: 200 },
      },
    ] as typeof subject.items;
    const model = modelOf(assessmentOf([{ ...subject, items }]), {
      generatedAt: asOf,
      evidenceHref: (sha256) => `evidence/${sha256.slice(0, 16)}.html`,
    });
    const bytes = await issuesXlsx(model, { at: asOf });
    expect(formulas(bytes)).toEqual([]);
    const sheet = (await open(bytes)).getWorksheet('问题台账');
    expect(row(sheet, 1).slice(0, 16)).toEqual([
      '序号',
      '单位',
      '对象类型',
      '对象',
      '对象编号',
      '指标项',
      '性质',
      '条款',
      '问题',
      '位置',
      '确认/疑似',
      '首次发现',
      '本次见到',
      '佐证',
      '整改建议',
      '扣分（本项合计，记在首行）',
    ]);
    expect(sheet?.rowCount).toBe(4);
    const rows = [2, 3, 4].map((n) => row(sheet, n));
    expect(rows.map((r) => [r[0], r[5], r[8], r[10], r[11], r[15] ?? ''])).toEqual([
      ['1', '内容不更新', expect.stringContaining('僵尸'), '确认', '2026-05-06', ''],
      ['2', '别的项', '=坏一', '确认', '2026-11-01', '扣 1–2 分'],
      ['3', '别的项', '坏二', '疑似', expect.stringMatching(/^2026-11/), ''],
    ]);
    expect(rows[1]?.[7]).toBe('检查指标 第二部分');
    expect(sheet?.getCell('N3').hyperlink).toMatch(/^evidence\//);
    expect(sheet?.getCell('S2').dataValidation?.type).toBe('list');
  });
});
