import { siteServiceEntry } from '#indicators/site/site-service-entry.ts';
import { testIndicator } from '../harness/indicator.ts';
import { asOf, dated, home, link, row, seen, site, unseen } from './build.ts';
import { record } from './local.ts';

const entry = (status: 'ok' | 'broken' = 'ok', text = '渝快办', url = 'https://zwfw.example.gov.cn/') =>
  seen(
    'link.status',
    link('x', status, status === 'ok' ? 'OK' : 'HTTP_404', {
      url,
      external: true,
      parents: [{ url: home, role: 'home', tag: 'a', text, place: {} }],
    }),
  );
const front = seen('page.dated-items', dated([row('1', '2026-11-20')]));
type Links = Parameters<typeof given>[0];
const given = (links: (ReturnType<typeof entry> | ReturnType<typeof unseen<'link.status'>>)[], pages = [front]) => ({
  'link.status': links,
  'page.dated-items': pages,
  'manual.record': [],
});
const none: Links = [];

testIndicator(siteServiceEntry, {
  params: {},
  asOf,
  record: site,
  pass: [
    {
      name: 'a link that says so',
      observations: given([entry()]),
      says: [/“渝快办”入口：https:\/\/zwfw\.example\.gov\.cn\//],
    },
    { name: 'by its host', params: { hosts: ['example.gov.cn'] }, observations: given([entry('ok', '')]) },
    {
      name: 'another name',
      params: { words: ['浙里办', '政务服务网'] },
      observations: given([entry('ok', '进入 政务服务网')]),
    },
    {
      name: 'one of two is dead',
      observations: given([entry('broken'), entry('ok', '渝快办', 'https://ykb.example.gov.cn/')]),
      contradictory: 'the other entry is dead',
    },
    {
      name: 'among the links outside any list',
      observations: given(none, [
        seen('page.dated-items', dated([], { unlisted: [{ title: '渝快办', url: 'https://zwfw.example.gov.cn/' }] })),
      ]),
    },
    {
      name: 'a person found it in a picture',
      observations: {
        ...given(none),
        'page.dated-items': [seen('page.dated-items', dated([]), { slot: '2026-11-19T00:00:00.000Z' })],
        'manual.record': [record('site-service-entry', 'pass', [], { subjectId: site.id })],
      },
    },
  ],
  fail: [
    {
      name: 'the only entry is dead',
      observations: given([entry('broken')]),
      expect: { findings: [{ fault: 'entry-dead', certainty: 'confirmed' }] },
    },
    {
      name: 'a person found none',
      observations: {
        ...given(none),
        'manual.record': [
          record('site-service-entry', 'fail', [{ fault: 'entry-missing', target: home, note: '没有入口' }], {
            subjectId: site.id,
          }),
        ],
      },
    },
  ],
  needsReview: [
    {
      name: 'none was seen',
      observations: given([entry('ok', '便民服务')]),
      expect: { because: { kind: 'suspect' }, findings: [{ fault: 'entry-missing', certainty: 'suspected' }] },
    },
    {
      name: 'a news item about the platform is no entry',
      observations: given([entry('ok', '我县“渝快办”平台办件量再创新高，群众满意度持续提升位居全市前列')]),
      expect: { because: { kind: 'suspect' } },
    },
    { name: 'the home page was not seen', observations: given([], [unseen('page.dated-items', home)] as never) },
  ],
});
