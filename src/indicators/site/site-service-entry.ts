import { z } from 'zod';
import { defineIndicator } from '#core/indicator.ts';
import { recordedVerdict, recordParams } from '../recorded.ts';

const params = z.strictObject({
  /** 平台名称: words one of which stands in the text of the link. */
  words: z.array(z.string().trim().min(2).max(40)).min(1).max(10).default(['渝快办']),
  /** Hosts of the platform, with all below them. */
  hosts: z.array(z.string().trim().min(4).max(200)).max(20).default([]),
  /** How many days old a look at the site may be. */
  maxAgeDays: z.number().int().positive().max(92).default(14),
  ...recordParams,
});

const faults = { 'entry-missing': '没有办事入口', 'entry-dead': '办事入口打不开' } as const;

/** 网上办事入口（网站） */
export const siteServiceEntry = defineIndicator({
  id: 'site-service-entry',
  version: 1,
  draft: true,
  title: '网上办事入口（网站）',
  description:
    '网站应开通规定的政务服务平台（如“渝快办”）办事入口：首页或栏目页上有指向该平台的链接，按链接文字或域名认定。',
  subject: 'site',
  needs: ['link.status', 'page.dated-items', 'manual.record'],

  faults,
  params,
  lookbackDays: (p) => p.recordDays,
  machine: {
    alone: '首页上有指向平台的链接并且打得开，判定通过；链接确认打不开，判定不通过。',
    person: '没有看到入口的，可能由图片、脚本写出，交人工核对。',
  },
  judge({ observations, params: p, asOf }) {
    return recordedVerdict({
      indicator: 'site-service-entry',
      faults,
      records: observations['manual.record'],
      recordDays: p.recordDays,
      asOf,
    });
  },
});
