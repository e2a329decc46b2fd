import { z } from 'zod';
import type { Job } from '../queue/queue.ts';

/** 访问: one timed visit of one home page. */
export const VisitPayload = z.strictObject({ siteId: z.string(), url: z.string(), slot: z.iso.datetime() });
/** 网站巡查: home page, the article pages it leads to, marks and links of one site. */
export const RoundPayload = z.strictObject({ siteId: z.string(), url: z.string(), slot: z.iso.datetime() });
/** 其他写法: the other forms of one registered address; its slot is the start of a day in Asia/Shanghai. */
export const FormsPayload = z.strictObject({ siteId: z.string(), url: z.string(), slot: z.iso.datetime() });
/** 账号采集: one source of one account. */
export const AccountPayload = z.strictObject({ accountId: z.string(), target: z.string(), slot: z.iso.datetime() });

export const payloads = {
  visit: VisitPayload,
  round: RoundPayload,
  forms: FormsPayload,
  account: AccountPayload,
} as const;
export type JobName = keyof typeof payloads;
export type VisitJob = Job<z.infer<typeof VisitPayload>> & { name: 'visit' };
export type RoundJob = Job<z.infer<typeof RoundPayload>> & { name: 'round' };
export type FormsJob = Job<z.infer<typeof FormsPayload>> & { name: 'forms' };
export type AccountJob = Job<z.infer<typeof AccountPayload>> & { name: 'account' };
/** Jobs of sites; those of accounts have a plan of their own. */
export type AnyJob = VisitJob | RoundJob | FormsJob;
