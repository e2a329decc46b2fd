import { originalQuota } from '#indicators/account/original-quota.ts';
import { testIndicator } from '../harness/indicator.ts';
import { account, asOf, post, unseen } from './build.ts';
import { attested, partial, record } from './local.ts';

type Kind = 'original' | 'repost' | 'unknown';
/** One post of each kind named, in each of the four weeks before. */
const weeks = (...kinds: readonly (readonly Kind[])[]) =>
  ['11-09', '11-02', '10-26', '10-19'].flatMap((d, w) =>
    (kinds[w % kinds.length] ?? []).map((original, i) => post(`${d}-${i}`, `2026-${d}`, { original })),
  );
const given = (
  list: readonly (ReturnType<typeof attested> | ReturnType<typeof unseen<'account.posts'>>)[],
  records: readonly ReturnType<typeof record>[] = [],
) => ({ 'account.posts': list, 'manual.record': records });

testIndicator(originalQuota, {
  params: { perWeek: 1 },
  asOf,
  record: account,
  pass: [
    { name: 'one original each week', observations: given([attested(weeks(['original', 'repost']))]) },
    { name: 'originals that a public page shows', observations: given([partial(weeks(['original']))]) },
    { name: 'an app is not asked', record: { platform: 'app' }, observations: given([attested([])]) },
    {
      name: 'a person looked through what nothing marks',
      observations: given([attested(weeks(['unknown']))], [record('original-quota', 'pass')]),
    },
  ],
  fail: [
    {
      name: 'reposts only, in every week',
      observations: given([attested(weeks(['repost', 'repost']))]),
      expect: { findings: [{ fault: 'week-short' }, {}, {}, {}] },
      says: [/2026-11-09 至 2026-11-15 发布原创内容 0 条/],
    },
    {
      name: 'a week without any post',
      observations: given([attested(weeks(['original'], [], ['original'], ['original']))]),
    },
    {
      name: 'a person found them to be copied',
      observations: given(
        [attested(weeks(['unknown']))],
        [
          record('original-quota', 'fail', [
            { fault: 'week-short', target: '2026-11-09 至 2026-11-15', note: '都是转载' },
          ]),
        ],
      ),
    },
  ],
  needsReview: [
    {
      name: 'nothing says whether they are original',
      observations: given([attested(weeks(['unknown']))]),
      expect: { because: { kind: 'undeterminable' } },
    },
    { name: 'not seen', observations: given([unseen('account.posts', '公开页面')]) },
    {
      name: 'reposts on an unsigned export',
      observations: given([attested(weeks(['repost']), { attestedBy: null })]),
      expect: { because: { kind: 'suspect' } },
    },
  ],
});
