import { z } from 'zod';
import { undeterminable } from '../common.ts';
import { besideRecords, recordParams } from '../recorded.ts';

const params = z.strictObject({
  /** 平台名称, told to the person who looks. */
  names: z.array(z.string().trim().min(1).max(40)).min(1).max(10).default(['渝快办']),
  ...recordParams,
});
const faults = { 'entry-missing': '没有办事入口' } as const;

/** 网上办事入口（账号） */
export const accountServiceEntry = besideRecords({
  id: 'account-service-entry',
  version: 1,
  title: '网上办事入口（账号）',
  description: '账号应开通规定的政务服务平台（如“渝快办”）办事入口。菜单在公开页面上看不到，由人打开账号查看后记录。',
  subject: 'account',
  needs: ['manual.record'],
  faults,
  params,
  lookbackDays: (p) => p.recordDays,
  machine: {
    alone: '不单独判断；只汇总有效期内的人工记录。',
    person: '由人打开账号菜单或服务页，查看有没有办事入口、能不能打开。',
    decides: 'N',
  },
  judge({ params: p }) {
    const basis = { examined: 0, unobserved: 0, unit: '份人工记录', from: '', to: '' };
    const why = `须由人打开账号，查看有没有“${p.names.join('、')}”办事入口、能不能打开，再记录`;
    return undeterminable<keyof typeof faults>(basis, why);
  },
});
