import { postClues } from '#indicators/account/post-clues.ts';
import { testIndicator } from '../harness/indicator.ts';
import { account, asOf, post, unseen } from './build.ts';
import { attested, partial, record } from './local.ts';

type Given = ReturnType<typeof attested> | ReturnType<typeof unseen<'account.posts'>>;
const given = (list: readonly Given[], records: readonly ReturnType<typeof record>[] = []) => ({
  'account.posts': list,
  'manual.record': records,
});
const titled = (title: string, excerpt?: string) =>
  post('a', '2026-11-10', { title, ...(excerpt === undefined ? {} : { excerpt }) });

testIndicator(postClues, {
  params: {},
  asOf,
  record: account,
  pass: [
    {
      name: 'plain titles',
      observations: given([attested([titled('示例县召开教育工作会议')])]),
      expect: { basis: { examined: 1 } },
    },
    { name: 'a title against it', observations: given([attested([titled('严禁以集赞、转发等方式搞形式主义')])]) },
    { name: 'a warning of it', observations: given([attested([titled('警惕“包治百病”的虚假宣传')])]) },
    {
      name: 'before the days looked at',
      params: { days: 7 },
      observations: given([attested([titled('集赞满 38 个送礼品')])]),
    },
    { name: 'an app is not asked', record: { platform: 'app' }, observations: given([attested([])]) },
    {
      name: 'a person opened it and found nothing wrong',
      observations: given(
        [attested([titled('集赞活动开始了')], {}, { slot: '2026-11-19T00:00:00.000Z' })],
        [record('post-clues', 'pass')],
      ),
    },
  ],
  fail: [
    {
      name: 'a person confirms it',
      observations: given(
        [attested([titled('请先关注本号再预约')])],
        [
          record('post-clues', 'fail', [
            { fault: 'forced-follow', target: '2026-11-10 00:00《请先关注本号再预约》', note: '不关注不能预约' },
          ]),
        ],
      ),
      expect: { findings: [{ fault: 'forced-follow', certainty: 'confirmed' }] },
    },
  ],
  needsReview: [
    {
      name: 'follow first',
      observations: given([attested([titled('预约须知：先关注后预约')])]),
      expect: { because: { kind: 'suspect' }, findings: [{ fault: 'forced-follow' }] },
      says: [/里有“先关注后”/],
    },
    {
      name: 'full width and blanks do not hide it',
      observations: given([attested([titled('必须 下载ＡＰＰ 才能办理')])]),
      expect: { findings: [{ fault: 'forced-follow' }] },
    },
    {
      name: 'an advertisement in the text',
      observations: given([attested([titled('周末去哪儿', '全场包邮，点击购买')])]),
      expect: { findings: [{ fault: 'advert' }] },
    },
    {
      name: 'a word of the policy',
      params: { advertWords: ['拼单'] },
      observations: given([attested([titled('一起拼单吧')])]),
      expect: { findings: [{ fault: 'advert' }] },
    },
    {
      name: 'only part was shown',
      observations: given([partial([titled('示例县召开会议')])]),
      expect: { because: { kind: 'undeterminable' } },
    },
    { name: 'not seen', observations: given([unseen('account.posts', '公开页面')]) },
  ],
});
