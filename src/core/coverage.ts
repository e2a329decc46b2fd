import { z } from 'zod';
import type { AnyIndicator } from './indicator.ts';
import type { Part, Policy, PolicyItem } from './policy.ts';

/** 条款的检查方式: F the machine may decide alone, P it finds and a person confirms, N a person looks and records; of two, the better part comes first. */
export const checks = ['F', 'P', 'N', 'F/P', 'P/N'] as const;
/** What the machine does: decides, finds for a person, or nothing but hand on records. */
export type Claim = 'F' | 'P' | 'N';

const ListedClause = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]*$/, '条款编号只用小写字母、数字和连字符'),
  section: z.string().min(1),
  /** The demand in our own words. */
  demand: z.string().min(1),
  /** 约束对象. */
  binds: z.array(z.enum(['organization', 'site', 'account'])).min(1),
  check: z.enum(checks).optional(),
  /** Why no item carries it out: a definition, a text nobody could read. Then it has no `check`. */
  without: z.string().min(1).optional(),
});
export type ListedClause = z.output<typeof ListedClause>;

/** 条款清单 of one document: every demand, whether the program can look or not. */
export const ClauseFile = z.strictObject({
  /** The policy whose items carry it out. */
  policy: z.string().min(1),
  document: z.string().min(1),
  clauses: z.array(ListedClause).min(1),
});
export type ClauseFile = z.output<typeof ClauseFile>;

/** 指标项 that carries out a clause, with what the machine does for it. */
export type CoveringItem = {
  id: string;
  title: string;
  part: Part;
  indicator: string;
  claim: Claim;
  /** 机器可以独自判定, 交给人: as the indicator says of itself. */
  alone: string;
  person: string;
};

export type CoverageRow = { clause: ListedClause; items: readonly CoveringItem[] };

/** 覆盖情况 of one document under the policy that carries it out. */
export type Coverage = {
  policy: { id: string; title: string };
  document: string;
  rows: readonly CoverageRow[];
  /** Clauses without an item, items without a clause, claims beyond what the clause allows. Chinese, a line each; empty when all is well. */
  problems: readonly string[];
};

const rank: Record<Claim, number> = { N: 0, P: 1, F: 2 };
const most = (check: ListedClause['check']): Claim => (check?.[0] ?? 'N') as Claim;

/** What the machine does for an item: what its indicator may decide, less what the policy sends to a person first. */
export function claimOf(item: Pick<PolicyItem, 'reviewOnFail'>, indicator: Pick<AnyIndicator, 'machine'>): Claim {
  const claim = indicator.machine.decides ?? 'F';
  return claim === 'F' && item.reviewOnFail ? 'P' : claim;
}

/** Every clause of a document with the items that carry it out, and everything that does not fit. Pure. */
export function coverageOf(list: ClauseFile, policy: Policy, indicators: readonly AnyIndicator[]): Coverage {
  const byId = new Map(indicators.map((i) => [i.id, i]));
  const problems: string[] = [];
  const known = new Map<string, ListedClause>();
  for (const c of list.clauses) {
    if (known.has(c.id)) problems.push(`条款 ${c.id} 在清单里列了两次`);
    if ((c.check === undefined) === (c.without === undefined))
      problems.push(`条款 ${c.id} 应写明检查方式（check），或没有指标项的原因（without），两样取一`);
    known.set(c.id, c);
  }
  const items = new Map<string, CoveringItem[]>();
  for (const item of policy.items) {
    const own = item.clauses.filter((c) => c.document === list.document);
    if (own.length === 0 && item.from === list.policy) problems.push(`指标项 ${item.id} 没有引用《${list.document}》`);
    for (const clause of own) {
      if (clause.ids === undefined) problems.push(`指标项 ${item.id} 没有写明条款编号（clause.ids）`);
      for (const id of clause.ids ?? []) {
        const listed = known.get(id);
        const indicator = byId.get(item.indicator);
        if (listed === undefined || indicator === undefined) {
          problems.push(`指标项 ${item.id} 引用的条款 ${id} 不在清单里`);
          continue;
        }
        const claim = claimOf(item, indicator);
        if (clause.section !== listed.section)
          problems.push(`指标项 ${item.id} 写的出处“${clause.section}”与条款 ${id} 的“${listed.section}”不一致`);
        if (!listed.binds.includes(indicator.subject))
          problems.push(`指标项 ${item.id} 检查的对象不是条款 ${id} 约束的对象`);
        if (rank[claim] > rank[most(listed.check)] && widest(clause.ids ?? [], known) < rank[claim])
          problems.push(
            `指标项 ${item.id} 由程序${claim === 'F' ? '独自判定' : '找线索'}，超过条款 ${id} 允许的 ${listed.check ?? '（没有检查方式）'}：指标声明 machine.decides，或指标项写上 reviewOnFail: true`,
          );
        const { alone, person } = indicator.machine;
        const row = {
          id: item.id,
          title: item.title,
          part: item.part,
          indicator: item.indicator,
          claim,
          alone,
          person,
        };
        items.set(id, [...(items.get(id) ?? []), row]);
      }
    }
  }
  for (const c of list.clauses) {
    const mine = items.get(c.id) ?? [];
    if (mine.length === 0 && c.without === undefined) problems.push(`条款 ${c.id}（${c.section}）没有指标项`);
    if (mine.length > 0 && c.without !== undefined)
      problems.push(`条款 ${c.id}（${c.section}）写了没有指标项的原因，却有指标项 ${mine[0]?.id}`);
  }
  return {
    policy: { id: policy.id, title: policy.title },
    document: list.document,
    rows: list.clauses.map((clause) => ({ clause, items: items.get(clause.id) ?? [] })),
    problems,
  };
}

/** An item may carry out several clauses of one row of the index; the machine may then do what the best of them allows. */
function widest(ids: readonly string[], known: ReadonlyMap<string, ListedClause>): number {
  return Math.max(...ids.map((id) => rank[most(known.get(id)?.check)]));
}

/** How many clauses there are, by what the machine does for them. */
export type CoverageCount = { clauses: number; decided: number; prepared: number; recorded: number; without: number };

export function countOf(rows: readonly CoverageRow[]): CoverageCount {
  const best = (r: CoverageRow) => Math.max(...r.items.map((i) => rank[i.claim]));
  const of = (claim: Claim) => rows.filter((r) => r.items.length > 0 && best(r) === rank[claim]).length;
  return {
    clauses: rows.length,
    decided: of('F'),
    prepared: of('P'),
    recorded: of('N'),
    without: rows.filter((r) => r.items.length === 0).length,
  };
}
