import type { Observation, ObservationValue } from '#core/observation.ts';
import { registerSubject } from '#core/observation.ts';
import { importantRelay } from '#indicators/account/important-relay.ts';
import { testIndicator } from '../harness/indicator.ts';
import { account, asOf, post, seen, unseen } from './build.ts';
import { attested, partial, record } from './local.ts';

type Item = ObservationValue<'relay.list'>['items'][number];
const published = '2026-11-18T01:00:00.000Z';
const later = (hours: number, ms = 0) => new Date(Date.parse(published) + hours * 3_600_000 + ms).toISOString();
const title = '示例县人民政府关于做好2026年冬季供暖保障工作的通知';
const item = (over: Partial<Item> = {}): Item => ({
  id: 'i1',
  title,
  excerpt: '',
  url: null,
  published: { from: published, to: published },
  ...over,
});
const list = (...items: Item[]): Observation<'relay.list'> =>
  seen(
    'relay.list',
    { reference: '示例发布厅', markedBy: '检查员甲', items },
    { subjectId: registerSubject, target: '清单', slot: '2026-11-19T00:00:00.000Z' },
  );
type Posts = ReturnType<typeof attested> | ReturnType<typeof unseen<'account.posts'>>;
const given = (lists: Observation<'relay.list'>[], posts: readonly Posts[]) => ({
  'relay.list': lists,
  'account.posts': posts,
  'manual.record': [],
});
const relay = (at: string, name = title, over: object = {}) => post('r', at, { title: name, ...over });
const text =
  '为切实做好今年冬季供暖保障工作，确保群众温暖过冬，经县政府研究同意，现将有关事项通知如下，请各镇街、各部门认真组织实施，压实责任，加强值守';

testIndicator(importantRelay, {
  params: {},
  asOf,
  record: account,
  pass: [
    {
      name: 'twelve hours to the millisecond',
      observations: given([list(item())], [attested([relay(later(12))])]),
      expect: { basis: { examined: 1, unit: '条重要信息' } },
      says: [/及时转载 1 条/],
    },
    { name: 'a public page shows it', observations: given([list(item())], [partial([relay(later(3))])]) },
    {
      name: 'a frame around the title',
      observations: given([list(item())], [attested([relay(later(1), `【转发】${title}`)])]),
    },
    {
      name: 'a cut title',
      observations: given([list(item())], [attested([relay(later(1), '示例县做好2026年冬季供暖保障工作')])]),
    },
    {
      name: 'the same address',
      observations: given(
        [list(item({ url: 'https://mp.example.cn/s/1' }))],
        [attested([relay(later(1), '快看', { url: 'https://mp.example.cn/s/1' })])],
      ),
    },
    {
      name: 'the same text under another title',
      observations: given(
        [list(item({ excerpt: text }))],
        [attested([relay(later(1), '这个冬天，请放心', { excerpt: `${text}。` })])],
      ),
    },
    {
      name: 'published by the unit itself before',
      observations: given([list(item())], [attested([relay(later(-2))])]),
    },
    {
      name: 'its time is not up',
      observations: given(
        [list(item({ published: { from: '2026-11-22T03:00:00.000Z', to: '2026-11-22T03:00:00.000Z' } }))],
        [attested([])],
      ),
      says: [/没有该账号应转载并已到时限的信息/],
    },
    { name: 'meant for another unit', observations: given([list(item({ units: ['shili-jy'] }))], [attested([])]) },
    {
      name: 'the leading account itself',
      record: { name: '示例发布厅' },
      observations: given([list(item())], [attested([])]),
    },
    { name: 'an app is not asked', record: { platform: 'app' }, observations: given([list(item())], [attested([])]) },
    { name: 'opened since', record: { openedOn: '2026-11-20' }, observations: given([list(item())], [attested([])]) },
  ],
  fail: [
    {
      name: 'a millisecond late',
      observations: given([list(item())], [attested([relay(later(12, 1))])]),
      expect: { findings: [{ fault: 'late', certainty: 'confirmed', target: title }] },
      says: [/应在 2026-11-18 21:00 前转载，2026-11-18 21:00 才转载/],
    },
    {
      name: 'nothing like it',
      observations: given([list(item())], [attested([relay(later(2), '示例县举办秋季运动会')])]),
      expect: { findings: [{ fault: 'not-relayed', certainty: 'confirmed' }] },
      says: [/完整的发布记录里没有/],
    },
    {
      name: 'recorded by a person',
      observations: {
        ...given([list(item())], [partial([])]),
        'manual.record': [
          record('important-relay', 'fail', [{ fault: 'not-relayed', target: title, note: '没有转载' }]),
        ],
      },
    },
  ],
  needsReview: [
    { name: 'there is no list', observations: given([], [attested([])]), says: [/没有重要政务信息清单/] },
    {
      name: 'nothing covers the hours',
      observations: given([list(item())], [partial([])]),
      expect: { because: { kind: 'undeterminable' }, basis: { unobserved: 1 } },
    },
    {
      name: 'something rather like it',
      observations: given(
        [list(item())],
        [attested([relay(later(2), '关于做好2026年冬季供暖保障有关工作安排的公告')])],
      ),
      expect: { because: { kind: 'suspect' }, findings: [{ fault: 'not-relayed' }] },
      says: [/须人工判断是不是同一内容/],
    },
    {
      name: 'late by a page that shows only part',
      observations: given([list(item())], [partial([relay(later(30))])]),
      expect: { findings: [{ fault: 'late', certainty: 'suspected' }] },
    },
    {
      name: 'only the day is known',
      observations: given([list(item())], [attested([relay('2026-11-18')])]),
      expect: { because: { kind: 'suspect' } },
      says: [/时间不够确切/],
    },
    {
      name: 'a post without a time may be it',
      observations: given([list(item())], [attested([post('x', null)])]),
      expect: { because: { kind: 'suspect' } },
    },
    {
      name: 'nobody signed',
      observations: given([list(item())], [attested([], { attestedBy: null })]),
      expect: { because: { kind: 'suspect' } },
    },
    { name: 'not seen', observations: given([list(item())], [unseen('account.posts', '公开页面')]) },
  ],
});
