import { z } from 'zod';
import type { Observed } from '#core/observation.ts';
import { basisOf, type Draft, latestRound, partition, undeterminable, unseenText, verdictOf } from '../common.ts';
import { besideRecords, recordParams } from '../recorded.ts';

type Look = Observed<'site.ipv6'>;

/** IPv6改造 */
export const ipv6 = besideRecords({
  id: 'ipv6',
  version: 2,
  title: 'IPv6改造',
  description:
    '查网站域名有没有 AAAA 记录；本机有 IPv6 的，再经 IPv6 打开首页。页脚写“本网站支持IPv6”不作证明。只查了记录、没有条件打开的，不下结论。',
  subject: 'site',
  needs: ['site.ipv6', 'manual.record'],
  faults: { 'not-supported': '没有按要求完成IPv6改造' },
  params: z.strictObject({
    ...recordParams,
    /** How many days back a look still counts. */
    maxAgeDays: z.number().int().positive().max(366).default(31),
  }),
  lookbackDays: (p) => p.maxAgeDays,
  machine: {
    alone: '经 IPv6 打开了首页的，判定通过。',
    person:
      '没有 AAAA 记录或经 IPv6 打不开的，列为疑似，由人在有 IPv6 的网络里核对；本机没有 IPv6、只查到 AAAA 记录的，也由人核对。',
    decides: 'P',
  },
  judge({ subject, observations }) {
    const { seen, unseen } = partition(latestRound(observations['site.ipv6']));
    const basis = basisOf(seen, { examined: seen.length, unobserved: unseen.length, unit: '次查询' });
    const look = seen.at(-1);
    if (look === undefined) {
      const why = unseen.length > 0 ? `没有查成：${unseenText(unseen, '次')}` : '没有查过IPv6支持情况';
      return undeterminable<'not-supported'>(basis, why);
    }
    const notes = notesOf(look);
    const { addresses, home } = look.value;
    if (home === 'opened') return verdictOf<'not-supported'>({ basis, drafts: [], notes });
    if (addresses.length > 0 && home === 'not-tried') return undeterminable<'not-supported'>(basis, look.value.detail);
    const draft: Draft<'not-supported'> = {
      fault: 'not-supported',
      certainty: 'suspected',
      target: subject.record.home,
      message: `${look.value.host}：${look.value.detail}，须在有 IPv6 的网络里核对`,
      remedy: '在域名解析里添加 AAAA 记录，服务器、防护和内容分发都开通 IPv6，并从外网验证首页和二级页面能打开。',
      evidence: look.evidence,
    };
    return verdictOf({ basis, drafts: [draft], notes });
  },
});

function notesOf({ value }: Look): string[] {
  if (value.nameServers.length === 0) return [];
  const without = value.nameServers.filter((n) => n.ipv6 === false).length;
  return without === 0 ? [] : [`${value.nameServers.length} 个权威域名服务器中有 ${without} 个没有 IPv6 地址`];
}
