import type { ObservationValue } from '#core/observation.ts';
import { accountIncidents } from '#indicators/account/account-incidents.ts';
import { testIndicator } from '../harness/indicator.ts';
import { account, asOf, evidence, found, record, seen } from './build.ts';

type Value = ObservationValue<'account.clues'>;
type Clue = Value['clues'][number];
const post = (n: number, url: string | null = `https://mp.example/p${n}`) => ({
  id: `p${n}`,
  title: `示例第${n}期`,
  url,
});
const clue = (kind: Clue['kind'], over: Partial<Clue> = {}): Clue => ({
  kind,
  text: `示例${kind}`,
  why: '出现“示例”。须核实',
  source: { id: 'own', title: '示例词表', date: '2026-11-01' },
  confidence: 'high',
  post: post(1),
  ...over,
});
const look = (clues: Clue[], slot?: string, target = 'shilifabu') =>
  seen(
    'account.clues',
    { platform: 'wechat', posts: 12, clues, found: clues.length, lists: ['own@2026-11-01'] },
    { target, ...(slot === undefined ? {} : { slot, evidence: [evidence('发布记录.xlsx', slot, 'import')] }) },
  );
const none = { 'account.clues': [], 'manual.record': [] };
const nobody = { findings: [], basis: { examined: 0, unobserved: 0 }, because: { kind: 'undeterminable' } };
const older = '2026-11-10T03:00:00.000Z';

testIndicator(accountIncidents, {
  params: {},
  asOf,
  record: account,
  pass: [
    {
      name: 'a person looked and found nothing',
      observations: { ...none, 'manual.record': [record('account-incidents', {}, { subjectId: account.id })] },
    },
    {
      name: 'a person looked after the clue and did not hold it',
      observations: {
        'account.clues': [look([clue('spam')], older)],
        'manual.record': [record('account-incidents', {}, { subjectId: account.id })],
      },
      says: ['程序发现的 1 处疑似问题，人工记录没有认定'],
    },
  ],
  fail: [
    {
      name: 'a person confirmed a clue, and named another fault',
      observations: {
        'account.clues': [look([clue('expression')], older)],
        'manual.record': [
          record(
            'account-incidents',
            {
              findings: [
                found('grave-error', 'https://mp.example/p1'),
                found('public-outcry', 'https://mp.example/p9'),
              ],
            },
            { subjectId: account.id },
          ),
        ],
      },
      expect: { findings: [{ fault: 'grave-error' }, { fault: 'public-outcry' }] },
    },
  ],
  needsReview: [
    {
      name: 'every kind at its fault, one finding a post, never confirmed',
      observations: {
        ...none,
        'account.clues': [
          look([
            clue('expression'),
            clue('expression', { text: '另一处' }),
            clue('secrecy', { post: post(2, null) }),
            clue('spam', { post: post(3) }),
          ]),
        ],
      },
      expect: {
        because: { kind: 'suspect' },
        basis: { examined: 12, unit: '条内容' },
        findings: [
          { fault: 'grave-error', target: 'https://mp.example/p1', certainty: 'suspected' },
          { fault: 'state-secret', target: '示例第2期' },
          { fault: 'harmful-content', target: 'https://mp.example/p3' },
        ],
      },
      says: [/“示例第1期”疑似表述不当：.*依据示例词表，2026-11-01/, /只看标题和摘要/],
    },
    {
      name: 'two sources and two looks that show one post are one finding',
      observations: {
        ...none,
        'account.clues': [look([clue('spam')], older), look([clue('spam')], older, 'other'), look([clue('spam')])],
      },
      expect: { findings: { length: 1 } },
    },
    {
      name: 'unsure clues and those of no case keep nothing open',
      observations: {
        ...none,
        'account.clues': [look([clue('spam', { confidence: 'low' }), clue('typo'), clue('advert')])],
      },
      expect: nobody,
    },
    {
      name: 'unsure clues where the policy asks for them',
      params: { confidence: 'low' },
      observations: { ...none, 'account.clues': [look([clue('spam', { confidence: 'low' })])] },
      expect: { findings: [{ fault: 'harmful-content', certainty: 'suspected' }] },
    },
  ],
});
