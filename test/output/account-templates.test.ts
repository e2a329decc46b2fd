import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import type { Registry } from '#core/registry.ts';
import { importPosts } from '#crawlers/import/posts.ts';
import { importRegistry } from '#crawlers/import/registry.ts';
import { importReplies } from '#crawlers/import/replies.ts';
import { readTable } from '#crawlers/import/table.ts';
import { recordsOf } from '../../src/commands/account-records.ts';
import { accountTemplates, type TemplateKind, templateKinds } from '../../src/output/account-templates.ts';
import { templateBook } from '../../src/output/template-book.ts';
import { folder, refusal } from '../crawlers/import/files.ts';

const ExcelJS = createRequire(import.meta.url)('exceljs') as typeof import('exceljs');
const f = folder();
const now = new Date('2026-11-22T04:00:00.000Z');
const attest = { person: '林知秋', from: '2026-11-01', to: '2026-11-20', coverage: 'complete' } as const;
const registry: Registry = {
  version: 1,
  title: '示例县',
  organizations: [{ id: 'office', name: '示例县人民政府办公室', class: 'department', outwardService: true }],
  sites: [],
  accounts: [
    { id: 'fabu', organization: 'office', platform: 'weibo', name: '示例发布' },
    { id: 'wenlv', organization: 'office', platform: 'douyin', name: '畅游示例' },
  ],
};

/** The template as a person hands it in: rows by heading, under what stands there already. */
async function filled(kind: TemplateKind, rows: readonly Readonly<Record<string, string>>[]): Promise<string> {
  const book = new ExcelJS.Workbook();
  await book.xlsx.load((await templateBook(accountTemplates[kind])) as unknown as ArrayBuffer);
  const sheet = book.worksheets[0];
  if (!sheet) throw new Error('no sheet');
  const at = new Map<string, number>();
  sheet.getRow(1).eachCell((cell, i) => at.set(String(cell.value).replace('* ', '').replace(/（.*/, ''), i));
  rows.forEach((row, i) => {
    for (const [heading, value] of Object.entries(row)) {
      const column = at.get(heading);
      if (column === undefined) throw new Error(`no column ${heading}`);
      sheet.getCell(4 + i, column).value = value;
    }
  });
  const path = f.path(`${kind}-${rows.length}.xlsx`);
  await book.xlsx.writeFile(path);
  return path;
}

describe('templates', () => {
  it('of the ledger fill the register, every column of it', async () => {
    const path = await filled('ledger', [
      {
        主办单位: '示例县文化和旅游局',
        单位类别: '县级部门',
        账号名称: '畅游示例',
        平台: '微信公众号',
        账号ID: 'gh_1234567890ab',
        链接: 'https://mp.weixin.qq.com/s/AbcDef123456',
        认证主体: '示例县文旅局',
        曾用名: '示例文旅',
        开设日期: '2019-03-01',
        备案日期: '2019-03-08',
        公告日期: '2019-03-09',
        状态: '正常',
      },
      {
        主办单位: '示例镇人民政府',
        单位类别: '乡镇街道',
        账号名称: '示例镇',
        平台: '抖音',
        状态: '注销',
        注销日期: '2026-05-06',
      },
    ]);
    const result = importRegistry(await readTable(path), null);
    expect(result.problems).toEqual([]);
    expect(result.registry.organizations.map((o) => [o.name, o.class])).toEqual([
      ['示例县文化和旅游局', 'department'],
      ['示例镇人民政府', 'township'],
    ]);
    expect(result.registry.accounts).toMatchObject([
      {
        name: '畅游示例',
        platform: 'wechat',
        handle: 'gh_1234567890ab',
        ids: { ghId: 'gh_1234567890ab' },
        url: 'https://mp.weixin.qq.com/s/AbcDef123456',
        certifiedHost: '示例县文旅局',
        aliases: ['示例文旅'],
        openedOn: '2019-03-01',
        filedOn: '2019-03-08',
        announcedOn: '2019-03-09',
      },
      { name: '示例镇', platform: 'douyin', cancelledOn: '2026-05-06' },
    ]);
    expect(result.registry.accounts).toHaveLength(2);
  });

  it('of posts, replies and records come in as they were filled in', async () => {
    const who = { 账号名称: '示例发布', 平台: '新浪微博' };
    const posts = await filled('posts', [
      {
        ...who,
        标题: '一条',
        发布时间: '2026-11-08 09:30',
        是否原创: '否',
        来源: '新华网',
        评论权限: '仅粉丝',
        置顶: '否',
      },
      { 账号名称: '畅游示例', 平台: '抖音', 标题: '无更新' },
    ]);
    expect(importPosts(await readTable(posts), registry, attest, now)).toMatchObject([
      {
        subjectId: 'fabu',
        value: {
          posts: [{ title: '一条', original: 'repost', sourceNote: '新华网', comments: 'limited', pinned: false }],
        },
      },
      { subjectId: 'wenlv', value: { posts: [] } },
    ]);
    const replies = await filled('replies', [
      { ...who, 留言时间: '2026-11-08 09:30', 答复时间: '2026-11-09 09:30', 留言内容: '怎么办理', 具体明确: '是' },
      { ...who, 留言时间: '2026-11-10 09:30', 答复时间: '未答复', 留言内容: '多久办好', 具体明确: '否' },
    ]);
    expect(importReplies(await readTable(replies), registry, attest, now)).toMatchObject([
      { subjectId: 'fabu', value: { messages: [{ concrete: true }, { replied: null, concrete: false }] } },
    ]);
    f.write('截图.png', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0]));
    const records = await filled('records', [
      { ...who, 最近一条: '2026-11-08', 登记人: '林知秋', 照片: '截图.png', 备注: '一条' },
      {
        账号编号: 'wenlv',
        账号名称: '畅游示例',
        平台: '抖音',
        最近一条: '无',
        全部看过起: '2026-11-01',
        全部看过止: '2026-11-20',
        登记人: '林知秋',
      },
    ]);
    const made = await recordsOf(await readTable(records), registry, now);
    expect(made.map((m) => [m.observation.subjectId, m.photo?.name, m.observation.status])).toEqual([
      ['fabu', '截图.png', 'observed'],
      ['wenlv', undefined, 'observed'],
    ]);
    expect(made.map((m) => m.observation.status === 'observed' && m.observation.value.coverage)).toEqual([
      'partial',
      'complete',
    ]);
  });

  it('hold an explanation and an example that are never taken for entries', async () => {
    const readers: Record<TemplateKind, (path: string) => Promise<unknown>> = {
      ledger: async (p) => importRegistry(await readTable(p), null),
      posts: async (p) => importPosts(await readTable(p), registry, attest, now),
      replies: async (p) => importReplies(await readTable(p), registry, attest, now),
      records: async (p) => recordsOf(await readTable(p), registry, now),
    };
    for (const kind of templateKinds) {
      const path = await filled(kind, []);
      const result = await readers[kind](path).catch((e: Error) => e.message);
      if (typeof result === 'string') expect(result).toMatch(/表头下面没有内容/);
      else expect(result).toEqual([]);
    }
  });

  it('offer lists that the imports understand, and keep numbers as text', async () => {
    for (const kind of templateKinds) {
      const book = new ExcelJS.Workbook();
      await book.xlsx.load((await templateBook(accountTemplates[kind])) as unknown as ArrayBuffer);
      const sheet = book.worksheets[0];
      accountTemplates[kind].columns.forEach((c, i) => {
        const cell = sheet?.getCell(4, i + 2);
        expect(cell?.dataValidation?.formulae?.[0]).toBe(
          c.choices === undefined ? undefined : `"${c.choices.join(',')}"`,
        );
        expect(sheet?.getColumn(i + 2).numFmt).toBe('@');
        // Longer lists a spreadsheet refuses.
        expect((c.choices ?? []).join(',').length).toBeLessThan(250);
      });
    }
    const platforms = accountTemplates.ledger.columns.find((c) => c.heading === '平台')?.choices ?? [];
    const rows = platforms.map((p, i) => ({ 主办单位: '示例局', 账号名称: `示例${i}`, 平台: p }));
    expect(importRegistry(await readTable(await filled('ledger', rows)), null).registry.accounts).toHaveLength(
      platforms.length,
    );
  });

  it('of records are refused whole, row by row, with the photo that is not there', async () => {
    const who = { 账号名称: '示例发布', 平台: '新浪微博', 登记人: '林知秋' };
    const bad = await filled('records', [
      { ...who, 最近一条: '2026-11-08', 照片: '没有这张.png' },
      { ...who, 最近一条: '2026-11-09' },
      { 账号名称: '畅游示例', 平台: '抖音', 登记人: '林知秋', 最近一条: '前天', 照片: '../别处.png' },
      { 账号名称: '没有的', 平台: '抖音', 登记人: '林知秋', 最近一条: '2026-11-08' },
    ]);
    const lines = (await refusal(async () => recordsOf(await readTable(bad), registry, now))).split('\n');
    expect(lines).toHaveLength(4);
    expect(lines[0]).toMatch(/第 4 行）：文件不存在/);
    expect(lines[1]).toMatch(/第 5 行）：与.*第 4 行登记的是同一个账号/);
    expect(lines[2]).toMatch(/第 6 行）：照片“\.\.\/别处\.png”只写文件名/);
    expect(lines[3]).toMatch(/第 7 行）：台账里没有抖音账号“没有的”/);
  });
});
