import type { ObservationValue } from '#core/observation.ts';
import { securityIncidents } from '#indicators/site/security-incidents.ts';
import { testIndicator } from '../harness/indicator.ts';
import { asOf, evidence, found, home, place, record, seen, site, unseen } from './build.ts';

type Value = ObservationValue<'page.clues'>;
type Clue = Value['clues'][number];
const clue = (kind: Clue['kind'], over: Partial<Clue> = {}): Clue => ({
  kind,
  text: `示例${kind}`,
  why: '出现“示例”。须核实',
  source: { id: 'own', title: '示例词表', date: '2026-11-01' },
  confidence: 'high',
  times: 1,
  place,
  ...over,
});
const page = (clues: Clue[], over: Partial<Value> = {}, given: Parameters<typeof seen>[2] = {}) => {
  const url = over.url ?? home;
  const value = {
    url,
    role: 'home' as const,
    title: '示例县人民政府',
    clues,
    found: clues.length,
    lists: ['own@2026-11-01'],
  };
  return seen('page.clues', { ...value, ...over }, { target: url, ...given });
};
const earlier = '2026-11-08T03:00:00.000Z';
const article = `${home}a/1.html`;

type Items = ObservationValue<'page.dated-items'>;
const row = (n: number, date: string): Items['items'][number] => ({
  title: `示例县第${n}次会议情况通报`,
  url: `${home}a/${n}.html`,
  date,
  source: 'row',
  place: { selector: `#main > div:nth-of-type(2) > ul > li:nth-of-type(${n})`, line: n, column: 1 },
});
const listed = (items: Items['items'], slot: string, over: Partial<Items> = {}) =>
  seen(
    'page.dated-items',
    { url: home, role: 'home', items, unreadLists: [], navigationOnly: false, ...over },
    { target: home, slot, evidence: [evidence(home, slot)] },
  );
const none = { 'page.clues': [], 'page.dated-items': [], 'manual.record': [] };
const nobody = { outcome: 'needs-review', findings: [], basis: { examined: 0, unobserved: 0 } };
const oldRows = [row(1, '2026-11-05'), row(2, '2026-11-01'), row(3, '2026-09-01')];
const lateRows = [row(4, '2026-10-20'), row(5, '2026-10-19'), row(6, '2026-10-18')];

testIndicator(securityIncidents, {
  params: {},
  asOf,
  record: site,
  pass: [
    {
      name: 'a person looked and found nothing',
      observations: { ...none, 'manual.record': [record('security-incidents', { note: '逐页核对' })] },
      expect: { basis: { examined: 1, unit: '份人工记录' } },
    },
    {
      name: 'a person looked after the clue and did not hold it',
      observations: {
        ...none,
        'page.clues': [page([clue('spam')], {}, { slot: earlier, evidence: [evidence(home, earlier)] })],
        'manual.record': [record('security-incidents')],
      },
      says: ['程序发现的 1 处疑似问题，人工记录没有认定'],
    },
  ],
  fail: [
    {
      name: 'a person confirmed what the machine suspected, and named another',
      observations: {
        ...none,
        'page.clues': [page([clue('secrecy')])],
        'manual.record': [
          record('security-incidents', { findings: [found('state-secret', home), found('public-outcry', article)] }),
        ],
      },
      expect: { findings: [{ fault: 'state-secret' }, { fault: 'public-outcry' }] },
    },
  ],
  needsReview: [
    {
      name: 'every kind at its fault, never confirmed',
      observations: {
        ...none,
        'page.clues': [
          page([clue('expression'), clue('secrecy'), clue('spam'), clue('tampering'), clue('date')]),
          page([clue('leader'), clue('expression')], { url: article, role: 'article' }),
        ],
      },
      expect: {
        because: { kind: 'suspect' },
        basis: { examined: 2, unit: '个页面' },
        findings: [
          { fault: 'grave-error', target: home, certainty: 'suspected' },
          { fault: 'state-secret' },
          { fault: 'harmful-content' },
          { fault: 'attack-unhandled' },
          { fault: 'falsification' },
          { fault: 'grave-error', target: article },
        ],
      },
      says: [
        /首页疑似密级标志：/,
        /疑似领导姓名或职务不符、表述不当|疑似表述不当、领导姓名或职务不符/,
        /依据示例词表，2026-11-01/,
        /须由人打开页面判断：文件是否涉密或不应公开/,
        /没有线索不等于没有问题/,
      ],
    },
    {
      name: 'no clue is no pass: nobody has looked at the item',
      observations: { ...none, 'page.clues': [page([])] },
      expect: { ...nobody, because: { kind: 'undeterminable' } },
      says: [/还没有人工记录/],
    },
    {
      name: 'unsure clues and those of no case of the index keep nothing open',
      observations: {
        ...none,
        'page.clues': [
          page([
            clue('spam', { confidence: 'low' }),
            clue('typo'),
            clue('advert'),
            clue('personal-data'),
            clue('follow-first'),
          ]),
        ],
      },
      expect: nobody,
    },
    {
      name: 'unsure clues where the policy asks for them',
      params: { confidence: 'low' },
      observations: { ...none, 'page.clues': [page([clue('spam', { confidence: 'low' })])] },
      expect: { findings: [{ fault: 'harmful-content', certainty: 'suspected' }] },
    },
    {
      name: 'gone since the last round',
      observations: { ...none, 'page.clues': [page([clue('spam')], {}, { slot: earlier }), page([])] },
      expect: nobody,
    },
    {
      name: 'the home title no longer names the site, and once did',
      observations: {
        ...none,
        'page.clues': [
          page([], {}, { slot: earlier }),
          page(
            [clue('tampering', { confidence: 'low', source: { id: 'rule-title', title: '标题', date: '2026-11-01' } })],
            { title: '某某平台' },
          ),
        ],
      },
      expect: { findings: [{ fault: 'attack-unhandled', target: home }] },
      says: ['首页标题由“示例县人民政府”变成“某某平台”'],
    },
    {
      name: 'a title that never named the site is only told',
      observations: {
        ...none,
        'page.clues': [
          page(
            [clue('tampering', { confidence: 'low', source: { id: 'rule-title', title: '标题', date: '2026-11-01' } })],
            { title: '某某平台' },
            { slot: earlier },
          ),
          page(
            [clue('tampering', { confidence: 'low', source: { id: 'rule-title', title: '标题', date: '2026-11-01' } })],
            { title: '某某平台二' },
          ),
        ],
      },
      expect: nobody,
    },
    {
      name: 'rows of old days that the last look did not show',
      observations: {
        ...none,
        'page.dated-items': [listed(oldRows, earlier), listed([...oldRows, ...lateRows], '2026-11-22T03:00:00.000Z')],
        'page.clues': [page([])],
      },
      expect: { findings: [{ fault: 'falsification', certainty: 'suspected', target: home }] },
      says: [/列表里有 3 条信息标注的日期在上次查看（2026-11-08）之前，上次却没有/],
    },
    {
      name: 'the last look did not go so far back',
      observations: {
        ...none,
        'page.dated-items': [
          listed(oldRows.slice(0, 2), earlier),
          listed([...oldRows.slice(0, 2), ...lateRows], '2026-11-22T03:00:00.000Z'),
        ],
      },
      expect: nobody,
    },
    {
      name: 'two late rows may have been moved; new rows are new; a list that was not read whole tells nothing',
      observations: {
        ...none,
        'page.dated-items': [
          listed(oldRows, earlier),
          listed(
            [...oldRows, ...lateRows.slice(1), row(7, '2026-11-20'), row(8, '2026-11-03')],
            '2026-11-22T03:00:00.000Z',
          ),
        ],
      },
      expect: nobody,
    },
    {
      name: 'a list that was not read whole tells nothing',
      observations: {
        ...none,
        'page.dated-items': [
          listed(oldRows, earlier, { unreadLists: ['脚本列表'] }),
          listed([...oldRows, ...lateRows], '2026-11-22T03:00:00.000Z'),
        ],
      },
      expect: nobody,
    },
    {
      name: 'rows that stand in another list are compared with that list alone',
      observations: {
        ...none,
        'page.dated-items': [
          listed(oldRows, earlier),
          listed(
            [
              ...oldRows,
              ...lateRows.map((r) => ({
                ...r,
                place: { selector: `#side > ul > ${r.place.selector?.split(' > ').at(-1)}` },
              })),
            ],
            '2026-11-22T03:00:00.000Z',
          ),
        ],
      },
      expect: nobody,
    },
    {
      name: 'blocked: nobody looked, as before',
      observations: { ...none, 'page.clues': [unseen('page.clues', home)] },
      expect: nobody,
    },
  ],
});
