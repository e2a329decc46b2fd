import { z } from 'zod';
import { type RegisterView, unitEntryOf } from '#core/register-view.ts';
import { type Platform, platformNames, platforms } from '#core/registry.ts';
import type { Verdict } from '#core/verdict.ts';
import { verdictOf } from '../common.ts';
import { besideRecords, recordParams } from '../recorded.ts';
import { dayOf, liveAccounts, registerBasis, withoutRegister } from '../register.ts';

const params = z.strictObject({
  /** 应开设的平台. */
  platforms: z.array(z.enum(platforms)).min(1).default(['weibo', 'wechat']),
  ...recordParams,
});
const faults = { 'platform-missing': '没有开设规定平台的账号' } as const;

/** 应开设的账号 */
export const requiredAccounts = besideRecords({
  timeless: true,
  id: 'required-accounts',
  version: 1,
  title: '应开设的账号',
  description: '看单位有没有开设规定平台的账号。台账里没有的，可能只是没有登记，所以只作疑似。',
  subject: 'organization',
  needs: ['manual.record'],
  faults,
  params,
  lookbackDays: (p) => p.recordDays,
  machine: { alone: '台账里有规定平台的账号，判定通过。', person: '台账里没有的，可能是没有登记，交人工核对。' },
  judge({ params: p, asOf, register }) {
    return register === undefined ? withoutRegister() : judged(register, p.platforms, asOf);
  },
});

function judged(view: RegisterView, required: readonly Platform[], asOf: Date): Verdict<'platform-missing'> {
  const live = liveAccounts(view, dayOf(asOf));
  const missing = [...new Set(required)].filter((p) => !live.some((a) => a.platform === p));
  return verdictOf({
    basis: registerBasis(live.length),
    drafts: missing.map((p) => ({
      fault: 'platform-missing',
      certainty: 'suspected',
      target: `${view.organization.name}·${platformNames[p]}`,
      message: `台账里没有${view.organization.name}正在使用的${platformNames[p]}账号`,
      remedy: '没有开设的，按规定开设并备案；已经开设的，补登台账。',
      evidence: [unitEntryOf(view)],
    })),
    notes: [],
  });
}
