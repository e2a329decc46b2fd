import { z } from 'zod';
import { type ClueKind, clueNames, clueQuestions } from '#core/lexicon.ts';
import type { Observation, ObservationValue, Observed } from '#core/observation.ts';
import { basisOf, type Draft, partition, undeterminable, verdictOf } from '../common.ts';
import { besideRecords, recordParams } from '../recorded.ts';

const id = 'account-incidents';
const faults = {
  'grave-error': '严重表述错误',
  'state-secret': '泄露国家秘密',
  'harmful-content': '发布或链接反动、暴力、色情等内容',
  'public-outcry': '发布内容不当引发严重负面舆情',
};
type Fault = keyof typeof faults;
type Clue = ObservationValue<'account.clues'>['clues'][number];
type Seen = Observed<'account.clues'> & Observation<'account.clues'>;

/** Which of the four cases a clue may be of. */
const faultOfKind: Partial<Record<ClueKind, Fault>> = {
  expression: 'grave-error',
  secrecy: 'state-secret',
  spam: 'harmful-content',
};

/** 安全、泄密事故等严重问题 */
export const accountIncidents = besideRecords({
  id,
  version: 2,
  title: '安全、泄密事故等严重问题',
  description:
    '账号发布的内容出现严重表述错误，泄露国家秘密，发布或链接反动、暴力、色情等内容，或发布内容不当引发严重负面舆情，任一情形成立即否决。',
  subject: 'account',
  needs: ['account.clues', 'manual.record'],
  faults,
  params: z.strictObject({
    /** How many days back looks at the posts still count. */
    clueDays: z.number().int().positive().max(366).default(35),
    /** 列为疑似的线索: only sure clues, or all of them. */
    confidence: z.enum(['high', 'low']).default('high'),
    ...recordParams,
  }),
  lookbackDays: (p) => p.clueDays,
  machine: {
    alone: '不单独判定，没有线索也不算通过；只把标题和摘要里的表述、密级标志、违规词语列为疑似。',
    person: '四种情形都由人认定，记录时附原内容或截图；每条线索由人打开原文判断。',
    decides: 'P',
  },
  judge({ observations, params: p }) {
    const { seen } = partition(observations['account.clues']);
    const drafts = draftsOf(seen, p.confidence);
    const machine =
      drafts.length > 0
        ? verdictOf({
            basis: basisOf(seen, {
              examined: seen.reduce((n, o) => n + o.value.posts, 0),
              unobserved: 0,
              unit: '条内容',
            }),
            drafts,
            notes: ['只看标题和摘要，全文须由人打开查看'],
          })
        : // Nothing found is nothing known: only a person can say that none of the four happened.
          undeterminable<Fault>(
            basisOf([], { examined: 0, unobserved: 0, unit: '份人工记录' }),
            '还没有人工记录，须由人检查后记录',
          );
    return machine;
  },
});

/** One finding a post and fault, whichever sources and looks showed it; the newest look is its evidence. */
function draftsOf(seen: readonly Seen[], least: 'high' | 'low'): Draft<Fault>[] {
  const posts = new Map<string, { fault: Fault; clues: Map<string, Clue>; seen: Seen }>();
  for (const o of seen)
    for (const c of o.value.clues) {
      const fault = c.confidence === 'high' || least === 'low' ? faultOfKind[c.kind] : undefined;
      if (fault === undefined) continue;
      const key = `${fault} ${targetOf(c)}`;
      const post = posts.get(key) ?? { fault, clues: new Map(), seen: o };
      post.clues.set(`${c.source.id} ${c.text}`, c);
      posts.set(key, { ...post, seen: o.slot >= post.seen.slot ? o : post.seen });
    }
  return [...posts.values()].map(({ fault, clues, seen: o }) => {
    const all = [...clues.values()];
    const [first] = all as [Clue, ...Clue[]];
    const kinds = [...new Set(all.map((c) => c.kind))];
    const shown = all.slice(0, 3).map((c) => `${c.why}（依据${c.source.title}，${c.source.date}）`);
    return {
      fault,
      certainty: 'suspected',
      target: targetOf(first),
      message: `“${first.post.title.slice(0, 60)}”疑似${kinds.map((k) => clueNames[k]).join('、')}：${shown.join('；')}`,
      remedy: `须由人打开原文判断：${kinds.map((k) => clueQuestions[k]).join('；')}。属实的立即删除或更正并留存记录。`,
      evidence: o.evidence.map((e) => (e.locator === undefined ? { ...e, locator: { text: first.post.title } } : e)),
    };
  });
}

const targetOf = (c: Clue) => c.post.url ?? (c.post.title.trim() === '' ? c.post.id : c.post.title);
