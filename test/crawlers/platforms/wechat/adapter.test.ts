import { describe, expect, test } from 'vitest';
import type { AccountRecord, FetchStep } from '#crawlers/platforms/contract.ts';
import { wechat } from '#crawlers/platforms/wechat/adapter.ts';
import { platformContract } from '../contract.ts';
import { day, look, now, type World } from '../matrix.ts';
import { account, articleAccount, articleCases, cases, showing } from './cases.ts';
import {
  type Article,
  albumEntry,
  albumJson,
  albumPage,
  article2021,
  article2026,
  biz,
  longLink,
  midOf,
  notice,
  oldNotice,
  otherBiz,
} from './pages.ts';

platformContract(wechat, cases);
describe('an account with one article', () => platformContract(wechat, articleCases));

const read = (text: string, a: AccountRecord = articleAccount) =>
  look(wechat, articleCases, () => ({ text, contentType: 'text/html' }), a);
const at = now - 3 * day;

describe('wechat: shapes of an article', () => {
  test.each([
    ['2026', article2026],
    ['2021', article2021],
  ])('%s', (_, page) => {
    const reading = read(page({ at, copyright: 1 }));
    expect(reading.visibility).toMatchObject({ kind: 'visible', coverage: 'partial' });
    expect(reading.posts).toMatchObject([
      {
        postId: `${midOf(1)}_1`,
        url: longLink(1),
        title: '示例县部署第1项重点工作',
        originality: 'original',
        comments: 'unknown',
        authorId: '3900000001',
        publishedAt: { lo: at, hi: at + 999, precision: 'second' },
      },
    ]);
    expect(reading.posts[0]?.otherTime).toBeUndefined();
    expect(reading.posts[0]?.text).toMatch(/^示例县今日召开会议/);
    expect(reading.profile?.name).toBe('示例县发布');
    expect(reading.notes).toEqual([]);
  });
  test('both marks of original', () => {
    for (const copyright of [1, 11])
      expect(read(article2026({ at, copyright })).posts[0]?.originality).toBe('original');
    for (const copyright of [0, 2, 3])
      expect(read(article2026({ at, copyright })).posts[0]?.originality).toBe('unknown');
  });
  test('reposts, and both marks at once', () => {
    expect(read(article2026({ at, repost: true })).posts[0]).toMatchObject({
      originality: 'repost',
      originalityWhy: '转载标记 js_share_source',
    });
    expect(read(article2021({ at, repost: true })).posts[0]).toMatchObject({
      originality: 'repost',
      originalityWhy: '转载标记 source_biz',
    });
    expect(read(article2026({ at, repost: true, copyright: 1 })).posts[0]?.originality).toBe('unknown');
  });
  test.each([
    [5, '视频', "video_page_infos: [ { video_id: JsDecode('wxv_1'), is_ad: '' * 1 } ],"],
    [6, '音乐', "music_info: { name: '歌' },"],
    [7, '音频', "voice_in_appmsg: [{ voice_id: 'x' }],"],
    [
      8,
      '图片',
      "picture_page_info_list: [ { width: '1080' * 1, height: '1440' * 1, cdn_url: JsDecode('https://mmbiz.example.cn/1') }, ],",
    ],
    [10, '短文字', "text_page_info: { content: JsDecode('今日发布\\x0a第二行'), is_user_title: '0' * 1 },"],
    [17, '短图文', ''],
  ])('type %i (%s) has no element of its own and is visible', (type, _, more) => {
    const reading = read(article2026({ at, type, more, bare: true, text: '<p>图说示例县</p>' }));
    expect(reading.visibility.kind).toBe('visible');
    expect(reading.posts).toMatchObject([{ publishedAt: { lo: at } }]);
    expect(reading.posts[0]?.text).toContain('图说示例县');
  });
  test('a text message without a title is called by its first line', () => {
    const page = article2026({
      at,
      type: 10,
      bare: true,
      text: '',
      title: '',
      more: "text_page_info: { content_noencode: JsDecode('今天下雨\\x0a带伞'), content: '' },",
    });
    expect(read(page).posts[0]).toMatchObject({ text: '今天下雨 带伞', title: '今天下雨 带伞' });
  });
  test('texts with quotes, escapes and brackets in them', () => {
    const title = `“引号”'单'"双"\\反斜 }; window.cgiDataNew = {`;
    const reading = read(article2026({ at, title }));
    expect(reading.posts[0]?.title).toBe(title);
    expect(reading.posts[0]?.publishedAt?.lo).toBe(at);
  });
  test('an article that quotes code is not read as data', () => {
    const text = `<p>window.cgiDataNew = { user_name: 'gh_ffffffffffff', bizuin: '${otherBiz}', create_timestamp: '1' };</p>`;
    expect(read(article2021({ at, text })).posts[0]?.publishedAt?.lo).toBe(at);
    expect(read(article2021({ at, text })).visibility.kind).toBe('visible');
  });
  test('an article about walls is an article', () => {
    const words = '环境异常，完成验证后即可继续访问。去验证。此帐号已被屏蔽；该内容已被发布者删除；访问过于频繁';
    for (const page of [article2026, article2021])
      expect(read(page({ at, text: `<p>${words}</p>` })).visibility.kind).toBe('visible');
    expect(read(article2026({ at, bare: true, type: 8, text: `<p>${words}</p>` })).visibility.kind).toBe('visible');
  });
});

describe('wechat: time of an article', () => {
  const time = (a: Article) => read(article2026({ n: 1, ...a })).posts[0];
  test('seconds before the written minute', () => {
    expect(time({ at: Date.parse('2026-03-07T17:30:23+08:00') })?.publishedAt).toMatchObject({
      lo: Date.parse('2026-03-07T17:30:23+08:00'),
      from: 'create_timestamp',
    });
  });
  test('the written minute alone, in Asia/Shanghai', () => {
    const page = article2026({ at: null }).replace(
      "create_time: JsDecode('')",
      "create_time: JsDecode('2026-11-08 17:30')",
    );
    expect(read(page).posts[0]?.publishedAt).toMatchObject({
      lo: Date.parse('2026-11-08T17:30:00+08:00'),
      precision: 'minute',
      from: 'create_time',
    });
  });
  test('two that are more than a day apart are both kept', () => {
    const page = article2026({ at }).replace(
      /create_time: JsDecode\('[^']*'\)/,
      "create_time: JsDecode('2026-11-01 08:00')",
    );
    expect(read(page).posts[0]).toMatchObject({
      publishedAt: { lo: at },
      otherTime: { lo: Date.parse('2026-11-01T08:00:00+08:00') },
    });
  });
});

describe('wechat: where a repost comes from', () => {
  const note = (a: Article) => read(article2026({ at, ...a })).posts[0]?.sourceNote;
  test('the field of the platform', () => {
    expect(
      note({ more: "claim_source: { claim_source_type: '4' * 1, claim_source: JsDecode('内容来源：示例日报') }," }),
    ).toBe('内容来源：示例日报');
  });
  test('the words of the text, at its head and its foot', () => {
    expect(note({ text: '<p>来源：示例日报</p><p>正文</p>' })).toBe('示例日报');
    expect(note({ text: `<p>${'正文。'.repeat(400)}</p><p>转自：新华社</p>` })).toBe('新华社');
    expect(note({ text: '<p>资金来源分为三类</p>' })).toBeUndefined();
  });
});

describe('wechat: whose article it is', () => {
  const page = article2026({ at });
  const as = (ids: Record<string, string>, more: Partial<AccountRecord> = {}) =>
    read(page, { ...articleAccount, ids, ...more });
  test('by the number in either form, by the original id, by the name', () => {
    for (const ids of [
      { biz },
      { biz: 'MP_WXS_3900000001' },
      { ghId: 'gh_0a1b2c3d4e5f' },
      { ghId: 'GH_0A1B2C3D4E5F' },
      {},
    ])
      expect(as(ids as Record<string, string>).visibility.kind, JSON.stringify(ids)).toBe('visible');
    expect(as({}, { displayName: '示例发布', aliases: ['示例县 发布'] }).visibility.kind).toBe('visible');
  });
  test('not by a like name, another number, another original id', () => {
    expect(as({ biz: otherBiz }).visibility).toMatchObject({ kind: 'identity_mismatch', found: '3900000001' });
    expect(as({ ghId: 'gh_ffffffffffff' }).visibility.kind).toBe('identity_mismatch');
    expect(as({}, { displayName: '示例县发布厅' }).visibility).toMatchObject({
      kind: 'identity_mismatch',
      expected: '示例县发布厅',
      found: '示例县发布',
    });
  });
  test('a number out of the registered link itself needs the name beside it', () => {
    const linked = (displayName: string, aliases: string[] = []) =>
      as({ biz }, { urls: [longLink(1)], displayName, aliases });
    for (const name of ['示例县发布', '示例县发布微信公众号', '“示例县发布”'])
      expect(linked(name).visibility.kind, name).toBe('visible');
    expect(linked('旧名字', ['示例县发布']).visibility.kind).toBe('visible');
    expect(linked('另一县发布').visibility).toMatchObject({ kind: 'identity_mismatch', found: '示例县发布' });
    expect(as({ biz, ghId: 'gh_0a1b2c3d4e5f' }, { urls: [longLink(1)], displayName: '旧名字' }).visibility.kind).toBe(
      'visible',
    );
  });
  test('by the 微信号 where the page shows it; one that has changed is no mismatch', () => {
    const shown = page.replace("alias: '' || ''", "alias: 'ShiliFabu' || ''");
    const by = (alias: string, displayName: string) =>
      read(shown, { ...articleAccount, ids: { alias }, displayName }).visibility.kind;
    expect(by('shilifabu', '旧名字')).toBe('visible');
    expect(by('shili2020', '示例县发布')).toBe('visible');
    expect(by('shili2020', '旧名字')).toBe('identity_mismatch');
  });
  test('a new name under the same number is visible and told', () => {
    const reading = as({ biz }, { displayName: '旧名字发布' });
    expect(reading.visibility.kind).toBe('visible');
    expect(reading.notes).toEqual(['文章页上的账号名称是“示例县发布”，与登记的“旧名字发布”不同']);
  });
});

describe('wechat: notices', () => {
  test.each([
    ['此帐号已被屏蔽, 内容无法查看', 'banned'],
    ['此账号已被屏蔽', 'banned'],
    ['此帐号已自主注销，内容无法查看', 'deleted'],
    ['此帐号处于帐号迁移流程中', 'migrated'],
    ['该公众号已迁移', 'migrated'],
  ])('the account: %s', (sentence, reason) => {
    for (const page of [notice(sentence), oldNotice(sentence)])
      expect(read(page).visibility).toMatchObject({ kind: 'gone', reason });
  });
  test('the address after a move is told', () => {
    const page = notice(
      '该公众号已迁移',
      `var transferTargetLink = '${longLink(1, otherBiz).replaceAll('&', '\\x26')}';`,
    );
    expect(read(page).visibility).toMatchObject({ kind: 'gone', text: expect.stringContaining(longLink(1, otherBiz)) });
  });
  test.each([
    '该内容已被发布者删除',
    '此内容因违规无法查看',
    '此内容发送失败无法查看',
    '根据作者隐私设置，无法查看该内容',
    '链接已过期',
    '参数错误',
    '此内容被投诉且经审核涉嫌侵权，无法查看。',
  ])('one article, not its account: %s', (sentence) => {
    for (const page of [notice(sentence), oldNotice(sentence)]) {
      const { visibility } = read(page);
      expect(visibility).toMatchObject({ kind: 'not_observable', why: expect.stringMatching(/请换一条/) });
    }
  });
  test('a sentence nobody knows is no statement about the account', () => {
    expect(read(notice('系统维护，请稍后')).visibility.kind).toBe('changed');
  });
  test('a deleted article beside an album that shows the account', () => {
    const mixed: World = (step) =>
      step.id.startsWith('album:') ? showing([{ n: 5, at }])(step) : { text: notice('该内容已被发布者删除') };
    expect(look(wechat, cases, mixed).visibility.kind).toBe('visible');
    const gone: World = (step) =>
      step.id.startsWith('album:') ? showing([{ n: 5, at }])(step) : { text: notice('此帐号已被屏蔽') };
    expect(look(wechat, cases, gone).visibility.kind).toBe('visible');
  });
  test('one link of another account does not hide the others', () => {
    const mixed: World = (step) =>
      step.id.startsWith('album:') ? showing([{ n: 5, at }])(step) : { text: article2026({ at: now, biz: otherBiz }) };
    const reading = look(wechat, cases, mixed);
    expect(reading.visibility.kind).toBe('visible');
    expect(reading.posts.map((p) => p.postId)).toEqual([`${midOf(5)}_1`]);
    expect(reading.notes).toEqual([`登记的链接 ${longLink(1)} 是另一个账号的，没有计入`]);
  });
});

describe('wechat: albums', () => {
  const only: AccountRecord = { ...account, urls: account.urls.slice(0, 1) };
  const album = (answer: (step: FetchStep) => string, a = only) => look(wechat, cases, (s) => ({ text: answer(s) }), a);
  const posts = [
    { n: 3, at: now - 2 * day },
    { n: 4, at: now - 40 * day },
  ];
  test('an array, a bare entry, an entry with others inside', () => {
    expect(album(() => albumJson(posts)).posts).toHaveLength(2);
    expect(album(() => albumJson(posts.slice(0, 1))).posts).toMatchObject([
      {
        postId: `${midOf(3)}_1`,
        url: longLink(3),
        title: '示例县部署第3项重点工作',
        publishedAt: { lo: now - 2 * day },
      },
    ]);
    const nested = { ...albumEntry(posts[0] as never), items: [albumEntry(posts[1] as never)] };
    expect(album(() => albumJson(posts, { article_list: [nested] })).posts).toHaveLength(2);
  });
  test('both ends are asked for; the newest wins whichever way the list runs', () => {
    const forward = album((s) => albumJson(s.id.endsWith(':reverse') ? [...posts].reverse() : posts));
    const backward = album((s) => albumJson(s.id.endsWith(':reverse') ? posts : [posts[1] as never]));
    for (const reading of [forward, backward])
      expect(Math.max(...reading.posts.map((p) => p.publishedAt?.lo ?? 0))).toBe(now - 2 * day);
    const plan = wechat.plan(only);
    expect('steps' in plan && plan.steps.map((s) => new URL(s.url).searchParams.get('is_reverse'))).toEqual([
      null,
      '1',
    ]);
  });
  test('never complete, however long', () => {
    const many = Array.from({ length: 10 }, (_, i) => ({ n: i + 1, at: now - (30 + i) * day }));
    expect(album(() => albumJson(many, { continue_flag: '0' })).visibility).toMatchObject({ coverage: 'partial' });
  });
  test('no article_list: not empty; the page of the album is asked', () => {
    const asked: string[] = [];
    const reading = look(
      wechat,
      cases,
      (s) => {
        asked.push(s.id);
        return s.id.endsWith(':page') ? { text: albumPage(posts) } : { text: albumJson([]) };
      },
      only,
    );
    expect(asked).toEqual([
      'album:2774720000000000001',
      'album:2774720000000000001:reverse',
      'album:2774720000000000001:page',
    ]);
    expect(reading.visibility).toMatchObject({ kind: 'visible', coverage: 'partial' });
    expect(reading.profile?.name).toBe('示例县发布');
    expect(reading.posts).toMatchObject([
      { postId: `${midOf(3)}_1`, url: longLink(3), publishedAt: { lo: now - 2 * day } },
      { postId: `${midOf(4)}_1` },
    ]);
    expect(album(() => albumJson([])).visibility.kind).not.toBe('visible_empty');
    expect(album(() => albumPage([])).visibility.kind).not.toBe('visible_empty');
  });
  test.each([
    ['200013', 'blocked'],
    ['-3', 'login_required'],
    ['-1', 'changed'],
  ])('ret %s', (ret, kind) => {
    const text = JSON.stringify({ base_resp: { ret: Number(ret), err_msg: '' }, getalbum_resp: { article_list: [] } });
    const answer = (s: FetchStep) => ({ text, status: s.id.endsWith(':page') ? 502 : 200 });
    expect(look(wechat, cases, answer, only).visibility.kind).toBe(kind);
  });
  test('an album of another account, one foreign article in an own one', () => {
    expect(album(() => albumJson(posts.map((p) => ({ ...p, foreign: true })))).visibility.kind).toBe(
      'identity_mismatch',
    );
    const reading = album(() => albumJson([...posts, { n: 9, at: now, foreign: true }]));
    expect(reading.posts.map((p) => p.postId)).toEqual([`${midOf(3)}_1`, `${midOf(4)}_1`]);
    expect(reading.notes).toEqual(['合集里有 1 条不是本账号的文章，没有计入']);
  });
  test('the same article in the album and by its link counts once', () => {
    const reading = look(wechat, cases, showing([{ n: 1, at }]));
    expect(reading.posts).toHaveLength(1);
    expect(reading.posts[0]?.text).toContain('示例县今日召开会议');
  });
});

describe('wechat: plan', () => {
  test('without a link nothing can be asked; the register is told what to add', () => {
    expect(wechat.plan({ ...account, urls: [] })).toHaveProperty('incomplete');
    expect(wechat.plan({ ...account, urls: ['https://weixin.sogou.com/link?url=x'] })).toHaveProperty('incomplete');
  });
  test('a source of its own is asked alone; at most two albums and six articles', () => {
    const plan = wechat.plan({ ...account, source: { kind: 'public', ref: longLink(7) } });
    expect('steps' in plan && plan.steps.map((s) => s.url)).toEqual([longLink(7)]);
    const many = wechat.plan({ ...account, urls: [...Array(20).keys()].map((n) => longLink(n)) });
    expect('steps' in many && many.steps).toHaveLength(6);
  });
});
