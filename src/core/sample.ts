import { sha256Text } from './hash.ts';

/** 抽样种类 */
export const sampleKinds = [
  'policies',
  'interpretations',
  'guides',
  'forms',
  'letters',
  'titles',
  'pages',
  'columns',
  'accounts',
] as const;
export type SampleKind = (typeof sampleKinds)[number];

/** What is drawn, how many by the index, and what of. `accounts`: more than half of all. */
export const sampleRules: Readonly<Record<SampleKind, { name: string; count: number | 'over-half'; unit: string }>> = {
  policies: { name: '政策文件', count: 3, unit: '个' },
  interpretations: { name: '解读稿', count: 3, unit: '个' },
  guides: { name: '办事指南', count: 5, unit: '个' },
  forms: { name: '办事指南（表格样表）', count: 2, unit: '个' },
  letters: { name: '网民留言', count: 5, unit: '条' },
  titles: { name: '已发布的标题（站内搜索）', count: 4, unit: '条' },
  pages: { name: '内容页面', count: 5, unit: '个' },
  columns: { name: '栏目页面', count: 5, unit: '个' },
  accounts: { name: '政务新媒体账号', count: 'over-half', unit: '个' },
};

/** One that may be drawn. */
export type Candidate = {
  /** By which it is drawn: an address or an id, the same on every machine. */
  id: string;
  title: string;
  /** Day it carries, '' for none. */
  day: string;
};

export type Sample = {
  kind: SampleKind;
  /** Whose candidates: a site, or the whole register. */
  scope: string;
  seed: string;
  /** How many should be drawn. */
  wanted: number;
  /** How many there were. */
  of: number;
  /** 候选摘要: whoever has the same has drawn from the same list. */
  digest: string;
  /** In the order they were drawn. */
  drawn: readonly Candidate[];
};

/** How many of `n` a rule asks for. More than half of them: `floor(n / 2) + 1`. */
export function sampleSize(kind: SampleKind, n: number): number {
  const { count } = sampleRules[kind];
  return count === 'over-half' ? (n === 0 ? 0 : Math.floor(n / 2) + 1) : count;
}

/**
 * 随机抽取 by a recorded seed: the same candidates in any order and the same seed give the same list on any machine. Each candidate's place in
 * the draw is the SHA-256 of seed, kind, scope and its id, so that one more candidate moves no other. Fewer candidates than asked for: all of them.
 * Pure.
 */
export function drawSample(o: {
  kind: SampleKind;
  scope: string;
  seed: string;
  candidates: readonly Candidate[];
  /** Instead of what the index asks for. */
  count?: number | undefined;
}): Sample {
  const { kind, scope, seed } = o;
  const byId = new Map<string, Candidate>();
  // The same address under several titles: the title that sorts first, whatever the order they came in.
  for (const c of o.candidates) {
    const was = byId.get(c.id);
    if (was === undefined || less(c, was)) byId.set(c.id, c);
  }
  const sorted = [...byId.values()].sort((a, b) => compare(a.id, b.id));
  const placed = sorted.map((candidate) => ({
    candidate,
    place: sha256Text(JSON.stringify([seed, kind, scope, candidate.id])),
  }));
  placed.sort((a, b) => compare(a.place, b.place));
  const wanted = o.count ?? sampleSize(kind, sorted.length);
  return {
    kind,
    scope,
    seed,
    wanted,
    of: sorted.length,
    digest: sha256Text(JSON.stringify(sorted.map((c) => c.id))).slice(0, 16),
    drawn: placed.slice(0, wanted).map((p) => p.candidate),
  };
}

/** By code units: a locale would order otherwise on another machine. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function less(a: Candidate, b: Candidate): boolean {
  return compare(a.title, b.title) < 0 || (a.title === b.title && a.day < b.day);
}
