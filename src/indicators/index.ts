import type { AnyIndicator } from '#core/indicator.ts';
import { accountIncidents } from './account/account-incidents.ts';
import { accountInteraction } from './account/account-interaction.ts';
import { accountUpdate } from './account/account-update.ts';
import { appUnusable } from './account/app-unusable.ts';
import { localRecords } from './local-records.ts';
import { localIndicators } from './local-rules.ts';
import { compatibility } from './site/compatibility.ts';
import { dataPublishing } from './site/data-publishing.ts';
import { deadLinks } from './site/dead-links.ts';
import { domainName } from './site/domain-name.ts';
import { errorReportEntry } from './site/error-report-entry.ts';
import { errorReportReplies } from './site/error-report-replies.ts';
import { footerMarks } from './site/footer-marks.ts';
import { functions } from './site/functions.ts';
import { guideAccuracy } from './site/guide-accuracy.ts';
import { hiddenLinks } from './site/hidden-links.ts';
import { homeUpdate } from './site/home-update.ts';
import { impracticalServices } from './site/impractical-services.ts';
import { innovation } from './site/innovation.ts';
import { interpretationForms } from './site/interpretation-forms.ts';
import { interpretationLinks } from './site/interpretation-links.ts';
import { interpretationShare } from './site/interpretation-share.ts';
import { interpretations } from './site/interpretations.ts';
import { ipv6 } from './site/ipv6.ts';
import { leaders } from './site/leaders.ts';
import { liveInteraction } from './site/live-interaction.ts';
import { messageSubmission } from './site/message-submission.ts';
import { newsUpdate } from './site/news-update.ts';
import { onlineApplication } from './site/online-application.ts';
import { otherChannels } from './site/other-channels.ts';
import { overview } from './site/overview.ts';
import { pageTags } from './site/page-tags.ts';
import { policyFiles } from './site/policy-files.ts';
import { poorInteraction } from './site/poor-interaction.ts';
import { publishedMessages } from './site/published-messages.ts';
import { replies } from './site/replies.ts';
import { securityIncidents } from './site/security-incidents.ts';
import { serviceCatalogue } from './site/service-catalogue.ts';
import { serviceContent } from './site/service-content.ts';
import { serviceForms } from './site/service-forms.ts';
import { serviceFunctions } from './site/service-functions.ts';
import { serviceGuides } from './site/service-guides.ts';
import { serviceLinks } from './site/service-links.ts';
import { serviceStatistics } from './site/service-statistics.ts';
import { singleLogin } from './site/single-login.ts';
import { siteAccess } from './site/site-access.ts';
import { siteSearch } from './site/site-search.ts';
import { smartSearch } from './site/smart-search.ts';
import { staleChannels } from './site/stale-channels.ts';
import { surveys } from './site/surveys.ts';
import { unifiedLogin } from './site/unified-login.ts';
import { userSpace } from './site/user-space.ts';

/** 检查指标: every indicator there is, in the order of the index. Adding one means a line here; a test compares this list with the folder. */
export const indicators: readonly AnyIndicator[] = [
  hiddenLinks,
  securityIncidents,
  siteAccess,
  homeUpdate,
  staleChannels,
  poorInteraction,
  impracticalServices,
  accountIncidents,
  accountUpdate,
  appUnusable,
  accountInteraction,
  overview,
  functions,
  leaders,
  newsUpdate,
  policyFiles,
  interpretations,
  interpretationShare,
  interpretationLinks,
  otherChannels,
  serviceCatalogue,
  onlineApplication,
  serviceStatistics,
  serviceGuides,
  guideAccuracy,
  serviceForms,
  messageSubmission,
  unifiedLogin,
  publishedMessages,
  replies,
  domainName,
  footerMarks,
  deadLinks,
  errorReportEntry,
  errorReportReplies,
  siteSearch,
  singleLogin,
  pageTags,
  compatibility,
  ipv6,
  dataPublishing,
  interpretationForms,
  serviceFunctions,
  serviceContent,
  serviceLinks,
  liveInteraction,
  surveys,
  smartSearch,
  userSpace,
  innovation,
  ...localIndicators,
  ...localRecords,
];
