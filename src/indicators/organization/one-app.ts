import { z } from 'zod';
import { entryOf, type RegisterView } from '#core/register-view.ts';
import type { Verdict } from '#core/verdict.ts';
import { verdictOf } from '../common.ts';
import { besideRecords, recordParams } from '../recorded.ts';
import { accountText, dayOf, liveAccounts, registerBasis, withoutRegister } from '../register.ts';

const params = z.strictObject({
  /** 至多几个. */
  max: z.number().int().nonnegative().max(20).default(1),
  ...recordParams,
});
const faults = { 'too-many': '移动客户端超过规定个数' } as const;

/** 移动客户端数量 */
export const oneApp = besideRecords({
  timeless: true,
  id: 'one-app',
  version: 1,
  title: '移动客户端数量',
  description: '看一个单位登记的政务移动客户端有没有超过规定个数。已关停、注销的不计；台账之外的由人查找后记录。',
  subject: 'organization',
  needs: ['manual.record'],
  faults,
  params,
  lookbackDays: (p) => p.recordDays,
  machine: { alone: '台账写明的，直接判定。', person: '台账之外的客户端，由人查找后记录。' },
  judge({ params: p, asOf, register }) {
    return register === undefined ? withoutRegister('个移动客户端') : judged(register, p.max, asOf);
  },
});

function judged(view: RegisterView, max: number, asOf: Date): Verdict<'too-many'> {
  const apps = liveAccounts(view, dayOf(asOf)).filter((a) => a.platform === 'app');
  const basis = registerBasis(apps.length, '个移动客户端');
  if (apps.length <= max) return verdictOf({ basis, drafts: [], notes: [`台账里有 ${apps.length} 个移动客户端`] });
  return verdictOf({
    basis,
    drafts: [
      {
        fault: 'too-many',
        certainty: 'confirmed',
        target: view.organization.name,
        message: `${view.organization.name}有 ${apps.length} 个移动客户端：${apps.map(accountText).join('、')}，规定至多 ${max} 个`,
        remedy: '整合为一个移动客户端，其余的停止服务、按程序注销并向社会公告；台账登记有误的，更正台账。',
        evidence: apps.map((a) => entryOf(view, a)),
      },
    ],
    notes: [],
  });
}
