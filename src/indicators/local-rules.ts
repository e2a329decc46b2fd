import type { AnyIndicator } from '#core/indicator.ts';
import { accountCertification } from './account/account-certification.ts';
import { accountName } from './account/account-name.ts';
import { accountServiceEntry } from './account/account-service-entry.ts';
import { importantRelay } from './account/important-relay.ts';
import { originalQuota } from './account/original-quota.ts';
import { postClues } from './account/post-clues.ts';
import { replyTime } from './account/reply-time.ts';
import { repostSource } from './account/repost-source.ts';
import { updateQuota } from './account/update-quota.ts';
import { workdayUpdate } from './account/workday-update.ts';
import { accountFiling } from './organization/account-filing.ts';
import { accountNames } from './organization/account-names.ts';
import { accountPerPlatform } from './organization/account-per-platform.ts';
import { annualReport } from './organization/annual-report.ts';
import { closedPosting } from './organization/closed-posting.ts';
import { closureAnnouncement } from './organization/closure-announcement.ts';
import { inspectionCoverage } from './organization/inspection-coverage.ts';
import { oneApp } from './organization/one-app.ts';
import { requiredAccounts } from './organization/required-accounts.ts';
import { selfCheckReport } from './organization/self-check-report.ts';
import { unlistedAccounts } from './organization/unlisted-accounts.ts';
import { siteServiceEntry } from './site/site-service-entry.ts';
import { siteUpdateQuota } from './site/site-update-quota.ts';

/** 各地办法里的检查指标: what local rules ask beyond the national index. Each policy takes those it has a clause for. */
export const localIndicators: readonly AnyIndicator[] = [
  updateQuota,
  workdayUpdate,
  originalQuota,
  repostSource,
  importantRelay,
  postClues,
  accountCertification,
  accountName,
  replyTime,
  accountServiceEntry,
  siteServiceEntry,
  siteUpdateQuota,
  accountPerPlatform,
  accountNames,
  accountFiling,
  closureAnnouncement,
  closedPosting,
  unlistedAccounts,
  requiredAccounts,
  oneApp,
  selfCheckReport,
  annualReport,
  inspectionCoverage,
];
