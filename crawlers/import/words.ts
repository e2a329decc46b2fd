import type { organizationClasses, Platform, Site } from '#core/registry.ts';
import { platformNames } from '#core/registry.ts';
import { half } from './cell.ts';

type OrganizationClass = (typeof organizationClasses)[number];

const bare = (text: string): string =>
  half(text)
    .replace(/[\s·•\-_/]/g, '')
    .toLowerCase();

/** What ledgers call a platform besides its full name. */
const platformWords: Readonly<Record<Platform, readonly string[]>> = {
  wechat: ['微信', '公众号', '微信公众平台', '订阅号', '服务号', '微信订阅号', '微信服务号', '政务微信', '微信公号'],
  'wechat-channels': ['视频号'],
  'wechat-mini': ['小程序'],
  'alipay-mini': [],
  weibo: ['微博', '政务微博', 'sinaweibo'],
  toutiao: ['头条', '头条号', '今日头条号'],
  douyin: ['抖音号', '政务抖音', '抖音短视频'],
  kuaishou: ['快手号'],
  bilibili: ['b站', '哔哩', 'bilibili网'],
  thepaper: ['澎湃', '澎湃新闻', '澎湃政务', '澎湃问政'],
  yangshipin: ['央视频号'],
  rmh: ['人民日报人民号'],
  baijiahao: ['百家', '百度百家号'],
  zhihu: ['知乎机构号'],
  xiaohongshu: ['小红书号'],
  app: ['客户端', '手机客户端', '政务客户端', '移动应用', '手机应用', 'app客户端', '移动客户端app'],
  other: ['其它'],
};

const platformByWord = new Map<string, Platform>();
for (const [platform, words] of Object.entries(platformWords) as [Platform, readonly string[]][])
  for (const word of [platform, platformNames[platform], ...words]) platformByWord.set(bare(word), platform);

/** 账号平台 by what a ledger calls it; undefined when nobody calls one so. */
export function platformOf(text: string): Platform | undefined {
  const word = bare(text.replace(/[(（][^()（）]*[)）]/g, ''));
  return platformByWord.get(word) ?? platformByWord.get(word.replace(/(?:账号|帐号|平台)$/, ''));
}

const classWords: Readonly<Record<OrganizationClass, RegExp>> = {
  'county-government':
    /^(?:county-government|(?:县|区|市|县级|区级|县区|区县)?(?:人民)?政府|本级政府|县政府办|县级政府|政府办公室)$/,
  department:
    /^(?:department|(?:县|区|市|县级|区级|市级)?(?:政府)?(?:部门|直部门|直机关|直单位|工作部门)|委办局|党政机关|行政机关)$/,
  township: /^(?:township|乡镇?|镇|街道|乡镇\(?街道\)?|镇街|街镇|乡镇街道(?:办事处)?|镇乡街道)$/,
  zone: /^(?:zone|园区|开发区|功能区|高新区|经开区|管委会|产业园区)$/,
  institution: /^(?:institution|(?:直属|县直)?事业单位|公益(?:一|二)类事业单位|国有企业|企业|群团组织?|学校|医院)$/,
};

/** 单位类别 by what a ledger calls it. */
export function classOf(text: string): OrganizationClass | undefined {
  const word = bare(text).replace(/[、，,]/g, '');
  return (Object.keys(classWords) as OrganizationClass[]).find((c) => classWords[c].test(word));
}

/** 单位类别 guessed by the unit's own name, where the list does not tell. */
export function guessClass(name: string): OrganizationClass {
  if (/(?:乡|镇|街道|街道办事处|[乡镇]人民政府)$/.test(name)) return 'township';
  if (/(?:管理?委员?会|开发区|园区|高新区)$/.test(name)) return 'zone';
  if (/(?:县|区|市|省|州|旗|盟)(?:人民政府)?(?:办公厅|办公室)?$/.test(name)) return 'county-government';
  if (/(?:学校|小学|中学|医院|中心|馆|院|公司|集团)$/.test(name)) return 'institution';
  return 'department';
}

/** 网站类别 by what a ledger calls it. */
export function siteKindOf(text: string): Site['kind'] | undefined {
  const word = bare(text);
  if (/^(?:portal|(?:政府)?门户(?:网站)?|(?:政府)?门户类)$/.test(word)) return 'portal';
  if (/^(?:department|(?:政府)?部门(?:网站)?|部门类)$/.test(word)) return 'department';
  if (/^(?:topic|专项(?:网站)?|专题(?:网站)?|专项类)$/.test(word)) return 'topic';
  return undefined;
}

/** 是 / 否 as ledgers write it. */
export function yesNo(text: string): boolean | undefined {
  const word = bare(text);
  if (/^(?:是|有|y|yes|true|1|√|✓|✔|对)$/.test(word)) return true;
  if (/^(?:否|无|没有|n|no|false|0|×|✗|x|不是|非)$/.test(word)) return false;
  return undefined;
}

/** 状态 as ledgers write it: `open` is inspected, `closed` and `cancelled` (已注销) are not. */
export function statusOf(text: string): 'open' | 'closed' | 'cancelled' | undefined {
  const word = bare(text);
  if (/^(?:正常|正常运行|运行|运行中|在用|启用|活跃|开通|已开通|已备案)$/.test(word)) return 'open';
  if (/^已?(?:注销|关停并?注销|暂停更新并注销)$/.test(word)) return 'cancelled';
  if (/^已?(?:关停|关闭|停用|停运|停更|下线|迁移|整合|取消)$/.test(word)) return 'closed';
  return undefined;
}
