import type { Platform } from '#core/registry.ts';
import type { HeaderWords } from './header.ts';

/** What lists of posts and the back offices of the platforms call their columns (公众平台, 微博, 抖音, 快手, 小红书, 视频号助手; state of knowledge 2026-11). */
export const postWords = {
  accountId: ['账号编号', '编号'],
  account: [
    '账号名称',
    '帐号名称',
    '新媒体名称',
    '公众号名称',
    '账号昵称',
    '微博昵称',
    '发布账号',
    '昵称',
    '账号',
    '帐号',
    '名称',
  ],
  handle: ['账号id', '帐号id', '微信号', 'uid', '用户id', '平台账号'],
  platform: ['平台', '平台名称', '开设平台', '发布平台', '账号类型'],
  title: [
    '标题',
    '内容标题',
    '文章标题',
    '图文标题',
    '作品标题',
    '作品名称',
    '笔记标题',
    '视频标题',
    '微博标题',
    '作品描述',
    '视频描述',
    '微博内容',
    '微博正文',
    '博文内容',
    '博文',
    '发布内容',
    '内容',
  ],
  time: [
    '发布时间',
    '发布日期',
    '发表时间',
    '发表日期',
    '首次发布时间',
    '推送时间',
    '群发时间',
    '时间',
    '日期',
    '最后发布时间',
    '最近更新',
  ],
  link: [
    '链接',
    '文章链接',
    '作品链接',
    '内容链接',
    '视频链接',
    '笔记链接',
    '微博链接',
    '博文链接',
    '链接地址',
    '内容url',
    '文章url',
    '作品url',
    '网址',
    'url',
  ],
  original: ['原创', '是否原创', '原创标识', '原创转载', '原创/转载', '原创/转发', '博文类型', '微博类型'],
  /** 声明原创 of a back office: most of what an office writes itself is never declared. */
  declared: ['声明原创', '原创声明', '是否声明原创'],
  pinned: ['置顶', '是否置顶'],
  postId: ['文章id', '作品id', '内容id', '消息id', '视频id', '笔记id', '博文id', '微博id', 'mid'],
  state: ['发布状态', '审核状态', '发表状态', '作品状态', '内容状态', '状态'],
  audience: ['可见范围', '可见性', '公开范围', '谁可以看', '观看权限'],
  comments: [
    '评论权限',
    '评论设置',
    '评论状态',
    '留言权限',
    '留言设置',
    '留言功能',
    '是否开放评论',
    '是否开放留言',
    '评论',
    '留言',
  ],
  source: ['来源', '文章来源', '稿件来源', '转载来源', '信息来源', '转自'],
  excerpt: ['摘要', '内容摘要', '正文', '内容', '导语'],
  note: ['备注', '说明', '更新情况'],
} as const satisfies HeaderWords<string>;
export type PostField = keyof typeof postWords;

/** States of a back office under which everybody sees a post. */
export const shownStates =
  /^(?:已?发布|已?发表|发布成功|发表成功|已?群发|群发成功|发送成功|已?通知|未开启通知|审核通过|已通过|通过|正常|上线|已上线|已?公开|公开可见|公开所有人可见|所有人(?:可见)?|全部可见|-)$/;
/** States under which nobody, or not everybody, does. */
export const hiddenStates =
  /^(?:草稿|待发布|待发表|未发布|未发表|定时(?:发布|发表)?|已?定时|发布中|发布失败|发表失败|群发失败|发送失败|审核中|待审核|未审核|审核不通过|审核未通过|不通过|未通过|已?驳回|已?退回|违规|不适宜公开|仅?自己可见|私密|仅?好友可见|朋友可见|仅?粉丝可见|仅?互关(?:好友)?可见|部分可见|不给谁看|已?删除|已?下架|已?下线|已?隐藏|已?撤回)$/;

/** Columns that only the export of one platform has: what tells a file of another account. */
export const exportMarks: readonly (readonly [Platform, readonly string[]])[] = [
  ['wechat', ['公众号消息阅读次数', '阅读后关注人数', '送达阅读率', '首次分享率']],
  ['douyin', ['5s完播率', '2s跳出率']],
  ['weibo', ['微博内容', '博文链接', '微博链接', '微博正文', '博文内容']],
  ['xiaohongshu', ['笔记标题', '笔记链接', '笔记id']],
];

/** 公众平台 exports what was sent to followers (已通知) and what was only published (未开启通知) as two lists: neither alone is all that was published. */
export const wechatHalves = { sent: ['送达人数', '送达阅读率'], either: ['阅读后关注人数', '首次分享率'] } as const;
