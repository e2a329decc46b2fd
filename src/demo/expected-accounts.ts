import type { Conclusion } from '#core/assessment.ts';
import type { Expected, ExpectedItem } from './expectation.ts';

const pass = (why: string): ExpectedItem => ({ outcome: 'pass', why });
const review = (why: string): ExpectedItem => ({ outcome: 'needs-review', why });
const sleeping = (why: string): ExpectedItem => ({ outcome: 'fail', faults: ['stale'], why });
const dead = (why: string): ExpectedItem => ({ outcome: 'fail', faults: ['zombie'], why });

const conclusions: Record<ExpectedItem['outcome'], Conclusion> = {
  pass: 'qualified',
  fail: 'unqualified',
  'needs-review': 'undetermined',
};

/** 内容不更新 is a veto and the only item of an account: its verdict is the conclusion. */
function account(fengdu: ExpectedItem, national?: ExpectedItem): Expected {
  return {
    conclusion: { fengdu: conclusions[fengdu.outcome], national: conclusions[(national ?? fengdu).outcome] },
    items: { 'account-update': fengdu },
    ...(national === undefined ? {} : { national: { 'account-update': national } }),
  };
}

/** Window: 7 days under fengdu, 14 under national, back from the instant of judging. Dead: more than 90 days, or never. */
export const expectedAccounts: Readonly<Record<string, Expected>> = {
  'fabu-wechat': account(pass('昨天有发布')),
  'fabu-weibo': account(pass('昨天有发布')),
  // The export shows days only: yesterday is inside the window at whatever hour.
  'fabu-douyin': account(pass('昨天有发布，记录只到日')),
  // Reposts are updates too.
  'fabu-toutiao': account(pass('昨天有发布，全是转载')),
  // Not judged by how often it publishes, and nobody has tried whether it can be had and used: nothing is known, nothing concluded.
  'fabu-app': { conclusion: { fengdu: 'undetermined', national: 'undetermined' }, items: {} },
  'jiaowei-wechat': account(pass('2 天前有发布')),
  // Six days, whatever the hour: less than 7 × 24 hours.
  'caizheng-wechat': account(pass('6 天前有发布，在一周以内')),
  // Ten and twelve days: beyond one week, inside two.
  'jiaotong-wechat': account(sleeping('最近一条 10 天前，超过一周'), pass('最近一条 10 天前，在两周以内')),
  'shuili-wechat': account(sleeping('最近一条 12 天前，超过一周'), pass('最近一条 12 天前，在两周以内')),
  'nongye-wechat': account(sleeping('最近一条 20 天前，超过两周')),
  'weijian-wechat': account(pass('昨天有发布')),
  'weijian-kuaishou': account(sleeping('最近一条 62 天前，未到 90 天')),
  'minzheng-weibo': account(dead('最近一条 200 天前')),
  'sifa-weibo': account(dead('最近一条 430 天前')),
  // Named in the attestation without a single row: the signer says there was nothing, for longer than the account exists.
  'linye-wechat': account(dead('开设 700 天，从未发布')),
  'shangwu-wechat': account(pass('4 天前开设，昨天有发布')),
  // Three days old: no week can have passed without a post.
  'jingxin-wechat': account(pass('3 天前开设，不足一周')),
  // An incomplete source proves presence, never absence.
  'renshe-wechat': account(pass('不完整来源里也看到 2 天前的发布')),
  'fagai-weibo': account(review('来源不完整，最近一条 21 天前，不能证明没有更新的')),
  'wenlv-douyin': account(review('来源不完整，可能漏掉最新的作品')),
  'wenlv-channels': account(review('没有导入发布记录')),
  'tiyu-wechat': account(review('没有导入发布记录')),
  // The complete export ends fifteen days ago: the days since are unknown.
  'keji-wechat': account(review('完整记录只到 15 天前')),
  'yingji-toutiao': account(pass('2 天前有发布')),
  'qingshi-wechat': account(pass('5 天前有发布')),
  'liuxi-wechat': account(sleeping('最近一条 15 天前，超过两周')),
};
