import { staleChannels } from '#indicators/site/stale-channels.ts';
import { testIndicator } from '../harness/indicator.ts';
import { asOf, found, record, site } from './build.ts';

const only = (...records: ReturnType<typeof record>[]) => ({ 'manual.record': records });
const columns = (fault: string, n: number) =>
  Array.from({ length: n }, (_, i) => found(fault, `https://www.shili.gov.cn/${fault}/${i}/`));
const of = (...findings: ReturnType<typeof found>[]) => record('stale-channels', { findings });

testIndicator(staleChannels, {
  params: {},
  asOf,
  record: site,
  pass: [
    { name: 'nothing found', observations: only(record('stale-channels')) },
    {
      name: 'four stale, nine overdue and four blank: none reaches its number',
      observations: only(of(...columns('stale', 4), ...columns('overdue', 9), ...columns('blank', 4))),
      says: ['4 处确认、0 处疑似，不到 5 处不构成否决', '9 处确认、0 处疑似，不到 10 处不构成否决'],
    },
  ],
  fail: [
    {
      name: 'exactly five stale, both kinds counted together; the four blank ones are only told',
      observations: only(of(...columns('stale', 5), ...columns('blank', 4))),
      expect: { findings: { length: 5 } },
      says: ['“空白栏目”4 处确认'],
    },
    {
      name: 'exactly ten overdue',
      observations: only(of(...columns('overdue', 10))),
      expect: { findings: { length: 10 } },
    },
    { name: 'five blank under one entry', observations: only(of(found('blank', 'https://www.shili.gov.cn/', 5))) },
    { name: 'another number', params: { blankChannels: 2 }, observations: only(of(...columns('blank', 2))) },
  ],
  needsReview: [
    {
      name: 'five by one person, four by the other: the fifth decides',
      observations: only(
        of(...columns('blank', 5)),
        record('stale-channels', { person: '王某', findings: columns('blank', 4) }),
      ),
      expect: { because: { kind: 'suspect' }, findings: { length: 5 } },
      says: ['记录不一致'],
    },
    { name: 'run out', observations: only(record('stale-channels', { day: '2026-08-01' })) },
  ],
});
