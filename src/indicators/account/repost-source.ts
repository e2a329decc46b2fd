import { z } from 'zod';
import { defineIndicator } from '#core/indicator.ts';
import { recordedVerdict, recordParams } from '../recorded.ts';

const params = z.strictObject({
  /** How many days before the instant are looked at. */
  days: z.number().int().positive().max(366).default(31),
  /** 稿源白名单: names of which one has to stand in the source stated. */
  sources: z.array(z.string().trim().min(2).max(60)).max(500).default([]),
  /** Whether party and government units and central media count as well (data/lexicons/repost-sources.json). */
  official: z.boolean().default(true),
  /** Whether a stated source is held against the white list at all. */
  checkSource: z.boolean().default(true),
  ...recordParams,
});

const faults = { 'source-missing': '转载没有注明来源', 'source-outside': '转载的来源不在规定的稿源范围内' } as const;

/** 转载来源 */
export const repostSource = defineIndicator({
  id: 'repost-source',
  version: 1,
  draft: true,
  title: '转载来源',
  description: '看转载的内容有没有注明来源，来源是不是党委、政府网站和规定的稿源单位。',
  subject: 'account',
  needs: ['account.posts', 'manual.record'],

  faults,
  params,
  lookbackDays: (p) => p.recordDays,
  machine: {
    alone: '转载都注明了白名单上的来源，判定通过；签认的发布记录写明是转载、来源一栏是空的，判定没有注明。',
    person: '公开页面上看不到来源的（可能写在正文里）、来源不在白名单上的，交人工核对。',
  },
  judge({ observations, params: p, asOf }) {
    return recordedVerdict({
      indicator: 'repost-source',
      faults,
      records: observations['manual.record'],
      recordDays: p.recordDays,
      asOf,
    });
  },
});
