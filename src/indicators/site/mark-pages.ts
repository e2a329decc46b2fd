import { z } from 'zod';
import type { Observation, Observed } from '#core/observation.ts';
import type { Basis, Verdict } from '#core/verdict.ts';
import { basisOf, latestRound, partition, undeterminable, unseenText } from '../common.ts';

/** Params of the indicators that go from page to page after marks. */
export const markPageParams = z.strictObject({
  /** Pages, the home page among them, below which nothing found is no pass. */
  minPages: z.number().int().positive().default(1),
  /** How many days back a look at the pages still counts. */
  maxAgeDays: z.number().int().positive().max(366).default(14),
});

export type MarkPages = {
  seen: readonly Observed<'page.footer-marks'>[];
  basis: Basis;
  /** How many pages could not be looked at, and why; empty when all could. */
  notes: readonly string[];
  /** The answer when no page was seen at all. */
  blind: Verdict<never> | null;
};

/** Pages of the newest round with what was seen of their marks. */
export function markPages(observations: readonly Observation<'page.footer-marks'>[]): MarkPages {
  const { seen, unseen } = partition(latestRound(observations));
  const basis = basisOf(seen, { examined: seen.length, unobserved: unseen.length, unit: '个页面' });
  const why = unseen.length > 0 ? `页面都没有看成：${unseenText(unseen, '个')}` : '监测期内没有采集过页面';
  return {
    seen,
    basis,
    notes: unseen.length > 0 ? [`有 ${unseen.length} 个页面没有看成：${unseenText(unseen, '个')}`] : [],
    blind: seen.length === 0 ? undeterminable(basis, why) : null,
  };
}
