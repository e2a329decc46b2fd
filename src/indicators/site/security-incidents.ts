import { z } from 'zod';
import type { ClueKind } from '#core/lexicon.ts';
import type { Observation, Observed } from '#core/observation.ts';
import { basisOf, type Draft, latestRound, partition, undeterminable, verdictOf } from '../common.ts';
import { besideRecords, recordParams } from '../recorded.ts';
import { backfilledRows } from './backfilled-rows.ts';
import { type Clue, clueDrafts } from './clue-drafts.ts';
import { withPlace } from './marks.ts';

const id = 'security-incidents';
const faults = {
  'grave-error': '严重表述错误',
  'state-secret': '泄露国家秘密',
  'harmful-content': '发布或链接反动、暴力、色情等内容',
  'attack-unhandled': '安全攻击没有及时有效处置，造成严重安全事故',
  falsification: '弄虚作假（如伪造发稿日期）',
  'public-outcry': '建设管理工作不当引发严重负面舆情',
};
type Fault = keyof typeof faults;

/** Which of the six cases a clue may be of. Kinds that are none of them are told as information, without price and verdict. */
const faultOfKind: Partial<Record<ClueKind, Fault>> = {
  expression: 'grave-error',
  leader: 'grave-error',
  secrecy: 'state-secret',
  spam: 'harmful-content',
  tampering: 'attack-unhandled',
  date: 'falsification',
};

/** 安全、泄密事故等严重问题 */
export const securityIncidents = besideRecords({
  id,
  version: 2,
  title: '安全、泄密事故等严重问题',
  description:
    '出现严重表述错误，泄露国家秘密，发布或链接反动、暴力、色情等内容，安全攻击没有及时有效处置造成严重事故，弄虚作假，或网站建设管理不当引发严重负面舆情，任一情形成立即否决。',
  subject: 'site',
  needs: ['page.clues', 'page.dated-items', 'manual.record'],
  faults,
  params: z.strictObject({
    /** How many days back looks at the pages are compared. */
    clueDays: z.number().int().positive().max(366).default(35),
    /** 列为疑似的线索: only sure clues, or all of them. The others are told as information. */
    confidence: z.enum(['high', 'low']).default('high'),
    /** 补发倒填: a row counts as late when its date is more than so many days before the look that did not show it. */
    lateDays: z.number().int().min(1).max(366).default(14),
    ...recordParams,
  }),
  lookbackDays: (p) => p.clueDays,
  machine: {
    alone: '不单独判定，没有线索也不算通过；只把表述、密级标志、违规词语、篡改迹象、日期的线索列为疑似。',
    person: '六种情形都由人认定，记录时附原页面或截图；每条线索由人打开页面判断。',
    decides: 'P',
  },
  judge({ subject, observations, params: p }) {
    const { seen } = partition(latestRound(observations['page.clues']));
    const { home } = subject.record;
    const drafts: Draft<Fault>[] = [
      ...clueDrafts(seen, (c) => (counts(c, p.confidence) ? faultOfKind[c.kind] : undefined), home),
      ...changedTitle(observations['page.clues'], home),
      ...backfilledRows(observations['page.dated-items'], p.lateDays),
    ];
    const merged = [...Map.groupBy(drafts, (d) => `${d.fault} ${d.target}`).values()].map(joined);
    const { seen: lists } = partition(latestRound(observations['page.dated-items']));
    const books = new Set(seen.flatMap((o) => o.value.lists)).size;
    const looked =
      seen.length === 0
        ? []
        : [`程序在 ${seen.length} 个页面上按 ${books} 个词表和若干规则找过线索；没有线索不等于没有问题`];
    const machine =
      merged.length > 0
        ? verdictOf({
            basis: basisOf(seen.length > 0 ? seen : lists, {
              examined: Math.max(seen.length, 1),
              unobserved: 0,
              unit: '个页面',
            }),
            drafts: merged,
            notes: looked,
          })
        : // Nothing found is nothing known: only a person can say that none of the six happened.
          undeterminable<Fault>(
            basisOf([], { examined: 0, unobserved: 0, unit: '份人工记录' }),
            '还没有人工记录，须由人检查后记录',
            { notes: looked },
          );
    return machine;
  },
});

function counts(c: Clue, least: 'high' | 'low'): boolean {
  return c.confidence === 'high' || least === 'low';
}

/** 首页标题变化: a title that no longer names the site, where an earlier round saw one that did. */
function changedTitle(all: readonly Observation<'page.clues'>[], home: string): Draft<Fault>[] {
  const rounds = partition(all)
    .seen.filter((o) => o.target === home)
    .toSorted((a, b) => (a.slot < b.slot ? 1 : -1));
  const [now, ...earlier] = rounds;
  const clue = now === undefined ? undefined : titleClue(now);
  const before = earlier.find((o) => titleClue(o) === undefined && o.value.title !== '');
  if (now === undefined || clue === undefined || before === undefined || before.value.title === now.value.title)
    return [];
  return [
    {
      fault: 'attack-unhandled',
      certainty: 'suspected',
      target: home,
      message: `首页标题由“${before.value.title.slice(0, 60)}”变成“${now.value.title.slice(0, 60)}”，与登记的网站名称不符`,
      remedy: '须由人判断：是改版改名，还是页面被篡改。是篡改的立即处置并报告。',
      evidence: [...withPlace(now.evidence, clue.place), ...before.evidence.slice(0, 1)],
    },
  ];
}

function titleClue(o: Observed<'page.clues'>): Clue | undefined {
  return o.value.clues.find((c) => c.source.id === 'rule-title');
}

/** One finding a fault and page, whatever showed it. */
function joined(all: readonly Draft<Fault>[]): Draft<Fault> {
  const [first] = all as readonly [Draft<Fault>, ...Draft<Fault>[]];
  if (all.length === 1) return first;
  return {
    ...first,
    message: all.map((d) => d.message).join('；'),
    remedy: [...new Set(all.map((d) => d.remedy))].join(''),
    evidence: all.flatMap((d) => d.evidence),
  };
}
