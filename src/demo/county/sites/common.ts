import type { ChannelPlan, SitePlan } from '../plan.ts';

type Over = Partial<Omit<ChannelPlan, 'dir' | 'name' | 'type' | 'voice'>>;

/** The three channels nearly every department has. Healthy ages unless told otherwise. */
export function channels(over: { news?: Over; notices?: Over; policy?: Over } = {}): ChannelPlan[] {
  return [
    { dir: 'gzdt', name: '工作动态', type: 'news', voice: 'news', ages: [1, 3, 6, 9, 13, 20], ...over.news },
    { dir: 'tzgg', name: '通知公告', type: 'notices', voice: 'notices', ages: [2, 8, 15, 30, 55, 90], ...over.notices },
    { dir: 'zcwj', name: '政策文件', type: 'policy', voice: 'policy', ages: [5, 40, 75, 120, 160], ...over.policy },
  ];
}

type Required = 'id' | 'office' | 'host' | 'serial' | 'topics';

/** A department's site with the usual values filled in: TRS pages, UTF-8, every mark there, nothing wrong. */
export function department(plan: Pick<SitePlan, Required> & Partial<Omit<SitePlan, Required>>): SitePlan {
  return {
    organization: plan.id,
    name: `${plan.office}网`,
    kind: 'department',
    phone: `023-9900${plan.serial}`,
    family: 'trs',
    charset: 'utf-8',
    channels: channels(),
    footer: {},
    ...plan,
  };
}
