import type { Observation } from '#core/observation.ts';
import { appUnusable } from '#indicators/account/app-unusable.ts';
import { testIndicator } from '../harness/indicator.ts';
import { account, asOf, found, record, seen, unseen } from './build.ts';

type State = 'available' | 'not_listed' | 'unknown';
const before = (days: number) => new Date(Date.parse(asOf) - days * 86_400_000).toISOString();
/** One look at the stores, so many days ago. */
const look = (daysAgo: number, stores: Record<string, State>) =>
  seen(
    'account.profile',
    {
      platform: 'app',
      source: 'public',
      state: 'seen',
      notes: [],
      apps: Object.entries(stores).map(([store, state]) => ({ store, state })),
    },
    { target: '应用市场', slot: before(daysAgo) },
  );
const of = (profiles: Observation<'account.profile'>[], ...records: ReturnType<typeof record>[]) => ({
  'account.profile': profiles,
  'manual.record': records,
});
const gone = [
  look(3, { 甲市场: 'not_listed', 乙市场: 'not_listed' }),
  look(1, { 甲市场: 'not_listed', 乙市场: 'not_listed' }),
];
const onAccount = { subjectId: account.id };
const said = (over: Parameters<typeof record>[1] = {}) => record('app-unusable', over, onAccount);

testIndicator(appUnusable, {
  params: {},
  asOf,
  record: { ...account, platform: 'app' },
  pass: [
    {
      name: 'a store has it and a person has used it',
      observations: of([look(1, { 甲市场: 'available', 乙市场: 'not_listed' })], said({ note: '下载试用正常' })),
      says: ['下载试用正常'],
    },
    { name: 'no store asked, a person has used it', observations: of([], said()) },
    {
      name: 'the stores were blocked, a person has used it',
      observations: of([unseen('account.profile', '应用市场')], said()),
      says: ['程序没有看到'],
    },
  ],
  fail: [
    {
      name: 'all stores said twice, two days apart, that there is none',
      observations: of(gone),
      expect: { findings: [{ fault: 'not-downloadable', certainty: 'confirmed' }] },
    },
    {
      name: 'what the stores said twice no record clears',
      observations: of(gone, said({ day: '2026-11-22' })),
      expect: { findings: [{ fault: 'not-downloadable' }] },
    },
    {
      name: 'it can be had but does not work',
      observations: of([look(1, { 甲市场: 'available' })], said({ findings: [found('unusable', '示例通')] })),
    },
    { name: 'it sleeps', observations: of([], said({ findings: [found('dormant', '示例通')] })) },
  ],
  needsReview: [
    {
      name: 'a store has it, nobody has tried it',
      observations: of([look(1, { 甲市场: 'available' })]),
      expect: { because: { kind: 'undeterminable' } },
      says: ['甲市场可以下载；能否使用'],
    },
    {
      name: 'all stores said so once',
      observations: of([look(1, { 甲市场: 'not_listed', 乙市场: 'not_listed' })]),
      expect: { because: { kind: 'undeterminable' } },
    },
    {
      name: 'one store does not tell',
      observations: of([
        look(3, { 甲市场: 'not_listed', 乙市场: 'unknown' }),
        look(1, { 甲市场: 'not_listed', 乙市场: 'unknown' }),
      ]),
    },
    {
      name: 'a profile without stores says nothing',
      observations: of([
        seen('account.profile', { platform: 'app', source: 'public', state: 'seen', notes: [] }, { target: 'x' }),
      ]),
      expect: { basis: { examined: 0, unobserved: 0 } },
    },
  ],
});
