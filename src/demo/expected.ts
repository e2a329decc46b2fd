import type { Conclusion } from '#core/assessment.ts';
import { expectedAccounts } from './expected-accounts.ts';
import { expectedSites } from './expected-sites.ts';

/** Verdict expected of one indicator, with the reason. */
export type ExpectedItem = {
  outcome: 'pass' | 'fail' | 'needs-review';
  /** Names of all faults that are there, confirmed or suspected. Absent: none has to be named. */
  faults?: readonly string[];
  /** Everything on the home page that the faults are about (dead links, hidden links), exactly. */
  targets?: readonly string[];
  why: string;
};

/**
 * What a careful inspector concludes about one subject, written down by hand from the faults that were put into the county, never
 * computed. `items` by indicator id. Where the two policies differ, `items` is the verdict under `fengdu` and `national` holds what differs there.
 * An item that a policy does not apply to a subject (national deductions: portals only) is 不适用 there, whatever stands here.
 */
export type Expected = {
  conclusion: Record<'fengdu' | 'national', Conclusion>;
  items: Record<string, ExpectedItem>;
  national?: Record<string, ExpectedItem>;
};

export const siteIndicators = [
  'site-access',
  'home-update',
  'footer-marks',
  'error-report-entry',
  'dead-links',
  'hidden-links',
] as const;
export const accountIndicators = ['account-update'] as const;

/** Expectation of each inspected subject, by its id in the register. */
export const expected: Readonly<Record<string, Expected>> = { ...expectedSites, ...expectedAccounts };

/** Subjects that must not be inspected at all, with the reason. */
export const expectedSkipped: Readonly<Record<string, string>> = {
  'supply-site': '台账登记该网站 60 天前已关停',
  'baita-weibo': '台账登记该账号 30 天前已注销',
};
