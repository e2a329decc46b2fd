import { repostSource } from '#indicators/account/repost-source.ts';
import { testIndicator } from '../harness/indicator.ts';
import { account, asOf, post, unseen } from './build.ts';
import { attested, partial, record } from './local.ts';

type Given = ReturnType<typeof attested> | ReturnType<typeof unseen<'account.posts'>>;
const given = (list: readonly Given[], records: readonly ReturnType<typeof record>[] = []) => ({
  'account.posts': list,
  'manual.record': records,
});
const repost = (id: string, sourceNote?: string) =>
  post(id, '2026-11-10', { original: 'repost', ...(sourceNote === undefined ? {} : { sourceNote }) });

testIndicator(repostSource, {
  params: {},
  asOf,
  record: account,
  pass: [
    {
      name: 'central media',
      observations: given([attested([repost('a', '新华社'), repost('b', '来源：人民日报客户端')])]),
      expect: { basis: { examined: 2 } },
    },
    {
      name: 'a unit of government',
      observations: given([attested([repost('a', '来源：示例县教育局'), repost('b', '示例县人民政府办公室')])]),
    },
    {
      name: 'one of the list',
      params: { official: false, sources: ['示例融媒'] },
      observations: given([attested([repost('a', '来自 示例 融媒 客户端')])]),
    },
    {
      name: 'only whether it is stated',
      params: { checkSource: false },
      observations: given([attested([repost('a', '某自媒体')])]),
    },
    {
      name: 'nothing but originals',
      observations: given([attested([post('a', '2026-11-10', { original: 'original' })])]),
    },
    { name: 'before the days looked at', params: { days: 7 }, observations: given([attested([repost('a')])]) },
    { name: 'an app is not asked', record: { platform: 'app' }, observations: given([attested([])]) },
    {
      name: 'a person opened them all',
      observations: given(
        [attested([repost('a')], {}, { slot: '2026-11-19T00:00:00.000Z' })],
        [record('repost-source', 'pass')],
      ),
    },
  ],
  fail: [
    {
      name: 'a person opened it and found none',
      observations: given(
        [attested([repost('a')])],
        [
          record('repost-source', 'fail', [
            { fault: 'source-missing', target: '2026-11-10 00:00《示例推文a》', note: '正文也没有来源' },
            { fault: 'source-outside', target: '另一条', note: '来源是自媒体' },
          ]),
        ],
      ),
    },
  ],
  needsReview: [
    {
      name: 'a repost without a source',
      observations: given([attested([repost('a')])]),
      expect: { because: { kind: 'suspect' }, findings: [{ fault: 'source-missing' }] },
      says: [/来源可能写在正文里/],
    },
    {
      name: 'a source that is not on the list',
      observations: given([attested([repost('a', '某自媒体')])]),
      expect: { findings: [{ fault: 'source-outside' }] },
    },
    {
      name: 'nothing says what is a repost',
      observations: given([attested([post('a', '2026-11-10')])]),
      expect: { because: { kind: 'undeterminable' } },
    },
    {
      name: 'only part was shown',
      observations: given([partial([repost('a', '新华社')])]),
      expect: { because: { kind: 'undeterminable' } },
    },
    { name: 'not seen', observations: given([unseen('account.posts', '公开页面')]) },
  ],
});
