import type { Expected } from './expectation.ts';
import { expectedAccounts } from './expected-accounts.ts';
import { expectedSites } from './expected-sites.ts';

export type { Expected, ExpectedItem } from './expectation.ts';

/** Indicators that every inspected site has an expectation for. */
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
