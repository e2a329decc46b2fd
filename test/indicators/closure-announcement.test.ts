import { closureAnnouncement } from '#indicators/organization/closure-announcement.ts';
import { testIndicator } from '../harness/indicator.ts';
import { asOf } from './build.ts';
import { accountOf, organization, record, registerOf } from './local.ts';

const none = { 'manual.record': [] };
/** Closed on 11-02; announced between two days. Fifteen working days from Monday 10-12 end on Friday 10-30. */
const told = (announcedFrom: string | undefined, announcedTo?: string, over: object = {}) =>
  registerOf([
    accountOf('a', {
      openedOn: '2020-01-02',
      closedOn: '2026-11-02',
      events: [
        {
          kind: 'closed',
          on: '2026-11-02',
          ...(announcedFrom === undefined ? {} : { announcedFrom }),
          ...(announcedTo === undefined ? {} : { announcedTo }),
        },
      ],
      ...over,
    }),
  ]);

testIndicator(closureAnnouncement, {
  params: { workdays: 15 },
  asOf,
  record: organization,
  register: told('2026-10-12', '2026-10-30'),
  pass: [
    { name: 'fifteen working days to the day', observations: none, expect: { basis: { examined: 1 } } },
    { name: 'the announcement still stands', register: told('2026-11-16'), observations: none },
    {
      name: 'how long does not matter elsewhere',
      params: { workdays: 0 },
      register: told('2026-11-02', '2026-11-02'),
      observations: none,
    },
    { name: 'nothing was closed', register: registerOf([accountOf('a')]), observations: none, says: [/没有须公告的/] },
    { name: 'closed before the rule', params: { since: '2026-11-03' }, register: told(undefined), observations: none },
    {
      name: 'cancelled after it was closed, told once',
      register: told('2026-10-12', '2026-10-30', { cancelledOn: '2026-11-20' }),
      observations: none,
      expect: { basis: { examined: 1 } },
    },
    {
      name: 'a person saw the announcement that the register lacks',
      register: told(undefined),
      observations: { 'manual.record': [record('closure-announcement', 'pass', [], { subjectId: organization.id })] },
    },
  ],
  fail: [
    {
      name: 'a working day short: the Saturday in between does not count',
      register: told('2026-10-13', '2026-10-31'),
      observations: none,
      expect: { findings: [{ fault: 'too-short', certainty: 'confirmed' }] },
      says: [/公告从 2026-10-13 到 2026-10-31，14 个工作日，规定不少于 15 个/],
    },
  ],
  needsReview: [
    {
      name: 'the register has no announcement',
      register: told(undefined),
      observations: none,
      expect: { because: { kind: 'suspect' }, findings: [{ fault: 'not-announced', certainty: 'suspected' }] },
    },
    {
      name: 'an account without an entry of its closing',
      register: registerOf([accountOf('a', { closedOn: '2026-11-02' })]),
      observations: none,
    },
    {
      name: 'an opening has to be announced here',
      params: { kinds: ['opened'] },
      register: registerOf([accountOf('a', { openedOn: '2026-11-02' })]),
      observations: none,
      says: [/于 2026-11-02 开设，台账里没有公告日期/],
    },
    {
      name: 'holidays that are not in the data',
      register: told('2003-03-03', '2003-03-10', {
        closedOn: '2003-03-11',
        openedOn: '2003-01-02',
        events: [{ kind: 'closed', on: '2003-03-11', announcedFrom: '2003-03-03', announcedTo: '2003-03-10' }],
      }),
      observations: none,
    },
  ],
});
