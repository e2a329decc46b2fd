import { addDays } from '#core/calendar.ts';
import type { Platform } from '#core/registry.ts';
import { title } from './prose.ts';
import type { DemoAccount, Post, PostsFile } from './types.ts';

type AccountPlan = {
  id: string;
  organization: string;
  platform: Platform;
  name: string;
  /** Ages in days of the posts, newest first. */
  ages: readonly number[];
  /** Import file that speaks for it; null: nobody sent one in. */
  file: PostsFile | null;
  /** Opened so many days ago. */
  opened?: number;
  closed?: number;
  /** Every n-th post is the account's own; 0 = only reposts. */
  ownEach?: number;
  /** The export shows days without times. */
  dayOnly?: boolean;
};

const weekly = [1, 2, 4, 6, 9, 12, 15, 19, 24, 29];

/** 政务新媒体 of the county. Conclusions expected of each stand in ../expected-accounts.ts. */
const plans: readonly AccountPlan[] = [
  { id: 'fabu-wechat', organization: 'county', platform: 'wechat', name: '示例发布', ages: weekly, file: 'complete' },
  { id: 'fabu-weibo', organization: 'county', platform: 'weibo', name: '示例发布', ages: weekly, file: 'complete' },
  {
    id: 'fabu-douyin',
    organization: 'county',
    platform: 'douyin',
    name: '示例发布',
    ages: weekly,
    file: 'complete',
    dayOnly: true,
  },
  {
    id: 'fabu-toutiao',
    organization: 'county',
    platform: 'toutiao',
    name: '示例发布',
    ages: weekly,
    file: 'complete',
    ownEach: 0,
  },
  { id: 'fabu-app', organization: 'county', platform: 'app', name: '示例通', ages: [3, 8, 14], file: 'complete' },
  {
    id: 'jiaowei-wechat',
    organization: 'education',
    platform: 'wechat',
    name: '示例教育',
    ages: [2, 5, 11, 18],
    file: 'complete',
  },
  {
    id: 'caizheng-wechat',
    organization: 'finance',
    platform: 'wechat',
    name: '示例财政',
    ages: [6, 13, 20],
    file: 'complete',
  },
  {
    id: 'jiaotong-wechat',
    organization: 'transport',
    platform: 'wechat',
    name: '示例交通',
    ages: [10, 16, 25],
    file: 'complete',
  },
  {
    id: 'shuili-wechat',
    organization: 'water',
    platform: 'wechat',
    name: '示例水利',
    ages: [12, 27],
    file: 'complete',
  },
  {
    id: 'nongye-wechat',
    organization: 'agriculture',
    platform: 'wechat',
    name: '示例三农',
    ages: [20, 33, 51],
    file: 'complete',
  },
  {
    id: 'weijian-wechat',
    organization: 'health',
    platform: 'wechat',
    name: '健康示例',
    ages: [1, 3, 5],
    file: 'complete',
  },
  {
    id: 'weijian-kuaishou',
    organization: 'health',
    platform: 'kuaishou',
    name: '健康示例',
    ages: [62, 90],
    file: 'complete',
  },
  {
    id: 'minzheng-weibo',
    organization: 'civil',
    platform: 'weibo',
    name: '示例民政',
    ages: [200, 260],
    file: 'complete',
  },
  { id: 'sifa-weibo', organization: 'justice', platform: 'weibo', name: '示例普法', ages: [430], file: 'complete' },
  {
    id: 'linye-wechat',
    organization: 'forestry',
    platform: 'wechat',
    name: '示例林业',
    ages: [],
    file: 'complete',
    opened: 700,
  },
  {
    id: 'shangwu-wechat',
    organization: 'commerce',
    platform: 'wechat',
    name: '示例商务',
    ages: [1],
    file: 'complete',
    opened: 4,
  },
  {
    id: 'jingxin-wechat',
    organization: 'industry',
    platform: 'wechat',
    name: '示例经信',
    ages: [],
    file: 'complete',
    opened: 3,
  },
  {
    id: 'renshe-wechat',
    organization: 'talent',
    platform: 'wechat',
    name: '示例人社',
    ages: [2, 9, 17],
    file: 'partial',
  },
  { id: 'fagai-weibo', organization: 'reform', platform: 'weibo', name: '示例发改', ages: [21, 40], file: 'partial' },
  {
    id: 'wenlv-douyin',
    organization: 'tourism',
    platform: 'douyin',
    name: '畅游示例',
    ages: [16, 18, 26],
    file: 'partial',
  },
  {
    id: 'wenlv-channels',
    organization: 'tourism',
    platform: 'wechat-channels',
    name: '畅游示例',
    ages: [],
    file: null,
  },
  { id: 'tiyu-wechat', organization: 'sports', platform: 'wechat', name: '示例体育', ages: [], file: null },
  {
    id: 'keji-wechat',
    organization: 'science',
    platform: 'wechat',
    name: '示例科技',
    ages: [17, 22, 31],
    file: 'outdated',
  },
  {
    id: 'yingji-toutiao',
    organization: 'emergency',
    platform: 'toutiao',
    name: '示例应急',
    ages: [2, 6, 15],
    file: 'complete',
  },
  {
    id: 'qingshi-wechat',
    organization: 'qingshi',
    platform: 'wechat',
    name: '青石镇在线',
    ages: [5, 12, 19],
    file: 'complete',
  },
  { id: 'liuxi-wechat', organization: 'liuxi', platform: 'wechat', name: '柳溪镇', ages: [15, 29], file: 'complete' },
  {
    id: 'baita-weibo',
    organization: 'baita',
    platform: 'weibo',
    name: '白塔乡',
    ages: [75],
    file: 'complete',
    closed: 30,
  },
];

const topics = ['便民提示', '天气预警', '政策问答', '志愿服务', '项目建设', '惠民活动'] as const;
const times = ['18:05', '09:30', '12:00', '16:48'] as const;

/** Accounts whose filing the register shows too late, or not at all. */
const filedLate = 'jiaotong-wechat';
const unfiled = 'shuili-wechat';

export function demoAccounts(today: string): DemoAccount[] {
  return plans.map((p, i) => {
    const opened = addDays(today, -(p.opened ?? 1200));
    // Filed after three days and announced the same day; one far too late, one as far as the register knows never.
    const filed = p.id === unfiled ? undefined : addDays(opened, p.id === filedLate ? 40 : 3);
    const posts = p.ages.map((age, n): Post => {
      const each = p.ownEach ?? 2;
      return {
        title: title('news', p.name, topics, n + i),
        day: addDays(today, -age),
        time: p.dayOnly ? null : (times[(n + i) % times.length] as string),
        original: each > 0 && n % each === 0,
        url: `http://post.${p.platform}.example/${p.id}/${990_000 + n}`,
      };
    });
    return {
      account: {
        id: p.id,
        organization: p.organization,
        platform: p.platform,
        name: p.name,
        handle: `demo-${p.id}`,
        openedOn: opened,
        ...(filed === undefined || filed > today ? {} : { filedOn: filed, announcedOn: filed }),
        ...(p.closed === undefined ? {} : { closedOn: addDays(today, -p.closed) }),
      },
      file: p.file,
      posts,
    };
  });
}
