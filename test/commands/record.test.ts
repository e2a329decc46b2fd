import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { indicators } from '#indicators/index.ts';
import { takeOverRecords } from '../../src/commands/record.ts';
import { faultWords } from '../../src/commands/record-make.ts';
import { recordRows, recordSheet } from '../../src/commands/record-sheet.ts';
import { writeWorksheet } from '../../src/output/worksheet.ts';
import { loadPolicy } from '../../src/store/files/policies.ts';
import { root } from '../harness/cli.ts';
import {
  assessAt,
  csvRows,
  csvText,
  dataWith,
  type Filled,
  fillXlsx,
  gbkBytes,
  refusal,
  registry,
} from './worksheets.ts';

const { policy } = loadPolicy('national', [join(root, 'data/policies')], indicators);
const now = new Date('2026-11-22T10:00:00+08:00');
const png = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3);
const login = indicators.find((i) => i.id === 'unified-login') as (typeof indicators)[number];
const [loginFault = '', otherFault = ''] = [...faultWords(login).keys()];

let w: Awaited<ReturnType<typeof dataWith>>;
beforeEach(async () => {
  w = await dataWith([]);
  mkdirSync(w.path('证据'), { recursive: true });
  writeFileSync(w.path('证据/照片.png'), png);
  writeFileSync(w.path('证据/说明.pdf'), '%PDF-1.4 示例');
});
afterEach(() => w.close());

const rowsAt = (over: Partial<Parameters<typeof recordRows>[0]> = {}) =>
  recordRows({ registry, policy: { policy, indicators }, run: undefined, all: false, now, ...over });
async function exported(name: string): Promise<string> {
  await writeWorksheet(w.path(name), recordSheet(rowsAt()));
  return w.path(name);
}
const take = (file: string, when = now) =>
  takeOverRecords(file, w.data, { dir: w.path('证据'), indicators, now: when });
const fault: Filled = {
  检查结果: '存在问题',
  问题类型: loginFault,
  问题所在: '统一登录入口',
  情况说明: '登录后仍要再登录',
  检查开始日期: '2026-11-18',
  检查结束日期: '2026-11-20',
  检查人: '李某',
  佐证文件: '照片.png；说明.pdf',
};
/** The sheet with the log-in row of the portal filled in like this, once for each. */
async function filled(name: string, ...answers: Filled[]): Promise<string> {
  const rows = csvRows(await exported('leer.csv'));
  const at = rows.findIndex((r) => r.对象编号 === 'shili' && r.检查指标编号 === 'unified-login');
  rows.splice(at, 1, ...answers.map((a) => ({ ...(rows[at] as Filled), ...a })));
  writeFileSync(w.path(name), csvText(rows));
  return w.path(name);
}
const stored = () =>
  w.data.observations.window('manual.record', 'shili', '2000-01-01T00:00:00.000Z', '2100-01-01T00:00:00.000Z');

describe('what a person is asked', () => {
  test('every row of the index that takes records, once for each subject it applies to', () => {
    const rows = rowsAt();
    const ids = (subject: string) => rows.filter((r) => r.subject.id === subject).map((r) => r.indicator.id);
    for (const id of ['unified-login', 'online-application', 'single-login', 'security-incidents'])
      expect(ids('shili')).toContain(id);
    expect(new Set(ids('shili')).size).toBe(ids('shili').length);
    // Deductions bind portals only; a department site still has its vetoes.
    expect(ids('jyj')).toContain('security-incidents');
    expect(ids('jyj')).not.toContain('unified-login');
    for (const r of rows) expect(r.indicator.needs).toContain('manual.record');
  });
  test('what a run has settled is left out, unless asked for', async () => {
    await take(await filled('1.csv', fault));
    const run = await assessAt(w.data, '2026-11-22T04:00:00.000Z');
    const has = (all: boolean) => {
      const row = rowsAt({ run, all }).find((r) => r.subject.id === 'shili' && r.indicator.id === 'unified-login');
      return row?.state;
    };
    expect(has(false)).toBeUndefined();
    expect(has(true)).toBe('存在问题');
    expect(rowsAt({ run }).find((r) => r.indicator.id === 'single-login')?.state).toMatch(/未检|无法判定/);
  });
  test('faults to choose from, long lists on a hidden sheet', async () => {
    const { book, heads } = await fillXlsx(await exported('t.xlsx'), () => undefined);
    const sheet = book.worksheets[0];
    const column = heads.indexOf('问题类型') + 1;
    const ids = heads.indexOf('检查指标编号') + 1;
    for (let n = 2; n <= (sheet?.rowCount ?? 0); n++) {
      const indicator = indicators.find((i) => i.id === sheet?.getRow(n).getCell(ids).value);
      if (!indicator) throw new Error(`row ${n}`);
      const [formula = ''] = sheet?.getRow(n).getCell(column).dataValidation.formulae ?? [];
      const range = /^选项!\$([A-Z]+)\$1:\$[A-Z]+\$(\d+)$/.exec(formula);
      const choices = range
        ? Array.from(
            { length: Number(range[2]) },
            (_, i) => book.getWorksheet('选项')?.getCell(`${range[1]}${i + 1}`).value,
          )
        : formula.slice(1, -1).split(',');
      expect(choices).toEqual([...faultWords(indicator).keys()]);
    }
    expect(sheet?.rowCount).toBe(rowsAt().length + 1);
  });
});

describe('a sheet filled in', () => {
  test('xlsx: a record with its files, judged; the same file twice adds nothing', async () => {
    const file = await exported('表.xlsx');
    await fillXlsx(file, (r) => (r.对象编号 === 'shili' && r.检查指标编号 === 'unified-login' ? fault : undefined));
    expect(await take(file)).toMatchObject({ added: 1, known: 0, files: 2 });
    const [record] = await stored();
    expect(record).toMatchObject({
      slot: '2026-11-20T15:59:59.000Z',
      value: {
        indicator: 'unified-login',
        outcome: 'fail',
        person: '李某',
        period: { from: '2026-11-18', to: '2026-11-20' },
        findings: [{ target: '统一登录入口', note: '登录后仍要再登录' }],
      },
      evidence: [
        { url: '人工检查表：表.xlsx' },
        { kind: 'screenshot', url: '照片.png' },
        { kind: 'import', url: '说明.pdf' },
      ],
    });
    for (const e of record?.evidence ?? []) expect(existsSync(w.data.evidence.path(e.sha256))).toBe(true);
    const run = await assessAt(w.data, '2026-11-22T04:00:00.000Z');
    const item = run.subjects[0]?.items.find((i) => i.indicator.id === 'unified-login');
    expect(item).toMatchObject({ verdict: { outcome: 'fail', findings: [{ certainty: 'confirmed' }] } });
    expect(await take(file, new Date('2026-11-23T10:00:00+08:00'))).toMatchObject({ added: 0, known: 1 });
    expect(await stored()).toHaveLength(1);
  });
  test('GBK, several places of one answer, dates as people write them', async () => {
    const other = { ...fault, 问题类型: otherFault || loginFault, 问题所在: '办事大厅', 处数: '3', 检查结束日期: '' };
    const rows = [
      { ...fault, 检查开始日期: '2026年11月18日', 检查结束日期: '' },
      { ...other, 检查开始日期: '2026/11/18', 佐证文件: '照片.png' },
    ];
    const file = await filled('u.csv', ...rows);
    writeFileSync(w.path('g.csv'), gbkBytes(csvText(csvRows(file))));
    expect(await take(w.path('g.csv'))).toMatchObject({ added: 1, files: 2 });
    expect((await stored())[0]).toMatchObject({
      value: { period: { from: '2026-11-18', to: '2026-11-18' }, findings: [{}, { target: '办事大厅', count: 3 }] },
    });
    expect(await take(file)).toMatchObject({ added: 0, known: 1 });
  });
  test('a correction of the same days takes the place of what it corrects', async () => {
    await take(await filled('1.csv', fault));
    const mended = { ...fault, 检查结果: '没有发现问题', 问题类型: '', 问题所在: '', 佐证文件: '' };
    expect(await take(await filled('2.csv', mended))).toMatchObject({ added: 1 });
    expect(await stored()).toHaveLength(2);
    const run = await assessAt(w.data, '2026-11-22T04:00:00.000Z');
    expect(run.subjects[0]?.items.find((i) => i.indicator.id === 'unified-login')).toMatchObject({
      verdict: { outcome: 'pass' },
    });
  });
  test('of today: not later than now', async () => {
    await take(await filled('1.csv', { ...fault, 检查开始日期: '2026-11-22', 检查结束日期: '2026-11-22' }));
    expect((await stored())[0]?.slot).toBe(now.toISOString());
  });
});

describe('refused, and nothing of it stored', () => {
  afterEach(async () => expect(await stored()).toEqual([]));
  test.each([
    [{ 佐证文件: '' }, /第 \d+ 行“佐证文件”）：没有填。记为存在问题的，要附照片/],
    [{ 佐证文件: '没有.png' }, /“佐证文件”）：佐证文件 .*没有\.png 不存在/],
    [{ 佐证文件: '../data/registry.json' }, /不在文件夹 .* 里/],
    [{ 佐证文件: '/etc/hostname' }, /不在文件夹 .* 里/],
    [{ 问题类型: '' }, /“问题类型”）：没有填/],
    [{ 问题类型: '乱写' }, /“问题类型”）：“乱写”不是这一项的问题类型。可填：/],
    [{ 情况说明: '' }, /“情况说明”）：没有填/],
    [{ 检查结果: '' }, /“检查结果”）：填 没有发现问题、存在问题、不适用 之一/],
    [{ 检查结果: '没有发现问题' }, /“问题类型”）：检查结果是“没有发现问题”，不能写问题类型/],
    [{ 检查结果: '不适用', 问题类型: '', 情况说明: '' }, /“情况说明”）：没有填。记为不适用的，要写明理由/],
    [{ 检查人: '' }, /“检查人”）：没有填/],
    [{ 检查开始日期: '' }, /“检查开始日期”）：没有填/],
    [{ 检查开始日期: '上周' }, /“检查开始日期”）：写成 2026-01-31 的样子/],
    [{ 检查结束日期: '2026-11-17' }, /“检查结束日期”）：早于检查开始日期/],
    [{ 检查结束日期: '2026-11-23' }, /“检查结束日期”）：在未来/],
    [{ 处数: '101' }, /“处数”）：填 1 到 100 的整数/],
    [{ 对象编号: 'mei' }, /“对象编号”）：台账里没有“mei”/],
    [{ 检查指标编号: 'site-access' }, /“检查指标编号”）：没有可以由人记录的检查指标“site-access”/],
  ] as const)('%j', async (over, text) =>
    expect(await refusal(take(await filled('f.csv', { ...fault, ...over })))).toMatch(text),
  );

  test('a file that is no proof, one answer said two ways, wrong columns, nothing filled in', async () => {
    writeFileSync(w.path('证据/程序.exe'), Uint8Array.of(0x4d, 0x5a, 0, 0));
    expect(await refusal(take(await filled('a.csv', { ...fault, 佐证文件: '程序.exe' })))).toMatch(/格式不认识/);
    const pass = { ...fault, 检查结果: '没有发现问题', 问题类型: '', 佐证文件: '' };
    expect(await refusal(take(await filled('b.csv', fault, pass)))).toMatch(
      /同一检查人、同一时期对这一项写了不同的检查结果/,
    );
    const file = await exported('c.csv');
    expect(await refusal(take(file))).toMatch(/没有一行填了检查结果/);
    const rows = csvRows(file);
    writeFileSync(
      file,
      csvText(
        rows,
        Object.keys(rows[0] ?? {}).filter((h) => h !== '检查人'),
      ),
    );
    expect(await refusal(take(file))).toMatch(/缺少这些列：“检查人”。用 xuncha record template/);
  });
});
