import { describe, expect, test } from 'vitest';
import { bilibili } from '#crawlers/platforms/bilibili/adapter.ts';
import { douyin } from '#crawlers/platforms/douyin/adapter.ts';
import { adapters } from '#crawlers/platforms/index.ts';
import { kuaishou } from '#crawlers/platforms/kuaishou/adapter.ts';
import { toutiao } from '#crawlers/platforms/toutiao/adapter.ts';
import { xiaohongshu } from '#crawlers/platforms/xiaohongshu/adapter.ts';
import { zhihu } from '#crawlers/platforms/zhihu/adapter.ts';
import { cases as bilibiliCases, item as dynamic, idAt as dynamicId } from './bilibili/cases.ts';
import { always, html, json, record, seconds } from './build.ts';
import { cases as douyinCases, item as work, showing as works } from './douyin/cases.ts';
import { item as cover, cases as kuaishouCases } from './kuaishou/cases.ts';
import { day, hour, look, newest, now } from './matrix.ts';
import { item as headline, idAt, cases as toutiaoCases } from './toutiao/cases.ts';
import { cases as xiaohongshuCases } from './xiaohongshu/cases.ts';
import { item as article, cases as zhihuCases } from './zhihu/cases.ts';

const p = { n: 1, at: now - day };
const feedOf = (items: readonly unknown[]) => always(json({ data: items }));
const spaceOf = (items: readonly unknown[]) => always(json({ code: 0, data: { items } }));

describe('walled platforms ask nothing and say who must supply what', () => {
  const walled = [
    'toutiao',
    'douyin',
    'kuaishou',
    'bilibili',
    'zhihu',
    'baijiahao',
    'xiaohongshu',
    'wechat-channels',
    'alipay-mini',
  ];
  test.each(walled)('%s', (id) => {
    const plan = adapters.find((a) => a.id === id)?.plan(record('other', { ids: { x: 'y' } }));
    expect(plan).toHaveProperty('not_observable');
    expect(Object.values(plan ?? {})[0]).toMatch(/请运营单位.*导入.*检查人员.*登记并附截图/);
  });
});

describe('the time of an id beside the time shown', () => {
  test('more than a day apart: both are kept and a note says so', () => {
    const far = headline(p, { publish_time: seconds(now - 40 * day) });
    const reading = look(toutiao, toutiaoCases, feedOf([far]));
    expect(reading.posts[0]?.publishedAt?.lo).toBe(now - 40 * day);
    expect(Math.abs((reading.posts[0]?.otherTime?.lo ?? 0) - p.at)).toBeLessThan(hour);
    expect(reading.notes).toEqual([expect.stringContaining('相差超过一天')]);
    const scheduled = dynamic(p, { id_str: dynamicId(p.at - 40 * day, 1) });
    const space = look(bilibili, bilibiliCases, spaceOf([scheduled]));
    expect(space.posts).toMatchObject([
      { publishedAt: { lo: p.at }, otherTime: { precision: 'derived', from: 'bilibili:id' } },
    ]);
  });
  test('less than a day apart: one time, no note', () => {
    const near = headline(p, { publish_time: seconds(p.at + 20 * hour) });
    expect(look(toutiao, toutiaoCases, feedOf([near])).posts[0]).not.toHaveProperty('otherTime');
    expect(look(toutiao, toutiaoCases, feedOf([near])).notes).toEqual([]);
  });
  test('no time shown: that of the id, marked as derived', () => {
    const bare = { ...headline({ n: 1, at: null }), id: idAt(p.at, 1) };
    expect(look(toutiao, toutiaoCases, feedOf([bare])).posts[0]?.publishedAt).toMatchObject({ precision: 'derived' });
  });
  test('douyin and its works', () => {
    const reading = look(douyin, douyinCases, works([p]));
    expect(reading.posts[0]).toMatchObject({
      url: expect.stringContaining('/video/'),
      title: expect.stringContaining('走进示例县'),
    });
    expect(reading.notes).toContain('抖音的列表可能漏掉最新的两条');
    expect(work(p).awemeId).toBe(reading.posts[0]?.postId);
  });
});

describe('what else an answer tells', () => {
  test('toutiao: kinds, originality, comments, who it is', () => {
    const reading = look(
      toutiao,
      toutiaoCases,
      feedOf([
        headline({ n: 2, at: p.at }, { cell_type: 32, title: '', content: '微头条一则', ban_comment: 1 }),
        headline({ n: 3, at: p.at }, { cell_type: 49, itemCell: { articleClassification: { isOriginal: true } } }),
      ]),
    );
    expect(reading.posts).toMatchObject([
      {
        title: '微头条一则',
        url: expect.stringContaining('/w/'),
        originality: 'original',
        comments: 'closed',
        counts: { comments: 3 },
      },
      { url: expect.stringContaining('/video/'), originality: 'original', comments: 'open' },
    ]);
    expect(reading.profile).toEqual({ name: '示例县发布', verified: { ok: true, text: '示例县人民政府官方账号' } });
  });
  test('toutiao: an account known by its name alone', () => {
    const account = record('toutiao', { ids: { token: 'x' } });
    expect(look(toutiao, toutiaoCases, feedOf([headline(p)]), account).visibility.kind).toBe('visible');
    expect(
      look(toutiao, toutiaoCases, feedOf([headline(p)]), { ...account, displayName: '示例县发布厅' }).visibility.kind,
    ).toBe('identity_mismatch');
  });
  test('bilibili: time in words, comments closed, banned account, videos', () => {
    const item = dynamic({ n: 1, at: null });
    Object.assign(item.modules.module_author, { pub_time: '3小时前' });
    item.modules.module_stat.comment.forbidden = true;
    const reading = look(bilibili, bilibiliCases, spaceOf([item]));
    expect(reading.posts[0]).toMatchObject({
      comments: 'closed',
      publishedAt: { precision: 'hour', hi: now - 3 * hour },
    });
    expect(
      look(bilibili, bilibiliCases, always(json({ code: 0, data: { mid: 1, silence: 1 } }))).visibility,
    ).toMatchObject({ kind: 'gone', reason: 'banned' });
    const vlist = [
      {
        bvid: 'BV1example001',
        title: '甲',
        created: seconds(p.at),
        mid: 390000001,
        author: '示例县发布',
        copyright: '1',
      },
      {
        bvid: 'BV1example002',
        title: '乙',
        created: seconds(p.at - day),
        mid: 390000001,
        author: '示例县发布',
        copyright: '2',
      },
      { bvid: 'BV1example003', title: '合作', created: seconds(now), mid: 390000999, author: '邻县发布' },
    ];
    const videos = look(bilibili, bilibiliCases, always(json({ code: 0, data: { list: { vlist } } })));
    expect(videos.posts).toMatchObject([{ originality: 'original' }, { originality: 'repost' }]);
    expect(videos.posts).toHaveLength(2);
  });
  test('zhihu: the last change is no publication; who may comment', () => {
    const open = (over: object) => look(zhihu, zhihuCases, feedOf([article(p, over)])).posts[0];
    expect(open({})).toMatchObject({ publishedAt: { lo: p.at }, comments: 'open' });
    expect(open({ can_comment: false })?.comments).toBe('closed');
    expect(open({ comment_permission: 'followee' })?.comments).toBe('limited');
  });
  test('kuaishou: one time that decodes is enough, none is not', () => {
    const list = (items: readonly unknown[]) => always(json({ data: { result: 1, list: items } }));
    const some = look(kuaishou, kuaishouCases, list([cover({ n: 1, at: null }), cover({ n: 2, at: now - 2 * day })]));
    expect(some.visibility.kind).toBe('visible');
    expect(newest(some)).toMatchObject({ postId: '3xexample2', publishedAt: { precision: 'derived' } });
  });
  test('xiaohongshu: values that the framework has wrapped', () => {
    const id = `${seconds(p.at).toString(16).padStart(8, '0')}0000000000000001`;
    const note = { id, noteCard: { displayTitle: '甲', user: { userId: '5c0000000000000000000001' } } };
    const state = {
      user: { userPageData: { _rawValue: { basicInfo: { nickname: '示例县发布' } } }, notes: { _value: [[note]] } },
    };
    const reading = look(
      xiaohongshu,
      xiaohongshuCases,
      always(html(`<script>window.__INITIAL_STATE__ = ${JSON.stringify(state)}</script>`)),
    );
    expect(reading).toMatchObject({
      visibility: { kind: 'visible' },
      posts: [{ title: '甲' }],
      profile: { name: '示例县发布' },
    });
  });
  test('an ordinary page that quotes a wall is no wall', () => {
    const text = works([p])({ id: 'list', url: 'https://x.example/', expects: 'html', role: 'list' }).text;
    const quoting = text.replace('<p>抖音</p>', '<p>关于“验证码中间页”和登录安全的提醒：请勿泄露验证码</p>');
    expect(look(douyin, douyinCases, always({ text: quoting })).visibility.kind).toBe('visible');
  });
});
