import type { HeaderWords } from './header.ts';

/** What ledgers call their columns. `name`, `status`, `type` and `qr` are understood by what else the sheet holds. */
export const words = {
  organization: [
    '单位',
    '单位名称',
    '主办单位',
    '主办单位名称',
    '责任单位',
    '开办单位',
    '所属单位',
    '主管单位',
    '运营单位',
    '认证主体',
    'organization',
  ],
  organizationClass: ['单位类别', '单位类型', '单位性质', '机构类别'],
  parent: ['上级单位', '上级主管单位'],
  outwardService: ['是否对外服务', '对外服务', '有无对外服务', '是否有对外服务职能', '对外服务职能'],
  siteName: ['站点名称', '网站名称', '政府网站名称', '站点', '网站'],
  home: ['首页网址', '网址', '网站网址', '首页地址', '网站地址', '网站首页', '网站域名', '域名', 'url'],
  siteCode: ['网站标识码', '标识码', '政府网站标识码', '站点标识码'],
  siteKind: ['网站类别', '站点类别', '网站类型', '站点类型'],
  accountName: ['账号名称', '帐号名称', '新媒体名称', '政务新媒体名称', '新媒体账号名称', '公众号名称'],
  platform: ['平台', '平台名称', '开设平台', '平台类型', '账号平台', '所属平台', '新媒体类型', '账号类型'],
  handle: [
    '账号id',
    '帐号id',
    '微信号',
    'uid',
    '用户id',
    '平台账号',
    '微博uid',
    '平台id',
    '抖音号',
    '快手号',
    '原始id',
    'appid',
    '包名',
    '账号id/微信号/uid',
    '账号',
    '帐号',
  ],
  link: ['账号链接', '链接', '主页链接', '账号主页', '主页地址', '账号地址', '链接地址', '链接/二维码', '下载链接'],
  /** A picture in most ledgers, an address in some. */
  qr: ['二维码', '账号二维码', '二维码链接', '二维码/链接'],
  certifiedHost: ['认证主体', '认证主体名称', '认证单位', '认证名称', '账号主体', '帐号主体', '主体名称'],
  aliases: ['曾用名', '别名', '曾用名称'],
  openedOn: ['开设日期', '开设时间', '开通日期', '开通时间'],
  filedOn: ['备案日期', '备案时间', '报备日期', '报备时间'],
  announcedOn: ['公告日期', '公告时间', '公示日期', '公示时间', '向社会公告日期', '向社会公告时间'],
  closedOn: [
    '关停日期',
    '关停时间',
    '关闭日期',
    '停用日期',
    '关停或注销日期',
    '关停/注销日期',
    '关停注销日期',
    '关停注销时间',
  ],
  cancelledOn: ['注销日期', '注销时间'],
  status: ['状态', '运行状态', '账号状态', '网站状态', '运行情况'],
  type: ['类别', '类型'],
  name: ['名称', 'name'],
} as const satisfies HeaderWords<string>;
export type Field = keyof typeof words;

/** Columns of ledgers that the register has no place for. What they say of posts is no record of posts: nobody vouches for its days. */
export const unusedWords = {
  followers: ['粉丝数', '粉丝量', '关注数', '关注人数', '粉丝数量', '用户数', '订阅数'],
  lastPost: ['最近更新', '最近更新时间', '最后发布时间', '最后更新时间', '最近发布时间', '最新更新时间', '更新时间'],
} as const;
