import type { AnyIndicator } from '#core/indicator.ts';
import { accountNaming } from './account/account-naming.ts';
import { appTerminals } from './account/app-terminals.ts';
import { approvedPlatform } from './account/approved-platform.ts';
import { contentAccuracy } from './account/content-accuracy.ts';
import { fakeData } from './account/fake-data.ts';
import { improperContent } from './account/improper-content.ts';
import { interactionChannels } from './account/interaction-channels.ts';
import { interpretationResponse } from './account/interpretation-response.ts';
import { mobileServices } from './account/mobile-services.ts';
import { originalForms } from './account/original-forms.ts';
import { replyManner } from './account/reply-manner.ts';
import { repostDistortion } from './account/repost-distortion.ts';
import { accountSecurity } from './organization/account-security.ts';
import { accountability } from './organization/accountability.ts';
import { annualAssessment } from './organization/annual-assessment.ts';
import { answerBase } from './organization/answer-base.ts';
import { assessmentIncluded } from './organization/assessment-included.ts';
import { centralKitchen } from './organization/central-kitchen.ts';
import { changeApproval } from './organization/change-approval.ts';
import { contentCoordination } from './organization/content-coordination.ts';
import { contractorVetting } from './organization/contractor-vetting.ts';
import { dailyScan } from './organization/daily-scan.ts';
import { developmentGoals } from './organization/development-goals.ts';
import { fakeSites } from './organization/fake-sites.ts';
import { hostDuties } from './organization/host-duties.ts';
import { innerOfficeAccounts } from './organization/inner-office-accounts.ts';
import { inspectionNotice } from './organization/inspection-notice.ts';
import { mailbox } from './organization/mailbox.ts';
import { mainAccount } from './organization/main-account.ts';
import { majorSignoff } from './organization/major-signoff.ts';
import { mediaCoordination } from './organization/media-coordination.ts';
import { newApps } from './organization/new-apps.ts';
import { newsLicence } from './organization/news-licence.ts';
import { onlineItems } from './organization/online-items.ts';
import { openedAccountsTable } from './organization/opened-accounts-table.ts';
import { openingConditions } from './organization/opening-conditions.ts';
import { opinionMechanism } from './organization/opinion-mechanism.ts';
import { organizationLead } from './organization/organization-lead.ts';
import { passRate } from './organization/pass-rate.ts';
import { personalInformation } from './organization/personal-information.ts';
import { publishingReview } from './organization/publishing-review.ts';
import { regularInspection } from './organization/regular-inspection.ts';
import { reviewConsequence } from './organization/review-consequence.ts';
import { securitySystem } from './organization/security-system.ts';
import { serviceList } from './organization/service-list.ts';
import { training } from './organization/training.ts';
import { watchRota } from './organization/watch-rota.ts';
import { weakAccounts } from './organization/weak-accounts.ts';
import { commonPlatform } from './site/common-platform.ts';
import { siteLifecycle } from './site/site-lifecycle.ts';

/** 各地办法里只能由人检查的要求: sign-off, watches, security, training, manner … answered by records of people. */
export const localRecords: readonly AnyIndicator[] = [
  publishingReview,
  majorSignoff,
  watchRota,
  securitySystem,
  accountSecurity,
  personalInformation,
  newsLicence,
  training,
  organizationLead,
  hostDuties,
  contractorVetting,
  openingConditions,
  changeApproval,
  opinionMechanism,
  mediaCoordination,
  contentCoordination,
  serviceList,
  openedAccountsTable,
  weakAccounts,
  innerOfficeAccounts,
  developmentGoals,
  passRate,
  regularInspection,
  inspectionNotice,
  accountability,
  dailyScan,
  fakeSites,
  centralKitchen,
  mainAccount,
  onlineItems,
  mailbox,
  answerBase,
  newApps,
  assessmentIncluded,
  reviewConsequence,
  contentAccuracy,
  originalForms,
  improperContent,
  repostDistortion,
  accountNaming,
  approvedPlatform,
  interpretationResponse,
  interactionChannels,
  replyManner,
  mobileServices,
  appTerminals,
  fakeData,
  commonPlatform,
  siteLifecycle,
  annualAssessment,
];
