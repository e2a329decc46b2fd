import { z } from 'zod';

const Id = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,63}$/, '编号只用小写字母、数字和连字符，以字母或数字开头，不超过 64 个字符');
const Text = z.string().trim().min(1, '不能为空').max(200, '不超过 200 个字符');
const Day = z.iso.date('日期写成 2026-01-31 的样子');
const HttpUrl = z.url({ protocol: /^https?$/, error: '网址要以 http:// 或 https:// 开头' });

/** 单位类别 — decides update quotas and which class a unit is compared in. */
export const organizationClasses = ['county-government', 'department', 'township', 'zone', 'institution'] as const;

/** 单位类别的名称. */
export const organizationClassNames: Record<(typeof organizationClasses)[number], string> = {
  'county-government': '县级政府',
  department: '部门',
  township: '乡镇街道',
  zone: '功能区',
  institution: '事业单位',
};

/** 单位 — who answers for sites and accounts. */
export const Organization = z.strictObject({
  id: Id,
  name: Text,
  class: z.enum(organizationClasses),
  /** 上级单位. */
  parent: Id.optional(),
  /** 有对外服务职能. Units without it are not checked for 办事服务. */
  outwardService: z.boolean().default(true),
  /** 简称、曾用名: other names under which the unit appears in certifications and titles. */
  aliases: z.array(Text).max(20, '至多 20 个').optional(),
  /** 监管工作年度报告（年审报告）: the year it is about and the day it was handed in. */
  annualReports: z
    .array(z.strictObject({ year: z.int().min(2000).max(2100), submittedOn: Day }))
    .max(50, '至多 50 份')
    .optional(),
});
export type Organization = z.infer<typeof Organization>;

/** 报备的关停、维护时段 — kept with its approval number; samples inside are marked and left out of the share. */
export const Closure = z.strictObject({
  from: z.iso.datetime({ offset: true }),
  to: z.iso.datetime({ offset: true }),
  approval: Text,
  reason: Text,
});
export type Closure = z.infer<typeof Closure>;

/** 栏目类型 — the vocabulary of the index. */
export const channelTypes = [
  'news',
  'notices',
  'policy',
  'interpretation',
  'overview',
  'functions',
  'leaders',
  'data',
  'services',
  'service-statistics',
  'consultation',
  'survey',
  'other',
] as const;

/** 栏目 */
export const Channel = z.strictObject({
  id: Id,
  name: Text,
  url: HttpUrl,
  level: z.union([z.literal(1), z.literal(2), z.literal(3)]),
  type: z.enum(channelTypes),
  /** Declared update period in days; null = never has to be updated. */
  updateDays: z.int().positive().nullable().optional(),
});
export type Channel = z.infer<typeof Channel>;

/** 政府网站 */
export const Site = z.strictObject({
  id: Id,
  organization: Id,
  name: Text,
  home: HttpUrl,
  /** 网站标识码: ten digits, or bm and eight digits. */
  siteCode: z
    .string()
    .regex(/^(\d{10}|bm\d{8})$/, '网站标识码是 10 位数字，或 bm 加 8 位数字')
    .optional(),
  /** Hosts that belong to the site, besides that of `home`. */
  domains: z.array(z.string().min(1)).default([]),
  kind: z.enum(['portal', 'department', 'topic']).default('department'),
  /** 首页仅为栏目导航入口, confirmed by a person. Unset: the program looks. */
  navigationOnly: z.boolean().optional(),
  closures: z.array(Closure).default([]),
  /** 已关停 or 已迁移 since this day: no longer inspected. */
  closedOn: Day.optional(),
  channels: z.array(Channel).default([]),
});
export type Site = z.infer<typeof Site>;

/** 账号平台 */
export const platforms = [
  'wechat',
  'wechat-channels',
  'wechat-mini',
  'alipay-mini',
  'weibo',
  'toutiao',
  'douyin',
  'kuaishou',
  'bilibili',
  'thepaper',
  'yangshipin',
  'rmh',
  'baijiahao',
  'zhihu',
  'xiaohongshu',
  'app',
  'other',
] as const;
export type Platform = (typeof platforms)[number];

/** 平台中文名 */
export const platformNames: Record<Platform, string> = {
  wechat: '微信公众号',
  'wechat-channels': '微信视频号',
  'wechat-mini': '微信小程序',
  'alipay-mini': '支付宝小程序',
  weibo: '新浪微博',
  toutiao: '今日头条',
  douyin: '抖音',
  kuaishou: '快手',
  bilibili: '哔哩哔哩',
  thepaper: '澎湃号',
  yangshipin: '央视频',
  rmh: '人民号',
  baijiahao: '百家号',
  zhihu: '知乎',
  xiaohongshu: '小红书',
  app: '移动客户端',
  other: '其他',
};

/** 信息来源种类: the platform's public page, a feed service (桥接), a person's export (导入), a person's own record (人工). */
export const accountSourceKinds = ['public', 'bridge', 'import', 'manual'] as const;

/** 信息来源 of an account, in the order in which they are to be believed and asked. */
export const AccountSource = z.strictObject({
  kind: z.enum(accountSourceKinds),
  /**
   * For a bridge: the address of the feed, or `名称:/路径` of a bridge that the run configuration names (then no key stands in the
   * register). For a public page: an article or album link to begin with.
   */
  ref: z.string().trim().min(1, '不能为空').max(2000, '不超过 2000 个字符').optional(),
  enabled: z.boolean().default(true),
});
export type AccountSource = z.infer<typeof AccountSource>;

/** 变更、关停、注销 of an account after it was opened, with its filing and its announcement. */
export const AccountEvent = z.strictObject({
  kind: z.enum(['changed', 'closed', 'cancelled']),
  /** The day it took effect. */
  on: Day,
  /** 备案日期. */
  filedOn: Day.optional(),
  /** 向社会公告 from this day to that, both included; without an end it still stands. */
  announcedFrom: Day.optional(),
  announcedTo: Day.optional(),
  note: Text.optional(),
});
export type AccountEvent = z.infer<typeof AccountEvent>;

/** 政务新媒体账号 */
export const Account = z.strictObject({
  id: Id,
  organization: Id,
  platform: z.enum(platforms),
  name: Text,
  /** Identifier on the platform (微信号, uid …), kept as text. */
  handle: z.string().trim().max(200).optional(),
  url: HttpUrl.optional(),
  /** Ids on the platform by name: `uid`, `biz`, `ghId`, `secUid`, `mid`, `pphId`, `cpid`, `appStoreId`, `package` … All text: numbers of this length do not survive a spreadsheet. */
  ids: z
    .record(
      z.string().regex(/^[a-zA-Z][a-zA-Z0-9]{0,31}$/, '编号名称用英文字母和数字，如 uid、biz、appStoreId'),
      z.string().trim().min(1, '不能为空').max(200, '不超过 200 个字符'),
    )
    .optional(),
  /** Further addresses: articles, albums (合集), store pages. */
  urls: z.array(HttpUrl).max(20, '至多 20 个').optional(),
  /** 信息来源. Unset: the public page alone. */
  sources: z.array(AccountSource).max(10, '至多 10 个').optional(),
  /** 认证主体 the platform should show. Unset: the name of the unit. */
  certifiedHost: Text.optional(),
  /** 曾用名、别名: other names that the platform may show for the account or its unit. */
  aliases: z.array(Text).max(20, '至多 20 个').optional(),
  /** 无法从公开页面看到, confirmed by a person: looked at by people only from then on. */
  notObservable: z.strictObject({ since: Day, reason: Text, approvedBy: Text }).optional(),
  openedOn: Day.optional(),
  /** 备案日期. */
  filedOn: Day.optional(),
  /** 向社会公告日期. */
  announcedOn: Day.optional(),
  /** 已关停 since this day: no longer inspected. */
  closedOn: Day.optional(),
  /** 已在平台注销 since this day. */
  cancelledOn: Day.optional(),
  /** 变更、关停、注销的备案与公告. */
  events: z.array(AccountEvent).max(50, '至多 50 次').optional(),
});
export type Account = z.infer<typeof Account>;

/** 台账 — all that people type about what is inspected; immutable during a run. */
export const Registry = z.strictObject({
  version: z.literal(1),
  /** Name of the region or office that keeps the register: heads the report. */
  title: Text,
  organizations: z.array(Organization),
  sites: z.array(Site),
  accounts: z.array(Account),
});
export type Registry = z.infer<typeof Registry>;

export type RegistryFault = { place: string; message: string; hint: string };

/** An address, or `name:/path` of a configured bridge. */
const bridgeRef = /^(?:https?:\/\/\S+|[a-z][a-z0-9-]{0,31}:\/(?!\/)\S*)$/i;

/** What the schema cannot say: double ids, references to nothing, two sites with one address. */
export function crossCheck(r: Registry): RegistryFault[] {
  const faults: RegistryFault[] = [];
  const organizations = new Set(r.organizations.map((o) => o.id));
  const seen = new Map<string, string>();
  const unique = (place: string, key: string, what: string) => {
    const first = seen.get(key);
    if (first !== undefined)
      faults.push({ place, message: `${what}与 ${first} 重复`, hint: '每个对象只登记一次，改掉其中一个' });
    else seen.set(key, place);
  };
  const known = (place: string, id: string | undefined) => {
    if (id !== undefined && !organizations.has(id))
      faults.push({ place, message: `单位“${id}”没有登记`, hint: '先在 organizations 里登记这个单位，或改正编号' });
  };
  r.organizations.forEach((o, i) => {
    unique(`organizations[${i}].id`, `organization:${o.id}`, `单位编号“${o.id}”`);
    // Units are judged beside what they hold: what is recorded of one must not reach the other.
    unique(`organizations[${i}].id`, `subject:${o.id}`, `编号“${o.id}”`);
    known(`organizations[${i}].parent`, o.parent);
  });
  r.sites.forEach((s, i) => {
    unique(`sites[${i}].id`, `subject:${s.id}`, `编号“${s.id}”`);
    unique(`sites[${i}].home`, `home:${s.home}`, `网址 ${s.home} `);
    if (s.siteCode !== undefined) unique(`sites[${i}].siteCode`, `code:${s.siteCode}`, `标识码 ${s.siteCode} `);
    known(`sites[${i}].organization`, s.organization);
    s.closures.forEach((c, j) => {
      if (Date.parse(c.to) <= Date.parse(c.from))
        faults.push({
          place: `sites[${i}].closures[${j}]`,
          message: '结束时间不晚于开始时间',
          hint: '检查 from 和 to',
        });
    });
    s.channels.forEach((c, j) => {
      unique(`sites[${i}].channels[${j}].id`, `channel:${s.id}:${c.id}`, `栏目编号“${c.id}”`);
    });
  });
  r.accounts.forEach((a, i) => {
    const at = `accounts[${i}]`;
    unique(`${at}.id`, `subject:${a.id}`, `编号“${a.id}”`);
    known(`${at}.organization`, a.organization);
    // `kind` says what sort of account an id is of (机构号, 政务号): many share one.
    for (const [name, value] of Object.entries(a.ids ?? {}))
      if (name !== 'kind')
        unique(
          `${at}.ids.${name}`,
          `${a.platform}:${name}:${value}`,
          `${platformNames[a.platform]}的 ${name} ${value} `,
        );
    a.sources?.forEach((s, j) => {
      if (s.kind === 'bridge' && (s.ref === undefined || !bridgeRef.test(s.ref)))
        faults.push({
          place: `${at}.sources[${j}].ref`,
          message: s.ref === undefined ? '桥接来源没有写地址' : '桥接来源的地址写法不对',
          hint: '写 http:// 或 https:// 开头的订阅地址，或“名称:/路径”（名称在运行配置的 accounts.bridges 里）',
        });
    });
    const ends = [
      ['closedOn', '关停日期'],
      ['cancelledOn', '注销日期'],
    ] as const;
    for (const [key, what] of ends)
      if (a.openedOn !== undefined && (a[key] ?? a.openedOn) < a.openedOn)
        faults.push({ place: `${at}.${key}`, message: `${what}早于开设日期 ${a.openedOn}`, hint: '检查两个日期' });
  });
  return faults;
}

/**
 * Hosts a site may be crawled on: that of its home page and its registered domains, lower case, each with and without `www.`: visitors
 * and servers take the two for one.
 */
export function siteHosts(site: Pick<Site, 'home' | 'domains'>): string[] {
  const hosts = [new URL(site.home).host, ...site.domains].map((h) => h.toLowerCase());
  return [...new Set([...hosts, ...hosts.flatMap(twinOf)])];
}

function twinOf(host: string): string[] {
  if (host.startsWith('www.')) return [host.slice(4)];
  // Addresses and names without a dot have no such twin.
  return /[a-z]/.test(host) && host.includes('.') && !host.includes('[') ? [`www.${host}`] : [];
}
