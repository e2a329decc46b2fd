import { z } from 'zod';
import type { Evidence, Locator } from '#core/evidence.ts';
import type { Observation, Observed } from '#core/observation.ts';
import type { Basis } from '#core/verdict.ts';
import { basisOf, latestRound, partition, unseenText } from '../common.ts';
import { recordParams } from '../recorded.ts';

export type GuidePage = Observed<'page.service-guide'>;

/** Params of the indicators that read what a crawl drew and people recorded. */
export const drawnParams = z.strictObject({
  ...recordParams,
  /** How many days back a drawn page still counts. */
  maxAgeDays: z.number().int().positive().max(366).default(31),
});

/** 抽到的办事指南 of the newest round, and why there are none. */
export function guidePages(all: readonly Observation<'page.service-guide'>[]): {
  guides: GuidePage[];
  basis: Basis;
  none: string | undefined;
} {
  const { seen, unseen } = partition(latestRound(all));
  const guides = seen.filter((o) => o.value.guide !== 'no');
  const basis = basisOf(guides, { examined: guides.length, unobserved: unseen.length, unit: '个办事指南' });
  if (guides.length > 0) return { guides, basis, none: undefined };
  const none = unseen.length > 0 ? `办事指南没有看成：${unseenText(unseen, '个')}` : '抓取的页面中没有认出办事指南';
  return { guides, basis, none };
}

/** Evidence of a page with the place that a finding is about. */
export function at(evidence: readonly Evidence[], place: Locator | undefined): Evidence[] {
  return place === undefined ? [...evidence] : evidence.map((e) => ({ ...e, locator: place }));
}

/** One finding a place: the address of the page and what it is about, told apart where there are several. */
export const about = (url: string, what: string) => `${url}（${what}）`;
