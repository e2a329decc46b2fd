import { describe, expect, test } from 'vitest';
import { channelKey, foldersOf, isFurtherPage } from '#probes/page/channels/address.ts';
import { decideType } from '#probes/page/channels/decide.ts';
import { orderOf } from '#probes/page/channels/list.ts';
import { channelsOf } from '#probes/page/channels/merge.ts';
import { isChannelName, typeOfName, typeOfPath, typeOfTitles, typesOfTag } from '#probes/page/channels/names.ts';
import { sharedRows } from '#probes/page/channels/rows.ts';
import type { ChannelSigns, Mention } from '#probes/page/channels/types.ts';

const U = 'https://www.shili.gov.cn';
const signs = (path: string, over: Partial<ChannelSigns> = {}): ChannelSigns => ({
  url: `${U}${path}`,
  requestedUrl: `${U}${path}`,
  home: false,
  title: '',
  columnName: '',
  columnType: '',
  columnKeywords: '',
  article: false,
  trail: [],
  mentions: [],
  ...over,
});
const mention = (name: string, path: string, over: Partial<Mention> = {}): Mention => ({
  name,
  url: `${U}${path}`,
  place: 'navigation',
  depth: 1,
  under: null,
  ...over,
});
const step = (name: string, path: string | null) => ({ name, url: path === null ? null : `${U}${path}` });
const brief = (all: ReturnType<typeof channelsOf>) => all.map((c) => [c.name, c.level, c.type, c.confidence]);

describe('栏目合并', () => {
  test('trail, menu and tags together: level, parent and type', () => {
    const found = channelsOf([
      signs('/', {
        home: true,
        mentions: [
          mention('政务公开', '/zwgk/'),
          mention('政策文件', '/zwgk/zcwj/', { depth: 2, under: `${U}/zwgk/` }),
          mention('网上信箱', '/hdjl/index.html'),
        ],
      }),
      signs('/zwgk/zcwj/index.html', {
        columnName: '政策文件',
        columnType: '政策文件',
        trail: [step('政务公开', '/zwgk/index.html'), step('政策文件', null)],
      }),
    ]);
    expect(brief(found)).toEqual([
      ['网上信箱', 1, 'consultation', 'low'],
      ['政务公开', 1, 'other', 'high'],
      ['政策文件', 2, 'policy', 'high'],
    ]);
    expect(found[2]?.parent).toEqual({ key: 'shili.gov.cn/zwgk', url: `${U}/zwgk/` });
    expect(found[2]?.reasons.join('；')).toContain('ColumnType“政策文件”');
  });

  test('the order in which pages come makes no difference', () => {
    const pages = [
      signs('/', { home: true, mentions: [mention('新闻动态', '/xw/'), mention('通知公告', '/xw/tz/')] }),
      signs('/xw/tz/t20260801_1.html', {
        article: true,
        trail: [step('新闻动态', '/xw/'), step('通知公告', '/xw/tz/')],
      }),
      signs('/xw/tz/', { trail: [step('新闻动态', '/xw/'), step('通知公告', null)] }),
    ];
    const key = (p: readonly ChannelSigns[]) => channelsOf(p).map((c) => [c.key, c.name, c.level, c.type, c.seen]);
    expect(key(pages)).toEqual(key(pages.toReversed()));
    expect(key(pages)).toHaveLength(2);
  });

  test('a trail that leaves out what stands between: deeper, and not sure', () => {
    const [, sub] = channelsOf([
      signs('/', { home: true, mentions: [mention('信息公开', '/xxgk/'), mention('通知公告', '/xxgk/tzgg/')] }),
      signs('/xxgk/tzgg/', { trail: [step('通知公告', null)] }),
      signs('/xxgk/', { trail: [step('信息公开', null)] }),
    ]);
    expect(sub).toMatchObject({ name: '通知公告', level: 2, confidence: 'low', type: 'notices' });
  });

  test('what did not open, the home page, and articles of a list are no channels', () => {
    const found = channelsOf(
      [
        signs('/', {
          home: true,
          mentions: [mention('首要新闻', '/'), mention('旧栏目要闻', '/gone/'), mention('要闻', '/yw/')],
        }),
        signs('/yw/t20260801_1.html', { article: true, trail: [step('要闻', '/yw/')], columnName: '要闻' }),
      ],
      { gone: (key) => key === 'shili.gov.cn/gone' },
    );
    expect(found.map((c) => c.name)).toEqual(['要闻']);
  });

  test('http and https, www, index pages and further pages are one channel', () => {
    const found = channelsOf([
      signs('/', {
        home: true,
        mentions: [
          mention('通知公告', '/tzgg/'),
          { ...mention('通知公告', ''), url: 'http://shili.gov.cn/tzgg/index.html' },
          { ...mention('通知公告', ''), url: `${U}/tzgg/index_2.html` },
        ],
      }),
    ]);
    expect(found).toHaveLength(1);
    expect(found[0]?.seen).toBe(3);
  });

  test('an untold name takes the type of the channel above, and is never sure of it', () => {
    const found = channelsOf([
      signs('/', { home: true, mentions: [mention('政策文件', '/zc/'), mention('二〇二六年', '/zc/2026nd/')] }),
      signs('/zc/2026nd/', { trail: [step('政策文件', '/zc/'), step('二〇二六年', null)] }),
    ]);
    expect(found.find((c) => c.name === '二〇二六年')).toMatchObject({ type: 'policy', level: 2, confidence: 'low' });
  });

  test('a link among the content of one page is not enough', () => {
    expect(channelsOf([signs('/a/', { mentions: [mention('相关栏目', '/b/', { place: 'content' })] })])).toEqual([]);
  });

  test('hostile pages: a thousand names for one address, a ring of parents', () => {
    const ring = Array.from({ length: 50 }, (_, i) =>
      signs(`/c${i}/`, { trail: [step(`栏目甲${i}`, `/c${(i + 1) % 50}/`), step(`栏目乙${i}`, null)] }),
    );
    const names = Array.from({ length: 1000 }, (_, i) =>
      signs(`/p${i}/`, { mentions: [mention(`名称${i}号`, '/x/')] }),
    );
    const found = channelsOf([...ring, ...names]);
    expect(found.every((c) => c.level >= 1 && c.level <= 3)).toBe(true);
    expect(found.filter((c) => c.key === 'shili.gov.cn/x')).toHaveLength(1);
  });
});

describe('栏目类型', () => {
  test.each([
    ['政务要闻', 'news', true],
    ['部门动态', 'news', true],
    ['领导活动', 'news', false],
    ['新闻发布会', 'other', true],
    ['通知公告', 'notices', true],
    ['县公示公告', 'notices', true],
    ['招标公告', 'notices', false],
    ['政策文件', 'policy', true],
    ['行政规范性文件', 'policy', true],
    ['惠民政策', 'policy', false],
    ['文件下载', 'other', true],
    ['政策解读', 'interpretation', true],
    ['政策图解', 'interpretation', true],
    ['县情概况', 'overview', true],
    ['走进示例', 'overview', true],
    ['机构职能', 'functions', true],
    ['领导之窗', 'leaders', true],
    ['县长信箱', 'consultation', true],
    ['领导信箱', 'consultation', true],
    ['领导讲话', 'other', true],
    ['信访举报', 'other', true],
    ['意见征集', 'survey', true],
    ['经济普查', null, false],
    ['统计公报', 'data', true],
    ['办件统计', 'service-statistics', true],
    ['办事统计', 'service-statistics', true],
    ['留言统计', 'consultation', false],
    ['办事服务', 'services', true],
    ['财政预决算', 'other', true],
    ['石榴红', null, false],
  ] as const)('%s', (name, type, sure) => {
    const got = typeOfName(name);
    expect(got?.type ?? null).toBe(type);
    if (got !== null && type !== null) expect(got.sure).toBe(sure);
  });

  test('tags are free text', () => {
    expect(typesOfTag('信息公开，政策文件')).toEqual(['policy']);
    expect(typesOfTag('公告通知')).toEqual(['notices']);
    expect(typesOfTag('负责人信息')).toEqual(['leaders']);
    expect(typesOfTag('')).toEqual([]);
    expect(typesOfTag('，、；'.repeat(5_000))).toEqual([]);
  });

  test('folder names and titles only help', () => {
    expect(typeOfPath(`${U}/zwgk/tzgg/index.html`)).toBe('notices');
    expect(typeOfPath(`${U}/bmgk/jcdd/gzdt_62442/`)).toBe('news');
    expect(typeOfPath(`${U}/col/col1221/index.html`)).toBeNull();
    expect(typeOfTitles(['关于印发甲方案的通知', '示例县管理办法', '示政发〔2026〕3号', '乙规定'])).toBe('policy');
    expect(typeOfTitles(['甲', '乙'])).toBeNull();
  });

  test('a name against a tag: the name wins, and nobody is sure', () => {
    const got = decideType({
      name: '通知公告',
      url: `${U}/a/`,
      columnType: '政策文件',
      columnKeywords: '',
      titles: [],
      above: null,
    });
    expect(got).toMatchObject({ type: 'notices', sure: false });
  });

  test('what is no name of a channel', () => {
    for (const no of [
      '首页',
      '更多>>',
      'English',
      '登录',
      '示例省人民政府',
      '网站地图',
      '2026-08-01',
      '示例县召开会议，部署工作',
      'a',
    ])
      expect(isChannelName(no), no).toBe(false);
    for (const yes of ['要闻', '政府信息公开指南', '一件事']) expect(isChannelName(yes), yes).toBe(true);
  });
});

describe('栏目地址与列表', () => {
  test('one channel, one key', () => {
    for (const same of [
      'http://shili.gov.cn/a/',
      `${U}/a`,
      `${U}/a/index.html`,
      `${U}/a/index_3.html`,
      `${U}/a/?page=2`,
      `${U}/a/#top`,
    ])
      expect(channelKey(same), same).toBe('shili.gov.cn/a');
    expect(channelKey(`${U}/list.jsp?cid=12`)).not.toBe(channelKey(`${U}/list.jsp?cid=13`));
    expect(channelKey('javascript:void(0)')).toBeNull();
    expect(foldersOf('shili.gov.cn/a/b/c.html')).toEqual(
      ['shili.gov.cn/a/b', 'shili.gov.cn/a', 'shili.gov.cn'].slice(0, 2),
    );
    expect(isFurtherPage(`${U}/a/index_2.html`)).toBe(true);
    expect(isFurtherPage(`${U}/a/list.jsp?page=3`)).toBe(true);
    expect(isFurtherPage(`${U}/a/`)).toBe(false);
  });

  test.each([
    [[], 'unknown', 0],
    [['2026-01-01'], 'unknown', 0],
    [['2026-03-01', '2026-02-01', '2026-01-01'], 'newest-first', 0],
    [['2026-01-01', '2026-02-01', '2026-03-01'], 'oldest-first', 0],
    [['2025-01-01', '2026-03-01', '2026-02-01'], 'newest-first', 1],
    [['2026-02-01', '2026-01-01', '2026-03-01', '2026-01-15', '2026-02-20'], 'mixed', 0],
    [['2026-02-01', '2026-02-01'], 'newest-first', 0],
  ] as const)('order of %j', (days, order, pinned) => {
    expect(orderOf(days)).toEqual({ order, pinned });
  });

  test('rows that stand on most channel pages belong to none', () => {
    const place = {};
    const row = (url: string) => ({ title: url, url, date: null, source: 'none' as const, place });
    const page = (own: string) => ({
      given: [],
      further: [],
      own: [],
      blocks: [{ items: [row(own), row('/hot')], printed: 0, side: false }],
    });
    expect([...sharedRows(['/1', '/2', '/3'].map(page))]).toEqual(['/hot']);
    expect([...sharedRows(['/1', '/2'].map(page))]).toEqual([]);
  });
});
