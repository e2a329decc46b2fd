import { describe, expect, test } from 'vitest';
import type { AnyIndicator } from '#core/indicator.ts';
import { indicators } from '#indicators/index.ts';
import { testIndicator } from '../harness/indicator.ts';
import { account, asOf, found, record, site } from './build.ts';
import { organization } from './local.ts';

/** Rows of the index that people answer, with the faults that the text of the index names. */
const rows: Readonly<Record<string, readonly string[]>> = {
  'security-incidents': [
    'grave-error',
    'state-secret',
    'harmful-content',
    'attack-unhandled',
    'falsification',
    'public-outcry',
  ],
  'poor-interaction': ['channel-missing', 'unanswered'],
  'account-incidents': ['grave-error', 'state-secret', 'harmful-content', 'public-outcry'],
  'account-interaction': ['interaction-missing', 'falsification'],
  overview: ['column-missing', 'inaccurate'],
  functions: ['column-missing', 'inaccurate'],
  leaders: ['column-missing', 'inaccurate'],
  'interpretation-share': ['uninterpreted'],
  'interpretation-links': ['document-unlinked', 'interpretation-unlinked'],
  'service-catalogue': ['not-classified'],
  'online-application': ['registration-failed', 'application-failed'],
  'service-guides': ['no-guide', 'element-missing', 'material-form-unclear', 'vague-clause', 'policy-text-missing'],
  'guide-accuracy': ['inaccurate'],
  'service-forms': ['form-missing'],
  'message-submission': ['submission-failed'],
  'unified-login': ['not-unified'],
  'published-messages': ['none-public', 'element-missing', 'stale', 'no-statistics'],
  replies: ['late', 'poor', 'unchecked-errors'],
  'domain-name': ['domain-irregular', 'name-irregular', 'name-not-shown'],
  'error-report-replies': ['late', 'poor'],
  'site-search': ['unusable', 'not-found', 'not-classified'],
  'single-login': ['not-single'],
  compatibility: ['broken-display'],
  'interpretation-forms': ['plain'],
  'service-functions': ['rating-missing', 'results-missing'],
  'service-content': ['none', 'few'],
  'service-links': ['unlinked'],
  'live-interaction': ['answer-late', 'smart-answer-missing'],
  surveys: ['few', 'results-unpublished'],
  'smart-search': ['fuzzy-missing', 'aggregation-missing', 'not-found'],
  'user-space': ['history-missing'],
  innovation: ['not-endorsed'],
};

/** Demands of local rules that people answer. */
const local: Readonly<Record<string, readonly string[]>> = {
  'publishing-review': ['no-system', 'unreviewed'],
  'major-signoff': ['not-signed'],
  'watch-rota': ['no-rota', 'gap', 'error-unhandled', 'not-reported'],
  'security-system': ['no-security-system', 'no-secrecy-review', 'no-emergency-plan', 'leak'],
  'account-security': ['weak-password', 'shared-device', 'no-protection', 'no-vpn', 'no-cutoff-plan', 'stolen'],
  'personal-information': ['excess', 'disclosed'],
  'news-licence': ['no-licence'],
  training: ['not-trained'],
  'organization-lead': ['no-leader', 'no-staff', 'no-funds', 'no-system'],
  'host-duties': ['unclear'],
  'contractor-vetting': ['not-vetted', 'not-supervised'],
  'opening-conditions': ['no-office', 'no-staff', 'no-funds', 'no-system', 'no-consent'],
  'change-approval': ['not-approved'],
  'opinion-mechanism': ['no-mechanism', 'not-handled'],
  'media-coordination': ['no-mechanism'],
  'content-coordination': ['not-coordinated'],
  'service-list': ['list-missing', 'not-both', 'outdated'],
  'opened-accounts-table': ['not-submitted', 'late'],
  'weak-accounts': ['not-cleaned', 'certification-kept'],
  'inner-office-accounts': ['opened'],
  'development-goals': ['not-reached'],
  'pass-rate': ['below'],
  'regular-inspection': ['not-inspected', 'not-rectified'],
  'inspection-notice': ['not-notified', 'not-filed', 'not-rectified'],
  accountability: ['not-handled'],
  'daily-scan': ['not-daily', 'not-rectified'],
  'fake-sites': ['no-mechanism', 'not-handled'],
  'central-kitchen': ['not-stored-first', 'not-together'],
  'main-account': ['not-opened', 'not-integrated'],
  'online-items': ['item-missing'],
  mailbox: ['late', 'no-feedback'],
  'answer-base': ['missing', 'outdated'],
  'new-apps': ['not-approved'],
  'assessment-included': ['not-included'],
  'review-consequence': ['still-running'],
  'content-accuracy': ['inaccurate', 'irregular'],
  'original-forms': ['no-original', 'plain'],
  'improper-content': ['opinion', 'commercial', 'illegal'],
  'repost-distortion': ['distorted'],
  'account-naming': ['irregular', 'unrelated'],
  'approved-platform': ['not-approved'],
  'interpretation-response': ['not-interpreted', 'plain-form', 'no-response'],
  'interaction-channels': ['missing', 'not-handled'],
  'reply-manner': ['off-topic', 'preaching', 'cold'],
  'mobile-services': ['entry-missing', 'unusable'],
  'app-terminals': ['no-ipv6', 'terminals'],
  'fake-data': ['bought-fans'],
  'common-platform': ['not-moved'],
  'site-lifecycle': ['irregular'],
};

const only = (...records: ReturnType<typeof record>[]) => ({ 'manual.record': records });

for (const [id, faults] of Object.entries({ ...rows, ...local })) {
  const indicator = indicators.find((i) => i.id === id) as AnyIndicator;
  // A detector that reads pages beside the records has a table of its own.
  if (indicator.needs.length > 1) continue;
  const all = faults.map((fault, i) => found(fault, `https://www.shili.gov.cn/a${i}/`));
  const first = all[0] as (typeof all)[number];
  testIndicator(indicator, {
    params: {},
    asOf,
    record: indicator.subject === 'account' ? account : indicator.subject === 'site' ? site : organization,
    pass: [
      {
        name: 'a person looked and found nothing',
        observations: only(record(id, { note: '逐项核对' })),
        expect: { basis: { examined: 1, unit: '份人工记录' } },
        says: ['李某 检查 2026-11-20，没有发现问题。逐项核对'],
      },
      {
        name: 'there is nothing to ask about',
        observations: only(record(id, { outcome: 'not-applicable', note: '没有这类内容' })),
        expect: { notApplicable: '李某 2026-11-20 记录不适用：没有这类内容' },
      },
      {
        name: 'the record of another indicator says nothing here',
        observations: only(record(id), record('another', { findings: [first] })),
      },
    ],
    fail: [
      {
        name: 'every fault',
        observations: only(record(id, { findings: all })),
        expect: { findings: { length: all.length } },
      },
    ],
    needsReview: [
      {
        name: 'the record has run out',
        observations: only(record(id, { day: '2026-08-01' })),
        expect: { basis: { examined: 0, unobserved: 0 }, because: { kind: 'undeterminable' } },
        says: ['李某 2026-08-01 的人工记录已超过 92 天，不再作数'],
      },
      {
        name: 'two persons differ',
        observations: only(record(id), record(id, { person: '王某', findings: [first] })),
        expect: { because: { kind: 'suspect' } },
        says: ['王某记为存在问题（1 处）', '李某记为没有发现问题', '记录不一致'],
      },
      {
        name: 'a fault without evidence is no fault, and no pass either',
        observations: only(record(id, { findings: [first] }, { evidence: [] })),
        expect: { because: { kind: 'undeterminable' }, findings: [] },
      },
    ],
  });
}

describe('rows of the index and of local rules that people answer', () => {
  test.each(Object.entries({ ...rows, ...local }))('%s finds exactly what the index prices', (id, faults) => {
    expect(Object.keys(indicators.find((i) => i.id === id)?.faults ?? {})).toEqual(faults);
  });

  test('nothing is left out: every indicator that needs only records is one of them, or counts them', () => {
    const recorded = indicators.filter(
      (i) => i.needs.length === 1 && i.needs[0] === 'manual.record' && i.draft !== true,
    );
    const counting = ['stale-channels', 'impractical-services'];
    // These hold the register against the rule first, or name a platform of the policy: they have tables of their own.
    const own = [
      'account-filing',
      'account-service-entry',
      'annual-report',
      'closure-announcement',
      'one-app',
      'required-accounts',
    ];
    const known = [...Object.keys(rows), ...Object.keys(local), ...counting, ...own];
    for (const { id } of recorded) expect(known).toContain(id);
  });
});
