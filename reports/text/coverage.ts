import { type Claim, type Coverage, countOf } from '#core/coverage.ts';

const claimNames: Record<Claim, string> = { F: '程序判定', P: '程序找线索，由人认定', N: '由人检查记录' };

/** 条款覆盖 of one document, for the terminal: one block a clause. */
export function coverageLines(c: Coverage): string[] {
  const n = countOf(c.rows);
  return [
    `${c.policy.title}（${c.policy.id}）`,
    `${c.document}：${n.clauses} 条，程序判定 ${n.decided} 条，程序找线索、由人认定 ${n.prepared} 条，由人检查记录 ${n.recorded} 条，没有指标项 ${n.without} 条`,
    ...c.rows.flatMap(({ clause, items }) => [
      `  ${clause.section}  ${clause.demand}`,
      ...(items.length === 0 ? [`    没有指标项：${clause.without ?? '缺'}`] : []),
      ...items.flatMap((i) => [
        `    ${i.title}（${i.id}，${i.indicator}）：${claimNames[i.claim]}，条款允许 ${clause.check ?? '—'}`,
        ...(i.claim === 'N' ? [`      由人：${i.person}`] : [`      程序：${i.alone}`, `      由人：${i.person}`]),
      ]),
    ]),
    ...c.problems.map((p) => `  × ${p}`),
  ];
}
