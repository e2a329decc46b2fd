import type { ExpectedItem } from './expectation.ts';

const met = (why: string): ExpectedItem => ({ outcome: 'pass', why });
const open = (why: string, ...faults: string[]): ExpectedItem => ({ outcome: 'needs-review', faults, why });
const notMet = (why: string, ...faults: string[]): ExpectedItem => ({ outcome: 'fail', faults, why });

/** 要求 of units, by policy, unit and item: as a careful inspector finds them from the register. What is not listed is not expected. */
export const expectedDuties: Readonly<
  Record<string, Readonly<Record<string, Readonly<Record<string, ExpectedItem>>>>>
> = {
  shenmu: {
    education: { 'account-filing': met('开设后 3 天备案'), 'one-account': met('微信公众号只有一个') },
    transport: { 'account-filing': notMet('开设后 40 天才备案，规定 5 个工作日', 'late') },
    water: { 'account-filing': open('台账没有备案日期，可能只是没有登记', 'not-filed') },
  },
  gulou: {
    // No limit of days: forty days late is filed all the same.
    transport: { 'account-filing': met('备过案，通知没有写明几天') },
    water: { 'account-filing': open('台账没有备案日期，可能只是没有登记', 'not-filed') },
    tourism: {
      'one-account': met('抖音、视频号各一个'),
      'one-account-per-class': open('抖音、视频号按设置同属短视频平台，由人认定', 'duplicate'),
    },
  },
};
