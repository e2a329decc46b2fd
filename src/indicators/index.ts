import type { AnyIndicator } from '#core/indicator.ts';
import { accountUpdate } from './account/account-update.ts';
import { deadLinks } from './site/dead-links.ts';
import { errorReportEntry } from './site/error-report-entry.ts';
import { footerMarks } from './site/footer-marks.ts';
import { hiddenLinks } from './site/hidden-links.ts';
import { homeUpdate } from './site/home-update.ts';
import { siteAccess } from './site/site-access.ts';

/** 检查指标: every indicator there is, in the order of the index. Adding one means a line here; a test compares this list with the folder. */
export const indicators: readonly AnyIndicator[] = [
  hiddenLinks,
  siteAccess,
  homeUpdate,
  accountUpdate,
  footerMarks,
  deadLinks,
  errorReportEntry,
];
