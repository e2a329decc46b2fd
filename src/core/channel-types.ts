import type { channelTypes } from './registry.ts';

/** 栏目类型 of the index. */
export type ChannelType = (typeof channelTypes)[number];

/** 栏目类型的中文名 */
export const channelTypeNames: Readonly<Record<ChannelType, string>> = {
  news: '动态要闻',
  notices: '通知公告',
  policy: '政策文件',
  interpretation: '政策解读',
  overview: '概况信息',
  functions: '机构职能',
  leaders: '领导信息',
  data: '数据发布',
  services: '办事服务',
  'service-statistics': '办事统计',
  consultation: '咨询建言',
  survey: '征集调查',
  other: '其他',
};

/** 栏目级别的中文名 */
export const channelLevelNames: Readonly<Record<1 | 2 | 3, string>> = { 1: '一级', 2: '二级', 3: '三级' };
