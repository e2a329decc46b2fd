import { describe, expect, it } from 'vitest';
import type { Observation } from '#core/observation.ts';
import type { Account, Platform, Registry } from '#core/registry.ts';
import { type Attest, importPosts } from '#crawlers/import/posts.ts';
import { readTable } from '#crawlers/import/table.ts';
import { csv, ExcelJS, folder, refusal } from './files.ts';

const f = folder();
let n = 0;
const table = (text: string) => csv(f, `${++n}.csv`, text);

const account = (id: string, platform: Platform): Account => ({
  id,
  organization: 'office',
  platform,
  name: '示例发布',
});
const registry: Registry = {
  version: 1,
  title: '示例县',
  organizations: [{ id: 'office', name: '示例县人民政府办公室', class: 'department', outwardService: true }],
  sites: [],
  accounts: (['wechat', 'weibo', 'douyin', 'kuaishou', 'xiaohongshu', 'wechat-channels'] as const).map((p) =>
    account(p, p),
  ),
};
const now = new Date('2026-11-22T02:00:00.000Z');
const attest = (accounts: string[], coverage: Attest['coverage'] = 'complete'): Attest => ({
  person: '林知秋',
  from: '2026-11-01',
  to: '2026-11-22',
  coverage,
  accounts,
});
const value = (o: Observation<'account.posts'> | undefined) => {
  if (o?.status !== 'observed') throw new Error('not observed');
  return o.value;
};
const posts = async (text: string, a: Attest) => value(importPosts(await table(text), registry, a, now)[0]).posts;

const sent =
  '内容标题,发表时间,总阅读人数,总阅读次数,总分享人数,总分享次数,阅读后关注人数,送达人数,公众号消息阅读次数,送达阅读率,首次分享次数,分享产生阅读次数,首次分享率,每次分享带来阅读次数,阅读完成率,内容url';
const quiet =
  '内容标题,发表时间,总阅读人数,总阅读次数,总分享人数,总分享次数,阅读后关注人数,首次分享次数,分享产生阅读次数,首次分享率,每次分享带来阅读次数,阅读完成率,内容url';

/** Both lists of 公众平台 in one workbook, as its hint asks for. */
async function both(rows: readonly (readonly unknown[])[], more: readonly (readonly unknown[])[]): Promise<string> {
  const book = new ExcelJS.Workbook();
  for (const [name, head, list] of [
    ['已通知内容', sent, rows],
    ['未开启通知内容', quiet, more],
  ] as const) {
    const sheet = book.addWorksheet(name);
    sheet.addRow([`${name}数据明细`]);
    sheet.mergeCells('A1:F1');
    sheet.addRow(head.split(','));
    for (const row of list) sheet.addRow([...row]);
  }
  const path = f.path(`${++n}.xlsx`);
  await book.xlsx.writeFile(path);
  return path;
}

describe('exports of back offices', () => {
  it('reads 公众平台 内容分析, whose tables have no column of accounts', async () => {
    const path = await both(
      [
        [
          '示例县召开会议',
          20261108,
          94,
          163,
          7,
          10,
          0,
          2112,
          79,
          0.0374,
          5,
          69,
          0.0633,
          6.9,
          0.6889,
          'http://mp.weixin.qq.com/s?__biz=Mz&mid=1',
        ],
      ],
      [['便民提示', 20261112, 9, 9, 0, 0, 0, 0, 0, 0, 0, 0.5, 'http://mp.weixin.qq.com/s?__biz=Mz&mid=2']],
    );
    const [found, ...others] = importPosts(await readTable(path), registry, attest(['wechat']), now);
    expect(others).toEqual([]);
    expect(found?.subjectId).toBe('wechat');
    expect(value(found)).toMatchObject({ coverage: 'complete', attestedBy: '林知秋' });
    expect(value(found).posts.map((p) => [p.title, p.published?.from, p.published?.to, p.original])).toEqual([
      ['便民提示', '2026-11-11T16:00:00.000Z', '2026-11-12T15:59:59.999Z', 'unknown'],
      ['示例县召开会议', '2026-11-07T16:00:00.000Z', '2026-11-08T15:59:59.999Z', 'unknown'],
    ]);
  });

  it('never takes one half of 公众平台 for everything: an empty half has to be there', async () => {
    const row =
      '示例县召开会议,20261108,94,163,7,10,0,2112,79,0.0374,5,69,0.0633,6.9,0.6889,https://mp.weixin.qq.com/s/1';
    const alone = `${sent}\n${row}\n`;
    const message = await refusal(() => posts(alone, attest(['wechat'])));
    expect(message).toContain('只有“已通知”的内容，不能当作全部发布记录');
    expect(message).toContain('--coverage partial');
    expect(await posts(alone, attest(['wechat'], 'partial'))).toHaveLength(1);
    const other = `${quiet}\n${row.replace(',2112,79,0.0374', '')}\n`;
    expect(await refusal(() => posts(other, attest(['wechat'])))).toContain('只有“未开启通知”的内容');
    const path = await both([], []);
    expect(value(importPosts(await readTable(path), registry, attest(['wechat']), now)[0]).posts).toEqual([]);
  });

  it('reads 抖音创作者中心, without what was never or is no more public', async () => {
    const head =
      '作品名称,发布时间,体裁,审核状态,播放量,完播率,5s完播率,封面点击率,2s跳出率,平均播放时长,点赞量,分享量,评论量,收藏量,主页访问量,粉丝增量';
    const rest = ',120,1.2%,30%,-,40%,8.1,3,1,0,0,2,0';
    const list = [
      `赶场天,2026-11-08 09:30:00,视频,审核通过${rest}`,
      `草稿,2026-11-09 09:30:00,视频,审核中${rest}`,
      `不行,2026-11-10 09:30:00,图文,不通过${rest}`,
      `定时,2026-12-10 09:30:00,图文,定时发布${rest}`,
    ];
    const text = `${head}\n${list.join('\n')}\n`;
    const found = value(importPosts(await table(text), registry, attest(['douyin']), now)[0]);
    expect(found.posts.map((p) => p.title)).toEqual(['赶场天']);
    expect(found.proof).toContain('另有 3 条没有公开发布');
    expect(await refusal(() => posts(`${text}怪,2026-11-11,视频,火星${rest}\n`, attest(['douyin'])))).toMatch(
      /第 6 行）：状态“火星”看不出有没有公开发布/,
    );
    // A file of another platform's account is a mistake, told once.
    const wrong = await refusal(() => posts(text, attest(['kuaishou'])));
    expect(wrong).toContain('这是抖音后台的导出，账号“示例发布”却是快手的');
    expect(wrong.split('\n')).toHaveLength(1);
  });

  it('reads 微博 with reposts, who may comment, where it is from, and a number that lost its end', async () => {
    const found = await posts(
      '微博内容,发布时间,微博链接,博文类型,评论权限,来源,MID,转发数,评论数,可见范围\n' +
        '"第一条\n两行",2026-11-08 09:30,https://weibo.com/1234567890/Abc1,原创,所有人,,5.1E+15,3,7,公开\n' +
        '第二条,2026-11-09 09:30,https://weibo.com/1234567890/Abc2,转发,仅粉丝,新华网,5100000000000002,0,0,所有人可见\n' +
        '第三条,2026-11-10 09:30,-,转发,已关闭,,,0,0,仅自己可见\n' +
        '第四条,2026-11-11 09:30,-,原创,关闭,,,0,0,公开\n',
      attest(['weibo']),
    );
    expect(found.map((p) => [p.id.length > 20 ? 'url' : p.id, p.title, p.original, p.comments, p.sourceNote])).toEqual([
      [expect.stringMatching(/^[0-9a-f]{16}$/), '第四条', 'original', 'closed', undefined],
      ['5100000000000002', '第二条', 'repost', 'limited', '新华网'],
      ['url', '第一条 两行', 'original', 'open', undefined],
    ]);
  });

  it('reads 快手, 小红书 and 视频号助手 by their own words', async () => {
    expect(
      await posts(
        '作品标题,发布时间,播放量,点赞量,评论量,作品状态\n快手一条,2026-11-08 09:30,1,2,3,已发布\n',
        attest(['kuaishou']),
      ),
    ).toMatchObject([{ title: '快手一条' }]);
    expect(
      await posts(
        '笔记标题,首次发布时间,体裁,曝光,观看量,点赞\n红书一条,2026年11月08日09时30分00秒,图文,1,2,3\n',
        attest(['xiaohongshu']),
      ),
    ).toMatchObject([{ title: '红书一条', published: { from: '2026-11-08T01:30:00.000Z' } }]);
    expect(
      await posts(
        '视频描述,视频id,发布时间,播放量,评论量\n,export/abc,2026-11-08 09:30,1,3\n',
        attest(['wechat-channels']),
      ),
    ).toMatchObject([{ id: 'export/abc', title: '' }]);
  });

  it('asks whose it is when neither the table nor the person says, or the person names several', async () => {
    const text = '作品标题,发布时间\n快手一条,2026-11-08\n';
    for (const accounts of [[], ['kuaishou', 'douyin']]) {
      const message = await refusal(() => posts(text, attest(accounts)));
      expect(message).toContain('表里没有账号一列');
      expect(message.split('\n')).toHaveLength(1);
    }
  });

  it('tells a declaration of originality from an original', async () => {
    const found = await posts(
      '作品标题,发布时间,声明原创\n一,2026-11-08,是\n二,2026-11-07,否\n三,2026-11-06,\n',
      attest(['kuaishou']),
    );
    expect(found.map((p) => p.original)).toEqual(['original', 'unknown', 'unknown']);
  });
});
