import type { Observation, ObservationValue } from '#core/observation.ts';
import type { RegisterView } from '#core/register-view.ts';
import { Account, Organization, Site } from '#core/registry.ts';
import { asOf, evidence, posts, seen } from './build.ts';

/** Instant so many days (and milliseconds) before `asOf`. */
export const before = (days: number, ms = 0): string =>
  new Date(Date.parse(asOf) - days * 86_400_000 - ms).toISOString();

/** A source of an attested export that speaks for whole days. */
export const attested = (
  list: ReturnType<typeof posts>['posts'],
  over: Partial<ObservationValue<'account.posts'>> = {},
  given: { slot?: string; target?: string; subjectId?: string } = {},
): Observation<'account.posts'> =>
  seen('account.posts', posts([...list], over), { target: '导入', slot: asOf, ...given });

/** The platform's own whole list beside a healthy 对照账号, seen so many days ago. */
export const ownList = (
  daysAgo: number,
  list: ReturnType<typeof posts>['posts'],
  over: Partial<ObservationValue<'account.posts'>> = {},
): Observation<'account.posts'> =>
  seen(
    'account.posts',
    posts([...list], { source: 'public', coverage: 'complete', attestedBy: null, canary: 'ok', ...over }),
    { target: '公开页面', slot: before(daysAgo), observedAt: before(daysAgo) },
  );

/** A public page that shows only part of what there is. */
export const partial = (list: ReturnType<typeof posts>['posts']): Observation<'account.posts'> =>
  seen('account.posts', posts([...list], { source: 'public', coverage: 'partial', attestedBy: null }), {
    target: '公开页面',
    slot: asOf,
  });

/** A person's record of one indicator. */
export const record = (
  indicator: string,
  outcome: 'pass' | 'fail' | 'not-applicable',
  findings: { fault: string; target: string; note: string; count?: number }[] = [],
  over: { subjectId?: string; day?: string; note?: string } = {},
): Observation<'manual.record'> => {
  const day = over.day ?? '2026-11-20';
  return seen(
    'manual.record',
    {
      indicator,
      outcome,
      findings,
      period: { from: day, to: day },
      person: '检查员甲',
      note: over.note ?? '打开账号逐项看过',
    },
    {
      target: `${indicator}@检查员甲`,
      slot: `${day}T08:00:00.000Z`,
      ...(over.subjectId === undefined ? {} : { subjectId: over.subjectId }),
    },
  );
};

export const organization = Organization.parse({ id: 'shili-jy', name: '示例县教育局', class: 'department' });

export const accountOf = (id: string, over: object = {}): Account =>
  Account.parse({ id, organization: organization.id, platform: 'wechat', name: '示例教育', ...over });

export const portal = Site.parse({
  id: 'shili',
  organization: 'shili-gov',
  name: '示例县人民政府',
  home: 'https://www.shili.gov.cn/',
  kind: 'portal',
});

/** The register of one unit, with the file that proves it. */
export const registerOf = (accounts: Account[], over: Partial<RegisterView> = {}): RegisterView => ({
  organization,
  sites: [],
  accounts,
  portals: [portal],
  evidence: { ...evidence('台账', asOf, 'import') },
  ...over,
});
