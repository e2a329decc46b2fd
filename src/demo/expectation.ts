import type { Conclusion } from '#core/assessment.ts';

/** Verdict expected of one indicator, with the reason. */
export type ExpectedItem = {
  outcome: 'pass' | 'fail' | 'needs-review';
  /** Names of all faults that are there, confirmed or suspected. Absent: none has to be named. */
  faults?: readonly string[];
  /** Dead links of the home page: exactly these addresses. */
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
  /** What differs where a browser shows the pages that scripts build. */
  withBrowser?: { conclusion?: Record<'fengdu' | 'national', Conclusion>; items: Record<string, ExpectedItem> };
};
